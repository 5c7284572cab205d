/** What a plan schedules by itself: all offsets at the start, and of a repeat always the next one only, so that the state stays small. */
import { planFirst, stopConditionMet } from './after.js';
import { openOccurrences } from './close-occurrence.js';
import { planOccurrence } from './occurrences.js';
import type { Step } from './plan.js';
import { because, emit, stepOf, type Run } from './run.js';
import { nominal, scheduledCount } from './schedule.js';

export function planCourse(run: Run): void {
  for (const step of run.plan.steps) {
    const { schedule } = step;
    if (schedule.kind === 'triggered') continue;
    if (run.episode.anchors[schedule.anchor] === undefined) {
      emit(run, { type: 'StepSkipped', step: step.id, n: null, reason: 'anchor-missing' }, { kind: 'policy', policy: 'optional-anchor' });
      continue;
    }
    if (schedule.kind === 'after') planFirst(run, step);
    if (schedule.kind !== 'offsets') continue;
    for (let n = 1; n <= schedule.offsets.length; n++) planNth(run, step, n);
  }
}

/** A repeat goes on once its last occurrence has begun (or, for a visit, has ended). */
export function planNextRepeats(run: Run): void {
  if (run.episode.status !== 'active' && run.episode.status !== 'paused') return;
  for (const step of run.plan.steps) if (step.schedule.kind === 'repeat') planNext(run, step);
}

function planNext(run: Run, step: Step): void {
  while (!isExhausted(run, step)) {
    const waiting = openOccurrences(run, step.id).some(({ n, status }) => n <= scheduledCount(step.schedule) && (step.kind === 'visit' || status === 'planned' || status === 'held'));
    if (waiting) return;
    if (stopConditionMet(run, step)) return emit(run, { type: 'StepSkipped', step: step.id, n: null, reason: 'condition-ended' }, { kind: 'policy', policy: 'stop-when' });
    planNth(run, step, (run.episode.tally[step.id]?.through ?? 0) + 1);
  }
}

function planNth(run: Run, step: Step, n: number): void {
  const on = nominal(step.schedule, n, run.episode.anchors);
  if (on) because(run, { kind: 'schedule', step: step.id, n }, () => planOccurrence(run, step, n, on));
}

/** Nothing more will be planned by the schedule. */
export function isExhausted(run: Run, step: Step): boolean {
  const tally = run.episode.tally[step.id];
  const { schedule } = step;
  if (schedule.kind === 'triggered' || tally?.done === true) return true;
  if (schedule.kind !== 'after') return (tally?.through ?? 0) >= scheduledCount(schedule);
  const source = schedule.step === step.id ? null : stepOf(run.plan, schedule.step);
  return source !== null && openOccurrences(run, source.id).length === 0 && isExhausted(run, source);
}
