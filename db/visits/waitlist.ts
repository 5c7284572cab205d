/** A patient who would rather come earlier, or at another time, waits for a slot that becomes free. */
import { v7 as uuidv7 } from 'uuid';
import type { Instant, LocalTime } from '../../pathways/engine/vocabulary.js';
import { announceChanges } from '../changes.js';
import { json, transact, type Db, type Sql, type Tx } from '../client.js';
import { slotRefusal } from './slots.js';
import { visitFacts } from './visit-facts.js';

/** Local days and times that suit; `earlierOnly`: only before the present slot. `weekdays` 1 Monday ... 7; [] is any. */
export type Wish = { weekdays: number[]; from: LocalTime; until: LocalTime; earlierOnly: boolean };
export type WaitRefusal = { code: string; message: string };
export type Waiting = { waitlistId: string; occurrence: string; episodeId: string; patientId: string; wish: Wish; state: 'waiting' | 'offered' | 'taken' | 'withdrawn' | 'ended'; joinedAt: Instant; slotFrom: Instant | null; slotUntil: Instant | null; expiresAt: Instant | null };

const columns = (db: Db) => db`id as waitlist_id, occurrence, episode_id, patient_id, wish, state, joined_at, slot_from, slot_until, expires_at`;

/** Joining again changes the wish and keeps the place in the queue. null: done. `by`: account id, patient or family. */
export function joinWaitlist(sql: Sql, request: { hospitalId: string; occurrence: string; wish: Wish; by: string }): Promise<WaitRefusal | null> {
  const { hospitalId, occurrence, wish, by } = request;
  return transact(sql, async (tx) => {
    const facts = await visitFacts(tx, hospitalId, occurrence);
    const refusal = slotRefusal(facts);
    if (!facts || refusal) return refusal;
    await tx`insert into waitlist (id, hospital_id, episode_id, patient_id, occurrence, wish, joined_by)
      values (${uuidv7()}, ${hospitalId}, ${facts.episodeId}, ${facts.patientId}, ${occurrence}, ${json(tx, wish)}, ${by})
      on conflict (occurrence) where state in ('waiting', 'offered') do update set wish = excluded.wish`;
    await announceChanges(tx, hospitalId, [{ topic: 'waitlist', ref: occurrence }]);
    return null;
  });
}

/** False: the visit was not waiting. */
export const leaveWaitlist = (sql: Sql, { hospitalId, occurrence }: { hospitalId: string; occurrence: string }): Promise<boolean> =>
  transact(sql, (tx) => endWaiting(tx, { hospitalId, occurrence, as: 'withdrawn', why: 'left the waitlist' }));

/** The visit waits no longer. A slot that was kept for it goes to the next in the queue. False: it was not waiting. */
export async function endWaiting(tx: Tx, { hospitalId, occurrence, as, why }: { hospitalId: string; occurrence: string; as: 'withdrawn' | 'ended'; why: string }): Promise<boolean> {
  // Only what is kept for it now: a slot that it passed may be kept for somebody else by now.
  const rows = await tx<{ kept: string | null }[]>`
    with open as (select id, case when state = 'offered' then freed_slot end as kept from waitlist where occurrence = ${occurrence} and hospital_id = ${hospitalId} and state in ('waiting', 'offered') for update)
    update waitlist w set state = ${as}, answered_at = now() from open where w.id = open.id returning open.kept`;
  for (const { kept } of rows) if (kept !== null) await giveSlotBack(tx, { hospitalId, occurrence, freedSlot: kept, why });
  if (rows.length > 0) await announceChanges(tx, hospitalId, [{ topic: 'waitlist', ref: occurrence }]);
  return rows.length > 0;
}

/** "Not that one": waits on, and is not asked about this slot again. False: no slot was offered. */
export function passSlot(sql: Sql, { hospitalId, occurrence }: { hospitalId: string; occurrence: string }): Promise<boolean> {
  return transact(sql, async (tx) => {
    const [row] = await tx<{ freedSlot: string }[]>`update waitlist set state = 'waiting', passed = passed || freed_slot, slot_from = null, slot_until = null, expires_at = null
      where occurrence = ${occurrence} and hospital_id = ${hospitalId} and state = 'offered' returning freed_slot`;
    if (!row) return false;
    await giveSlotBack(tx, { hospitalId, occurrence, freedSlot: row.freedSlot, why: 'passed' });
    await announceChanges(tx, hospitalId, [{ topic: 'waitlist', ref: occurrence }]);
    return true;
  });
}

/** No longer kept for this visit: the next round offers it to the next, and nobody is called about it any more. */
export async function giveSlotBack(tx: Tx, { hospitalId, occurrence, freedSlot, why }: { hospitalId: string; occurrence: string; freedSlot: string; why: string }): Promise<void> {
  await tx`update freed_slot set settled_at = null, outcome = null where id = ${freedSlot} and outcome = 'offered'`;
  await tx`update task set status = 'cancelled', status_reason = ${why}, closed_at = now() where hospital_id = ${hospitalId} and occurrence = ${occurrence} and kind = 'offer-slot' and status in ('ready', 'in-progress')`;
}

export const waitingList = (db: Db, hospitalId: string): Promise<Waiting[]> =>
  db<Waiting[]>`select ${columns(db)} from waitlist where hospital_id = ${hospitalId} and state in ('waiting', 'offered') order by state = 'offered' desc, joined_at, id limit 500`;

/** The open entry of one visit; null: not waiting. */
export async function waitlistOf(db: Db, hospitalId: string, occurrence: string): Promise<Waiting | null> {
  const [row] = await db<Waiting[]>`select ${columns(db)} from waitlist where hospital_id = ${hospitalId} and occurrence = ${occurrence} and state in ('waiting', 'offered')`;
  return row ?? null;
}
