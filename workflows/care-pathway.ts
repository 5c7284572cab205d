/** One patient on one purchased package: the durable driver of the circle. It knows no medicine; what follows from what is the engine's. */
import { CancellationScope, allHandlersFinished, condition, makeContinueAsNewFunc, patched, setHandler, workflowInfo } from '@temporalio/workflow';
import { decide } from '../pathways/engine/decide.js';
import { evolve } from '../pathways/engine/evolve.js';
import { hasEnded, nextDue } from '../pathways/engine/next-due.js';
import type { Plan } from '../pathways/engine/plan.js';
import { alarmClock } from './alarm-clock.js';
import { clockMoved, deliveriesChanged, episodeState, nudge, type CarePathwayStart } from './contract.js';
import { startEffects } from './effects.js';
import { episodeTime, isAhead, wallTimeOf } from './episode-clock.js';
import { openInbox, type Letter } from './inbox.js';
import { refusalBy, unknownVersion } from './refusal.js';
import { shouldRoll } from './roll-policy.js';
import { show, timerSummary } from './summary.js';
import { carriedBy, entryOf, episodeAtStart, inputsAtStart, orphansOf, recordsOnlyTime, snapshotOf } from './turn.js';

/** Cancelling the run has no effect: an episode ends by what happened to the patient (`stop`), never by a click in the Temporal UI. */
export const carePathway = (start: CarePathwayStart): Promise<void> => CancellationScope.nonCancellable(() => circle(start));

/** An answer after the end: `carried` is the ended episode and the answer waits; a case that it raises is chased to its end. */
export const latePathway = (start: CarePathwayStart): Promise<void> => CancellationScope.nonCancellable(() => circle(start));

/** On a versioned worker the next run moves to the newest build; elsewhere the option is without meaning. */
const rollOver = makeContinueAsNewFunc<typeof carePathway>({ initialVersioningBehavior: 'AUTO_UPGRADE' });

async function circle(start: CarePathwayStart): Promise<void> {
  let episode = episodeAtStart(start);
  let planText: string | null = null; // a string, parsed per wake: the object costs 70 to 100 KB more per cached workflow
  let nudges = 0;
  let clock = start.clock;
  const plan = (): Plan => JSON.parse(planText ?? '');
  const now = () => episodeTime(clock, Date.now());

  // Handlers stand before the first await. An update may come before the plan or the start is recorded: it is then judged when its turn comes.
  const inbox = openInbox({
    now,
    appliedBefore: (commandId) => (episode.seen.includes(commandId) ? episode.seq : null),
    refusal: (input) => (planText === null || episode.status === 'launching' ? null : refusalBy(plan(), episode, input, effects.halted())),
    first: inputsAtStart(start),
  });
  const effects = startEffects(start, {
    now,
    outcome: inbox.push,
    openObligation: (id) => episode.obligations[id],
    nudges: () => nudges,
    troubleChanged: () => planText !== null && show(plan(), episode, now(), nextDue(plan(), episode), effects.halted()),
  });
  const alarm = alarmClock();
  setHandler(nudge, () => void (nudges += 1));
  setHandler(clockMoved, (moved) => {
    if (!isAhead(moved, clock, Date.now())) return;
    clock = moved;
    inbox.push({ kind: 'clock-reached', at: now() });
  });
  setHandler(deliveriesChanged, effects.ask);
  setHandler(episodeState, () => episode);
  const isQuiet = () => inbox.isEmpty() && effects.idle() && allHandlersFinished();
  const isOver = () => hasEnded(episode) && isQuiet() && effects.nextCheckAt() === null;

  /** Sleeps until somebody writes, something is due, or the ledger has to be asked. Nothing of the parsed plan is held meanwhile. */
  async function inputOrDue(): Promise<Letter | null> {
    const due = nextDue(plan(), episode);
    const dueMs = due === null ? null : wallTimeOf(clock, due.at);
    const checkMs = effects.nextCheckAt();
    const nudged = nudges;
    show(plan(), episode, now(), due, effects.halted());
    alarm.set(dueMs, checkMs, due === null ? 'ask the ledger' : timerSummary(plan(), episode, due));
    await condition(() => !inbox.isEmpty() || alarm.rang() || effects.nextCheckAt() !== checkMs || nudges > nudged || isOver());
    await condition(() => effects.halted() === null);
    if (!inbox.isEmpty()) return inbox.next();
    return dueMs !== null && dueMs <= Date.now() ? { input: { kind: 'clock-reached', at: now() }, caller: null } : null;
  }

  /** input -> decide -> events -> record -> effects. The new state counts once it is recorded (or on its way, when nobody waits). */
  async function turn({ input, caller }: Letter): Promise<void> {
    const targetText = input.kind === 'migrate' ? await effects.findPlan(input.to) : null;
    const target: Plan | undefined = targetText === null ? undefined : JSON.parse(targetText);
    const refused = caller && (input.kind === 'migrate' && target === undefined ? unknownVersion : refusalBy(plan(), episode, input, null, target));
    if (refused) return caller.refused(refused);
    const events = decide(plan(), episode, input, target);
    const after = events.reduce(evolve, episode);
    const textAfter = after.plan.hash === episode.plan.hash ? planText : targetText;
    const due = nextDue(target !== undefined && textAfter === targetText ? target : plan(), after);
    if (due !== null && due.at <= input.at) throw new Error(`The engine left ${due.what} due at ${due.at}`);
    const entry = entryOf(after, input, events);
    // A command counts as applied only once it is recorded, also one that waited in the start of a late run. Runs that moved their clock before
    // that was recorded at once replay without it.
    await effects.carry(entry, snapshotOf(after, due, clock, start.clock), 'commandId' in input || (recordsOnlyTime(entry) && (start.v >= 2 || patched('moved-clock-is-recorded'))));
    planText = textAfter;
    episode = after;
    caller?.recorded(after.seq);
  }

  planText = await effects.loadPlan();
  effects.ask(orphansOf(episode, effects.checks()));
  while (!isOver()) {
    const letter = await inputOrDue();
    if (letter !== null) await turn(letter);
    effects.askWhatIsDue();
    if (isQuiet() && shouldRoll(workflowInfo(), Date.now())) {
      await effects.flush();
      if (isQuiet()) await rollOver(carriedBy({ ...start, clock }, episode, effects.checks(), workflowInfo().startTime));
    }
  }
  await effects.flush();
}
