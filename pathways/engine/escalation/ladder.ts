/** The ladder of a case: the next rung and when, and what happens on it. The last rung is climbed again and again until a person acted. */
import { addMinutes } from '../../time.js';
import type { Escalation } from '../episode.js';
import type { LevelPolicy } from '../plan.js';
import { because, emit, type Run } from '../run.js';
import type { EscalationId, Instant, Recipient, StaffRole } from '../vocabulary.js';
import { alertStaff, isOnItsWay } from './alert.js';

type Rung = LevelPolicy['ladder'][number];
export type NextRung = { rung: number; at: Instant; to: StaffRole[] };

/** Contacting the patient is more than acknowledging. */
const isDone = ({ acknowledgedAt, contactedAt }: Escalation, act: Rung['unless']): boolean =>
  contactedAt !== null || (act === 'acknowledged' && acknowledgedAt !== null);

/** null: the acts that the ladder waits for are done, or another episode's case climbs for this one. */
export function nextRung(policy: LevelPolicy, escalation: Escalation): NextRung | null {
  if (escalation.heldBy !== null) return null;
  for (let rung = escalation.climbed; rung < policy.ladder.length; rung++) {
    const next = policy.ladder[rung];
    if (next && !isDone(escalation, next.unless)) return { rung, at: addMinutes(escalation.clockFrom, next.afterMinutes), to: next.to };
  }
  const last = policy.ladder.at(-1);
  if (!last || isDone(escalation, last.unless)) return null;
  const rung = Math.max(escalation.climbed, policy.ladder.length);
  const from = escalation.climbedAt ?? addMinutes(escalation.clockFrom, last.afterMinutes);
  return { rung, at: addMinutes(from, Math.max(1, policy.repeatEveryMinutes)), to: last.to };
}

export function climb(run: Run, id: EscalationId): void {
  const escalation = run.episode.escalations[id];
  const next = escalation && nextRung(run.plan.levels[escalation.level], escalation);
  if (!escalation || !next) return;
  because(run, { kind: 'ladder', escalation: id, rung: next.rung }, () => {
    emit(run, { type: 'EscalationClimbed', escalation: id, rung: next.rung, to: next.to });
    alertStaff(run, escalation, `climb-${next.rung + 1}`, next.to, 'staff.climb');
  });
}

/**
 * Whoever should have been alerted could not be: the next rung does not wait for its time. Above the last one stands whoever stands last
 * for RED, so that a case never calls an empty chair for ever; when even those cannot be alerted, the interval is kept, or it would spin.
 */
export function climbAtOnce(run: Run, id: EscalationId, failed: Recipient): void {
  const escalation = run.episode.escalations[id];
  const policy = escalation && run.plan.levels[escalation.level];
  const next = policy && nextRung(policy, escalation);
  if (!escalation || !next) return;
  if (next.rung < policy.ladder.length) return climb(run, id);
  const highest = run.plan.levels.red.ladder.at(-1)?.to ?? [];
  if (highest.some((role) => role === failed || isOnItsWay(run, escalation, role))) return;
  emit(run, { type: 'EscalationClimbed', escalation: id, rung: next.rung, to: highest });
  alertStaff(run, escalation, `climb-${next.rung + 1}`, highest, 'staff.climb');
}

export type Breach = { which: 'acknowledge' | 'contact'; at: Instant };

/** Deadlines still to be kept. */
export function pendingBreaches(escalation: Escalation): Breach[] {
  const { ackBy, contactBy, acknowledgedAt, contactedAt, breached, heldBy } = escalation;
  if (heldBy !== null || contactedAt !== null) return [];
  const pending: Breach[] = [];
  if (ackBy !== null && acknowledgedAt === null && !breached.includes('acknowledge')) pending.push({ which: 'acknowledge', at: ackBy });
  if (!breached.includes('contact')) pending.push({ which: 'contact', at: contactBy });
  return pending;
}
