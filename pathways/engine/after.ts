/** Steps that count from what was really done: after every completion of another step, or from one maintenance to the next. */
import { addDays, localDateOf } from '../time.js';
import { openOccurrences } from './close-occurrence.js';
import { truth } from './expression.js';
import { latestMoment, scopeOf } from './history.js';
import { planOccurrence } from './occurrences.js';
import type { Schedule, Step } from './plan.js';
import { because, emit, type Ended, type Run } from './run.js';
import { lastUsed } from './schedule.js';
import type { LocalDate } from './vocabulary.js';

type After = Extract<Schedule, { kind: 'after' }>;

/** A rolling maintenance begins on its first day after the anchor (`notBefore`: on the first of its days from then on); a step after another one waits for it. */
export function planFirst(run: Run, step: Step, notBefore = '0001-01-01'): void {
  const { schedule } = step;
  if (schedule.kind !== 'after' || schedule.firstDay === undefined) return;
  const anchor = run.episode.anchors[schedule.anchor];
  if (anchor === undefined) return;
  let first = addDays(anchor, schedule.firstDay);
  while (first < notBefore) first = addDays(first, intervalOf(schedule));
  planFrom(run, step, schedule, first);
}

/** Steps that count from what has just ended. */
export function planAfter(run: Run, ended: Ended): void {
  for (const step of run.plan.steps) {
    if (step.schedule.kind === 'after' && step.schedule.step === ended.occurrence.step) follow(run, step, step.schedule, ended);
  }
}

function follow(run: Run, step: Step, schedule: After, { occurrence, outcome }: Ended): void {
  const { zone } = run.episode;
  const today = localDateOf(run.at, zone);
  const doneOn = outcome === 'completed' ? today : null;
  if (schedule.step === step.id) {
    // Its replacement is under way: the next one counts from that.
    if (openOccurrences(run, step.id).length > 0) return;
    return planFrom(run, step, schedule, addDays(doneOn ?? localDateOf(occurrence.dueAt, zone), intervalOf(schedule)));
  }
  if (doneOn === null || isOver(run, step)) return;
  for (const days of schedule.days) {
    const date = addDays(doneOn, days);
    if (endsBefore(run, schedule, date)) return;
    planNext(run, step, schedule, date);
  }
}

const intervalOf = ({ days }: After): number => Math.max(1, days[0] ?? 1);

/** Dates whose window is over already are left out, until one can still be kept or the schedule ends. */
function planFrom(run: Run, step: Step, schedule: After, first: LocalDate): void {
  for (let date = first; !isOver(run, step); date = addDays(date, intervalOf(schedule))) {
    if (endsBefore(run, schedule, date)) return emit(run, { type: 'StepSkipped', step: step.id, n: null, reason: 'schedule-ended' }, { kind: 'policy', policy: 'after-until' });
    planNext(run, step, schedule, date);
    if (openOccurrences(run, step.id).length > 0) return;
  }
}

function planNext(run: Run, step: Step, { at }: After, date: LocalDate): void {
  const n = lastUsed(run.episode, step) + 1;
  because(run, { kind: 'schedule', step: step.id, n }, () => planOccurrence(run, step, n, { date, time: at }));
}

function endsBefore(run: Run, { anchor, untilDay }: After, date: LocalDate): boolean {
  const from = run.episode.anchors[anchor];
  return untilDay !== undefined && from !== undefined && date > addDays(from, untilDay);
}

/** Done already, or ended now by its own condition. */
function isOver(run: Run, step: Step): boolean {
  if (run.episode.tally[step.id]?.done === true) return true;
  if (!stopConditionMet(run, step)) return false;
  emit(run, { type: 'StepSkipped', step: step.id, n: null, reason: 'condition-ended' }, { kind: 'policy', policy: 'stop-when' });
  return true;
}

/** The schedule's own end condition, with the latest values known. */
export function stopConditionMet(run: Run, { schedule }: Step): boolean {
  if (!('stopWhen' in schedule) || !schedule.stopWhen) return false;
  return truth(schedule.stopWhen, scopeOf(run.plan, run.episode, latestMoment(run.plan, run.episode, run.at))) === true;
}
