/** What a plan schedules by itself: all offsets at the start, and of a repeat always the next one only, so that the state stays small. */
import { planFirst, stopConditionMet } from './after.js';
import { openOccurrences } from './close-occurrence.js';
import type { Episode } from './episode.js';
import { isUsedUp } from './on-request.js';
import { planOccurrence } from './occurrences.js';
import { repeatsOf, stepOf } from './plan-steps.js';
import type { Step } from './plan.js';
import { because, emit, type Run } from './run.js';
import { leavePast, skipPast } from './past.js';
import { baseOf, lastScheduled, lastUsed, nominal } from './schedule.js';
import type { Anchor } from './vocabulary.js';

export function planCourse(run: Run): void {
  for (const step of run.plan.steps) {
    const { schedule } = step;
    if (schedule.kind === 'triggered') continue;
    if (run.episode.anchors[schedule.anchor] !== undefined) planFromAnchor(run, step);
    else if (!comesLater(run, schedule.anchor)) emit(run, { type: 'StepSkipped', step: step.id, n: null, reason: 'anchor-missing' }, { kind: 'policy', policy: 'optional-anchor' });
  }
}

const comesLater = ({ plan }: Run, anchor: Anchor): boolean => plan.anchors[anchor] === 'later' || plan.anchors[anchor] === 'again';

/** All offsets of the round under way, or the first of a rolling maintenance; a repeat goes on by itself. */
export function planFromAnchor(run: Run, step: Step): void {
  const { schedule } = step;
  if (schedule.kind === 'after') planFirst(run, step);
  if (schedule.kind === 'repeat' && schedule.notGiven) emit(run, { type: 'StepSkipped', step: step.id, n: null, reason: 'not-given' }, { kind: 'policy', policy: 'personal-number' });
  if (schedule.kind === 'repeat' && schedule.past === 'skip') skipPast(run, step);
  if (schedule.kind !== 'offsets') return;
  const base = baseOf(run.episode, step);
  const first = schedule.past === undefined ? 1 : leavePast(run, step, schedule.past) + 1;
  for (let i = first; i <= schedule.offsets.length; i++) planNth(run, step, base + i);
}

/** A repeat goes on once its last occurrence has begun (or, for a visit, has ended). */
export function planNextRepeats(run: Run): void {
  if (run.episode.status !== 'active' && run.episode.status !== 'paused') return;
  for (const step of repeatsOf(run.plan)) planNext(run, step);
}

function planNext(run: Run, step: Step): void {
  while (!isRoundOver(run, step)) {
    if (isUnderWay(run, step)) return;
    if (stopConditionMet(run, step)) return emit(run, { type: 'StepSkipped', step: step.id, n: null, reason: 'condition-ended' }, { kind: 'policy', policy: 'stop-when' });
    planNth(run, step, lastUsed(run.episode, step) + 1);
  }
}

/** An occurrence of the schedule itself has not begun yet or, of a visit, has not ended. */
function isUnderWay({ episode }: Run, step: Step): boolean {
  const last = lastScheduled(episode, step);
  return Object.values(episode.occurrences).some((known) => known.step === step.id && known.n <= last && (step.kind === 'visit' || known.status === 'planned' || known.status === 'held'));
}

export function planNth(run: Run, step: Step, n: number): void {
  const on = nominal(step.schedule, n - baseOf(run.episode, step), run.episode.anchors);
  if (on) because(run, { kind: 'schedule', step: step.id, n }, () => planOccurrence(run, step, n, on));
}

/** Nothing more will be planned by the schedule for the round under way; a round that nobody has begun is over, too. */
function isRoundOver({ episode }: Run, step: Step): boolean {
  const { id, schedule } = step;
  if (schedule.kind === 'triggered' || episode.tally[id]?.done === true || episode.anchors[schedule.anchor] === undefined) return true;
  return lastUsed(episode, step) >= lastScheduled(episode, step);
}

/** Nothing more will be planned by the schedule, in this round or another. */
export function isExhausted(run: Run, step: Step): boolean {
  const { schedule } = step;
  if (schedule.kind === 'triggered' || (run.episode.goalReachedAt !== undefined && step.phase === 'course')) return true;
  if (moreRoundsMayCome(run, schedule.anchor)) return false;
  if (schedule.kind === 'onRequest') return isUsedUp(run.episode, step);
  if (schedule.kind !== 'after') return isRoundOver(run, step);
  if (run.episode.tally[step.id]?.done === true) return true;
  const source = schedule.step === step.id ? null : stepOf(run.plan, schedule.step);
  return source !== null && openOccurrences(run, source.id).length === 0 && isExhausted(run, source);
}

function moreRoundsMayCome({ plan, episode }: Run, anchor: Anchor): boolean {
  if (plan.anchors[anchor] === 'later') return episode.anchors[anchor] === undefined;
  return plan.anchors[anchor] === 'again' && roundOf(episode, anchor) < (plan.rounds?.[anchor] ?? Infinity);
}

/** 0: not set yet. */
export const roundOf = (episode: Pick<Episode, 'anchors' | 'rounds'>, anchor: Anchor): number => episode.rounds?.[anchor] ?? (episode.anchors[anchor] === undefined ? 0 : 1);
