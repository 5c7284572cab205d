import { afterAll, beforeAll, expect, it } from 'vitest';
import { addHours, fromMs } from '../pathways/time.js';
import { createSetting, type TestSetting } from './testing/setting.js';
import { createWorld, type World } from './testing/world.js';
import { countAttempt } from './patient-access/attempts.js';
import { forgetOldAccess, keepAnswersForDays, keepAttemptsForDays } from './forget.js';
import { issueLink } from './patient-access/links.js';
import { sessionOf, startSession } from './patient-access/session.js';

let setting: TestSetting;
let world: World;
beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql);
});
afterAll(() => setting.close());

const now = fromMs(Date.now());
const daysAgo = (days: number) => addHours(now, -24 * days);
const attempt = (at: string) => countAttempt(setting.sql, { hospitalId: world.hospitalId, kind: 'code', subject: null, address: 'somewhere', ok: false, at });

it('Sessions that are over and tries of long ago are forgotten; what still counts stays', async () => {
  const { sql } = setting;
  const person = { hospitalId: world.hospitalId, patientId: world.patientId, contactId: null };
  const { linkId } = await issueLink(sql, { person, purpose: 'plan', by: null, now });
  const via = { linkId, codeId: null };
  const over = await startSession(sql, person, via, { verified: true, minutes: 60 }, daysAgo(2));
  const open = await startSession(sql, person, via, { verified: true, minutes: 60 }, now);
  await attempt(daysAgo(keepAttemptsForDays + 1));
  await attempt(daysAgo(keepAttemptsForDays - 1));
  await sql`insert into session (token_hash, hospital_id, account_id, expires_at) values ('over', ${world.hospitalId}, ${world.accountId}, now() - interval '1 minute'), ('open', ${world.hospitalId}, ${world.accountId}, now() + interval '1 hour')`;
  await sql`insert into sign_in_attempt (state_hash, hospital_id, browser_hash, nonce, code_verifier, return_to, proves_anew, started_at) values ('left', ${world.hospitalId}, 'b', 'n', 'v', '/', false, now() - interval '25 hours'), ('away', ${world.hospitalId}, 'b', 'n', 'v', '/', false, now())`;

  expect(await forgetOldAccess(sql)).toBe(4);
  expect(await forgetOldAccess(sql)).toBe(0);
  expect(await sessionOf(sql, open.token, now)).toMatchObject({ patientId: world.patientId });
  expect(await sql`select 1 from patient_session where expires_at = ${over.expiresAt}`).toHaveLength(0);
  expect(await sql`select token_hash from session`).toEqual([{ tokenHash: 'open' }]);
  expect(await sql`select state_hash from sign_in_attempt`).toEqual([{ stateHash: 'away' }]);
  expect(await sql`select at from access_attempt`).toEqual([{ at: daysAgo(keepAttemptsForDays - 1) }]);
});

it('A try that still counts can be neither deleted nor changed', async () => {
  await attempt(daysAgo(keepAttemptsForDays - 1));
  await expect(setting.sql`delete from access_attempt`).rejects.toThrow('access_attempt rows never change');
  await expect(setting.sql`update access_attempt set ok = true`).rejects.toThrow('access_attempt rows never change');
});

it('Answers kept for repeated requests go after a month', async () => {
  const { sql } = setting;
  const keep = (key: string, days: number) => sql`insert into idempotency (hospital_id, account_id, key, request_hash, created_at) values (${world.hospitalId}, ${world.accountId}, ${key}, 'hash', ${daysAgo(days)})`;
  await keep('old', keepAnswersForDays + 1);
  await keep('young', keepAnswersForDays - 1);
  expect(await forgetOldAccess(sql)).toBe(1);
  expect(await sql`select key from idempotency`).toEqual([{ key: 'young' }]);
});
