/** A RED case holds home visits until it is cleared, never the contacts. */
import { addDays, atLocal, localDateOf, localTimeOf } from '../time.js';
import { closeOccurrence, openOccurrences } from './close-occurrence.js';
import type { Occurrence } from './episode.js';
import { isContactOfStep, planTask, suppressWhere } from './obligations.js';
import { place } from './placement.js';
import { stepOf } from './plan-steps.js';
import type { VisitStep } from './plan.js';
import { emit, type Run } from './run.js';
import { behaviourOf } from './steps/behaviour.js';
import { coordinator } from './steps/form.js';
import { missedAct } from './steps/visit.js';
import type { EscalationId, Instant, SuppressionReason } from './vocabulary.js';

const homeVisit = (run: Run, occurrence: Occurrence): VisitStep | null => {
  const step = stepOf(run.plan, occurrence.step);
  return step?.kind === 'visit' && step.place === 'home' ? step : null;
};

/** A visit under way is not interrupted: the nurse at the bedside is part of the answer to a RED. */
export function holdHomeVisits(run: Run, escalation: EscalationId): void {
  for (const occurrence of openOccurrences(run)) {
    if (!homeVisit(run, occurrence) || !['planned', 'booked'].includes(occurrence.status)) continue;
    suppressWhere(run, (obligation) => obligation.occurrence === occurrence.id && isContactOfStep(obligation), 'held-by-red');
    emit(run, { type: 'OccurrenceHeld', occurrence: occurrence.id, reason: 'held-by-red', escalation });
  }
}

/** The case that holds home visits now; the gravest is enough. */
export const holdingCase = (run: Run): EscalationId | null =>
  Object.values(run.episode.escalations).find((escalation) => run.plan.levels[escalation.level].pausesVisits)?.id ?? null;

/** The last holding case is closed: visits go on as planned, or on the first possible day left, or a person books them anew. */
export function releaseHomeVisits(run: Run): void {
  if (holdingCase(run) !== null) return;
  for (const occurrence of openOccurrences(run)) {
    const step = homeVisit(run, occurrence);
    if (step && occurrence.status === 'held' && occurrence.heldFor === 'held-by-red') goOn(run, step, occurrence);
  }
}

/** A held visit whose time is still to come keeps it; one whose time has passed gets another day inside its window. Announced anew, it is a new revision. */
export function goOn(run: Run, step: VisitStep, occurrence: Occurrence): void {
  const { id, dueAt, slot, windowFrom, windowUntil } = occurrence;
  const revision = occurrence.revision + 1;
  if (dueAt > run.at) {
    emit(run, { type: 'OccurrenceReleased', occurrence: id, revision, next: slot === null && step.schedule.kind === 'onRequest' ? null : missedAct(step, slot ? slot.until : windowUntil) });
  } else {
    const newDue = anotherDay(run, step, occurrence);
    if (newDue === null) return lapse(run, step, occurrence, occurrence.heldFor ?? 'paused');
    emit(run, { type: 'OccurrenceMoved', occurrence: id, revision, dueAt: newDue, windowFrom, windowUntil, booking: 'needed', reason: 'released', next: missedAct(step, windowUntil) });
  }
  const released = run.episode.occurrences[id];
  if (released) behaviourOf(step).contact(run, step, released, 'released');
}

function anotherDay(run: Run, step: VisitStep, { dueAt, windowUntil }: Occurrence): Instant | null {
  const { zone } = run.episode;
  const time = localTimeOf(dueAt, zone);
  const today = localDateOf(run.at, zone);
  const placed = place(run, step, localDateOf(dueAt, zone), localTimeOf(run.at, zone) >= time ? addDays(today, 1) : today);
  const newDue = atLocal(placed.date, time, zone);
  return newDue < windowUntil ? newDue : null;
}

/** Its window is over while it was held: it ends with that reason, and a person is told. */
export function lapse(run: Run, step: VisitStep, occurrence: Occurrence, reason: SuppressionReason): void {
  const { id, revision, dueAt } = occurrence;
  planTask(run, {
    owner: id, revision, purpose: 'held', recipient: coordinator, text: 'staff.visit-held', label: step.label, occurrence: id,
    params: { date: localDateOf(dueAt, run.episode.zone) },
  });
  closeOccurrence(run, occurrence, 'cancelled', reason, reason);
}
