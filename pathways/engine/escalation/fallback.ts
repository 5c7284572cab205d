import type { Escalation } from '../episode.js';
import { obligationId } from '../ids.js';
import { emit, type Run } from '../run.js';
import type { ObligationId } from '../vocabulary.js';
import { callPatient } from './alert.js';

/** The patient did not get the case's text (opted out, no usable number, failed): a person calls, unless a call is ordered already. */
export function announceFallback(run: Run, escalation: Escalation, undelivered: ObligationId): void {
  const policy = run.plan.levels[escalation.level];
  if (policy.callBy !== null) return emit(run, { type: 'HandedOver', obligation: undelivered, to: obligationId(escalation.id, escalation.revision, 'call', policy.callBy), day: null });
  const caller = escalation.to[0] ?? 'responsible-nurse';
  callPatient(run, escalation, caller, 'call-instead');
  emit(run, { type: 'HandedOver', obligation: undelivered, to: obligationId(escalation.id, escalation.revision, 'call-instead', caller), day: null });
}
