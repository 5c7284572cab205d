/** A patient who would rather come earlier, or at another time, waits for a slot that becomes free. */
import { v7 as uuidv7 } from 'uuid';
import type { Instant, LocalTime } from '../../pathways/engine/vocabulary.js';
import { announceChanges } from '../changes.js';
import { json, transact, type Db, type Sql } from '../client.js';
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

/** False: the visit was not waiting. A slot that was kept for it goes to the next in the queue. */
export function leaveWaitlist(sql: Sql, { hospitalId, occurrence }: { hospitalId: string; occurrence: string }): Promise<boolean> {
  return transact(sql, async (tx) => {
    const rows = await tx<{ freedSlot: string | null; state: string }[]>`update waitlist set state = 'withdrawn', answered_at = now()
      where occurrence = ${occurrence} and hospital_id = ${hospitalId} and state in ('waiting', 'offered') returning freed_slot`;
    for (const { freedSlot } of rows) if (freedSlot !== null) await tx`update freed_slot set settled_at = null, outcome = null where id = ${freedSlot} and outcome = 'offered'`;
    if (rows.length > 0) await announceChanges(tx, hospitalId, [{ topic: 'waitlist', ref: occurrence }]);
    return rows.length > 0;
  });
}

/** "Not that one": waits on, and is not asked about this slot again. False: no slot was offered. */
export function passSlot(sql: Sql, { hospitalId, occurrence }: { hospitalId: string; occurrence: string }): Promise<boolean> {
  return transact(sql, async (tx) => {
    const [row] = await tx<{ freedSlot: string }[]>`update waitlist set state = 'waiting', passed = passed || freed_slot, slot_from = null, slot_until = null, expires_at = null
      where occurrence = ${occurrence} and hospital_id = ${hospitalId} and state = 'offered' returning freed_slot`;
    if (!row) return false;
    await tx`update freed_slot set settled_at = null, outcome = null where id = ${row.freedSlot} and outcome = 'offered'`;
    await tx`update task set status = 'cancelled', status_reason = 'passed', closed_at = now() where hospital_id = ${hospitalId} and occurrence = ${occurrence} and kind = 'offer-slot' and status in ('ready', 'in-progress')`;
    await announceChanges(tx, hospitalId, [{ topic: 'waitlist', ref: occurrence }]);
    return true;
  });
}

export const waitingList = (db: Db, hospitalId: string): Promise<Waiting[]> =>
  db<Waiting[]>`select ${columns(db)} from waitlist where hospital_id = ${hospitalId} and state in ('waiting', 'offered') order by state = 'offered' desc, joined_at, id limit 500`;

/** The open entry of one visit; null: not waiting. */
export async function waitlistOf(db: Db, hospitalId: string, occurrence: string): Promise<Waiting | null> {
  const [row] = await db<Waiting[]>`select ${columns(db)} from waitlist where hospital_id = ${hospitalId} and occurrence = ${occurrence} and state in ('waiting', 'offered')`;
  return row ?? null;
}
