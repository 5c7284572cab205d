import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DischargeRecord } from '../../discharges/record.js';
import { createSetting, type TestSetting } from '../testing/setting.js';
import { createWorld, launchEpisode, type World } from '../testing/world.js';
import { storeDischarge } from '../discharges.js';
import { searchPatients } from '../read-models/patient-search.js';
import { setConsents } from '../patient-edits.js';
import { preferencesOf, setPreferences } from '../patient-preferences.js';
import { changeContact } from './contacts.js';
import { correctBirthDate } from './birth-date.js';
import { decideMatch } from './matches.js';
import { merge } from './merge.js';
import { mergeRules } from './merge-rules.js';
import { backfillSearchKeys } from './search-keys.js';
import { takeBackDeath } from './taken-back-death.js';
import { undoMerge } from './undo-merge.js';

let setting: TestSetting;
let world: World;
beforeAll(async () => { setting = await createSetting(); });
beforeEach(async () => { world = await createWorld(setting.sql); });
afterAll(() => setting.close());

type Person = { mrn: string; family?: string; given?: string; birth?: string | null; phone?: string | null; familyPhone?: string; sms?: boolean };
function record({ mrn, family = '张', given = '莉', birth = '1953-05-04', phone = '+8613812345678', familyPhone, sms = true }: Person): DischargeRecord {
  return {
    patient: { identifiers: [{ system: 'mrn', value: mrn }], familyName: family, givenName: given, birthDate: birth, sex: 'female', language: 'zh-CN', died: false },
    contacts: [...(phone === null ? [] : [{ owner: 'patient' as const, kind: 'mobile' as const, value: phone }]), ...(familyPhone ? [{ owner: 'family' as const, kind: 'mobile' as const, value: familyPhone }] : [])],
    consents: { sms }, stay: { ref: `ZY-${mrn}`, kind: 'inpatient', reason: '', admittedAt: null, dischargedAt: '2026-03-02' },
    conditions: [], procedures: [], medications: [], flags: {},
  };
}
async function store(person: Person, nationalIdHmac: string | null = null) {
  const stored = await storeDischarge(setting.sql, { id: world.hospitalId, zone: 'Asia/Shanghai' }, record(person), { understood: [], missing: [], nationalIdHmac }, '2026-03-02T08:00:00.000Z');
  if (stored.verdict === 'refused') throw new Error(stored.refusal);
  return stored;
}
const matches = () => setting.sql<{ reasons: string[]; state: string }[]>`select reasons, state from patient_match where hospital_id = ${world.hospitalId} order by id`;
const find = async (typed: string) => (await searchPatients(setting.sql, world.hospitalId, typed)).map(({ patientId }) => patientId);

describe('Searching', () => {
  it('finds by name, given name, pinyin, initials, phone tail, admission and record number', async () => {
    const { patientId } = await store({ mrn: '00812345', family: '单', given: '田芳' });
    for (const typed of ['单田芳', '田芳', '单', 'shantianfang', 'Shan Tian', 'stf', 'shantf', 'tianfang', '5678', '13812345678', '+86 138 1234 5678', 'ZY-00812345', 'zy00812345', '00812345', '008123']) {
      expect(await find(typed), typed).toContain(patientId);
    }
    for (const typed of ['', '  ', '78', 'dantianfang', '张', '4321', '%', '_']) expect(await find(typed), typed).not.toContain(patientId);
  });

  it('puts whole keys first and never shows another hospital', async () => {
    const whole = await store({ mrn: 'A1', family: '李', given: '丽' });
    await store({ mrn: 'A2', family: '李', given: '丽娟', phone: '+8613812345670' });
    expect((await find('李丽'))[0]).toBe(whole.patientId);
    const elsewhere = await createWorld(setting.sql);
    expect(await searchPatients(setting.sql, elsewhere.hospitalId, '李丽')).toEqual([]);
  });

  it('is filled for patients who were stored before it existed', async () => {
    expect(await find('张阿姨')).toEqual([]);
    await backfillSearchKeys(setting.sql, 1);
    expect(await find('zay')).toEqual([world.patientId]);
  });
});

