/** Days off of one person. Confirmed visits on those days are never lost silently: they go back to the search and are listed. */
import { v7 as uuidv7 } from 'uuid';
import type { Crypt } from '../../messages/crypt.js';
import type { Instant, LocalDate } from '../../pathways/engine/vocabulary.js';
import { addDays, atLocal } from '../../pathways/time.js';
import { announceChanges } from '../changes.js';
import { transact, type Db, type Sql, type Tx } from '../client.js';
import { lookAgain, withdrawOffers } from './ending-offers.js';
import { searchAgain } from './make-offer.js';
import { surroundingsOf } from './surroundings.js';

export const leaveKinds = ['annual', 'sick', 'training', 'other'] as const;
export type LeaveKind = (typeof leaveKinds)[number];
export type Affected = { occurrence: string; episodeId: string; patientId: string; slotFrom: Instant; slotUntil: Instant; was: 'offered' | 'accepted' };
export type Leave = { leaveId: string; accountId: string; displayName: string; from: LocalDate; until: LocalDate; kind: LeaveKind; note: string | null; recordedAt: Instant };

/** Visits of the person on those days that have not begun; what taking the leave would send back to the search. */
export async function affectedBy(db: Db, request: { hospitalId: string; accountId: string; from: LocalDate; until: LocalDate }): Promise<Affected[]> {
  const { zone } = await surroundingsOf(db, request.hospitalId);
  const rows = await db<Affected[]>`
    select f.occurrence, f.episode_id, f.patient_id, f.slot_from, f.slot_until, f.state as was from visit_offer f join occurrence o on o.id = f.occurrence
    where f.hospital_id = ${request.hospitalId} and f.account_id = ${request.accountId} and f.state in ('offered', 'accepted') and o.status in ('booked', 'held', 'planned')
      and f.slot_from >= ${atLocal(request.from, '00:00', zone)} and f.slot_from < ${atLocal(addDays(request.until, 1), '00:00', zone)} order by f.slot_from, f.occurrence`;
  return [...rows];
}

/** null: the account has no profile in this hospital. */
export function takeLeave(
  { sql, crypt }: { sql: Sql; crypt: Crypt },
  request: { hospitalId: string; accountId: string; from: LocalDate; until: LocalDate; kind: LeaveKind; note: string | null; by: string },
): Promise<{ leaveId: string; affected: Affected[] } | null> {
  const { hospitalId, accountId, from, until, kind, note, by } = request;
  return transact(sql, async (tx) => {
    // Waits for an answer that the person is giving at this moment.
    const known = await tx`select 1 from staff_profile where account_id = ${accountId} and hospital_id = ${hospitalId} for update`;
    if (known.length === 0) return null;
    const leaveId = uuidv7();
    await tx`insert into staff_leave (id, hospital_id, account_id, from_on, until_on, kind, note_enc, recorded_by)
      values (${leaveId}, ${hospitalId}, ${accountId}, ${from}, ${until}, ${kind}, ${note === null ? null : crypt.seal(note, `staff-leave/${leaveId}`)}, ${by})`;
    const affected = await affectedBy(tx, { hospitalId, accountId, from, until });
    for (const { occurrence } of affected) {
      await withdrawOffers(tx, hospitalId, occurrence, { reason: 'leave', kind: 'visit-taken-away' });
      await searchAgain(tx, hospitalId, occurrence);
    }
    await announceChanges(tx, hospitalId, [{ topic: 'staff', ref: accountId }]);
    return { leaveId, affected };
  });
}

/** False: no such leave. The person counts again at once; visits that nobody could take are looked at anew. */
export function cancelLeave(sql: Sql, request: { hospitalId: string; accountId: string; leaveId: string; by: string }): Promise<boolean> {
  const { hospitalId, accountId, leaveId, by } = request;
  return transact(sql, async (tx) => {
    const [row] = await tx<{ from: LocalDate; until: LocalDate }[]>`update staff_leave set cancelled_by = ${by}, cancelled_at = now()
      where id = ${leaveId} and hospital_id = ${hospitalId} and account_id = ${accountId} and cancelled_at is null returning from_on as "from", until_on as until`;
    if (!row) return false;
    await lookAgainOn(tx, hospitalId, row.from, row.until);
    await announceChanges(tx, hospitalId, [{ topic: 'staff', ref: accountId }]);
    return true;
  });
}

async function lookAgainOn(tx: Tx, hospitalId: string, from: LocalDate, until: LocalDate): Promise<void> {
  const { zone } = await surroundingsOf(tx, hospitalId);
  for (let day = from; day <= until; day = addDays(day, 1)) await lookAgain(tx, hospitalId, atLocal(day, '12:00', zone));
}

/** Not cancelled, overlapping the days. The note is shown to whoever keeps the roster. */
export async function leaveBetween(db: Db, crypt: Crypt, hospitalId: string, from: LocalDate, until: LocalDate): Promise<Leave[]> {
  const rows = await db<(Omit<Leave, 'note'> & { noteEnc: Uint8Array | null })[]>`
    select l.id as leave_id, l.account_id, a.display_name, l.from_on as "from", l.until_on as until, l.kind, l.recorded_at, l.note_enc from staff_leave l join account a on a.id = l.account_id
    where l.hospital_id = ${hospitalId} and l.cancelled_at is null and l.from_on <= ${until} and l.until_on >= ${from} order by l.from_on, a.display_name, l.id`;
  return rows.map(({ noteEnc, ...row }) => ({ ...row, note: noteEnc === null ? null : crypt.open(noteEnc, `staff-leave/${row.leaveId}`) }));
}
