/** A table and a loop: `for update skip locked`, the mark in the same transaction. What most teams write first. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Sql } from '../../db/client.js';
import type { Rival } from './rival.js';

const [batch, pollMs] = [100, 250];

export async function polling(sql: Sql): Promise<Rival> {
  await sql`create table if not exists job (key text primary key, due timestamptz(3) not null)`;
  await sql`create index if not exists job_due on job (due)`;
  let stopped = false;
  const round = async (): Promise<number> => {
    const done = await sql`with turn as (delete from job where key in (select key from job where due <= clock_timestamp() order by due limit ${batch} for update skip locked) returning key, due)
      insert into mark (key, due) select key, due from turn on conflict (key) do nothing`;
    return done.count;
  };
  const loop = async (): Promise<void> => {
    while (!stopped) if ((await round()) === 0) await wait(pollMs);
  };
  const running = loop();
  return {
    name: 'polling loop (skip locked, 250 ms)',
    enqueue: async (keys, dueMs) => void (await sql`insert into job (key, due) select k, to_timestamp(${dueMs}::float8 / 1000) from unnest(${[...keys]}::text[]) k`),
    async stop() {
      stopped = true;
      await running;
    },
  };
}