describe('A birth date', () => {
  it('is corrected by a person, who stands in the access log, and whoever is alike by it is shown', async () => {
    const [one] = [await store({ mrn: 'G1' }), await store({ mrn: 'G2', birth: '1935-05-04', phone: null })];
    expect(await matches()).toEqual([]);
    const correct = (patientId: string) => correctBirthDate(setting.sql, { hospitalId: world.hospitalId, patientId, birthDate: '1935-05-04', by: world.accountId });
    expect(await correct(one.patientId)).toBe(true);
    expect([...(await setting.sql`select birth_date::text as birth_date from patient where id = ${one.patientId}`)]).toEqual([{ birthDate: '1935-05-04' }]);
    expect([...(await setting.sql`select actor, ref, detail from audit_log where hospital_id = ${world.hospitalId} and action = 'birth-date-corrected'`)]).toEqual([{ actor: world.accountId, ref: one.patientId, detail: {} }]);
    expect((await matches()).map(({ reasons }) => reasons)).toEqual([['name-birth']]);
    expect(await correct(uuidv7())).toBe(false);
  });
});

describe('A death that was recorded by mistake', () => {
  it('is taken back by a person, who stands in the access log; her packages can be launched again', async () => {
    await setting.sql`update patient set died_at = now() where id = ${world.patientId}`;
    await expect(launchEpisode(setting.sql, world)).rejects.toThrow(/has died/);
    const elsewhere = await createWorld(setting.sql);
    expect(await takeBackDeath(setting.sql, { hospitalId: elsewhere.hospitalId, patientId: world.patientId, by: elsewhere.accountId })).toBe('unknown-patient');
    expect(await takeBackDeath(setting.sql, { hospitalId: world.hospitalId, patientId: world.patientId, by: world.accountId })).toBe('taken-back');
    expect([...(await setting.sql`select actor, ref from audit_log where hospital_id = ${world.hospitalId} and action = 'death-taken-back'`)]).toEqual([{ actor: world.accountId, ref: world.patientId }]);
    expect(await launchEpisode(setting.sql, world)).toBeTruthy();
  });

  it('of a record that was merged away is taken back at the record that stands for it', async () => {
    const { patientId } = await store({ mrn: 'D1' });
    await setting.sql`update patient set died_at = now(), merged_into = ${world.patientId} where id = ${patientId}`;
    expect(await takeBackDeath(setting.sql, { hospitalId: world.hospitalId, patientId, by: world.accountId })).toBe('merged-away');
  });
});

describe('Meeting the same person twice', () => {
  it('lists reasons, and the shared phone of a family is none', async () => {
    await store({ mrn: 'B1' });
    await store({ mrn: 'B2' });
    await store({ mrn: 'B3', given: '丽', phone: null });
    await store({ mrn: 'B4', family: '王', given: '强', birth: '1950-01-01' });
    expect((await matches()).map(({ reasons }) => reasons)).toEqual([['name-birth', 'phone-name'], ['sound-birth'], ['sound-birth']]);
  });

  it('by the same national id under two record numbers is one patient; under a known number of another it is a question', async () => {
    const first = await store({ mrn: 'C1' }, 'hmac-1');
    expect((await store({ mrn: 'C2', given: '丽丽', birth: null, phone: null }, 'hmac-1')).patientId).toBe(first.patientId);
    await store({ mrn: 'C3', family: '赵', given: '云', birth: '1960-01-01', phone: null });
    await store({ mrn: 'C3', family: '赵', given: '云', birth: '1960-01-01', phone: null }, 'hmac-1');
    expect((await matches()).map(({ reasons }) => reasons)).toEqual([['national-id']]);
  });

  it('is not asked again once somebody called them different people', async () => {
    const [one, other] = [await store({ mrn: 'D1' }), await store({ mrn: 'D2' })];
    expect(await decideMatch(setting.sql, { hospitalId: world.hospitalId, one: other.patientId, other: one.patientId, state: 'different', by: world.accountId })).toEqual({ outcome: 'decided' });
    await store({ mrn: 'D2' });
    expect((await matches()).map(({ state }) => state)).toEqual(['different']);
  });
});

