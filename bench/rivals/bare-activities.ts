/** What every rival does when its time has come: one row, committed. So its moment is read from the same clock as our claim. */
import type { Sql } from '../../db/client.js';

export type BareActivities = { mark(key: string, dueMs: number): Promise<void> };

export async function createMarks(sql: Sql): Promise<void> {
  await sql`create table if not exists mark (key text primary key, due timestamptz(3) not null, at timestamptz(3) not null default clock_timestamp())`;
}

/** A second try writes nothing: the key is the reminder's. */
export async function mark(sql: Sql, key: string, dueMs: number): Promise<void> {
  await sql`insert into mark (key, due) values (${key}, to_timestamp(${dueMs}::float8 / 1000)) on conflict (key) do nothing`;
}

/** Milliseconds late, of every key that begins so. */
export async function latenessOf(sql: Sql, prefix: string): Promise<number[]> {
  const rows = await sql<{ late: number }[]>`select extract(epoch from at - due)::float8 * 1000 as late from mark where starts_with(key, ${prefix})`;
  return rows.map(({ late }) => late);
}
