/**
 * Redemption (核销): the visit is proven by the patient's own code, scanned or typed, or by a reasoned exception that the head nurse can
 * look into. Once per visit, never changed. Together with the visit's completion it uses the unit, whichever of the two comes last.
 */
import type { Crypt } from '../../messages/crypt.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { announceChanges } from '../changes.js';
import { transact, type Db, type Sql, type Tx } from '../client.js';

export const exceptionReasons = ['no-phone', 'code-unreadable', 'patient-unable', 'other'] as const;
export type ExceptionReason = (typeof exceptionReasons)[number];
export type Proof = { how: 'scan' | 'code'; code: string } | { how: 'exception'; reason: ExceptionReason; note?: string | undefined };
export type Redemption = { how: 'scan' | 'code' | 'exception'; reason: string | null; redeemedBy: string; redeemedAt: Instant };
export type RedeemRefusal = { code: 'unknown-visit' | 'not-your-visit' | 'not-checked-in' | 'unsafe-home' | 'wrong-code'; message: string };

export type RedeemDeps = {
  sql: Sql;
  crypt: Crypt;
  /** Is this the patient's own code or link? Counts failures and refuses too many. */
  verify: (sql: Sql, hospitalId: string, patientId: string, codeOrToken: string) => Promise<boolean>;
  /** Moves the unit when the visit is also completed. */
  use: (tx: Tx, visit: { hospitalId: string; occurrence: string }) => Promise<unknown>;
};

type Visit = { episodeId: string; patientId: string; status: string; reason: string | null; assigned: string | null };

/** Again after it was redeemed: the same row, nothing new. */
export async function redeem(deps: RedeemDeps, request: { hospitalId: string; occurrence: string; by: string; proof: Proof }): Promise<Redemption | { refusal: RedeemRefusal }> {
  const { hospitalId, occurrence, by, proof } = request;
  const known = await redemptionOf(deps.sql, hospitalId, occurrence);
  if (known) return known;
  const [visit] = await deps.sql<Visit[]>`select o.episode_id, o.patient_id, o.status, o.reason, a.account_id as assigned
    from occurrence o left join visit_assignment a on a.occurrence = o.id where o.id = ${occurrence} and o.hospital_id = ${hospitalId} and o.kind = 'visit'`;
  const refusal = refusalOf(visit, by);
  if (!visit || refusal) return { refusal: refusal ?? unknown };
  if (proof.how !== 'exception' && !(await deps.verify(deps.sql, hospitalId, visit.patientId, proof.code))) {
    return { refusal: { code: 'wrong-code', message: 'This is not a valid code of this patient. Scan again, type the short code from the patient\'s page, or redeem with a reason instead.' } };
  }
  return transact(deps.sql, async (tx) => {
    const exception = proof.how === 'exception' ? proof : null;
    const note = exception?.note === undefined ? null : deps.crypt.seal(exception.note, `redemption/${occurrence}`);
    await tx`insert into redemption (occurrence, hospital_id, episode_id, patient_id, how, reason, note_enc, redeemed_by)
      values (${occurrence}, ${hospitalId}, ${visit.episodeId}, ${visit.patientId}, ${proof.how}, ${exception?.reason ?? null}, ${note}, ${by}) on conflict (occurrence) do nothing`;
    await deps.use(tx, { hospitalId, occurrence });
    await announceChanges(tx, hospitalId, [{ topic: 'visit', ref: occurrence }]);
    const stored = await redemptionOf(tx, hospitalId, occurrence);
    if (!stored) throw new Error(`The redemption of ${occurrence} vanished`);
    return stored;
  });
}

const unknown: RedeemRefusal = { code: 'unknown-visit', message: 'This hospital has no such visit.' };

function refusalOf(visit: Visit | undefined, by: string): RedeemRefusal | null {
  if (!visit) return unknown;
  if (visit.assigned !== null && visit.assigned !== by) return { code: 'not-your-visit', message: 'This visit is assigned to somebody else; only whoever went can redeem it.' };
  if (visit.reason === 'unsafe-home') return { code: 'unsafe-home', message: 'The visit was stopped because the home was not safe: it is not charged, so there is nothing to redeem.' };
  if (visit.status !== 'checked-in' && visit.status !== 'completed') return { code: 'not-checked-in', message: 'Check in at the visit first; it is redeemed once you are there.' };
  return null;
}

export async function redemptionOf(db: Db, hospitalId: string, occurrence: string): Promise<Redemption | null> {
  const [row] = await db<Redemption[]>`select how, reason, redeemed_by, redeemed_at from redemption where occurrence = ${occurrence} and hospital_id = ${hospitalId}`;
  return row ?? null;
}
