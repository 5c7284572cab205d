import { afterAll, beforeAll, expect, it } from 'vitest';
import { searchPatients } from './read-models/patient-search.js';
import { createSetting, type TestSetting } from './testing/setting.js';
import { createWorld } from './testing/world.js';
import { upgrade } from './upgrade.js';

let setting: TestSetting;
beforeAll(async () => { setting = await createSetting(); });
afterAll(() => setting.close());

it('An upgrade makes patients findable who were stored before search had keys, once', async () => {
  const { hospitalId, patientId } = await createWorld(setting.sql);
  await setting.sql`delete from search_key`;
  await setting.sql`update patient set search_edition = 0`;
  const found = async () => (await searchPatients(setting.sql, hospitalId, 'zhang')).map((one) => one.patientId);
  expect(await found()).toEqual([]);
  expect(await upgrade(setting.sql)).toMatchObject({ applied: [], searchable: 1 });
  expect(await found()).toEqual([patientId]);
  expect(await upgrade(setting.sql)).toMatchObject({ applied: [], searchable: 0 });
});
