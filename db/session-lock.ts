/** A lock held by one database session while something outside the database happens; nothing is open in a transaction meanwhile. */
import type { Sql } from './client.js';

/** null: somebody else has it. A process that dies frees it with its connection. */
export async function withSessionLock<T>(sql: Sql, name: string, work: () => Promise<T>): Promise<T | null> {
  const session = await sql.reserve();
  try {
    const [row] = await session<{ mine: boolean }[]>`select pg_try_advisory_lock(hashtextextended(${name}, 0)) as mine`;
    if (!row?.mine) return null;
    try {
      return await work();
    } finally {
      await session`select pg_advisory_unlock(hashtextextended(${name}, 0))`;
    }
  } finally {
    session.release();
  }
}
