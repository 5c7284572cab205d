import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Sql } from '../client.js';
import { removeShift } from '../roster-shifts.js';
import { createSetting, type TestSetting } from '../testing/setting.js';
import { createWorld, type World } from '../testing/world.js';
import { dutyGaps, dutyRoles, dutyShifts } from './duty-roster.js';

let setting: TestSetting;
let sql: Sql;
let world: World;
beforeAll(async () => {
  setting = await createSetting();
  sql = setting.sql;
  world = await createWorld(sql, { packages: ['hip-wound-care'] });
});
afterAll(() => setting.close());
beforeEach(() => sql`delete from roster_shift`);

const shift = async (role: string, from: string, until: string, accountId = world.accountId): Promise<string> => {
  const id = uuidv7();
  await sql`insert into roster_shift (id, hospital_id, account_id, role, starts_at, ends_at) values (${id}, ${world.hospitalId}, ${accountId}, ${role}, ${from}, ${until})`;
  return id;
};
const [from, until] = ['2026-03-02T00:00:00.000Z', '2026-03-05T00:00:00.000Z'];
const gapsOf = async (role: string) => (await dutyGaps(sql, world.hospitalId, from, until, await dutyRoles(sql, world.hospitalId))).filter((gap) => gap.role === role);

describe('Roles that must be on duty', () => {
  it('are those that packages alert by a level or by a rule of its own (self-harm to the counsellor, the wound to its surgeon), RED ones first', async () => {
    const roles = await dutyRoles(sql, world.hospitalId);
    expect(roles.filter(({ red }) => red).map(({ role }) => role)).toEqual(['chief-on-duty', 'crisis-counsellor', 'duty-doctor', 'responsible-nurse', 'second-line-doctor', 'surgeon']);
    expect(roles.find(({ role }) => role === 'head-nurse')).toEqual({ role: 'head-nurse', red: false, used: true });
  });
});

describe('Gaps', () => {
  it('are what no shift covers: overlapping and touching shifts leave none between', async () => {
    await shift('duty-doctor', '2026-03-01T12:00:00.000Z', '2026-03-02T08:00:00.000Z');
    await shift('duty-doctor', '2026-03-02T06:00:00.000Z', '2026-03-03T00:00:00.000Z');
    await shift('duty-doctor', '2026-03-03T00:00:00.000Z', '2026-03-03T12:00:00.000Z');
    await shift('duty-doctor', '2026-03-03T20:00:00.000Z', '2026-03-04T12:00:00.000Z');
    expect(await gapsOf('duty-doctor')).toEqual([
      { role: 'duty-doctor', red: true, from: '2026-03-03T12:00:00.000Z', until: '2026-03-03T20:00:00.000Z' }, { role: 'duty-doctor', red: true, from: '2026-03-04T12:00:00.000Z', until },
    ]);
    expect(await gapsOf('head-nurse')).toEqual([{ role: 'head-nurse', red: false, from, until }]);
  });
  it('are not closed by somebody whose account is not active, nor by another hospital', async () => {
    const gone = uuidv7();
    await sql`insert into account (id, hospital_id, login, display_name, roles, active) values (${gone}, ${world.hospitalId}, ${gone}, 'Gone', ${['doctor']}, false)`;
    await shift('duty-doctor', from, until, gone);
    expect(await gapsOf('duty-doctor')).toHaveLength(1);
    expect((await dutyShifts(sql, world.hospitalId, from, until))[0]).toMatchObject({ displayName: 'Gone', active: false });
    expect(await dutyShifts(sql, uuidv7(), from, until)).toEqual([]);
  });
});

describe('Taking a shift out', () => {
  const take = (shiftId: string) => removeShift(sql, { hospitalId: world.hospitalId, shiftId, by: world.accountId });
  it('removes one to come, ends one that runs, keeps one that is over', async () => {
    const [past, running, coming] = [await shift('surgeon', '2020-01-01T00:00:00.000Z', '2020-01-02T00:00:00.000Z'), await shift('surgeon', '2020-01-03T00:00:00.000Z', '2999-01-01T00:00:00.000Z'), await shift('surgeon', '2999-01-01T00:00:00.000Z', '2999-01-02T00:00:00.000Z')];
    expect(await Promise.all([past, running, coming].map(take))).toEqual([{ outcome: 'over' }, { outcome: 'ended' }, { outcome: 'removed' }]);
    expect(await take(coming)).toEqual({ outcome: 'unknown' });
    const [left] = await sql<{ n: number }[]>`select count(*)::int as n from roster_shift where ends_at > now() + interval '1 minute'`;
    expect(left).toEqual({ n: 0 });
    expect((await sql<{ action: string }[]>`select action from audit_log where action like 'roster:%' order by id`).map(({ action }) => action).toSorted()).toEqual(['roster:end', 'roster:remove']);
  });
});
