/** What had passed already when its anchor became known: a launch in week 20 must not begin with the steps of week 8. */
import { addDays, atLocal, localDateOf } from '../time.js';
import { planOccurrence } from './occurrences.js';
import type { Past, Step } from './plan.js';
import { because, emit, type Run } from './run.js';
import { baseOf, nominal, scheduledCount } from './schedule.js';
import type { Instant } from './vocabulary.js';

function timeOf(run: Run, { schedule }: Step, i: number): Instant | null {
  const on = nominal(schedule, i, run.episode.anchors);
  return on && atLocal(on.date, on.time, run.episode.zone);
}

/** How many of the schedule's own occurrences had their time already. Offsets and times rise, so these are the first ones. */
function pastCount(run: Run, step: Step): number {
  let [none, all] = [0, scheduledCount(step.schedule)];
  while (none < all) {
    const middle = Math.ceil((none + all) / 2);
    const at = timeOf(run, step, middle);
    if (at !== null && at <= run.at) none = middle;
    else all = middle - 1;
  }
  return none;
}

const skipThrough = (run: Run, step: Step, i: number): void =>
  emit(run, { type: 'StepSkipped', step: step.id, n: baseOf(run.episode, step) + i, reason: 'expired' }, { kind: 'policy', policy: 'past-at-start' });

/** A repeat begins with the first occurrence still to come; one event stands for all that are left out. */
export function skipPast(run: Run, step: Step): void {
  const past = pastCount(run, step);
  if (past > 0) skipThrough(run, step, past);
}

/** Settles what is past and returns how many that were. Each that is left out is recorded. */
export function leavePast(run: Run, step: Step, policy: Past): number {
  const past = pastCount(run, step);
  const madeUp = policy !== 'skip' && past > 0 && isWorthIt(run, step, past, policy);
  for (let i = 1; i <= past - (madeUp ? 1 : 0); i++) skipThrough(run, step, i);
  if (madeUp) {
    const n = baseOf(run.episode, step) + past;
    because(run, { kind: 'schedule', step: step.id, n }, () => planOccurrence(run, step, n, { date: addDays(localDateOf(run.at, run.episode.zone), policy.days), time: policy.at }));
  }
  return past;
}

/** What the next occurrence does as soon need not be made up for. */
function isWorthIt(run: Run, step: Step, past: number, { days, at }: Exclude<Past, 'skip'>): boolean {
  const { zone } = run.episode;
  const next = timeOf(run, step, past + 1);
  return next === null || next > atLocal(addDays(localDateOf(run.at, zone), days), at, zone);
}
