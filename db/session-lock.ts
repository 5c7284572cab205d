/**
 * A lock held by one database session while something outside the database happens. The session's transaction is empty: it has no snapshot and
 * no number, so it holds nothing back. (`sql.reserve()` never returns when the driver, told not to fetch types, must open a connection for it.)
 *
 * The pool that the locks are held on must not be the one that the work under them asks: as many holders as connections would wait for one more each
 * until PostgreSQL cuts them off.
 */
import type { Sql } from './client.js';

/** By convention (C): longer than any work that is done under such a lock. */
const longestWork = '10min';
/** By convention (C): a session that does not answer for so long is taken for lost. */
const answersWithinMs = 5_000;

/** Asked right before what must not be done twice. False: the session is gone, and the lock may be somebody else's by now. */
export type StillMine = () => Promise<boolean>;

/** null: somebody else has it. A process that dies frees it with its connection. Rejects at once when the session is cut off, though the work goes on. */
export async function withSessionLock<T>(locks: Sql, name: string, work: (stillMine: StillMine) => Promise<T>): Promise<T | null> {
  let open = true;
  try {
    return (await locks.begin(async (session) => {
      await session`select set_config('idle_in_transaction_session_timeout', ${longestWork}, true)`;
      const [row] = await session<{ mine: boolean }[]>`select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as mine`;
      const stillMine = async (): Promise<boolean> => open && (await within(answersWithinMs, session`select 1`.then(() => open, () => false)));
      return row?.mine ? { done: await work(stillMine) } : { done: null };
    })).done;
  } finally {
    open = false;
  }
}

async function within(ms: number, answer: Promise<boolean>): Promise<boolean> {
  let late: NodeJS.Timeout | undefined;
  const silent = new Promise<false>((resolve) => { late = setTimeout(() => resolve(false), ms); });
  return Promise.race([answer, silent]).finally(() => clearTimeout(late));
}
