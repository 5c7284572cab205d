/** What somebody says of a patient while two records become one, or two again, or by the id of a record that was merged before: it holds for the person. */
import { setTimeout as wait } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { takeInboundText } from '../../api/inbound-text.js';
import type { Tx } from '../client.js';
import { takeConsentWord } from '../consent-words.js';
import { bindOpenid, sendersOf } from '../inbound.js';
import { addContact, setConsents } from '../patient-edits.js';
import { lockPatient } from '../patient-lock.js';
import { setPreferences } from '../patient-preferences.js';
import { issueLink, revokeLink } from '../patient-access/links.js';
import { createSetting, type TestSetting } from '../testing/setting.js';
import { createPatient, createWorld, launchEpisode, type World } from '../testing/world.js';
import { correctBirthDate } from './birth-date.js';
import { decisionsOf, recordConsents } from './consents.js';
import { changeContact, orderContacts } from './contacts.js';
import { merge } from './merge.js';
import { undoMerge } from './undo-merge.js';

let setting: TestSetting;
let world: World;
let other: string;
beforeAll(async () => { setting = await createSetting(); });
beforeEach(async () => {
  world = await createWorld(setting.sql);
  other = (await createPatient(setting.sql, world.hospitalId)).patientId;
  // The daughter's number is known at the other record alone.
  await setting.sql`update contact set value = '+8613900000009', unsubscribed_at = now() where patient_id = ${other} and owner = 'family'`;
});
afterAll(() => setting.close());

const merging = async (): Promise<string> => {
  const result = await merge(setting.sql, setting.deps.crypt, { hospitalId: world.hospitalId, kept: world.patientId, merged: other, reason: 'one person', by: world.accountId });
  if (result.outcome !== 'merged') throw new Error(JSON.stringify(result));
  return result.mergeId;
};
const undoing = (mergeId: string) => undoMerge(setting.sql, { hospitalId: world.hospitalId, mergeId, reason: 'two sisters', by: world.accountId });

async function untilSomebodyWaits(many = 1): Promise<void> {
  const waiting = () => setting.sql`select 1 from pg_stat_activity where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0`;
  for (let looks = 0; (await waiting()).length < many; looks += 1) {
    if (looks > 100) throw new Error('Nobody waits');
    await wait(20);
  }
}

/** `first` has written and is about to commit when `second` begins. */
async function justBeforeCommit<T>(first: (tx: Tx) => Promise<unknown>, second: () => Promise<T>): Promise<T> {
  let begun: Promise<T> | undefined;
  await setting.sql.begin(async (tx) => {
    await first(tx);
    begun = second();
    await untilSomebodyWaits();
  });
  if (begun === undefined) throw new Error('It never began');
  return begun;
}

describe('A withdrawal a moment before', () => {
  const withdraws = (tx: Tx) => recordConsents(tx, { hospitalId: world.hospitalId, patientId: world.patientId }, decisionsOf({ sms: false }, 'online'), 'patient');
  const sms = async () => (await setting.sql<{ sms: boolean }[]>`select (consents->>'sms')::boolean as sms from patient where id = ${world.patientId}`)[0]?.sms;

  it('a merge holds', async () => {
    await justBeforeCommit(withdraws, merging);
    expect(await sms()).toBe(false);
  });

  it('its undo holds', async () => {
    const mergeId = await merging();
    expect(await justBeforeCommit(withdraws, () => undoing(mergeId))).toMatchObject({ outcome: 'undone', changedSince: ['consents'] });
    expect(await sms()).toBe(false);
  });

  it('by whoever knows of no lock: the facts are read when the row is theirs', async () => {
    await justBeforeCommit((tx) => tx`update patient set opted_out_at = now() where id = ${other}`, merging);
    expect([...(await setting.sql`select opted_out_at is not null as out from patient where id = ${world.patientId}`)]).toEqual([{ out: true }]);
  });
});

