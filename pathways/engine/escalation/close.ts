/** What people do about a case: acknowledge, contact, resolve, cancel; and what ends it from outside. */
import type { Escalation } from '../episode.js';
import { releaseHomeVisits } from '../holds.js';
import { emit, type Run } from '../run.js';
import type { ActorId, SuppressionReason } from '../vocabulary.js';
import { announce, silenceCase } from './alert.js';
import { deadlinesOf } from './case.js';

export type CaseOutcome = 'resolved' | 'cancelled' | 'died' | 'case-ended';

export function acknowledge(run: Run, { id, acknowledgedAt }: Escalation, by: ActorId): void {
  if (acknowledgedAt === null) emit(run, { type: 'EscalationAcknowledged', escalation: id, by });
}

/** Whoever reached the patient has taken the case, acknowledged or not. */
export function contacted(run: Run, escalation: Escalation, by: ActorId): void {
  acknowledge(run, escalation, by);
  if (escalation.contactedAt === null) emit(run, { type: 'EscalationContacted', escalation: escalation.id, by });
}

const contactsEndAs: Record<CaseOutcome, SuppressionReason> = { resolved: 'done', cancelled: 'cancelled-by-clinician', died: 'died', 'case-ended': 'same-case' };

export function closeCase(run: Run, escalation: Escalation, outcome: CaseOutcome, by: ActorId, note: string): void {
  silenceCase(run, escalation, contactsEndAs[outcome]);
  emit(run, { type: 'EscalationClosed', escalation: escalation.id, outcome, by, note });
  if (outcome === 'cancelled') endWatches(run, escalation);
  releaseHomeVisits(run);
}

/** A false alarm needs no second look; a resolved finding still does ("still there after 48 h"). */
function endWatches(run: Run, { id }: Escalation): void {
  for (const watch of Object.values(run.episode.watches)) {
    if (watch.escalation === id) emit(run, { type: 'WatchEnded', watch: watch.id, result: 'case-cancelled' });
  }
}

/** Another episode of the patient holds the open case: this one is told of its end and does nothing meanwhile. */
export function join(run: Run, escalation: Escalation, heldBy: string): void {
  silenceCase(run, escalation, 'same-case');
  emit(run, { type: 'EscalationJoined', escalation: escalation.id, heldBy });
}

/** No holder acts for the case any more: from here on it is ours, with a clock of its own. `patient`: whether she knows what it is about. */
export function takeOver(run: Run, escalation: Escalation, patient: 'told' | 'knows'): void {
  emit(run, { type: 'EscalationTakenOver', escalation: escalation.id, ...deadlinesOf(run.plan.levels[escalation.level], run.at) });
  const mine = run.episode.escalations[escalation.id];
  if (mine) announce(run, mine, patient);
}
