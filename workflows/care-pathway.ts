/** One patient on one purchased package: the durable driver of the circle. It knows no medicine; what follows from what is the engine's. */
import { CancellationScope, allHandlersFinished, condition, makeContinueAsNewFunc, patched, setHandler, workflowInfo } from '@temporalio/workflow';
import { decide } from '../pathways/engine/decide.js';
import { evolve } from '../pathways/engine/evolve.js';
import { hasEnded, nextDue, nextWake } from '../pathways/engine/next-due.js';
import type { Plan } from '../pathways/engine/plan.js';
import { alarmClock } from './alarm-clock.js';
import { clockMoved, deliveriesChanged, episodeState, nudge, type CarePathwayStart } from './contract.js';
import { startEffects } from './effects.js';
import { episodeTime, isAhead, wallTimeOf } from './episode-clock.js';
import { openInbox, type Letter } from './inbox.js';
import { openNews } from './news.js';
import { refusalBy, unknownVersion } from './refusal.js';
import { shouldRoll } from './roll-policy.js';
import { show, timerSummary } from './summary.js';
import { beforeDue, carriedBy, entryOf, episodeAtStart, inputsAtStart, orphansOf, recordsOnlyTime, restsWith, snapshotOf, type NextDue } from './turn.js';

/** Cancelling the run has no effect: an episode ends by what happened to the patient (`stop`), never by a click in the Temporal UI. */
export const carePathway = (start: CarePathwayStart): Promise<void> => CancellationScope.nonCancellable(() => circle(start));

/** An answer after the end: `carried` is the ended episode and the answer waits; a case that it raises is chased to its end. */
export const latePathway = (start: CarePathwayStart): Promise<void> => CancellationScope.nonCancellable(() => circle(start));

/** On a versioned worker the next run moves to the newest build; elsewhere the option is without meaning. */
const rollOver = makeContinueAsNewFunc<typeof carePathway>({ initialVersioningBehavior: 'AUTO_UPGRADE' });

