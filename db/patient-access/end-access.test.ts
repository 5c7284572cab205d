/** Whoever came in by a number that is not the patient's is out as soon as somebody says so. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EpisodeEvent } from '../../pathways/engine/events.js';
import { addHours } from '../../pathways/time.js';
import { deliverObligations } from '../ledger/deliver.js';
import { addContact } from '../patient-edits.js';
import { changeContact } from '../people/contacts.js';
import { merge } from '../people/merge.js';
import { projectPatientFacts } from '../read-models/patient-facts.js';
import { morning, plantObligation } from '../testing/obligation.js';
import { createSetting, type TestSetting } from '../testing/setting.js';
import { createPatient, createWorld, launchEpisode, type World } from '../testing/world.js';
import { codeFor } from './codes.js';
import { openByCode, verify, type Key } from './enter.js';
import { issueLink } from './links.js';
import type { Person } from './person.js';
import { sessionOf } from './session.js';

const now = '2026-03-05T02:00:00.000Z';
let setting: TestSetting;
let world: World;
let person: Person;
beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql);
});
afterAll(() => setting.close());
beforeEach(async () => {
  Object.assign(world, await createPatient(setting.sql, world.hospitalId));
  person = { hospitalId: world.hospitalId, patientId: world.patientId, contactId: null };
});

let addresses = 0;
const enter = () => ({ sql: setting.sql, crypt: setting.deps.crypt });
const from = () => ({ address: `10.0.0.${(addresses += 1)}`, now });
const code = (of = person) => setting.sql.begin((tx) => codeFor(tx, setting.deps.crypt, of));
const link = (purpose: 'plan' | 'phone') => issueLink(setting.sql, { person, purpose, by: null, now });
const numberOf = async (owner: 'patient' | 'family') => {
  const [row] = await setting.sql<{ id: string; value: string }[]>`select id, value from contact where patient_id = ${world.patientId} and owner = ${owner} and kind = 'mobile' and quarantined_at is null`;
  return row ?? { id: '', value: '' };
};
const family = async (): Promise<Person> => ({ ...person, contactId: (await numberOf('family')).id });
const inBy = async (key: Key, given = '1954-01-01') => {
  const verified = await verify(enter(), key, given, { ...from(), ownPhone: true });
  return verified.outcome === 'verified' ? verified.token : '';
};
const byCode = async (digits: string) => {
  const opened = await openByCode(enter(), digits, from());
  return opened.outcome === 'opened' ? inBy({ by: 'session', token: opened.token }) : '';
};
const stays = async (token: string) => (await sessionOf(setting.sql, token, now)) !== null;
const putAside = async () => changeContact(setting.sql, world.hospitalId, world.patientId, (await numberOf('patient')).id, { quarantined: true });

describe('A number that turns out not to be hers', () => {
  it('ends code, sessions and links that went to it at once, and nobody else\'s; the printed link asks anew', async () => {
    const [mine, theirs] = [await code(), await code(await family())];
    const printed = (await link('plan')).token;
    const spoken = (await link('phone')).token;
    const inside = [await byCode(mine), await inBy({ by: 'link', token: printed }), await inBy({ by: 'link', token: spoken })];
    const daughter = await byCode(theirs);
    expect(await putAside()).toBe('done');
    expect(await Promise.all([...inside, daughter].map(stays))).toEqual([false, false, false, true]);
    expect([(await openByCode(enter(), mine, from())).outcome, (await openByCode(enter(), theirs, from())).outcome]).toEqual(['unknown', 'opened']);
    expect([await inBy({ by: 'link', token: spoken }), (await inBy({ by: 'link', token: printed })) === '']).toEqual(['', false]);
  });

  it('is followed by a text with a new code, to the number that is', async () => {
    const mine = await code();
    await putAside();
    await addContact(setting.sql, world.hospitalId, world.patientId, { owner: 'patient', kind: 'mobile', value: '+8613800138077' });
    const episodeId = await launchEpisode(setting.sql, world);
    setting.vendors.sms.taken = [];
    const text = await plantObligation(setting.sql, episodeId, { channels: ['sms'] });
    await deliverObligations(setting.deps, { hospitalId: world.hospitalId, episodeId, obligations: [text], episodeNow: morning });
    const [sent] = setting.vendors.sms.taken;
    const fresh = await code();
    expect([sent?.to, sent?.body, fresh === mine]).toEqual(['+8613800138077', expect.stringContaining(`（码${fresh}）`), false]);
  });

  it('but the daughter\'s ends what she had as the patient, whoever corrects it and how', async () => {
    const { id, value } = await numberOf('patient');
    const taken = await byCode(await code());
    await changeContact(setting.sql, world.hospitalId, world.patientId, id, { relation: 'daughter' });
    expect(await stays(taken)).toBe(true);
    await changeContact(setting.sql, world.hospitalId, world.patientId, id, { owner: 'family' });
    expect(await stays(taken)).toBe(false);
    const hers = { ...person, contactId: id };
    const narrow = await byCode(await code(hers));
    expect(await sessionOf(setting.sql, narrow, now)).toMatchObject({ scope: 'family' });
    // The same number entered again, as the patient's after all.
    expect(await addContact(setting.sql, world.hospitalId, world.patientId, { owner: 'patient', kind: 'mobile', value })).toBe(id);
    expect(await stays(narrow)).toBe(false);
  });

  it('ends the code of a merged record too', async () => {
    const other = await createPatient(setting.sql, world.hospitalId);
    const theirs = await code({ ...person, patientId: other.patientId });
    await setting.sql`insert into patient_merge (id, hospital_id, kept, merged, reason, moved, facts_before, facts_after, merged_by) values (gen_random_uuid(), ${world.hospitalId}, ${world.patientId}, ${other.patientId}, 'one person', '{}', '{}', '{}', ${world.accountId})`;
    await putAside();
    expect((await openByCode(enter(), theirs, from())).outcome).toBe('unknown');
  });

  it('is another thing than one that a vendor cannot reach: that locks nobody out', async () => {
    const inside = await byCode(await code());
    const episodeId = await launchEpisode(setting.sql, world);
    setting.vendors.sms.script = [{ outcome: 'rejected', reason: 'no-address', code: '9', scope: 'recipient' }];
    const text = await plantObligation(setting.sql, episodeId, { channels: ['sms'] });
    await deliverObligations(setting.deps, { hospitalId: world.hospitalId, episodeId, obligations: [text], episodeNow: morning });
    expect([(await numberOf('patient')).id, await stays(inside)]).toEqual(['', true]);
  });
});

describe('A number that two records of hers had, by now one', () => {
  const mergedWith = async (merged: string) => expect(await merge(setting.sql, setting.deps.crypt, { hospitalId: world.hospitalId, kept: world.patientId, merged, reason: 'one person', by: world.accountId })).toMatchObject({ outcome: 'merged' });
  const contactOf = async (patientId: string, owner: string) => (await setting.sql<{ id: string }[]>`select id from contact where patient_id = ${patientId} and owner = ${owner} and kind = 'mobile'`)[0]?.id ?? '';
  let other: string;
  beforeEach(async () => {
    other = (await createPatient(setting.sql, world.hospitalId)).patientId;
  });

  it('is put aside: whoever came in by what either record had sent there is out', async () => {
    const theirs = { ...person, patientId: other, contactId: await contactOf(other, 'family') };
    const digits = await code(theirs);
    const inside = await byCode(digits);
    const sent = (await issueLink(setting.sql, { person: theirs, purpose: 'phone', by: null, now })).token;
    await mergedWith(other);
    expect(await sessionOf(setting.sql, inside, now)).toMatchObject({ patientId: world.patientId });
    expect(await changeContact(setting.sql, world.hospitalId, world.patientId, await contactOf(world.patientId, 'family'), { quarantined: true })).toBe('done');
    expect([await stays(inside), (await openByCode(enter(), digits, from())).outcome, await inBy({ by: 'link', token: sent })]).toEqual([false, 'unknown', '']);
  });

  it.each(['merged', 'kept'] as const)('that the %s record knew to be a stranger\'s opens nothing after the merge', async (knows) => {
    const [knowing, unaware] = knows === 'merged' ? [other, world.patientId] : [world.patientId, other];
    const [aside] = await Promise.all([knowing, unaware].map((patientId) => addContact(setting.sql, world.hospitalId, patientId, { owner: 'patient', kind: 'mobile', value: '+8613922223333' })));
    const theirs = await code({ ...person, patientId: unaware });
    const inside = await byCode(theirs);
    expect(await changeContact(setting.sql, world.hospitalId, knowing, aside ?? '', { quarantined: true })).toBe('done');
    expect(await stays(inside)).toBe(true);
    await mergedWith(other);
    expect([await stays(inside), (await openByCode(enter(), theirs, from())).outcome]).toEqual([false, 'unknown']);
  });

  it('turns out to be a stranger\'s in a call that was made by what the other record said', async () => {
    const episodeId = await launchEpisode(setting.sql, world);
    const twin = await contactOf(other, 'family');
    const theirs = await code({ ...person, patientId: other, contactId: twin });
    await mergedWith(other);
    const quarantined: EpisodeEvent = { type: 'ContactQuarantined', at: now, cause: { kind: 'input', input: 'call-recorded' }, contact: twin };
    await setting.sql.begin((tx) => projectPatientFacts({ tx, hospitalId: world.hospitalId, patientId: world.patientId, episodeId } as never, { input: { kind: 'call-recorded' }, events: [quarantined] } as never));
    expect([(await numberOf('family')).id, (await openByCode(enter(), theirs, from())).outcome]).toEqual(['', 'unknown']);
  });
});

describe('Access from before this held (migration 0068)', () => {
  const file = new URL('../migrations/0068_access_by_wrong_numbers.sql', import.meta.url);
  const run = async () => setting.sql.begin(async (tx) => void (await tx.unsafe(await readFile(file, 'utf8'))));
  const unreachable = async () => {
    const episodeId = await launchEpisode(setting.sql, world);
    setting.vendors.sms.script = [{ outcome: 'rejected', reason: 'no-address', code: '9', scope: 'recipient' }];
    const text = await plantObligation(setting.sql, episodeId, { channels: ['sms'] });
    await deliverObligations(setting.deps, { hospitalId: world.hospitalId, episodeId, obligations: [text], episodeNow: morning });
    expect(await setting.sql`select detail from attempt where patient_id = ${world.patientId}`).toMatchObject([{ detail: 'no-address' }]);
  };

  it('ends what a number opened that a person had put aside, and not what one opened that a vendor could not reach', async () => {
    const stranger = await byCode(await code());
    await setting.sql`update contact set quarantined_at = now() where id = ${(await numberOf('patient')).id}`;
    Object.assign(world, await createPatient(setting.sql, world.hospitalId));
    person = { ...person, patientId: world.patientId };
    const other = await byCode(await code());
    await unreachable();
    await run();
    expect([await stays(stranger), await stays(other)]).toEqual([false, true]);
  });

  it('takes renewed codes out of kept answers, and nothing else', async () => {
    const keep = (key: string, body: string) => setting.sql`insert into idempotency (hospital_id, account_id, key, request_hash, status, response) values (${world.hospitalId}, ${world.accountId}, ${key}, 'hash', 200, ${setting.sql.json({ body, contentType: 'application/json' })})`;
    await keep('renewed', '{"code":"123456"}');
    await keep('other', '{"code":"forbidden"}');
    await run();
    expect((await setting.sql<{ body: string }[]>`select response->>'body' as body from idempotency where key in ('renewed', 'other') order by key`).map(({ body }) => body)).toEqual(['{"code":"forbidden"}', '{"code":null}']);
  });

  it('ends sessions that digits of the number had opened', async () => {
    await setting.sql`update patient set birth_date = null where id = ${world.patientId}`;
    const paper = await inBy({ by: 'link', token: (await link('plan')).token }, (await numberOf('patient')).value.slice(-4));
    await setting.sql`insert into patient_session (token_hash, hospital_id, patient_id, scope, code_id, created_at, verified_at, expires_at)
      select 'by-tail', hospital_id, patient_id, 'patient', id, ${now}, ${now}, ${addHours(now, 720)} from patient_code where lookup = ${setting.deps.crypt.index(`patient-code/${await code()}`)}`;
    await run();
    expect([await stays(paper), await setting.sql`select 1 from patient_session where token_hash = 'by-tail'`]).toEqual([true, []]);
  });
});
