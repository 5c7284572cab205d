/** While two records were one, each of two persons could come into the page of both: after the undo nobody stays in the other's. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { addMinutes } from '../../pathways/time.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { merge } from '../people/merge.js';
import { undoMerge } from '../people/undo-merge.js';
import { createSetting, type TestSetting } from '../testing/setting.js';
import { createPatient, createWorld, type World } from '../testing/world.js';
import { codeFor, knownCode } from './codes.js';
import { openByCode, verify } from './enter.js';
import { findLink, issueLink } from './links.js';
import type { Person } from './person.js';
import { sessionOf } from './session.js';

const before = '2026-03-05T02:00:00.000Z';
let setting: TestSetting;
let world: World;
let kept: Person;
let other: Person;
beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql);
});
afterAll(() => setting.close());
beforeEach(async () => {
  kept = { hospitalId: world.hospitalId, patientId: (await createPatient(setting.sql, world.hospitalId)).patientId, contactId: null };
  other = { ...kept, patientId: (await createPatient(setting.sql, world.hospitalId)).patientId };
});

let addresses = 0;
const deps = () => ({ sql: setting.sql, crypt: setting.deps.crypt });
const code = (of: Person) => setting.sql.begin((tx) => codeFor(tx, setting.deps.crypt, of));
const link = async (person: Person, now: Instant) => (await issueLink(setting.sql, { person, purpose: 'plan', by: null, now })).token;
const linkState = async (token: string, now: Instant) => (await findLink(setting.sql, token, now))?.state;
const from = (now: Instant) => ({ address: `10.1.0.${(addresses += 1)}`, now });
async function inBy(digits: string, now: Instant): Promise<string> {
  const opened = await openByCode(deps(), digits, from(now));
  if (opened.outcome !== 'opened') return '';
  const verified = await verify(deps(), { by: 'session', token: opened.token }, '1954-01-01', { ...from(now), ownPhone: true });
  return verified.outcome === 'verified' ? verified.token : '';
}
const whose = async (token: string, now: Instant) => (await sessionOf(setting.sql, token, now))?.patientId ?? null;
/** `meanwhile`: a moment at which the two are one. */
async function merged(): Promise<{ mergeId: string; meanwhile: Instant }> {
  const result = await merge(setting.sql, setting.deps.crypt, { hospitalId: world.hospitalId, kept: kept.patientId, merged: other.patientId, reason: 'one person', by: world.accountId });
  if (result.outcome !== 'merged') throw new Error(JSON.stringify(result));
  const [row] = await setting.sql<{ mergedAt: Instant }[]>`select merged_at from patient_merge where id = ${result.mergeId}`;
  return { mergeId: result.mergeId, meanwhile: addMinutes(row?.mergedAt ?? '', 1) };
}
const undo = async (mergeId: string) => expect(await undoMerge(setting.sql, { hospitalId: world.hospitalId, mergeId, reason: 'two sisters', by: world.accountId })).toMatchObject({ outcome: 'undone' });

it('Whoever came in while they were one is out, and comes into her own page by her own code', async () => {
  const hers = await code(other);
  const { mergeId, meanwhile } = await merged();
  const inside = await inBy(hers, meanwhile);
  expect(await whose(inside, meanwhile)).toBe(kept.patientId);
  await undo(mergeId);
  expect(await whose(inside, meanwhile)).toBeNull();
  expect(await whose(await inBy(hers, meanwhile), meanwhile)).toBe(other.patientId);
});

it('What was printed for both opens nothing any more; what each had before goes on', async () => {
  const printed = [await link(kept, before), await link(other, before)];
  const { mergeId, meanwhile } = await merged();
  const forBoth = await link(kept, meanwhile);
  await undo(mergeId);
  expect(await Promise.all([...printed, forBoth].map((token) => linkState(token, before)))).toEqual(['open', 'open', 'revoked']);
});

it('The code that texts to the numbers of both have named ends, and the next text names a new one', async () => {
  const mine = await code(kept);
  await setting.sql`update contact set value = '+8613900000009' where patient_id = ${other.patientId} and owner = 'family'`;
  const [her] = await setting.sql<{ id: string }[]>`select id from contact where patient_id = ${other.patientId} and owner = 'family'`;
  const { mergeId, meanwhile } = await merged();
  const relatives = await code({ ...kept, contactId: her?.id ?? null });
  await undo(mergeId);
  expect([await inBy(mine, meanwhile), await inBy(relatives, meanwhile)]).toEqual(['', '']);
  expect(await knownCode(setting.sql, setting.deps.crypt, kept)).toBeNull();
  expect(await whose(await inBy(await code(kept), meanwhile), meanwhile)).toBe(kept.patientId);
});

it('A relative of the kept one keeps her code, and a session from before goes on', async () => {
  const [daughter] = await setting.sql<{ id: string }[]>`select id from contact where patient_id = ${kept.patientId} and owner = 'family'`;
  const theirs = await code({ ...kept, contactId: daughter?.id ?? null });
  const inside = await inBy(theirs, before);
  const { mergeId, meanwhile } = await merged();
  await undo(mergeId);
  expect([await whose(inside, before), await whose(await inBy(theirs, meanwhile), meanwhile)]).toEqual([kept.patientId, kept.patientId]);
});
