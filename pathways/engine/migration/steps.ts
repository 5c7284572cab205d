/** Step by step: what changes when an episode goes from one version to another. Nothing is changed here. */
import { localDateOf } from '../../time.js';
import { openOccurrences } from '../close-occurrence.js';
import { isBeyondGoal } from '../goal.js';
import { publishedPlan } from '../personal.js';
import type { Numbering } from '../events.js';
import { countAnew, recountOf, supersededBy, type Repeat } from '../personal-set.js';
import type { Plan, Schedule, Step } from '../plan.js';
import { stepOf } from '../plan-steps.js';
import type { Run } from '../run.js';
import { baseOf, lastUsed, nominal } from '../schedule.js';
import { contactOf, isAgreed, isMovable, noChange, same, type Change } from './change.js';
import { changeOffsets, loseOffsets, numberingOf } from './offsets.js';

/** `to`: the version that it goes to, as it is published; `own`: with this patient's numbers in it. Only steps of which something changes. */
export function changesOf(run: Run, to: Plan, own: Plan): Change[] {
  const from = publishedPlan(run.plan);
  const lost = run.plan.steps.filter(({ id }) => stepOf(to, id) === null).map((step) => lose(run, step));
  return [...lost, ...own.steps.flatMap((step): Change[] => {
    const published = stepOf(to, step.id);
    const before = stepOf(from, step.id);
    return published === null || same(before, published) ? [] : [change(run, step, before, published)];
  })];
}

/** `before` and `published`: the step as the versions have it. */
function change(run: Run, to: Step, before: Step | null, published: Step): Change {
  const own = stepOf(run.plan, to.id);
  const base = baseOf(run.episode, to);
  if (own === null || before === null) return gain(run, to, base, run.episode.numbering?.[to.id] ?? nothing);
  if (isOther(own, to)) return beginAnew(run, own, to);
  const { schedule } = to;
  if (schedule.kind === 'offsets' && own.schedule.kind === 'offsets') return changeOffsets(run, own, { ...to, schedule }, { known: numberingOf(own.schedule), base });
  if (schedule.kind === 'repeat' && !same(before.schedule, published.schedule)) return changeRepeat(run, own, { ...to, schedule });
  return schedule.kind === 'onRequest' ? changeRequests(run, own, to) : changeContacts(run, own, to);
}

const nothing: Numbering = { offsets: [], idle: [] };

/** Its numbers do not count the same things any more. */
function isOther(before: Step, to: Step): boolean {
  const [a, b] = [before.schedule, to.schedule];
  if (before.kind !== to.kind || before.phase !== to.phase || a.kind !== b.kind) return true;
  if (a.kind === 'offsets' && b.kind === 'offsets' && a.unit !== b.unit) return true;
  if (a.kind === 'after' && b.kind === 'after' && a.step !== b.step) return true;
  return anchorOf(a) !== anchorOf(b);
}

const anchorOf = (schedule: Schedule): string | null => (schedule.kind === 'triggered' ? null : schedule.anchor);

/** Only a step that nobody has begun may be counted in another way: otherwise what was done could come again. */
function beginAnew(run: Run, before: Step, to: Step): Change {
  const { completed = 0, failed = 0 } = run.episode.tally[to.id] ?? {};
  const open = openOccurrences(run, to.id);
  if (completed + failed > 0 || open.some((one) => !isMovable(run, one)) || (open.length > 0 && !canBeTakenBack(before))) {
    return { ...noChange(to.id, to), hindrances: [{ code: 'step-counts-otherwise', step: to.id }] };
  }
  const begin = lastUsed(run.episode, to);
  return { ...gain(run, to, begin, nothing), close: open, begin };
}

/** What a schedule planned by itself it can plan again; what a finding or a completion brought about must not be dropped. */
const canBeTakenBack = ({ schedule }: Step): boolean => schedule.kind === 'offsets' || schedule.kind === 'repeat' || schedule.kind === 'onRequest';

function gain(run: Run, to: Step, base: number, known: Numbering): Change {
  const { schedule } = to;
  if (schedule.kind === 'offsets') return changeOffsets(run, null, { ...to, schedule }, { known, base });
  const anchor = schedule.kind === 'repeat' ? run.episode.anchors[schedule.anchor] : undefined;
  if (schedule.kind !== 'repeat' || anchor === undefined || schedule.notGiven || run.episode.tally[to.id]?.done === true || isBeyondGoal(run.episode, to)) return noChange(to.id, to);
  return { ...noChange(to.id, to), recount: countAnew(run, to.id, schedule, { anchor, first: schedule.fromDay, through: lastUsed(run.episode, to) - base, passed: run.at }) };
}

function lose(run: Run, before: Step): Change {
  const { schedule } = before;
  if (schedule.kind === 'offsets') return loseOffsets(run, { ...before, schedule }, { known: numberingOf(schedule), base: baseOf(run.episode, before) });
  const lost = noChange(before.id, null);
  for (const occurrence of openOccurrences(run, before.id)) {
    if (isMovable(run, occurrence) && canBeTakenBack(before)) lost.close.push(occurrence);
    else lost.hindrances.push({ code: 'step-under-way', step: before.id, detail: occurrence.id });
  }
  return lost;
}

function changeRepeat(run: Run, before: Step, to: Step & { schedule: Repeat }): Change {
  const changed = changeContacts(run, before, to);
  const own = before.schedule;
  if (own.kind !== 'repeat' || same(own, to.schedule)) return changed;
  const ended = run.episode.tally[to.id]?.done === true && !own.notGiven;
  const anchor = run.episode.anchors[to.schedule.anchor];
  if (ended || isBeyondGoal(run.episode, to) || anchor === undefined) return changed;
  const repeat = { step: to, before: own, after: to.schedule };
  const base = baseOf(run.episode, to);
  const { after: countedAfter } = own;
  const anew = countedAfter !== undefined;
  const close = anew ? openOccurrences(run, to.id).filter(({ status, dueAt, n }) => status === 'planned' && dueAt > run.at && n - base > countedAfter) : supersededBy(run, repeat);
  const begun = close.find((one) => !isMovable(run, one));
  if (begun) return { ...noChange(to.id, to), hindrances: [{ code: 'step-under-way', step: to.id, detail: begun.id }] };
  const recount = anew ? countAnew(run, to.id, to.schedule, { anchor, first: to.schedule.fromDay, through: lastUsed(run.episode, to) - base, passed: run.at }) : recountOf(run, repeat);
  return { ...changed, close, move: changed.move.filter(({ occurrence }) => !close.includes(occurrence)), ...(recount && { recount }) };
}

/** What stands open for booking is offered anew, until the day that holds now. */
function changeRequests(run: Run, before: Step, to: Step): Change {
  if (same(before.schedule, to.schedule)) return noChange(to.id, to);
  return { ...noChange(to.id, to), close: openOccurrences(run, to.id).filter((one) => isMovable(run, one)) };
}

/** The same days; what is planned says something else, or until another time. */
function changeContacts(run: Run, before: Step, to: Step): Change {
  if (same(contactOf(before), contactOf(to))) return noChange(to.id, to);
  const { zone, anchors } = run.episode;
  const move = openOccurrences(run, to.id).filter((one) => isMovable(run, one) && !isAgreed(one)).map((occurrence) => ({
    occurrence, on: null, nominal: nominal(before.schedule, occurrence.n - baseOf(run.episode, to), anchors)?.date ?? localDateOf(occurrence.dueAt, zone),
  }));
  return { ...noChange(to.id, to), move };
}
