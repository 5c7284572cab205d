/** Steps that somebody asks for: a visit stands open for booking until its last day, anything else is started by staff. */
import { addDays, addMs, atLocal } from '../time.js';
import { closeOccurrence, openOccurrences } from './close-occurrence.js';
import type { Episode } from './episode.js';
import { occurrenceId } from './ids.js';
import { onRequestOf, stepOf } from './plan-steps.js';
import type { Step, VisitStep } from './plan.js';
import { because, emit, type Run } from './run.js';
import { lastUsed } from './schedule.js';
import type { Instant } from './vocabulary.js';

/** How many may still be asked for, those under way not counted; null: not a step that is asked for. What did not take place is not used up. */
export function leftToAsk({ tally, occurrences }: Pick<Episode, 'tally' | 'occurrences'>, { id, schedule }: Step): number | null {
  if (schedule.kind !== 'onRequest') return null;
  const underWay = Object.values(occurrences).filter(({ step }) => step === id).length;
  return schedule.most - (tally[id]?.completed ?? 0) - underWay;
}

/** Nothing can be asked for any more. */
export const isUsedUp = ({ tally }: Pick<Episode, 'tally'>, { id, schedule }: Step): boolean =>
  schedule.kind === 'onRequest' && (tally[id]?.done === true || (tally[id]?.completed ?? 0) >= schedule.most);

/** End of the last day; null while its anchor is unknown, or when nothing is left to end. */
export function requestsEnd({ anchors, zone, tally }: Episode, step: Step): Instant | null {
  const { schedule } = step;
  const anchor = schedule.kind === 'onRequest' ? anchors[schedule.anchor] : undefined;
  if (schedule.kind !== 'onRequest' || anchor === undefined || isUsedUp({ tally }, step)) return null;
  return atLocal(addDays(anchor, schedule.untilDay + 1), '00:00', zone);
}

/** The next visit to be asked for stands open as soon as the one before it is booked or over. */
export function offerVisits(run: Run): void {
  if (run.episode.status !== 'active') return;
  for (const step of onRequestOf(run.plan)) {
    if (step.kind !== 'visit') continue;
    const end = requestsEnd(run.episode, step);
    const stands = openOccurrences(run, step.id).some(({ slot, status }) => slot === null && status !== 'checked-in');
    if (end !== null && end > run.at && !stands && (leftToAsk(run.episode, step) ?? 0) > 0) offer(run, step, end);
  }
}

function offer(run: Run, step: VisitStep, end: Instant): void {
  const n = lastUsed(run.episode, step) + 1;
  because(run, { kind: 'schedule', step: step.id, n }, () => emit(run, {
    type: 'OccurrencePlanned', occurrence: occurrenceId(run.episode.id, step.id, n), step: step.id, n, phase: step.phase, dueAt: addMs(end, -60_000), windowFrom: run.at, windowUntil: end,
    rolledFrom: null, booking: 'needed', awaiting: [], next: null,
  }));
}

/** The last day is over: what stands open ends unused; what is booked still takes place. */
export function endRequests(run: Run, id: string): void {
  const step = stepOf(run.plan, id);
  if (!step) return;
  for (const occurrence of openOccurrences(run, id)) {
    if (step.kind === 'visit' && occurrence.slot === null && occurrence.status !== 'checked-in') closeOccurrence(run, occurrence, 'cancelled', 'schedule-ended', 'schedule-ended');
  }
  emit(run, { type: 'StepSkipped', step: id, n: null, reason: 'schedule-ended' });
}