const merging = (kept: string, merged: string) => merge(setting.sql, setting.deps.crypt, { hospitalId: world.hospitalId, kept, merged, reason: 'same person', by: world.accountId });
/** Every row of every table, but for the journals of what happened. */
async function everything(): Promise<Record<string, unknown>> {
  const tables = await setting.sql<{ name: string }[]>`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname not in ('change', 'audit_log', 'patient_merge', 'patient_match') order by 1`;
  const all: Record<string, unknown> = {};
  for (const { name } of tables) all[name] = (await setting.sql.unsafe<{ row: unknown }[]>(`select to_jsonb(t) as row from "${name}" t order by 1`)).map(({ row }) => row);
  return all;
}
/** A second record of Aunt Zhang with a stay, a running package, an address and a consent of its own. */
async function twin(): Promise<{ patientId: string; episodeId: string }> {
  const stored = await store({ mrn: 'E2', family: '张', given: '阿姨', birth: '1954-01-01', phone: '+8613800138000', familyPhone: '+8613900139000' });
  await setConsents(setting.sql, world.hospitalId, stored.patientId, { photos: true }, world.accountId);
  const episodeId = await launchEpisode(setting.sql, { ...world, dischargeId: stored.dischargeId });
  const { crypt } = setting.deps;
  await setting.sql`insert into visit_place (patient_id, hospital_id, district, address_enc) values (${stored.patientId}, ${world.hospitalId}, 'west', ${crypt.seal('12 Lake Road', `visit-place/${stored.patientId}`)})`;
  await setting.sql`insert into task (id, hospital_id, episode_id, patient_id, kind, role, instruction, due_at) values (${`${episodeId}/t`}, ${world.hospitalId}, ${episodeId}, ${stored.patientId}, 'call', 'case-manager', 'x', now())`;
  return { patientId: stored.patientId, episodeId };
}

