/** The phone task of a case: which contact ends it, and which case it can speak for. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { household, type Household } from './testing/household.js';
import { core } from './testing/shared-cases.js';
import { createSetting, type TestSetting } from './testing/setting.js';
import { createWorld, launchEpisode, type World } from './testing/world.js';

let setting: TestSetting;
let world: World;
let episodeId = '';
let house: Household;
beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql, { packages: ['hip-wound-care'] });
  episodeId = await launchEpisode(setting.sql, world, 'hip-wound-care');
  house = await household(setting.sql, setting.activities, [episodeId]);
  await house.runUntil('2026-03-03T02:00:00.000Z');
});
afterAll(() => setting.close());

const chestPain = core({ chestPain: true });
const answer = (at: string) => house.send({ hospitalId: world.hospitalId, episodeId, by: 'patient', kind: 'answer-received', input: { commandId: at, answers: chestPain, answeredBy: 'patient' } }, at);
const reached = (revision: number, at: string) =>
  house.send({ hospitalId: world.hospitalId, episodeId, by: world.accountId, kind: 'call-recorded', input: { commandId: at, obligation: `${episodeId}/escalation/1/${revision}/call/duty-doctor`, outcome: 'reached' } }, at);
const calls = async () => [...(await setting.sql`select status, status_reason from task where episode_id = ${episodeId} and escalation is not null and kind = 'call' order by created_at, id`)];
const contactedAt = async () => (await setting.sql<{ contactedAt: string | null }[]>`select contacted_at from escalation where episode_id = ${episodeId}`)[0]?.contactedAt ?? null;

it('ends with the contact, whoever reached the patient', async () => {
  await answer('2026-03-03T03:00:00.000Z');
  expect(await calls()).toEqual([{ status: 'ready', statusReason: null }]);
  await house.send({ hospitalId: world.hospitalId, episodeId, by: world.accountId, kind: 'escalation-contacted', input: { commandId: 'c1', escalation: `${episodeId}/escalation/1` } }, '2026-03-03T03:10:00.000Z');
  expect(await calls()).toEqual([{ status: 'completed', statusReason: 'contacted' }]);
});

it('of yesterday, recorded late, is no contact of what she reports today', async () => {
  await answer('2026-03-04T03:00:00.000Z');
  expect(await calls()).toMatchObject([{ status: 'completed' }, { status: 'ready' }]);
  await reached(0, '2026-03-04T03:05:00.000Z');
  expect([await contactedAt(), (await calls()).map(({ status }) => String(status))]).toEqual([null, ['completed', 'ready']]);
  await reached(1, '2026-03-04T03:06:00.000Z');
  expect(await contactedAt()).toBe('2026-03-04T03:06:00.000Z');
});
