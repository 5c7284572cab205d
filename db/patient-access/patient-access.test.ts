import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCrypt } from '../../messages/crypt.js';
import { addHours, addMinutes } from '../../pathways/time.js';
import { testKeys } from '../../test/support/keys.js';
import { deliverObligations } from '../ledger/deliver.js';
import { morning, plantObligation } from '../testing/obligation.js';
import { createSetting, type TestSetting } from '../testing/setting.js';
import { merge } from '../people/merge.js';
import { undoMerge } from '../people/undo-merge.js';
import { createPatient, createWorld, launchEpisode, type World } from '../testing/world.js';
import { accessLimits } from './attempts.js';
import { codeFor, renewCode, typedCode } from './codes.js';
import { factorAskedFor, openByCode, verify, type Key } from './enter.js';
import { issueLink, linkPath, revokeLink } from './links.js';
import type { Person } from './person.js';
import { redemptionToken, verifyPatientToken } from './redemption-token.js';
import { sessionOf } from './session.js';

const now = '2026-03-05T02:00:00.000Z';
const birthDate = '1954-01-01';
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

const enter = () => ({ sql: setting.sql, crypt: setting.deps.crypt });
let addresses = 0;
const from = (at = now) => ({ address: `10.0.0.${(addresses += 1)}`, now: at });
const code = (of = person) => setting.sql.begin((tx) => codeFor(tx, setting.deps.crypt, of));
const link = async (days?: number) => issueLink(setting.sql, { person, purpose: 'plan', by: world.accountId, now, ...(days === undefined ? {} : { days }) });
const tryFactor = (key: Key, given: string, at = now) => verify(enter(), key, given, { ...from(at), ownPhone: false });
const family = async (): Promise<Person> => {
  const [row] = await setting.sql<{ id: string }[]>`select id from contact where patient_id = ${world.patientId} and owner = 'family'`;
  return { ...person, contactId: row?.id ?? '' };
};

describe('A personal code', () => {
  it('is the same in every message, six digits, and differs between patient and family', async () => {
    const mine = await code();
    expect(mine).toMatch(/^\d{6}$/);
    expect(await code()).toBe(mine);
    expect(await code(await family())).not.toBe(mine);
    expect([...(await setting.sql`select * from patient_code where patient_id = ${world.patientId}`)].some((row) => JSON.stringify(row).includes(mine))).toBe(false);
  });

  it('takes the next generation when its digits are taken', async () => {
    const wanted = await code();
    await setting.sql`update patient_code set revoked_at = now() where patient_id = ${world.patientId}`;
    await setting.sql`delete from patient_code where patient_id = ${world.patientId}`;
    // Somebody else holds these digits.
    const other = await createPatient(setting.sql, world.hospitalId);
    await setting.sql`insert into patient_code (id, hospital_id, patient_id, generation, key_id, lookup)
      values (gen_random_uuid(), ${world.hospitalId}, ${other.patientId}, 1, 'test-link', ${setting.deps.crypt.index(`patient-code/${wanted}`)})`;
    expect(await code()).not.toBe(wanted);
    const [row] = await setting.sql`select generation from patient_code where patient_id = ${world.patientId} and revoked_at is null`;
    expect(row).toEqual({ generation: 2 });
  });

  it('outlives a new link key, and is made anew when the old key is gone', async () => {
    const mine = await code();
    const fresh = { id: 'fresh', secret: Buffer.alloc(32, 9) };
    const rotated = createCrypt({ ...testKeys, link: [fresh, ...testKeys.link] });
    expect(await setting.sql.begin((tx) => codeFor(tx, rotated, person))).toBe(mine);
    const lost = createCrypt({ ...testKeys, link: [fresh] });
    const again = await setting.sql.begin((tx) => codeFor(tx, lost, person));
    expect(again).not.toBe(mine);
    expect((await openByCode(enter(), mine, from())).outcome).toBe('unknown');
    expect((await openByCode(enter(), again, from())).outcome).toBe('opened');
  });

  it('is read as people type it', () => {
    expect([typedCode(' 482 913'), typedCode('４８２９１３'), typedCode('482-913'), typedCode('48291'), typedCode('48291a')]).toEqual(['482913', '482913', '482913', null, null]);
  });

  it('stands in the SMS that names the entry, the family\'s own in the family\'s', async () => {
    const episodeId = await launchEpisode(setting.sql, world);
    setting.vendors.sms.taken = [];
    const toPatient = await plantObligation(setting.sql, episodeId, { channels: ['sms'] });
    const toFamily = await plantObligation(setting.sql, episodeId, { channels: ['sms'], recipient: 'family', text: 'survey.family', params: {} });
    await deliverObligations(setting.deps, { hospitalId: world.hospitalId, episodeId, obligations: [toPatient, toFamily], episodeNow: morning });
    const [mine, theirs] = [await code(), await code(await family())];
    expect(setting.vendors.sms.taken.map(({ to, body }) => [to, body])).toEqual([
      ['+8613800138000', expect.stringContaining(`小程序（码${mine}）`)], ['+8613800138001', expect.stringContaining(`小程序（码${theirs}）`)],
    ]);
  });

  it('of whom nobody writes to is never made: staff alerts carry none', async () => {
    const episodeId = await launchEpisode(setting.sql, world);
    setting.vendors.wecom.taken = [];
    const alert = await plantObligation(setting.sql, episodeId, { class: 'staff-alert', recipient: 'responsible-nurse', text: 'staff.alert', channels: ['wecom'], params: { level: 'orange', instruction: 'do.W-2', case: `${episodeId}/escalation/1` } });
    await deliverObligations(setting.deps, { hospitalId: world.hospitalId, episodeId, obligations: [alert], episodeNow: morning });
    expect(setting.vendors.wecom.taken).toHaveLength(1);
    expect(await setting.sql`select 1 from patient_code where patient_id = ${world.patientId}`).toHaveLength(0);
  });
});

