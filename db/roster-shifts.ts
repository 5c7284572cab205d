/** The imported duty roster (值班表): shifts in, shifts out. Who is on duty for a message is decided in `db/roster.ts`. */
import { v7 as uuidv7 } from 'uuid';
import type { Sql } from './client.js';
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
  return verdicts;
}

export const shiftsBetween = (sql: Sql, hospitalId: string, from: Instant, until: Instant): Promise<(Shift & { accountId: string })[]> =>
  sql`select a.login, s.account_id, s.role, s.starts_at, s.ends_at from roster_shift s join account a on a.id = s.account_id
    where s.hospital_id = ${hospitalId} and s.starts_at < ${until} and s.ends_at > ${from} order by s.starts_at, s.role limit 2000`;
