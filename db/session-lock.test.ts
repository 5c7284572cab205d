import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../test/support/postgres.js';
import { connect, type Sql } from './client.js';
import { withSessionLock } from './session-lock.js';
import { cutOff } from './testing/cut-off.js';

let database: FreshDatabase;
beforeAll(async () => { database = await freshDatabase(); });
afterAll(() => database.drop());

/** Each a pool that has not opened a connection yet. */
async function twoPools(work: (one: Sql, other: Sql) => Promise<void>): Promise<void> {
  const [one, other] = [connect(database.url, { max: 2 }), connect(database.url, { max: 2 })];
  await work(one, other).finally(() => Promise.all([one.end({ timeout: 2 }), other.end({ timeout: 2 })]));
}

describe('A lock of one session', () => {
  it('is had by one at a time, also from pools without an open connection, and by the other afterwards', () => twoPools(async (one, other) => {
    const outcome = await withSessionLock(one, 'x', async () => [await withSessionLock(other, 'x', () => Promise.resolve('both')), await withSessionLock(other, 'y', () => Promise.resolve('another lock'))]);
    expect(outcome).toEqual([null, 'another lock']);
    expect(await withSessionLock(other, 'x', () => Promise.resolve('free'))).toBe('free');
  }));

  it('is freed when the work under it fails, whose error comes out', () => twoPools(async (one, other) => {
    await expect(withSessionLock(one, 'x', () => Promise.reject(new Error('the work failed')))).rejects.toThrow('the work failed');
    expect(await withSessionLock(other, 'x', () => Promise.resolve('free'))).toBe('free');
  }));

  it('is known to be lost by the work that goes on under it', () => twoPools(async (one) => {
    const { locks, cut } = cutOff(one);
    const told: boolean[] = [];
    let worked = (): void => {};
    const hasWorked = new Promise<void>((resolve) => { worked = resolve; });
    const holding = withSessionLock(locks, 'x', async (stillMine) => {
      told.push(await stillMine());
      cut();
      await holding.catch(() => {});
      told.push(await stillMine());
      worked();
    });
    await expect(holding).rejects.toThrow('CONNECTION_CLOSED');
    await hasWorked;
    expect(told).toEqual([true, false]);
  }));
});
