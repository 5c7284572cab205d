/** The imported duty roster (值班表): shifts in, shifts out. Who is on duty for a message is decided in `db/roster.ts`. */
import { v7 as uuidv7 } from 'uuid';
import { logAccess } from './access-log.js';
import { announceChanges } from './changes.js';
import { transact, type Sql } from './client.js';
import type { Instant, StaffRole } from '../pathways/engine/vocabulary.js';

export type Shift = { login: string; role: StaffRole; startsAt: Instant; endsAt: Instant };
export type ShiftVerdict = { row: number; problem: string | null };

/** Each row alone: an unknown login refuses its row, not its neighbours. The same shift again moves its end. */
export async function importShifts(sql: Sql, hospitalId: string, shifts: readonly Shift[]): Promise<ShiftVerdict[]> {
  const accounts = await sql<{ id: string; login: string }[]>`select id, login from account where hospital_id = ${hospitalId} and active`;
  const byLogin = new Map(accounts.map((a) => [a.login, a.id]));
  const verdicts: ShiftVerdict[] = [];
  for (const [i, shift] of shifts.entries()) {
    const accountId = byLogin.get(shift.login);
    const problem = accountId === undefined ? `no active account has the login "${shift.login}"; create it first` : shift.startsAt >= shift.endsAt ? 'the shift ends before it starts' : null;
    if (accountId !== undefined && problem === null) {
      await sql`insert into roster_shift (id, hospital_id, account_id, role, starts_at, ends_at)
        values (${uuidv7()}, ${hospitalId}, ${accountId}, ${shift.role}, ${shift.startsAt}, ${shift.endsAt})
        on conflict (account_id, role, starts_at) do update set ends_at = excluded.ends_at`;
    }
    verdicts.push({ row: i + 1, problem });
  }
  const roles = [...new Set(shifts.filter((_, i) => verdicts[i]?.problem === null).map(({ role }) => role))];
  await transact(sql, (tx) => announceChanges(tx, hospitalId, roles.map((role) => ({ topic: 'roster', ref: role }))));
  return verdicts;
}

export const shiftsBetween = (sql: Sql, hospitalId: string, from: Instant, until: Instant): Promise<(Shift & { accountId: string })[]> =>
  sql`select a.login, s.account_id, s.role, s.starts_at, s.ends_at from roster_shift s join account a on a.id = s.account_id
    where s.hospital_id = ${hospitalId} and s.starts_at < ${until} and s.ends_at > ${from} order by s.starts_at, s.role limit 2000`;

export type RemovedShift = { outcome: 'removed' | 'ended' } | { outcome: 'unknown' } | { outcome: 'over' };

/** A shift that has not begun goes; one that runs ends now; one that is over stays, because alerts went by it. */
export function removeShift(sql: Sql, { hospitalId, shiftId, by }: { hospitalId: string; shiftId: string; by: string }): Promise<RemovedShift> {
  return transact(sql, async (tx): Promise<RemovedShift> => {
    const [shift] = await tx<{ role: string; begun: boolean; over: boolean }[]>`
      select role, starts_at <= now() as begun, ends_at <= now() as over from roster_shift where id = ${shiftId} and hospital_id = ${hospitalId} for update`;
    if (!shift) return { outcome: 'unknown' };
    if (shift.over) return { outcome: 'over' };
    if (shift.begun) await tx`update roster_shift set ends_at = greatest(now(), starts_at + interval '1 millisecond') where id = ${shiftId}`;
    else await tx`delete from roster_shift where id = ${shiftId}`;
    await logAccess(tx, { hospitalId, actor: by, action: shift.begun ? 'roster:end' : 'roster:remove', ref: shiftId, allowed: true });
    await announceChanges(tx, hospitalId, [{ topic: 'roster', ref: shift.role }]);
    return { outcome: shift.begun ? 'ended' : 'removed' };
  });
}

export type Colleague = { accountId: string; login: string; displayName: string };

/** Everybody who can be put on duty, by name. */
export const colleaguesOf = (sql: Sql, hospitalId: string): Promise<Colleague[]> =>
  sql<Colleague[]>`select id as account_id, login, display_name from account where hospital_id = ${hospitalId} and active order by display_name, login`;