async function circle(start: CarePathwayStart): Promise<void> {
  let episode = episodeAtStart(start);
  let planText: string | null = null; // a string, parsed per wake: the object costs 70 to 100 KB more per cached workflow
  let parsed: { text: string | null; plan: Plan } | null = null; // while the loop is awake
  let nudges = 0;
  let clock = start.clock;
  let clockWasMoved = false;
  /** Whether the run may go on as a new one, as seen when something came that stays in the history. A refusal leaves nothing there: nothing may follow from what is seen in its task (ADR 0073). */
  let isLong = false;
  const look = () => void (isLong = shouldRoll(workflowInfo(), Date.now()));
  const plan = (): Plan => {
    if (parsed?.text !== planText) parsed = { text: planText, plan: JSON.parse(planText ?? '') };
    return parsed.plan;
  };
  const now = () => episodeTime(clock, Date.now());

  // Handlers stand before the first await. An update may come before the plan or the start is recorded: it is then judged when its turn comes.
  const inbox = openInbox({
    now,
    taken: look,
    appliedBefore: (commandId) => (episode.seen.includes(commandId) ? episode.seq : null),
    refusal(input) {
      if (planText === null || episode.status === 'launching') return null;
      const refused = refusalBy(plan(), episode, input, effects.halted());
      parsed = null; // who is refused wakes nobody
      return refused;
    },
    first: inputsAtStart(start),
  });
  const news = openNews();
  const keepsNewsApart = start.v >= 3;
  const readsBeforeSleep = start.v >= 4;
  const toWakeFor = start.v >= 5 ? nextWake : nextDue;
  const rollsWhenQuiet = start.v >= 6;
  const effects = startEffects(start, {
    now,
    outcome: keepsNewsApart ? news.push : inbox.push,
    openObligation: (id) => episode.obligations[id],
    nudges: () => nudges,
    landed: look,
    troubleChanged: () => planText !== null && show(plan(), episode, now(), toWakeFor(plan(), episode), effects.halted()),
  });
  const alarm = alarmClock();
  setHandler(nudge, () => {
    look();
    nudges += 1;
  });
  setHandler(clockMoved, (moved) => {
    look();
    if (!isAhead(moved, clock, Date.now())) return;
    clock = moved;
    if (keepsNewsApart) clockWasMoved = true;
    else inbox.push({ kind: 'clock-reached', at: now() });
  });
  setHandler(deliveriesChanged, (obligations) => {
    look();
    effects.ask(obligations);
  });
  setHandler(episodeState, () => episode);
  const nothingCame = () => inbox.isEmpty() && news.isEmpty() && !clockWasMoved;
  const isQuiet = () => nothingCame() && effects.idle() && allHandlersFinished();
  const isOver = () => hasEnded(episode) && isQuiet() && effects.nextCheckAt() === null;
  const mayRoll = () => isLong && isQuiet();

  /** Until somebody writes, something is due, or the ledger has to be asked. Nothing of the parsed plan is held meanwhile. Answers when something is due, in ms. */
  async function sleep(): Promise<number | null> {
    const due = toWakeFor(plan(), episode);
    const dueMs = due === null ? null : wallTimeOf(clock, due.at);
    const checkMs = effects.nextCheckAt();
    const nudged = nudges;
    show(plan(), episode, now(), due, effects.halted());
    alarm.set(dueMs, checkMs, due === null ? 'ask the ledger' : timerSummary(plan(), episode, due));
    parsed = null;
    await condition(() => !nothingCame() || alarm.rang() || effects.nextCheckAt() !== checkMs || nudges > nudged || isOver() || (rollsWhenQuiet && mayRoll()));
    return dueMs;
  }

  async function inputOrDue(): Promise<Letter | null> {
    // The alarm is set only when all is read: else it would show whether what came next came with the same task (ADR 0059).
    if (readsBeforeSleep) await allHasArrived();
    const dueMs = !readsBeforeSleep || nothingCame() ? await sleep() : null;
    await condition(() => effects.halted() === null);
    if (keepsNewsApart) {
      await allHasArrived();
      effects.askWhatIsDue();
      return nextOfAll();
    }
    if (!inbox.isEmpty()) return inbox.next();
    return dueMs !== null && dueMs <= Date.now() ? { input: { kind: 'clock-reached', at: now() }, caller: null } : null;
  }

  /** What leaves a command for certain, whatever the news before it says. */
  const somethingFollows = (due: NextDue | null): boolean => !inbox.isEmpty() || clockWasMoved || (due !== null && wallTimeOf(clock, due.at) <= Date.now());

  /**
   * News first, and what rests only before something that follows: each number of the journal is given in a task that leaves a command (ADR 0059).
   * Whether it rests is judged as of before anything due, so that it does not matter which task judges it.
   */
  function nextOfAll(): Letter | null {
    const by = plan();
    const at = inbox.nextAt() ?? now();
    const due = nextDue(by, episode);
    const before = beforeDue(due, at);
    const urgent = news.next((settled) => restsWith(by, episode, due, { ...settled, at: before }), at);
    if (urgent !== null) return { input: urgent, caller: null };
    if (!somethingFollows(toWakeFor(by, episode))) return null;
    const rested = news.takeResting(before);
    if (rested !== null) return { input: rested, caller: null, rides: true };
    if (!inbox.isEmpty()) return inbox.next();
    clockWasMoved = false;
    return { input: { kind: 'clock-reached', at: now() }, caller: null };
  }

  /** input -> decide -> events -> record -> effects. The new state counts once it is recorded (or on its way, when nobody waits). */
  async function turn({ input, caller, rides }: Letter): Promise<void> {
    const targetText = input.kind === 'migrate' ? await effects.findPlan(input.to) : null;
    const target: Plan | undefined = targetText === null ? undefined : JSON.parse(targetText);
    const refused = caller && (input.kind === 'migrate' && target === undefined ? unknownVersion : refusalBy(plan(), episode, input, null, target));
    if (refused) return caller.refused(refused);
    const events = decide(plan(), episode, input, target);
    const after = events.reduce(evolve, episode);
    const textAfter = after.plan.hash === episode.plan.hash ? planText : targetText;
    const due = toWakeFor(target !== undefined && textAfter === targetText ? target : plan(), after);
    if (due !== null && due.at <= input.at) throw new Error(`The engine left ${due.what} due at ${due.at}`);
    const entry = entryOf(after, input, events);
    // A command counts as applied only once it is recorded, also one that waited in the start of a late run. Runs that moved their clock before
    // that was recorded at once replay without it.
    const atOnce = 'commandId' in input || (recordsOnlyTime(entry) && (start.v >= 2 || patched('moved-clock-is-recorded')));
    const mayRide = !keepsNewsApart || (rides === true && somethingFollows(due));
    parsed = null;
    await effects.carry(entry, snapshotOf(after, due, clock, start.clock), atOnce ? 'at-once' : mayRide ? 'rides' : 'on-its-way');
    planText = textAfter;
    episode = after;
    caller?.recorded(after.seq);
  }

  /** What rests and what rides, before the run ends. */
  async function writeDown(): Promise<void> {
    const rested = news.takeResting(beforeDue(nextDue(plan(), episode), now()));
    if (rested !== null) await turn({ input: rested, caller: null });
    await effects.flush();
  }

  planText = await effects.loadPlan();
  effects.ask(orphansOf(episode, effects.checks()));
  while (!isOver()) {
    const letter = await inputOrDue();
    if (letter !== null) await turn(letter);
    if (!keepsNewsApart) effects.askWhatIsDue();
    // Not only when nothing was to be read: who is told things all day and sends few messages would not roll before the next one (ADR 0070).
    if (rollsWhenQuiet) await allHasArrived();
    look();
    if ((letter === null || !keepsNewsApart || rollsWhenQuiet) && mayRoll()) {
      await writeDown();
      if (isQuiet()) await rollOver(carriedBy({ ...start, clock }, episode, effects.checks(), workflowInfo().startTime));
    }
  }
  await writeDown();
}

/** What arrived with the same task has landed once its promises have run: a condition is asked again only then. */
function allHasArrived(): Promise<void> {
  let asked = 0;
  return condition(() => asked++ > 0);
}
