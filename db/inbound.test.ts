import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bindOpenid, hearingEpisode, sendersOf } from './inbound.js';
import { intake } from './intake.js';
import { changeContact } from './people/contacts.js';
import { merge } from './people/merge.js';
import { createSetting, type TestSetting } from './testing/setting.js';
import { createPatient, createWorld, launchEpisode, publishPackage, type World } from './testing/world.js';

let setting: TestSetting;
let world: World;
let merged: string;
let episodeId: string;
beforeAll(async () => { setting = await createSetting(); });
beforeEach(async () => {
  world = await createWorld(setting.sql);
  episodeId = await launchEpisode(setting.sql, world);
  merged = (await createPatient(setting.sql, world.hospitalId)).patientId;
});
afterAll(() => setting.close());

const mergeThem = async () => expect(await merge(setting.sql, setting.deps.crypt, { hospitalId: world.hospitalId, kept: world.patientId, merged, reason: 'same person', by: world.accountId })).toMatchObject({ outcome: 'merged' });
const boundTo = async (openid: string) => (await setting.sql<{ patientId: string }[]>`select patient_id from contact where value = ${openid}`).map(({ patientId }) => patientId);
const senders = async (value: string) => (await sendersOf(setting.sql, value)).filter(({ hospitalId }) => hospitalId === world.hospitalId).map(({ hospitalId, patientId, episodeId: hears, quarantined }) => ({ hospitalId, patientId, episodeId: hears, quarantined }));
const hers = (quarantined = false) => [{ hospitalId: world.hospitalId, patientId: world.patientId, episodeId, quarantined }];

describe('A WeChat code that names a record which has been merged', () => {
  it('ties the openid to the record that was kept, whose package hears of what she writes', async () => {
    await mergeThem();
    expect(await bindOpenid(setting.sql, merged, 'o-scan', uuidv7())).toBe(true);
    expect(await boundTo('o-scan')).toEqual([world.patientId]);
    expect(await senders('o-scan')).toEqual(hers());
  });

  it('that names nobody ties nothing', async () => {
    for (const scene of [uuidv7(), 'd-8f3a', '']) expect(await bindOpenid(setting.sql, scene, 'o-nobody', uuidv7())).toBe(false);
    expect(await boundTo('o-nobody')).toEqual([]);
  });
});

describe('Whoever writes from an address that was left at a merged record', () => {
  it('is the person who was kept, once', async () => {
    // Both records have the number, so that it stayed behind; an earlier version tied openids to merged records.
    await mergeThem();
    await setting.sql`insert into contact (id, hospital_id, patient_id, owner, kind, value, position) values (${uuidv7()}, ${world.hospitalId}, ${merged}, 'patient', 'wechat', 'o-old', 0)`;
    expect(await senders('+8613800138000')).toEqual(hers());
    expect(await senders('o-old')).toEqual(hers());
  });

  it('is whoever the kept record says, not whom the merged one took it for', async () => {
    await mergeThem();
    const [number] = await setting.sql<{ id: string }[]>`select id from contact where patient_id = ${world.patientId} and value = '+8613800138000'`;
    expect(await changeContact(setting.sql, world.hospitalId, world.patientId, number?.id ?? '', { owner: 'family', relation: 'daughter' })).toBe('done');
    expect((await sendersOf(setting.sql, '+8613800138000')).filter(({ patientId }) => patientId === world.patientId)).toMatchObject([{ owner: 'family', relation: 'daughter' }]);
  });

  it("is not taken for her when the kept record knows the number to be a stranger's", async () => {
    await setting.sql`update contact set quarantined_at = now() where patient_id = ${world.patientId} and value = '+8613800138000'`;
    await mergeThem();
    expect(await senders('+8613800138000')).toEqual(hers(true));
  });
});

it('Her words go to a package whose stop nobody has accepted, before a newer one; to that one when she has no other', async () => {
  await publishPackage(setting.sql, world.hospitalId, 'hip-home-rehab');
  const newer = await launchEpisode(setting.sql, world, 'hip-home-rehab');
  await setting.sql`update episode set status = 'active', launched_at = now() + case when id = ${newer} then interval '1 minute' else interval '0' end where id = any(${[episodeId, newer]}::uuid[])`;
  const hears = () => hearingEpisode(setting.sql, world);
  const stop = (id: string) => intake(setting.sql, { hospitalId: world.hospitalId, episodeId: id, by: world.accountId, kind: 'stop', input: { commandId: `stop-${id}`, reason: 'wrong-package' } });
  expect(await hears()).toBe(newer);
  await stop(newer);
  expect(await hears()).toBe(episodeId);
  await stop(episodeId);
  expect(await hears()).toBe(newer);
});