const [own, daughters] = ['+8613800138000', '+8613900000009'];
const contactId = async (value: string) => (await setting.sql<{ id: string }[]>`select c.id from contact c where c.value = ${value} and c.patient_id = any(${[world.patientId, other]}::uuid[]) order by c.patient_id = ${other} desc`)[0]?.id ?? '';
const atKept = async (value: string) => [...(await setting.sql`select owner, quarantined_at is not null as aside, unsubscribed_at is not null as unsubscribed from contact where patient_id = ${world.patientId} and value = ${value}`)];
const keptFact = async (column: string) => (await setting.sql`select ${setting.sql(column)} as fact from patient where id = ${world.patientId}`)[0]?.['fact'] as unknown;
const said = (word: 'opt-out' | 'opt-in') => ({ commandId: `twilio:${uuidv7()}`, at: '2026-03-05T02:00:00.000Z', word });
const stop = async () => takeConsentWord(setting.sql, { hospitalId: world.hospitalId, patientId: other, contactId: await contactId(own), episodeId: null, owner: 'patient', relation: null, value: own, quarantined: false }, said('opt-out'));
/** Each as somebody does it who looked at the other record; what the kept one says afterwards. */
const edits: [what: string, act: () => Promise<unknown>, then: () => Promise<unknown>, expected: unknown][] = [
  ['consents', () => setConsents(setting.sql, world.hospitalId, other, { sms: false }, world.accountId), () => keptFact('consents'), { sms: false, photos: true, family: true, familyDoctor: false }],
  ['a new number', () => addContact(setting.sql, world.hospitalId, other, { owner: 'patient', kind: 'mobile', value: '+8613812340000' }), () => atKept('+8613812340000'), [{ owner: 'patient', aside: false, unsubscribed: false }]],
  ['whose a number is', async () => changeContact(setting.sql, world.hospitalId, other, await contactId(daughters), { quarantined: true }), () => atKept(daughters), [{ owner: 'family', aside: true, unsubscribed: true }]],
  ['quiet hours', () => setPreferences(setting.sql, world.hospitalId, other, { quiet: { from: '19:00', until: '11:00' } }), () => keptFact('quiet_from'), '19:00'],
  ['the birth date', () => correctBirthDate(setting.sql, { hospitalId: world.hospitalId, patientId: other, birthDate: '1953-05-04', by: world.accountId }), () => keptFact('birth_date'), '1953-05-04'],
  ['STOP without a package', () => stop(), async () => (await keptFact('opted_out_at')) !== null, true],
  ['an openid', () => bindOpenid(setting.sql, other, `o-${other}`, uuidv7()), () => atKept(`o-${other}`), [{ owner: 'patient', aside: false, unsubscribed: false }]],
];

describe('Said of a record', () => {
  it.each(edits)('that was merged before, it holds for the kept one: %s', async (_, act, then, expected) => {
    await merging();
    await act();
    expect(await then()).toEqual(expected);
  });

  it.each(edits)('that is being merged at this moment, it holds for the kept one: %s', async (_, act, then, expected) => {
    await justBeforeCommit(async (tx) => {
      await lockPatient(tx, other);
      await tx`update patient set merged_into = ${world.patientId} where id = ${other}`;
      await tx`update contact set patient_id = ${world.patientId} where patient_id = ${other} and value = ${daughters}`;
    }, act);
    expect(await then()).toEqual(expected);
  });

  it('of a patient whom nobody knows, nothing is said', async () => {
    const nobody = uuidv7();
    expect([
      await setConsents(setting.sql, world.hospitalId, nobody, { sms: false }, world.accountId), await addContact(setting.sql, world.hospitalId, nobody, { owner: 'patient', kind: 'mobile', value: '+8613812340000' }),
      await changeContact(setting.sql, world.hospitalId, nobody, nobody, { quarantined: true }), await orderContacts(setting.sql, world.hospitalId, nobody, [nobody]), await setPreferences(setting.sql, world.hospitalId, nobody, { language: 'en' }),
      await correctBirthDate(setting.sql, { hospitalId: world.hospitalId, patientId: nobody, birthDate: '1953-05-04', by: world.accountId }),
    ]).toEqual([false, null, 'unknown', 'unknown', false, false]);
  });

  it('a link that went over is revoked by either id', async () => {
    const { linkId } = await issueLink(setting.sql, { person: { hospitalId: world.hospitalId, patientId: other, contactId: null }, purpose: 'plan', by: null, now: '2026-03-05T02:00:00.000Z' });
    await merging();
    expect(await revokeLink(setting.sql, { hospitalId: world.hospitalId, patientId: other, linkId }, world.accountId, '2026-03-05T03:00:00.000Z')).toBe(true);
  });
});

