/**
 * Whose visit it is: once somebody was given it, only they check in, complete, miss or redeem it. A head nurse or case manager may act in
 * their place (a phone without power, an accident) and says why; the person hears of it, and the reason stays.
 */
import { v7 as uuidv7 } from 'uuid';
import type { Crypt } from '../../messages/crypt.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { announceChanges } from '../changes.js';
import type { Db, Tx } from '../client.js';
import { notify } from './notices.js';

export type GoerAct = 'check-in' | 'complete' | 'miss' | 'redeem';
/** Who acts: their account, whether their role may act for others, and why they do. */
export type Actor = { by: string; mayStandIn: boolean; reason: string | null };
export type StandInRefusal = { code: 'not-your-visit' | 'stand-in-reason'; message: string };

/** `goer`: who was given the visit, when that is not who acts. null: may act. */
export function standInRefusal(goer: string | null, { mayStandIn, reason }: Actor): StandInRefusal | null {
  if (goer === null) return null;
  if (!mayStandIn) return { code: 'not-your-visit', message: 'This visit is assigned to somebody else: only they can do this, or the head nurse or case manager in their place, with a reason.' };
  return reason === null ? { code: 'stand-in-reason', message: 'This visit is assigned to somebody else: say why you act in their place (/standInReason).' } : null;
}

type Acting = { hospitalId: string; episodeId: string; occurrence: string; act: GoerAct; actor: Actor };

/** Inside the transaction of the act itself: refuses, or keeps who acted for whom and tells that person. */
export async function actAsGoer(tx: Tx, crypt: Crypt, { hospitalId, episodeId, occurrence, act, actor }: Acting): Promise<StandInRefusal | null> {
  const [visit] = await tx<{ accountId: string | null; slotFrom: Instant }[]>`select account_id, slot_from from visit_assignment where occurrence = ${occurrence} and hospital_id = ${hospitalId}`;
  const goer = visit?.accountId === actor.by ? null : (visit?.accountId ?? null);
  const refusal = standInRefusal(goer, actor);
  if (!visit || goer === null || refusal || actor.reason === null) return refusal;
  const id = uuidv7();
  await tx`insert into visit_stand_in (id, hospital_id, episode_id, occurrence, act, assigned, acted_by, reason_enc)
    values (${id}, ${hospitalId}, ${episodeId}, ${occurrence}, ${act}, ${goer}, ${actor.by}, ${crypt.seal(actor.reason, `visit-stand-in/${id}`)})`;
  await notify(tx, hospitalId, { accountId: goer, occurrence, kind: 'visit-stood-in', params: { act, slotFrom: visit.slotFrom } });
  await announceChanges(tx, hospitalId, [{ topic: 'visit', ref: occurrence }]);
  return null;
}

export type StandIn = { occurrence: string; act: GoerAct; assignedName: string; actedByName: string; reason: string; at: Instant };

/** What was done in somebody's place at these visits, in order. */
export async function standInsOf(db: Db, crypt: Crypt, hospitalId: string, occurrences: readonly string[]): Promise<StandIn[]> {
  const rows = await db<(Omit<StandIn, 'reason'> & { id: string; reasonEnc: Uint8Array })[]>`
    select s.id, s.occurrence, s.act, g.display_name as assigned_name, b.display_name as acted_by_name, s.reason_enc, s.at
    from visit_stand_in s join account g on g.id = s.assigned join account b on b.id = s.acted_by
    where s.hospital_id = ${hospitalId} and s.occurrence = any(${[...occurrences]}) order by s.at, s.id`;
  return rows.map(({ id, reasonEnc, ...row }) => ({ ...row, reason: crypt.open(reasonEnc, `visit-stand-in/${id}`) }));
}
