import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCrypt } from '../../messages/crypt.js';
import { fromMs } from '../../pathways/time.js';
import { testKeys } from '../../test/support/keys.js';
import { json, type Sql } from '../client.js';
import { createSetting, type TestSetting } from '../testing/setting.js';
import { createPatient, createWorld, launchEpisode, type World } from '../testing/world.js';
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

/** An active episode whose own time is so many days ahead of the wall, with visits due so many hours after its own now. */
async function visits(name: string, aheadDays: number, hours: readonly number[]): Promise<void> {
  const patient = await createPatient(sql, world.hospitalId);
  const id = await launchEpisode(sql, { ...world, ...patient }, 'hip-wound-care');
  const [anchors] = await sql<{ wall: string; own: string }[]>`select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as wall, to_char((now() + make_interval(days => ${aheadDays})) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as own`;
  await sql`update episode set status = 'active', clock = ${json(sql, { wallAnchor: anchors?.wall, episodeAnchor: anchors?.own, pace: 1 })} where id = ${id}`;
  for (const [n, inHours] of hours.entries()) {
    const due = sql`now() + make_interval(days => ${aheadDays}, hours => ${inHours})`;
    await sql`insert into occurrence (id, hospital_id, episode_id, patient_id, step, kind, n, phase, status, due_at, window_from, window_until)
      values (${`${name} ${inHours} h`}, ${world.hospitalId}, ${id}, ${patient.patientId}, 'dressing', 'visit', ${n}, 'early', 'booked', ${due}, ${due}, ${due})`;
  }
}

describe('The downtime list', () => {
  it("has today's and tomorrow's visits by each patient's own day, and no others", async () => {
    await visits('wall', 0, [-49, 0, 24, 72]);
    await visits('ahead', 40, [-49, 0, 24, 72]);
    const list = await downtime(sql, createCrypt(testKeys), { hospitalId: world.hospitalId, language: 'zh-CN', madeAt: fromMs(Date.now()) });
    expect(list.visits.map(({ occurrence }) => occurrence)).toEqual(['wall 0 h', 'wall 24 h', 'ahead 0 h', 'ahead 24 h']);
  });
});
