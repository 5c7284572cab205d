import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createActivities } from '../../activities/index.js';
import { createCrypt } from '../../messages/crypt.js';
import { testKeys } from '../../test/support/keys.js';
import { freshDatabase, type FreshDatabase } from '../../test/support/postgres.js';
import { connect, type Sql } from '../client.js';
import { drive } from '../testing/driver.js';
import { fakeChannels, fakeVendor } from '../testing/fake-channel.js';
import { createWorld, launchEpisode } from '../testing/world.js';

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

describe('A whole course without an answer', () => {
  it('leaves every obligation with exactly one outcome', async () => {
    const world = await createWorld(sql);
    const vendors = [fakeVendor('wechat', 'wx'), fakeVendor('sms', 'tw'), fakeVendor('wecom', 'wc')];
    const activities = createActivities({ sql, channels: fakeChannels(vendors), crypt: createCrypt(testKeys), publicUrl: 'http://localhost' });
    const driver = await drive(sql, activities, await launchEpisode(sql, world));
    await driver.runUntil('2026-07-01T00:00:00.000Z');
    const states = await sql`select state, reason, class, count(*) as n from obligation group by 1, 2, 3 order by 1, 2, 3`;
    console.log(states, driver.episode().status, driver.episode().seq, driver.unsettled());
    console.log(await sql`select channel, state, count(*) as n from attempt group by 1,2`);
    console.log(await sql`select kind, status, count(*) as n from task group by 1,2`);
    console.log(vendors.map((v) => v.taken.slice(0, 4)));
    expect(driver.unsettled()).toEqual([]);
  });
});