describe('A merge', () => {
  it('moves episodes, stays, numbers and consents to the kept patient, strictest facts first, and is undone exactly', async () => {
    const other = await twin();
    await setConsents(setting.sql, world.hospitalId, world.patientId, { family: false }, world.accountId);
    await backfillSearchKeys(setting.sql);
    const before = await everything();
    const result = await merging(world.patientId, other.patientId);
    if (result.outcome !== 'merged') throw new Error(JSON.stringify(result));
    expect(result.moved).toMatchObject({ episode: 1, discharge: 1, task: 1, patient_identifier: 1, contact: 1, consent_record: 2, visit_place: 1 });
    const [kept] = await setting.sql`select consents from patient where id = ${world.patientId}`;
    expect(kept).toEqual({ consents: { sms: true, photos: true, family: false, familyDoctor: false } });
    const [place] = await setting.sql<{ addressEnc: Uint8Array }[]>`select address_enc from visit_place where patient_id = ${world.patientId}`;
    expect(setting.deps.crypt.open(place?.addressEnc ?? new Uint8Array(), `visit-place/${world.patientId}`)).toBe('12 Lake Road');
    expect(await find('E2')).toEqual([world.patientId]);
    const again = await store({ mrn: 'E2', family: '张', given: '阿姨', birth: '1954-01-01', phone: '+8613800138000', familyPhone: '+8613900139000' });
    expect(again.patientId).toBe(world.patientId);

    const undone = await undoMerge(setting.sql, { hospitalId: world.hospitalId, mergeId: result.mergeId, reason: 'two sisters', by: world.accountId });
    expect(undone).toMatchObject({ outcome: 'undone', changedSince: [] });
    expect(await everything()).toEqual(before);
    expect(await undoMerge(setting.sql, { hospitalId: world.hospitalId, mergeId: result.mergeId, reason: 'x', by: world.accountId })).toMatchObject({ code: 'undone-already' });
  });

  it('undone, gives back what the moved package has brought since', async () => {
    const other = await twin();
    const result = await merging(world.patientId, other.patientId);
    if (result.outcome !== 'merged') throw new Error(JSON.stringify(result));
    await setting.sql`insert into task (id, hospital_id, episode_id, patient_id, kind, role, instruction, due_at) values (${`${other.episodeId}/later`}, ${world.hospitalId}, ${other.episodeId}, ${world.patientId}, 'call', 'case-manager', 'x', now())`;
    await undoMerge(setting.sql, { hospitalId: world.hospitalId, mergeId: result.mergeId, reason: 'two sisters', by: world.accountId });
    expect([...(await setting.sql`select distinct patient_id from task where episode_id = ${other.episodeId}`)]).toEqual([{ patientId: other.patientId }]);
  });

  it('keeps a number put aside that either record knew to be a stranger\'s, or where nothing was to be sent, and the longer of both quiet hours; its undo gives back exactly what was', async () => {
    const stranger = '+8613800138000';
    const other = await twin();
    const [wrong] = await setting.sql<{ id: string }[]>`select id from contact where patient_id = ${other.patientId} and value = ${stranger}`;
    expect(await changeContact(setting.sql, world.hospitalId, other.patientId, wrong?.id ?? '', { quarantined: true })).toBe('done');
    await setting.sql`update contact set unsubscribed_at = now() where id = ${wrong?.id ?? ''}`;
    await setPreferences(setting.sql, world.hospitalId, other.patientId, { quiet: { from: '20:00', until: '11:00' } });
    await setPreferences(setting.sql, world.hospitalId, world.patientId, { quiet: { from: '19:00', until: '09:00' } });
    await backfillSearchKeys(setting.sql);
    const before = await everything();
    const result = await merging(world.patientId, other.patientId);
    if (result.outcome !== 'merged') throw new Error(JSON.stringify(result));
    expect([...(await setting.sql`select c.quarantined_at is not null as aside, c.unsubscribed_at is not null as unsubscribed, p.quiet_from, p.quiet_until from contact c join patient p on p.id = c.patient_id where p.id = ${world.patientId} and value = ${stranger}`)])
      .toEqual([{ aside: true, unsubscribed: true, quietFrom: '19:00', quietUntil: '11:00' }]);
    expect(await undoMerge(setting.sql, { hospitalId: world.hospitalId, mergeId: result.mergeId, reason: 'two sisters', by: world.accountId })).toMatchObject({ outcome: 'undone', changedSince: [] });
    expect(await everything()).toEqual(before);
  });

  it('takes over quiet hours that the kept record has not, and an undo leaves a number alone that somebody has checked since', async () => {
    const other = await twin();
    await setPreferences(setting.sql, world.hospitalId, other.patientId, { quiet: { from: '20:00', until: '11:00' } });
    await setting.sql`update contact set quarantined_at = now() where patient_id = ${other.patientId}`;
    const result = await merging(world.patientId, other.patientId);
    if (result.outcome !== 'merged') throw new Error(JSON.stringify(result));
    expect(await preferencesOf(setting.sql, world.hospitalId, world.patientId)).toMatchObject({ quiet: { from: '20:00', until: '11:00' } });
    const own = () => setting.sql<{ id: string; aside: boolean }[]>`select id, quarantined_at is not null as aside from contact where patient_id = ${world.patientId} and value = '+8613800138000'`;
    const [mine] = await own();
    await changeContact(setting.sql, world.hospitalId, world.patientId, mine?.id ?? '', { quarantined: false });
    await changeContact(setting.sql, world.hospitalId, world.patientId, mine?.id ?? '', { quarantined: true });
    expect(await undoMerge(setting.sql, { hospitalId: world.hospitalId, mergeId: result.mergeId, reason: 'two sisters', by: world.accountId })).toMatchObject({ outcome: 'undone', changedSince: [] });
    expect(await own()).toMatchObject([{ aside: true }]);
    expect(await preferencesOf(setting.sql, world.hospitalId, world.patientId)).toMatchObject({ quiet: null });
  });

  it('of an earlier version, whose journal knows no quiet hours, is undone without touching them', async () => {
    const other = await twin();
    const result = await merging(world.patientId, other.patientId);
    if (result.outcome !== 'merged') throw new Error(JSON.stringify(result));
    await setting.sql`update patient_merge set facts_before = facts_before - 'quiet', facts_after = facts_after - 'quiet' - 'putAside' where id = ${result.mergeId}`;
    await setPreferences(setting.sql, world.hospitalId, world.patientId, { quiet: { from: '20:00', until: '11:00' } });
    expect(await undoMerge(setting.sql, { hospitalId: world.hospitalId, mergeId: result.mergeId, reason: 'two sisters', by: world.accountId })).toMatchObject({ outcome: 'undone', changedSince: [] });
    expect(await preferencesOf(setting.sql, world.hospitalId, world.patientId)).toMatchObject({ quiet: { from: '20:00', until: '11:00' } });
  });

  it('is refused with the reason', async () => {
    const other = await twin();
    const code = async (kept: string, merged: string) => { const r = await merging(kept, merged); return r.outcome === 'refused' ? r.refusals.map((one) => one.code) : []; };
    expect(await code(world.patientId, world.patientId)).toEqual(['same-patient']);
    expect(await code(world.patientId, uuidv7())).toEqual(['unknown-patient']);
    await setting.sql`update patient set died_at = now() where id = ${world.patientId}`;
    expect(await code(world.patientId, other.patientId)).toEqual(['death-differs']);
    await setting.sql`update patient set died_at = null where id = ${world.patientId}`;
    const own = await launchEpisode(setting.sql, world);
    for (const [patientId, episodeId] of [[world.patientId, own], [other.patientId, other.episodeId]] as const) {
      await setting.sql`insert into escalation (id, hospital_id, episode_id, patient_id, level, rules, prefixes, instruction, status, raised_at, contact_by) values (${`${episodeId}/w`}, ${world.hospitalId}, ${episodeId}, ${patientId}, 'red', '{W-1}', '{W}', 'x', 'open', now(), now())`;
      await setting.sql`insert into case_prefix (hospital_id, patient_id, prefix, escalation_id) values (${world.hospitalId}, ${patientId}, 'W', ${`${episodeId}/w`})`;
    }
    expect(await code(world.patientId, other.patientId)).toContain('cases-collide');
  });

  it('knows every table that points to a patient', async () => {
    const pointing = await setting.sql<{ name: string }[]>`select distinct c.conrelid::regclass::text as name from pg_constraint c where c.contype = 'f' and c.confrelid = 'patient'::regclass
      union select attrelid::regclass::text from pg_attribute where attname = 'patient_id' and attnum > 0 and attrelid in (select oid from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace) order by 1`;
    expect(pointing.map(({ name }) => name)).toEqual(Object.keys(mergeRules).sort());
  });

  it('knows every row that both patients may have', async () => {
    const unique = await setting.sql<{ name: string; columns: string[] }[]>`select i.indrelid::regclass::text as name, array_agg(a.attname::text order by a.attname) as columns
      from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey) where i.indisunique group by i.indexrelid, i.indrelid having bool_or(a.attname = 'patient_id') order by 1`;
    for (const { name, columns } of unique) {
      const rule = mergeRules[name];
      if (rule?.rows !== 'move' || name === 'case_prefix') continue;
      expect(rule.unless, `${name} has a unique index on ${columns.join(', ')}: say which of these columns may be the same`).toBeDefined();
    }
  });
});

