import type { Sql } from './client.js';

/**
 * Stands before one statement of its own, which names `quickly` in its `from`: it is committed without waiting for the disk, for a second at most. Only
 * for what may be lost in a crash of the server together with everything after it: the log is written in order, so whatever is committed later
 * and does wait takes this along.
 */
export const withoutWaiting = (sql: Sql) => sql`with quickly as materialized (select set_config('synchronous_commit', 'off', true))`;
