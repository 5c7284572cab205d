/** Episodes whose clock does not show the time on the wall (a training at another pace, an import from before): few, and what is asked by wall time looks at all of theirs. */
import type { Db } from '../client.js';

export type Fragment = ReturnType<Db>;

/** `hospitalId` null: of all hospitals. */
const ofOwnTime = (sql: Db, hospitalId: string | null): Fragment => sql`array(select id from episode where own_time ${hospitalId === null ? sql`` : sql`and hospital_id = ${hospitalId}`})`;

/**
 * Of rows with a time of their episode's clock, those that may lie in a period of wall time: found by index, to be judged by `wall_of` as before. True of every row that does,
 * because for all other episodes the two clocks are one. Before an `order by ... limit` it belongs into a materialized `with`: else PostgreSQL may walk all rows in that order.
 * @param at a column or expression that an index holds @param episode the row's column with the episode's id @param from, until instants, the end not included
 */
export const mayLieWithin = (sql: Db, hospitalId: string, { at, episode, from, until }: { at: Fragment; episode: Fragment; from: Fragment; until: Fragment }): Fragment =>
  sql`(${at} >= ${from} and ${at} < ${until} or ${episode} = any(${ofOwnTime(sql, hospitalId)}))`;

/** The same without a beginning, of all hospitals: what the worker's rounds ask. */
export const mayBeBefore = (sql: Db, { at, episode, until }: { at: Fragment; episode: Fragment; until: Fragment }): Fragment =>
  sql`(${at} <= ${until} or ${episode} = any(${ofOwnTime(sql, null)}))`;