describe('Coming in', () => {
  it('takes a code and the birth date, and gives a session that the opened one no longer is', async () => {
    const opened = await openByCode(enter(), await code(), from());
    if (opened.outcome !== 'opened') throw new Error(opened.outcome);
    expect(await sessionOf(setting.sql, opened.token, now)).toMatchObject({ verified: false, scope: 'patient' });
    expect(await factorAskedFor(enter(), { by: 'session', token: opened.token }, now)).toMatchObject({ kind: 'birth-date' });
    const verified = await tryFactor({ by: 'session', token: opened.token }, birthDate);
    if (verified.outcome !== 'verified') throw new Error(verified.outcome);
    expect(await sessionOf(setting.sql, verified.token, now)).toMatchObject({ verified: true, patientId: world.patientId, contactId: null });
    expect(await sessionOf(setting.sql, opened.token, now)).toBeNull();
    expect(await sessionOf(setting.sql, verified.token, addHours(now, 13))).toBeNull();
  });

  it('by link stores neither the token nor anything it could be made from', async () => {
    const { token } = await link();
    expect(JSON.stringify(await setting.sql`select * from patient_link where patient_id = ${world.patientId}`)).not.toContain(token);
    expect(await tryFactor({ by: 'link', token }, birthDate)).toMatchObject({ outcome: 'verified' });
  });

  it('gives a family contact a session of their own, narrower one', async () => {
    const theirs = await family();
    const { token } = await issueLink(setting.sql, { person: theirs, purpose: 'phone', by: null, now });
    const verified = await tryFactor({ by: 'link', token }, birthDate);
    expect(verified.outcome === 'verified' && (await sessionOf(setting.sql, verified.token, now))).toMatchObject({ scope: 'family', contactId: theirs.contactId });
  });

  it('asks for the last four digits of the number on file where the birth date is unknown, and for a person where there is neither', async () => {
    await setting.sql`update patient set birth_date = null where id = ${world.patientId}`;
    const { token } = await link();
    const key: Key = { by: 'link', token };
    expect(await factorAskedFor(enter(), key, now)).toMatchObject({ kind: 'phone-tail' });
    expect(await tryFactor(key, '8001')).toMatchObject({ outcome: 'wrong' }); // the daughter's
    expect(await tryFactor(key, '8000')).toMatchObject({ outcome: 'verified' });
    await setting.sql`update contact set quarantined_at = now() where patient_id = ${world.patientId}`;
    expect(await factorAskedFor(enter(), key, now)).toMatchObject({ kind: 'none' });
    expect(await tryFactor(key, '8000')).toMatchObject({ outcome: 'wrong' });
  });

  it('never asks for digits of the number to which the code or link itself went', async () => {
    await setting.sql`update patient set birth_date = null where id = ${world.patientId}`;
    const opened = await openByCode(enter(), await code(), from());
    const { token } = await issueLink(setting.sql, { person, purpose: 'phone', by: null, now });
    for (const key of [{ by: 'session', token: opened.outcome === 'opened' ? opened.token : '' }, { by: 'link', token }] satisfies Key[]) {
      expect(await factorAskedFor(enter(), key, now)).toMatchObject({ kind: 'none' });
      expect(await tryFactor(key, '8000')).toMatchObject({ outcome: 'wrong' });
    }
  });

  it('locks after five wrong second factors, also for the right one, and opens after an hour', async () => {
    const key: Key = { by: 'link', token: (await link()).token };
    const outcomes = [];
    for (let n = 0; n < 5; n += 1) outcomes.push(await tryFactor(key, '1953-01-01'));
    expect(outcomes).toEqual([4, 3, 2, 1].map((left) => ({ outcome: 'wrong', left })).concat([{ outcome: 'locked', minutes: 60 } as never]));
    expect(await tryFactor(key, birthDate)).toMatchObject({ outcome: 'locked' });
    expect(await tryFactor(key, birthDate, addMinutes(now, 61))).toMatchObject({ outcome: 'verified' });
  });

  it('counts a hundred guesses at once as a hundred', async () => {
    const key: Key = { by: 'link', token: (await link()).token };
    const outcomes = await Promise.all(Array.from({ length: 12 }, () => tryFactor(key, '1953-01-01')));
    expect(outcomes.filter(({ outcome }) => outcome === 'wrong')).toHaveLength(4);
    expect((await setting.sql`select 1 from access_attempt where kind = 'factor' and subject = (select id::text from patient_link where patient_id = ${world.patientId})`)).toHaveLength(5);
  });

  it('ends the link for good after fifteen wrong ones in all', async () => {
    const key: Key = { by: 'link', token: (await link()).token };
    for (let n = 0; n < accessLimits.wrongFactorsInAll; n += 1) await tryFactor(key, '1953-01-01', addMinutes(now, n * 30));
    expect(await tryFactor(key, birthDate, addHours(now, 48))).toEqual({ outcome: 'ended' });
  });

  it('ends the link after forty wrong ones in a month, however often she herself came in between', async () => {
    const { token } = await link();
    const key: Key = { by: 'link', token };
    let at = now;
    const outcomes: string[] = [];
    for (let n = 0; n < accessLimits.wrongFactorsWhateverWasRight.most; n += 1) {
      if (n % 4 === 0) expect((await tryFactor(key, birthDate, at)).outcome).toBe('verified');
      at = addHours(at, 2);
      outcomes.push((await tryFactor(key, '1953-01-01', at)).outcome);
    }
    expect([outcomes.slice(0, -1).every((outcome) => outcome === 'wrong'), outcomes.at(-1)]).toEqual([true, 'ended']);
    expect(await tryFactor(key, birthDate, at)).toEqual({ outcome: 'ended' });
  });

  it('counts the tries at one code over all sessions that it opened and all addresses', async () => {
    const mine = await code();
    const outcomes: string[] = [];
    for (let n = 0; n < 6; n += 1) {
      const opened = await openByCode(enter(), mine, from());
      if (opened.outcome === 'opened') outcomes.push((await tryFactor({ by: 'session', token: opened.token }, n === 5 ? birthDate : '1953-01-01')).outcome);
    }
    expect(outcomes).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'locked', 'locked']);
  });

  it('refuses an expired and a revoked link, and revoking ends its sessions at once', async () => {
    const old = await link(1);
    expect(await tryFactor({ by: 'link', token: old.token }, birthDate, addHours(now, 25))).toEqual({ outcome: 'ended' });
    const good = await link();
    const verified = await tryFactor({ by: 'link', token: good.token }, birthDate);
    if (verified.outcome !== 'verified') throw new Error(verified.outcome);
    expect(await revokeLink(setting.sql, { ...person, linkId: good.linkId }, world.accountId, now)).toBe(true);
    expect(await sessionOf(setting.sql, verified.token, now)).toBeNull();
    expect(await tryFactor({ by: 'link', token: good.token }, birthDate)).toEqual({ outcome: 'ended' });
    expect(await revokeLink(setting.sql, { ...person, hospitalId: world.accountId, linkId: good.linkId }, null, now)).toBe(false);
  });

  it('ends a session with its link, however long it was to last, and a session that is verified opens no other', async () => {
    const { token, expiresAt } = await link(1);
    const begin = (at: string) => verify(enter(), { by: 'link', token }, birthDate, { ...from(at), ownPhone: true });
    const inside = await begin(now);
    if (inside.outcome !== 'verified') throw new Error(inside.outcome);
    expect(inside.expiresAt).toBe(expiresAt);
    // One from before sessions ended with their links.
    await setting.sql`update patient_session set expires_at = ${addHours(now, 24 * 30)} where patient_id = ${person.patientId}`;
    expect([await sessionOf(setting.sql, inside.token, addHours(now, 23)), await sessionOf(setting.sql, inside.token, addHours(now, 24))]).toEqual([expect.objectContaining({ verified: true }), null]);
    expect(await tryFactor({ by: 'session', token: inside.token }, birthDate, addHours(now, 23))).toEqual({ outcome: 'ended' });
    expect(await sessionOf(setting.sql, inside.token, addHours(now, 23))).toMatchObject({ verified: true });
    const short = await verify(enter(), { by: 'link', token: (await link(30)).token }, birthDate, { ...from(), ownPhone: false });
    expect(short).toMatchObject({ expiresAt: addHours(now, 12) });
  });

  it('keeps nobody in the page of another patient whose record hers was merged into by mistake', async () => {
    const other = (await createPatient(setting.sql, world.hospitalId)).patientId;
    const theirs = { ...person, patientId: other };
    const [codeOfOther, linkOfOther] = [await code(theirs), await issueLink(setting.sql, { person: theirs, purpose: 'plan', by: null, now })];
    const merged = await merge(setting.sql, setting.deps.crypt, { hospitalId: world.hospitalId, kept: world.patientId, merged: other, reason: 'looked alike', by: world.accountId });
    if (merged.outcome !== 'merged') throw new Error(merged.outcome);
    const opened = await openByCode(enter(), codeOfOther, from());
    const keys: Key[] = [{ by: 'session', token: opened.outcome === 'opened' ? opened.token : '' }, { by: 'link', token: linkOfOther.token }];
    const sessions: string[] = [];
    for (const key of keys) {
      const verified = await tryFactor(key, birthDate);
      sessions.push(verified.outcome === 'verified' ? verified.token : verified.outcome);
    }
    const seen = () => Promise.all(sessions.map(async (token) => (await sessionOf(setting.sql, token, now))?.patientId ?? null));
    expect(await seen()).toEqual([world.patientId, world.patientId]);
    expect((await undoMerge(setting.sql, { hospitalId: world.hospitalId, mergeId: merged.mergeId, reason: 'two women', by: world.accountId })).outcome).toBe('undone');
    expect(await seen()).not.toContain(world.patientId);
  });

  it('ends sessions of a code that was renewed', async () => {
    const opened = await openByCode(enter(), await code(), from());
    await setting.sql.begin((tx) => renewCode(tx, setting.deps.crypt, person));
    expect(opened.outcome === 'opened' && (await sessionOf(setting.sql, opened.token, now))).toBeNull();
  });

  it('takes nothing more from an address that guesses codes, and no code from anywhere while they are guessed by the hundred', async () => {
    const right = await code();
    const wrong = (Number(right) + 1).toString().padStart(6, '0').slice(-6);
    const guesser = { address: 'guesser', now: addHours(now, 100) };
    for (let n = 0; n < accessLimits.wrongFromOneAddress.most; n += 1) expect((await openByCode(enter(), wrong, guesser)).outcome).toBe('unknown');
    expect(await openByCode(enter(), right, guesser)).toEqual({ outcome: 'wait', minutes: 10 });
    expect((await openByCode(enter(), right, { ...guesser, address: 'somebody else' })).outcome).toBe('opened');
    await setting.sql`insert into access_attempt (kind, address_hmac, ok, at) select 'code', n::text, false, ${guesser.now} from generate_series(1, ${accessLimits.wrongCodesEverywhere.most}) n`;
    expect(await openByCode(enter(), right, { ...guesser, address: 'a third' })).toEqual({ outcome: 'wait', minutes: 60 });
    expect(await tryFactor({ by: 'link', token: (await link()).token }, birthDate, guesser.now)).toMatchObject({ outcome: 'verified' });
  });
});

