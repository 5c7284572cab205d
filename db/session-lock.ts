/**
 * A lock held by one database session while something outside the database happens. The session's transaction is empty: it has no snapshot and
 * no number, so it holds nothing back. (`sql.reserve()` never returns when the driver, told not to fetch types, must open a connection for it.)
 */
import type { Sql } from './client.js';

/** By convention (C): longer than any work that is done under such a lock. */
const longestWork = '10min';

/** null: somebody else has it. A process that dies frees it with its connection. */
export async function withSessionLock<T>(sql: Sql, name: string, work: () => Promise<T>): Promise<T | null> {
  return (await sql.begin(async (session) => {
    await session`select set_config('idle_in_transaction_session_timeout', ${longestWork}, true)`;
    const [row] = await session<{ mine: boolean }[]>`select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as mine`;
    return row?.mine ? { done: await work() } : { done: null };
  })).done;
}