describe('Consents', () => {
  it('that were withdrawn are not given back by importing the list again', async () => {
    const { patientId } = await store({ mrn: 'F1' });
    const sms = async () => (await setting.sql<{ sms: boolean }[]>`select (consents->>'sms')::boolean as sms from patient where id = ${patientId}`)[0]?.sms;
    expect(await sms()).toBe(true);
    await setConsents(setting.sql, world.hospitalId, patientId, { sms: false }, world.accountId);
    await store({ mrn: 'F1' });
    expect(await sms()).toBe(false);
    expect([...(await setting.sql`select decision, how, recorded_by from consent_record where patient_id = ${patientId} order by recorded_at`)]).toEqual([
      { decision: 'given', how: 'imported', recordedBy: 'import' }, { decision: 'withdrawn', how: 'spoken', recordedBy: world.accountId },
    ]);
  });

  it('never change once written', async () => {
    const { patientId } = await store({ mrn: 'F2' });
    await expect(setting.sql`update consent_record set decision = 'withdrawn' where patient_id = ${patientId}`).rejects.toThrow(/never change/);
    await expect(setting.sql`delete from consent_record where patient_id = ${patientId}`).rejects.toThrow(/never change/);
    await expect(setting.sql.begin(async (tx) => {
      await tx`select set_config('wuyou.merging', 'on', true)`;
      await tx`update consent_record set decision = 'withdrawn' where patient_id = ${patientId}`;
    })).rejects.toThrow(/never change/);
  });
});
