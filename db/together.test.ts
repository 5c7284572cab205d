import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../test/support/postgres.js';
import { connect, together, transact, type Sql, type Tx } from './client.js';
import { lockOwner } from './patient-lock.js';

let database: FreshDatabase;
let sql: Sql;
beforeAll(async () => {
  database = await freshDatabase();
  sql = connect(database.url, { max: 3 });
  await sql`create table kept (n int)`;
  await sql`create table thing (owner text)`;
});
afterAll(async () => {
  await sql.end({ timeout: 2 });
  await database.drop();
});

const oneAfterTheOther = async (tx: Tx): Promise<void> => {
  for (const n of [1, 2, 3]) await tx`insert into kept values (${n})`;
};
const kept = async (): Promise<number> => (await sql`select 1 from kept`).length;

describe('Statements sent together', () => {
  it('give their values in the order in which they stand', async () => {
    const values = await transact(sql, (tx) => together([tx<{ n: number }[]>`select 1 as n`, oneAfterTheOther(tx), Promise.resolve('x')]));
    expect([values[0][0]?.n, values[2]]).toEqual([1, 'x']);
    expect(await kept()).toBe(3);
  });

  it('leave nothing behind when the database refuses one, and give its reason', async () => {
    const before = await kept();
    await expect(transact(sql, (tx) => together([tx`select 1 / 0`.execute(), oneAfterTheOther(tx)]))).rejects.toThrow('division by zero');
    await expect(transact(sql, (tx) => together([oneAfterTheOther(tx), tx`select 1 / 0`.execute()]))).rejects.toThrow('division by zero');
    expect(await kept()).toBe(before);
  });

  it('leave nothing behind when one never reached the database: the others end before the rollback', async () => {
    const before = await kept();
    await expect(transact(sql, (tx) => together([Promise.reject(new Error('not sent')), oneAfterTheOther(tx)]))).rejects.toThrow('not sent');
    await sql`select pg_sleep(0.05)`;
    expect(await kept()).toBe(before);
  });
});

describe('The lock of an owner', () => {
  it('is that of whoever owns the thing when the lock is granted, although both are asked for at once', async () => {
    await sql`insert into thing values ('first')`;
    const ownerNow = async (tx: Tx): Promise<string | null> => (await tx<{ owner: string }[]>`select owner from thing`)[0]?.owner ?? null;
    const waiting = async (): Promise<number> => (await sql`select 1 from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`).length;
    let found: Promise<string | null> = Promise.resolve(null);
    await transact(sql, async (tx) => {
      await lockOwner(tx, ownerNow);
      found = transact(sql, (other) => lockOwner(other, ownerNow));
      while ((await waiting()) === 0);
      await tx`update thing set owner = 'second'`;
    });
    expect(await found).toBe('second');
  });
});
