import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../test/support/postgres.js';
import { connect, instantFromDatabase, json, transact, type Sql } from './client.js';
import { dumpSchema } from './dump-schema.js';
import { databaseTrouble } from './errors.js';
import { isMigrated, migrate, MigrationRefused, readMigrations } from './migrate.js';

let database: FreshDatabase;
let sql: Sql;
beforeAll(async () => {
  database = await freshDatabase();
  sql = connect(database.url);
});
afterAll(async () => {
  await sql.end();
  await database.drop();
});

describe('Migrations', () => {
  it('run once: a second run and two starters at once change nothing', async () => {
    const [a, b] = await Promise.all([migrate(sql), migrate(sql)]);
    expect([a.applied, b.applied]).toEqual([[], []]);
    expect(await isMigrated(sql)).toBe(true);
  });

  it('that were edited after they ran are refused by name', async () => {
    const files = (await readMigrations()).map((file, index) => (index === 0 ? { ...file, checksum: 'edited' } : file));
    await expect(migrate(sql, files)).rejects.toThrow(MigrationRefused);
    await expect(migrate(sql, files)).rejects.toThrow(/0001_foundation.sql was edited after it ran here/);
  });

  it('of a newer version are not run backwards', async () => {
    await expect(migrate(sql, [])).rejects.toThrow(/does not know: start the newer version/);
  });

  it('may leave a number out but not use one twice', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wuyou-migrations-'));
    const write = (name: string) => writeFile(join(folder, name), 'select 1');
    await Promise.all(['0001_one.sql', '0003_three.sql'].map(write));
    expect((await readMigrations(folder)).map(({ number }) => number)).toEqual([1, 3]);
    await write('0003_drei.sql');
    await expect(readMigrations(folder)).rejects.toThrow(/0003_three.sql has the number of 0003_drei.sql/);
    await rm(folder, { recursive: true });
  });

  it('that fail leave nothing behind', async () => {
    const broken = [...(await readMigrations()), { number: 9999, name: '9999_broken.sql', checksum: 'x', sql: 'create table half (id int); select 1 / 0;' }];
    await expect(migrate(sql, broken)).rejects.toThrow(/division by zero/);
    expect(await sql`select to_regclass('half') as half`).toMatchObject([{ half: null }]);
  });

  it('give the schema that is kept in db/schema.sql', async () => {
    await expect(await dumpSchema(sql)).toMatchFileSnapshot('schema.sql');
  });

  it('give every table of the hospital its hospital', async () => {
    const without = await sql<{ name: string }[]>`select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and not exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'hospital_id') and c.relname not in ('hospital', 'schema_migration', 'vendor_token', 'worker_round', 'seal') order by 1`;
    expect([...without]).toEqual([]);
  });
});

describe('Values', () => {
  it('come back as plain JSON: instants with milliseconds, whole numbers, and jsonb with its own keys', async () => {
    const at = '2026-03-05T02:00:00.500Z';
    const [row] = await sql`select ${at}::timestamptz as at_time, '2026-03-05'::date as on_day, 9007199254740991::bigint as big_number, ${json(sql, { a_b: 1 })} as data`;
    expect(row).toEqual({ atTime: at, onDay: '2026-03-05', bigNumber: 9007199254740991, data: { a_b: 1 } });
  });

  it('that would lose their meaning are refused', async () => {
    await expect(sql`select 9007199254740993::bigint as n`).rejects.toThrow(/too large to be exact/);
    expect(() => instantFromDatabase('2026-03-05 10:00:00+08')).toThrow(/is not UTC/);
  });
});

describe('A transaction', () => {
  it('in another one\'s way is run again', async () => {
    await sql`create table if not exists counter (id int primary key, n int)`;
    await sql`insert into counter values (1, 0), (2, 0) on conflict do nothing`;
    const cross = (first: number, second: number) => transact(sql, async (tx) => {
      await tx`update counter set n = n + 1 where id = ${first}`;
      await tx`select pg_sleep(0.05)`;
      await tx`update counter set n = n + 1 where id = ${second}`;
    });
    await Promise.all([cross(1, 2), cross(2, 1)]);
    expect([...(await sql`select n from counter order by id`)]).toEqual([{ n: 2 }, { n: 2 }]);
  });
});

describe('Trouble with the database', () => {
  it('is named in a sentence that says what to do', async () => {
    const nowhere = connect('postgres://nobody@127.0.0.1:1/none', { max: 1 });
    const error: unknown = await nowhere`select 1`.catch((caught: unknown) => caught);
    await nowhere.end();
    expect(databaseTrouble(error)).toMatchObject({ code: 'unreachable', message: expect.stringMatching(/does not answer: check/) });
    expect(databaseTrouble({ code: '53100' })).toMatchObject({ code: 'disk-full' });
    expect(databaseTrouble(new Error('ours'))).toBeNull();
  });
});
