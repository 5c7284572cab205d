/** A number that both records have stays behind in a merge: what is found out about it meanwhile is known to both after the undo. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { takeConsentWord } from '../consent-words.js';
import { createSetting, type TestSetting } from '../testing/setting.js';
import { createPatient, createWorld, type World } from '../testing/world.js';
import { changeContact } from './contacts.js';
import { merge } from './merge.js';
import { undoMerge } from './undo-merge.js';

const [own, daughters] = ['+8613800138000', '+8613800138001'];
let setting: TestSetting;
let world: World;
let other: string;
beforeAll(async () => { setting = await createSetting(); });
afterAll(() => setting.close());
beforeEach(async () => {
  world = await createWorld(setting.sql);
  other = (await createPatient(setting.sql, world.hospitalId)).patientId;
});

const merged = async (): Promise<string> => {
  const result = await merge(setting.sql, setting.deps.crypt, { hospitalId: world.hospitalId, kept: world.patientId, merged: other, reason: 'one person', by: world.accountId });
  if (result.outcome !== 'merged') throw new Error(JSON.stringify(result));
  return result.mergeId;
};
const undo = async (mergeId: string) => expect(await undoMerge(setting.sql, { hospitalId: world.hospitalId, mergeId, reason: 'two sisters', by: world.accountId })).toMatchObject({ outcome: 'undone' });
const kept = async (value: string) => (await setting.sql<{ id: string }[]>`select id from contact where patient_id = ${world.patientId} and value = ${value}`)[0]?.id ?? '';
const known = async (patientId: string) => [...(await setting.sql`select value, quarantined_at is not null as aside, unsubscribed_at is not null as silent from contact where patient_id = ${patientId} and kind = 'mobile' order by value`)];

it('One that was put aside, or whose owner wanted no more texts, stays so for both; what one record knew before is not the other\'s to know', async () => {
  await setting.sql`update contact set unsubscribed_at = now() - interval '1 day' where id = ${await kept(own)}`;
  const mergeId = await merged();
  expect(await changeContact(setting.sql, world.hospitalId, world.patientId, await kept(own), { quarantined: true })).toBe('done');
  const daughter = { hospitalId: world.hospitalId, patientId: world.patientId, contactId: await kept(daughters), episodeId: null, owner: 'family', relation: null, value: daughters, quarantined: false } as const;
  await takeConsentWord(setting.sql, daughter, { commandId: 'twilio:1', at: '2026-03-05T02:00:00.000Z', word: 'opt-out' });
  await undo(mergeId);
  expect(await known(other)).toEqual([{ value: own, aside: true, silent: false }, { value: daughters, aside: false, silent: true }]);
  expect(await known(world.patientId)).toEqual([{ value: own, aside: true, silent: true }, { value: daughters, aside: false, silent: true }]);
});

it('One that somebody checked meanwhile and found to be hers stays as each record knew it', async () => {
  const mergeId = await merged();
  for (const quarantined of [true, false]) await changeContact(setting.sql, world.hospitalId, world.patientId, await kept(own), { quarantined });
  await undo(mergeId);
  expect(await known(other)).toMatchObject([{ aside: false }, { aside: false }]);
});