describe('STOP and START of a number between the look and the lock', () => {
  const looked = async () => {
    const found = (await sendersOf(setting.sql, daughters)).find(({ hospitalId }) => hospitalId === world.hospitalId);
    if (!found) throw new Error('Nobody has this number');
    return found;
  };
  const silent = async () => (await setting.sql<{ silent: boolean }[]>`select unsubscribed_at is not null as silent from contact where value = ${daughters} and patient_id = any(${[world.patientId, other]}::uuid[])`).map((row) => row.silent);

  it.each(['a merge', 'an undo'] as const)('hold through %s', async (between) => {
    const mergeId = between === 'a merge' ? '' : await merging();
    const sender = await looked();
    await (between === 'a merge' ? merging() : undoing(mergeId));
    expect(await takeConsentWord(setting.sql, sender, said('opt-in'))).toBe(true);
    expect(await silent()).toEqual([false]);
    await takeConsentWord(setting.sql, sender, said('opt-out'));
    expect(await silent()).toEqual([true]);
  });
});

describe('Of two sisters whose merge is being undone, the one who writes', () => {
  const hers = '+8613812345678';
  let mergeId = '';
  let [ofOther, ofKept] = ['', ''];
  beforeEach(async () => {
    const [stay] = await setting.sql<{ id: string }[]>`select id from discharge where patient_id = ${other}`;
    ofOther = await launchEpisode(setting.sql, { ...world, patientId: other, dischargeId: stay?.id ?? '' });
    ofKept = await launchEpisode(setting.sql, world);
    await setting.sql`update episode set clock = (select clock from episode where id = ${ofKept}) where id = ${ofOther}`;
    await setting.sql`update contact set value = ${hers} where patient_id = ${other} and owner = 'patient' and kind = 'mobile'`;
    mergeId = await merging();
  });
  const text = (words: string, consent: 'opt-out' | null) => ({ provider: 'twilio', from: hers, to: 'us', text: words, at: '2026-03-05T02:00:00.000Z', dedupeKey: uuidv7(), consent }) as const;
  /** The text is looked at while they are one, and has to wait for the undo. */
  async function writes(inbound: ReturnType<typeof text>): Promise<void> {
    let [undone, taken]: [Promise<unknown>, Promise<unknown>] = [Promise.resolve(), Promise.resolve()];
    await setting.sql.begin(async (tx) => {
      await lockPatient(tx, world.patientId);
      undone = undoing(mergeId);
      await untilSomebodyWaits();
      taken = takeInboundText({ sql: setting.sql }, inbound);
      await untilSomebodyWaits(2);
    });
    expect(await undone).toMatchObject({ outcome: 'undone' });
    await taken;
  }
  const optedOut = async () => (await setting.sql<{ id: string }[]>`select id from patient where opted_out_at is not null and id = any(${[world.patientId, other]}::uuid[])`).map(({ id }) => id);
  const inbox = async () => (await setting.sql<{ episodeId: string; kind: string }[]>`select episode_id, kind from inbox where hospital_id = ${world.hospitalId}`).map(({ episodeId, kind }) => [kind, episodeId === ofOther ? 'hers' : episodeId === ofKept ? 'her sister’s' : episodeId]);

  it('STOP is silent from then on, and her sister is not', async () => {
    await writes(text('STOP', 'opt-out'));
    expect([await optedOut(), await inbox()]).toEqual([[other], [['opt-out', 'hers']]]);
  });

  it('that her chest hurts is called back, not her sister', async () => {
    await writes(text('胸口很痛', null));
    expect(await inbox()).toEqual([['escalation-raised', 'hers']]);
  });
});