describe('At the door', () => {
  const at = (text: string, when = now, patientId = world.patientId) => verifyPatientToken(enter(), { hospitalId: world.hospitalId, patientId, by: world.accountId }, text, when);

  it('the patient\'s QR code, the printed one and the typed code prove who it is', async () => {
    const { token } = await link();
    expect(await at(redemptionToken(setting.deps.crypt, world.patientId, now).token)).toEqual({ ok: true, how: 'scan' });
    expect(await at(`https://care.example/wuyou${linkPath(token)}`)).toEqual({ ok: true, how: 'scan' });
    expect(await at(await code())).toEqual({ ok: true, how: 'code' });
    expect(await at(await code(await family()))).toEqual({ ok: true, how: 'code' });
  });

  it('refuses another patient\'s, an old one and a forged one', async () => {
    const mine = redemptionToken(setting.deps.crypt, world.patientId, now).token;
    const other = await createPatient(setting.sql, world.hospitalId);
    expect(await at(mine, now, other.patientId)).toEqual({ ok: false, why: 'other-patient' });
    expect(await at(mine, addMinutes(now, 11))).toEqual({ ok: false, why: 'expired' });
    expect(await at(mine.replace(world.patientId, other.patientId), now, other.patientId)).toEqual({ ok: false, why: 'unknown' });
    expect(await at(mine.slice(0, -1))).toEqual({ ok: false, why: 'unknown' });
    expect(await at('hello')).toEqual({ ok: false, why: 'unknown' });
  });

  it('lets nobody guess the code of an absent patient', async () => {
    const right = await code();
    for (let n = 0; n < accessLimits.wrongRedemptions.most; n += 1) await at('000000'.replace(/0$/, String(n)), now);
    expect(await at(right)).toEqual({ ok: false, why: 'too-many-tries' });
  });
});

describe('A patient\'s own quiet hours', () => {
  it('hold for every routine message, beyond the plan\'s', async () => {
    const episodeId = await launchEpisode(setting.sql, world);
    await setting.sql`update patient set quiet_from = '20:00', quiet_until = '11:00' where id = ${world.patientId}`;
    const id = await plantObligation(setting.sql, episodeId);
    const { outcomes } = await deliverObligations(setting.deps, { hospitalId: world.hospitalId, episodeId, obligations: [id], episodeNow: morning });
    expect(outcomes).toMatchObject([{ outcome: 'deferred', until: '2026-03-05T03:00:00.000Z', reason: 'quiet-hours' }]);
  });
});
