import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCrypt } from '../../messages/crypt.js';
import { fromMs } from '../../pathways/time.js';
import { testKeys } from '../../test/support/keys.js';
import type { Sql } from '../client.js';
import { episodeAhead } from '../testing/episode-ahead.js';
import { createSetting, type TestSetting } from '../testing/setting.js';
import { createWorld, type World } from '../testing/world.js';
import { downtime } from './downtime.js';

let setting: TestSetting;
let sql: Sql;
let world: World;
beforeAll(async () => {
  setting = await createSetting();
  sql = setting.sql;
  world = await createWorld(sql, { packages: ['hip-wound-care'] });
});
afterAll(() => setting.close());

/** Booked so many hours after the episode's own now. */
async function visits(aheadDays: number, hours: readonly number[]): Promise<string[]> {
  const { visit } = await episodeAhead(sql, world, aheadDays);
  return Promise.all(hours.map((inHours, n) => visit(n, 'booked', aheadDays + inHours / 24)));
}

describe('The downtime list', () => {
  it("has today's and tomorrow's visits by each patient's own day, and no others", async () => {
    const [, today, tomorrow] = await visits(0, [-49, 0, 24, 72]);
    const [, ownToday, ownTomorrow] = await visits(40, [-49, 0, 24, 72]);
    const list = await downtime(sql, createCrypt(testKeys), { hospitalId: world.hospitalId, language: 'zh-CN', madeAt: fromMs(Date.now()) });
    expect(list.visits.map(({ occurrence }) => occurrence)).toEqual([today, tomorrow, ownToday, ownTomorrow]);
  });
});
