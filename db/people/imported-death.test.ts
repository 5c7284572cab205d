import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DischargeRecord } from '../../discharges/record.js';
import { storeDischarge } from '../discharges.js';
import { halt } from '../halt.js';
import { household, type Household } from '../testing/household.js';
import { createSetting, type TestSetting } from '../testing/setting.js';
import { createWorld, launchEpisode, type World } from '../testing/world.js';

let setting: TestSetting;
let world: World;
let house: Household;
let [older, newest] = ['', ''];
beforeAll(async () => { setting = await createSetting(); });
beforeEach(async () => {
  world = await createWorld(setting.sql, { packages: ['hip-wound-care', 'hip-home-rehab'] });
  await setting.sql`insert into patient_identifier (hospital_id, patient_id, system, value) values (${world.hospitalId}, ${world.patientId}, 'mrn', 'M-1')`;
  [older, newest] = [await launchEpisode(setting.sql, world, 'hip-wound-care'), await launchEpisode(setting.sql, world, 'hip-home-rehab', { orderNo: 'second' })];
  house = await household(setting.sql, setting.activities, [older, newest]);
  await house.runUntil('2026-03-03T01:00:00.000Z');
  await house.send({ hospitalId: world.hospitalId, episodeId: older, by: 'patient', kind: 'answer-received', input: { commandId: 'pus', answers: { wound: { redness: 'none', worse: false, pus: true, edgesOpen: false, soaked: '0' } }, answeredBy: 'patient' } }, '2026-03-03T02:00:00.000Z');
});
afterAll(() => setting.close());

const fileSays = (stay: string) => storeDischarge(setting.sql, { id: world.hospitalId, zone: 'Asia/Shanghai' }, DischargeRecord.parse({
  patient: { identifiers: [{ system: 'mrn', value: 'M-1' }], familyName: '张', givenName: '阿姨', birthDate: '1954-01-01', died: true }, stay: { ref: stay, dischargedAt: '2026-03-02' },
}), { understood: [], missing: [] }, '2026-03-03T02:00:00.000Z');
async function standsStill(episodeId: string): Promise<void> {
  await halt(setting.sql, { hospitalId: world.hospitalId, episodeId, code: 'chain-broken', detail: 'in a test' });
  house.drivers.delete(episodeId);
}
const told = async () => (await setting.sql<{ episodeId: string }[]>`select episode_id from inbox where hospital_id = ${world.hospitalId} and kind = 'patient-died' order by received_at`).map(({ episodeId }) => episodeId);
async function isOver(): Promise<void> {
  await house.relay('2026-03-03T03:00:00.000Z');
  expect([...(await setting.sql`select status, stop_reason from episode where id = ${older}`)]).toEqual([{ status: 'stopped', stopReason: 'died' }]);
  expect(await setting.sql`select 1 from escalation where episode_id = ${older} and status <> 'closed'`).toHaveLength(0);
}

describe('A death that a file brings while the newest package stands still', () => {
  it('ends the one that runs, with its visits and its cases', async () => {
    await standsStill(newest);
    await fileSays('s-1');
    await fileSays('s-2');
    expect(await told()).toEqual([older]);
    await isOver();
  });

  it('reaches the one that runs also when the other had heard of it before', async () => {
    await setting.sql`update episode set status = 'launching' where id = ${older}`;
    await fileSays('s-1');
    await standsStill(newest);
    await setting.sql`update episode set status = 'active' where id = ${older}`;
    expect(await told()).toEqual([newest]);
    await fileSays('s-2');
    expect(await told()).toEqual([newest, older]);
    await isOver();
  });

  it('is told to one that stands still where no other runs, once', async () => {
    await setting.sql`update episode set status = 'stopped' where id = ${older}`;
    await standsStill(newest);
    await fileSays('s-1');
    await fileSays('s-2');
    expect((await told()).filter((id) => id === newest)).toHaveLength(1);
  });
});

it('A death that staff tell a package that stands still reaches those that run at once', async () => {
  await standsStill(newest);
  await house.send({ hospitalId: world.hospitalId, episodeId: newest, by: world.accountId, kind: 'patient-died', input: { commandId: 'died' } }, '2026-03-03T02:30:00.000Z');
  await isOver();
});
