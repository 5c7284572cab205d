/**
 * Redemption (核销): the visit is proven by the patient's own code, scanned or typed, or by a reasoned exception that the head nurse can
 * look into. Once per visit, never changed. Together with the visit's completion it uses the unit, whichever of the two comes last.
 */
import type { Crypt } from '../../messages/crypt.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { announceChanges } from '../changes.js';
import { transact, type Db, type Sql } from '../client.js';
import { useRedeemed } from '../entitlements.js';
import { lockPatientOf } from '../patient-lock.js';
import { verifyPatientToken } from '../patient-access/redemption-token.js';
import { actAsGoer, standInRefusal, type Actor, type StandInRefusal } from './stand-in.js';

export const exceptionReasons = ['no-phone', 'code-unreadable', 'patient-unable', 'other'] as const;
export type ExceptionReason = (typeof exceptionReasons)[number];
export type Proof = { how: 'scan' | 'code'; code: string } | { how: 'exception'; reason: ExceptionReason; note?: string | undefined };
export type Redemption = { how: 'scan' | 'code' | 'exception'; reason: string | null; redeemedBy: string; redeemedAt: Instant };
export type RedeemRefusal = { code: StandInRefusal['code'] | 'unknown-visit' | 'not-checked-in' | 'unsafe-home' | 'wrong-code' | 'code-expired' | 'other-patient' | 'too-many-tries'; message: string };

type Deps = { sql: Sql; crypt: Crypt };

type Visit = { episodeId: string; patientId: string; status: string; reason: string | null; assigned: string | null };

/** Again after it was redeemed: the same row, nothing new. */
export async function redeem(deps: Deps, request: { hospitalId: string; occurrence: string; actor: Actor; proof: Proof; /** Wall time. */ now: Instant }): Promise<Redemption | { refusal: RedeemRefusal }> {
  const { hospitalId, occurrence, actor, proof, now } = request;
  const { by } = actor;
  const known = await redemptionOf(deps.sql, hospitalId, occurrence);
  if (known) return known;
  const [visit] = await deps.sql<Visit[]>`select o.episode_id, o.patient_id, o.status, o.reason, a.account_id as assigned
    from occurrence o left join visit_assignment a on a.occurrence = o.id where o.id = ${occurrence} and o.hospital_id = ${hospitalId} and o.kind = 'visit'`;
  const refusal = refusalOf(visit, actor);
  if (!visit || refusal) return { refusal: refusal ?? unknown };
  // In a transaction of its own: a wrong try is counted even when nothing follows from it.
  const verdict = proof.how === 'exception' ? { ok: true as const, how: proof.how } : await verifyPatientToken(deps, { hospitalId, patientId: visit.patientId, by }, proof.code, now);
  if (!verdict.ok) return { refusal: wrongCode[verdict.why] };
  return transact(deps.sql, async (tx) => {
    const patientId = await lockPatientOf(tx, hospitalId, visit.episodeId);
    if (patientId === null) throw new Error(`The episode of the visit ${occurrence} vanished`);
    const foreign = await actAsGoer(tx, deps.crypt, { hospitalId, episodeId: visit.episodeId, occurrence, act: 'redeem', actor });
    if (foreign) return { refusal: foreign };
    const exception = proof.how === 'exception' ? proof : null;
    const note = exception?.note === undefined ? null : deps.crypt.seal(exception.note, `redemption/${occurrence}`);
    await tx`insert into redemption (occurrence, hospital_id, episode_id, patient_id, how, reason, note_enc, redeemed_by)
      values (${occurrence}, ${hospitalId}, ${visit.episodeId}, ${patientId}, ${verdict.how}, ${exception?.reason ?? null}, ${note}, ${by}) on conflict (occurrence) do nothing`;
    await useRedeemed(tx, { hospitalId, occurrence });
    await announceChanges(tx, hospitalId, [{ topic: 'visit', ref: occurrence }]);
    const stored = await redemptionOf(tx, hospitalId, occurrence);
    if (!stored) throw new Error(`The redemption of ${occurrence} vanished`);
    return stored;
  });
}

const wrongCode: Record<'unknown' | 'other-patient' | 'expired' | 'too-many-tries', RedeemRefusal> = {
  unknown: { code: 'wrong-code', message: 'This is no valid code. Scan again, type the six digits from the patient\'s page or plan, or redeem with a reason instead.' },
  'other-patient': { code: 'other-patient', message: 'This code belongs to another patient: check that you are with the right person.' },
  expired: { code: 'code-expired', message: 'This code has run out. Let the patient open the page again and scan the new one.' },
  'too-many-tries': { code: 'too-many-tries', message: 'Too many wrong codes for this patient; wait a while, or redeem with a reason instead.' },
};
const unknown: RedeemRefusal = { code: 'unknown-visit', message: 'This hospital has no such visit.' };

function refusalOf(visit: Visit | undefined, actor: Actor): RedeemRefusal | null {
  if (!visit) return unknown;
  const foreign = standInRefusal(visit.assigned === actor.by ? null : visit.assigned, actor);
  if (foreign) return foreign;
  if (visit.reason === 'unsafe-home') return { code: 'unsafe-home', message: 'The visit was stopped because the home was not safe: it is not charged, so there is nothing to redeem.' };
  if (visit.status !== 'checked-in' && visit.status !== 'completed') return { code: 'not-checked-in', message: 'Check in at the visit first; it is redeemed once you are there.' };
  return null;
}

export async function redemptionOf(db: Db, hospitalId: string, occurrence: string): Promise<Redemption | null> {
  const [row] = await db<Redemption[]>`select how, reason, redeemed_by, redeemed_at from redemption where occurrence = ${occurrence} and hospital_id = ${hospitalId}`;
  return row ?? null;
}
