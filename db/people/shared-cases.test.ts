/** What two records shared while they were one: after the undo each patient's finding reaches somebody by a case of her own. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { cases as casesCheck } from '../audit/cases.js';
import { household, type Household } from '../testing/household.js';
import { at, core, sharedCases, type SharedCases } from '../testing/shared-cases.js';
import { createSetting, type TestSetting } from '../testing/setting.js';
import { createPatient, createWorld, launchEpisode, type World } from '../testing/world.js';
import { merge } from './merge.js';
import { undoMerge } from './undo-merge.js';

let setting: TestSetting;
let world: World;
let other: World;
beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql, { packages: ['hip-wound-care', 'hip-home-rehab', 'discharge-follow-up'] });
});
afterAll(() => setting.close());
beforeEach(async () => {
  Object.assign(world, await createPatient(setting.sql, world.hospitalId));
  other = { ...world, ...(await createPatient(setting.sql, world.hospitalId)) };
});

const send: SharedCases['send'] = (...all) => sharedCases(setting, world).send(...all);
const answer = (house: Household, episodeId: string, commandId: string, more: object, when: string) => sharedCases(setting, world).answer(house, episodeId, commandId, core(more), when);
/** The kept patient's package first, then those of the other; all by one training clock, or they could not be merged. */
async function launched(...packages: string[]): Promise<{ ids: string[]; house: Household }> {
  const ids: string[] = [];
  for (const one of packages) ids.push(await launchEpisode(setting.sql, ids.length === 0 ? world : other, one));
  await setting.sql`update episode set clock = (select clock from episode where id = ${ids[0] ?? ''}) where id = any(${ids})`;
  return { ids, house: await household(setting.sql, setting.activities, ids) };
}
async function merged(): Promise<string> {
  const result = await merge(setting.sql, setting.deps.crypt, { hospitalId: world.hospitalId, kept: world.patientId, merged: other.patientId, reason: 'one person', by: world.accountId });
  if (result.outcome !== 'merged') throw new Error(JSON.stringify(result));
  return result.mergeId;
}
const undo = async (mergeId: string) => expect(await undoMerge(setting.sql, { hospitalId: world.hospitalId, mergeId, reason: 'two sisters', by: world.accountId })).toMatchObject({ outcome: 'undone' });
const casesOf = async (patientId: string) => [...(await setting.sql`select p.plan_id as of, x.level, x.status from escalation x join episode p on p.id = x.episode_id where x.patient_id = ${patientId} order by x.raised_at, x.id`)];
const toldSince = async (patientId: string, when: string) => (await setting.sql<{ recipient: string; purpose: string }[]>`
  select recipient, purpose from obligation where patient_id = ${patientId} and escalation is not null and due_at >= ${when} and state <> 'suppressed' order by due_at, id`).map(({ purpose, recipient }) => `${purpose} ${recipient}`);
const prefixesOf = async (patientId: string) => (await setting.sql<{ whose: boolean }[]>`select x.patient_id = c.patient_id as whose from case_prefix c join escalation x on x.id = c.escalation_id where c.patient_id = ${patientId}`).map(({ whose }) => whose);

it('A case that was joined to one of the other record stands for itself after the undo, at once and for what is found next', async () => {
  const { ids: [kept = '', hers = ''], house } = await launched('hip-home-rehab', 'hip-wound-care');
  await house.runUntil(at('01:00'));
  const mergeId = await merged();
  await answer(house, kept, 'a1', { pain: '7' }, at('02:00'));
  await house.runUntil(at('02:15'));
  expect(await casesOf(world.patientId)).toMatchObject([{ of: 'hip-home-rehab', status: 'open' }, { of: 'hip-wound-care', status: 'joined' }]);
  await undo(mergeId);
  await house.relay(at('02:20'));
  expect(await casesOf(other.patientId)).toMatchObject([{ status: 'open' }]);
  expect(await toldSince(other.patientId, at('02:20'))).toEqual(expect.arrayContaining(['alert responsible-nurse', 'text patient']));
  expect([await prefixesOf(world.patientId), await prefixesOf(other.patientId)]).toEqual([[true], [true]]);
  await send(house, kept, 'escalation-resolved', { commandId: 'r', escalation: `${kept}/escalation/1`, resolution: 'called' }, at('03:00'));
  expect(await casesOf(other.patientId)).toMatchObject([{ status: 'open' }]);
  await answer(house, hers, 'b2', { chestPain: true }, at('06:30'));
  await house.runUntil(at('08:00'));
  expect(await toldSince(other.patientId, at('06:30'))).toEqual(expect.arrayContaining(['alert duty-doctor']));
  expect((await casesCheck({ sql: setting.sql, graceSeconds: 0 } as never)).breaches).toEqual([]);
});

it('Of several that one case held the oldest takes over, and the others are joined to it', async () => {
  const { ids: [kept = ''], house } = await launched('hip-home-rehab', 'hip-wound-care', 'discharge-follow-up');
  await house.runUntil(at('01:00'));
  const mergeId = await merged();
  await answer(house, kept, 'a1', { chestPain: true }, at('02:00'));
  await house.runUntil(at('02:15'));
  expect((await casesOf(world.patientId)).map(({ status }) => status)).toEqual(['open', 'joined', 'joined']);
  await undo(mergeId);
  await house.relay(at('02:20'));
  expect((await casesOf(other.patientId)).map(({ status }) => status)).toEqual(['open', 'joined']);
  expect((await casesCheck({ sql: setting.sql, graceSeconds: 0 } as never)).breaches).toEqual([]);
});

it('Until its package hears of that, what staff do about it is done to it, and to nobody else\'s case', async () => {
  const { ids: [kept = '', hers = ''], house } = await launched('hip-home-rehab', 'hip-wound-care');
  await house.runUntil(at('01:00'));
  const mergeId = await merged();
  await answer(house, kept, 'a1', { pain: '7' }, at('02:00'));
  await house.runUntil(at('02:15'));
  await undo(mergeId);
  await send(house, hers, 'escalation-resolved', { commandId: 'r', escalation: `${hers}/escalation/1`, resolution: 'called' }, at('02:20'));
  expect([(await casesOf(world.patientId))[0]?.['status'], (await casesOf(other.patientId))[0]?.['status']]).toEqual(['open', 'closed']);
});

it('A prefix that passed on while they were one is that of whoever has the case', async () => {
  const { ids: [kept = '', hers = ''], house } = await launched('hip-home-rehab', 'hip-wound-care');
  await answer(house, hers, 'b1', { pain: '7' }, at('02:00'));
  const mergeId = await merged();
  await send(house, hers, 'escalation-resolved', { commandId: 'r', escalation: `${hers}/escalation/1`, resolution: 'called' }, at('03:00'));
  await answer(house, kept, 'a1', { pain: '8' }, at('04:00'));
  await undo(mergeId);
  expect([await prefixesOf(world.patientId), await prefixesOf(other.patientId)]).toEqual([[true], []]);
});
