/** A process whose keys are not those that the database was written with finds no code that a patient holds. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCrypt } from '../messages/crypt.js';
import { testKeys } from '../test/support/keys.js';
import { otherKeys } from './other-keys.js';
import { codeFor, renewCode } from './patient-access/codes.js';
import { createSetting, type TestSetting } from './testing/setting.js';
import { createWorld } from './testing/world.js';

let s: TestSetting;
beforeAll(async () => void (s = await createSetting()));
afterAll(() => s.close());

const fresh = { id: 'fresh', secret: Buffer.alloc(32, 9) };
const ours = createCrypt(testKeys);
const others = createCrypt({ ...testKeys, index: fresh });

it('is told before it serves anybody, by the newest code that opens', async () => {
  const { hospitalId, patientId } = await createWorld(s.sql);
  const person = { hospitalId, patientId, contactId: null };
  expect(await otherKeys(s.sql, others)).toBeNull();
  await s.sql.begin((tx) => codeFor(tx, ours, person));
  expect(await otherKeys(s.sql, ours)).toBeNull();
  expect(await otherKeys(s.sql, createCrypt({ ...testKeys, link: [fresh, ...testKeys.link] }))).toBeNull();
  expect(await otherKeys(s.sql, others)).toContain('WUYOU_INDEX_KEY is not the key');
  // The way out where the former key is lost: patients get new codes.
  await s.sql`update patient_code set revoked_at = now()`;
  expect(await otherKeys(s.sql, others)).toBeNull();
  await s.sql.begin((tx) => renewCode(tx, others, person));
  expect([await otherKeys(s.sql, others), (await otherKeys(s.sql, ours)) !== null]).toEqual([null, true]);
});

it('stops nobody who cannot know: a key of the ring is gone, the database is away', async () => {
  expect(await otherKeys(s.sql, createCrypt({ ...testKeys, link: [fresh] }))).toBeNull();
  const away = Object.assign(() => Promise.reject(new Error('away')), {}) as unknown as typeof s.sql;
  expect(await otherKeys(away, others)).toBeNull();
});
