import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { fromMs } from '../../pathways/time.js';
import { createSetting, type TestSetting } from '../testing/setting.js';
import { createPatient, createWorld, launchEpisode, type World } from '../testing/world.js';
import { codeFor } from './codes.js';
import { openByCode } from './enter.js';
import { issueLink } from './links.js';
import type { Person } from './person.js';
import { sessionOf } from './session.js';
import { codeDaysAfterCare, endSpentCodes } from './spent-codes.js';

let setting: TestSetting;
let world: World;
let person: Person;
let mine: string;
let episodeId: string;
const now = fromMs(Date.now());
beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql);
});
afterAll(() => setting.close());
/** A package that ended a day longer ago than a code outlives it. */
beforeEach(async () => {
  Object.assign(world, await createPatient(setting.sql, world.hospitalId));
  person = { hospitalId: world.hospitalId, patientId: world.patientId, contactId: null };
  mine = await code();
  await setting.sql`update patient_code set created_at = ${daysAgo(codeDaysAfterCare + 90)} where patient_id = ${person.patientId}`;
  episodeId = await launchEpisode(setting.sql, world);
  await ended(codeDaysAfterCare + 1);
});

const daysAgo = (days: number) => setting.sql`now() - make_interval(days => ${days})`;
const ended = (days: number) => setting.sql`update episode set status = 'completed', ended_at = ${daysAgo(days)} where id = ${episodeId}`;
const code = () => setting.sql.begin((tx) => codeFor(tx, setting.deps.crypt, person));
let addresses = 0;
const open = () => openByCode({ sql: setting.sql, crypt: setting.deps.crypt }, mine, { address: `10.1.0.${(addresses += 1)}`, now });
const sweep = () => endSpentCodes(setting.sql, 100);

it('A code ends some time after the last package, with its sessions; the next text names another', async () => {
  const opened = await open();
  if (opened.outcome !== 'opened') throw new Error(opened.outcome);
  expect([await sweep(), await sweep()]).toEqual([1, 0]);
  expect([await open(), await sessionOf(setting.sql, opened.token, now)]).toEqual([{ outcome: 'unknown' }, null]);
  mine = await code();
  expect([await sweep(), (await open()).outcome]).toEqual([0, 'opened']);
});

it('A code stays while a package runs, and as long after it as a printed link opens', async () => {
  await ended(codeDaysAfterCare - 1);
  expect(await sweep()).toBe(0);
  await setting.sql`update episode set status = 'active', ended_at = null where id = ${episodeId}`;
  expect([await sweep(), (await open()).outcome]).toEqual([0, 'opened']);
});

it('A code stays for whoever waits for an answer, and for whoever was told it of late', async () => {
  const inquiry = uuidv7();
  await setting.sql`insert into inquiry (id, hospital_id, patient_id, kind, text_enc, asked_by, asked_at, asked_wall_at, due_at, due_wall_at)
    values (${inquiry}, ${person.hospitalId}, ${person.patientId}, 'question', ''::bytea, 'patient', now(), ${daysAgo(codeDaysAfterCare + 1)}, now(), now())`;
  expect(await sweep()).toBe(0);
  await setting.sql`update inquiry set state = 'answered' where id = ${inquiry}`;
  await setting.sql`insert into inquiry_entry (id, hospital_id, inquiry_id, act, acted_by, acted_at, text_enc) values (${uuidv7()}, ${person.hospitalId}, ${inquiry}, 'replied', ${world.accountId}, ${daysAgo(1)}, ''::bytea)`;
  expect(await sweep()).toBe(0);
});

it('A code ends when the last word of its answers is long past', async () => {
  await setting.sql`insert into inquiry (id, hospital_id, patient_id, kind, text_enc, asked_by, asked_at, asked_wall_at, due_at, due_wall_at, state)
    values (${uuidv7()}, ${person.hospitalId}, ${person.patientId}, 'question', ''::bytea, 'patient', now(), ${daysAgo(codeDaysAfterCare + 1)}, now(), now(), 'answered')`;
  expect(await sweep()).toBe(1);
});

it('A code stays that was said beside a new link', async () => {
  await issueLink(setting.sql, { person, purpose: 'plan', by: null, now });
  expect(await sweep()).toBe(0);
});

it('A code of a merged record lives as long as the record that was kept is cared for', async () => {
  const kept = await createPatient(setting.sql, world.hospitalId);
  await launchEpisode(setting.sql, { ...world, ...kept });
  await setting.sql`update patient set merged_into = ${kept.patientId} where id = ${person.patientId}`;
  expect(await sweep()).toBe(0);
});
