import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readCsv } from '../discharges/csv.js';
import { readDischarge } from '../discharges/read.js';
import { DischargeRecord } from '../discharges/record.js';
import { storeDischarge, type StoredDischarge } from './discharges.js';
import { batchRows, importRow, openBatch } from './import-batches.js';
import { intake } from './intake.js';
import { merge } from './people/merge.js';
import { takeBackDeath } from './people/taken-back-death.js';
import { household } from './testing/household.js';
import { createSetting, type TestSetting } from './testing/setting.js';
import { createWorld, launchEpisode, type World } from './testing/world.js';

let setting: TestSetting;
let world: World;
beforeAll(async () => { setting = await createSetting(); });
beforeEach(async () => {
  world = await createWorld(setting.sql);
  await setting.sql`insert into patient_identifier (hospital_id, patient_id, system, value) values (${world.hospitalId}, ${world.patientId}, 'mrn', 'M-1')`;
});
afterAll(() => setting.close());

const now = '2026-03-03T00:00:00.000Z';
const hospital = () => ({ id: world.hospitalId, zone: 'Asia/Shanghai' });
type Row = { mrn?: string; family?: string; given?: string; birth?: string | null; phone?: string; stay?: string; died?: boolean | string };
const record = ({ mrn = 'M-1', family = '张', given = '阿姨', birth = '1954-01-01', phone, stay = 'ZY-9', died = false }: Row): DischargeRecord => DischargeRecord.parse({
  patient: { identifiers: [{ system: 'mrn', value: mrn }], familyName: family, givenName: given, birthDate: birth, died },
  contacts: phone === undefined ? [] : [{ owner: 'patient', kind: 'mobile', value: phone }], stay: { ref: stay, dischargedAt: '2026-03-02' },
});
const store = (row: Row) => storeDischarge(setting.sql, hospital(), record(row), { understood: [], missing: [] }, now);
async function stored(row: Row): Promise<StoredDischarge> {
  const result = await store(row);
  if (result.verdict === 'refused') throw new Error(result.refusal);
  return result;
}
const zhang = async () => (await setting.sql`select family_name, given_name, birth_date::text as birth_date from patient where id = ${world.patientId}`)[0];
const numbers = async () => (await setting.sql<{ value: string }[]>`select value from contact where patient_id = ${world.patientId} and kind = 'mobile' order by position`).map(({ value }) => value);

/** The lines of one list, as they are judged and as the report says it afterwards. */
async function imported(...lines: string[]) {
  const read = readCsv(new TextEncoder().encode(['病案号,姓名,性别,出生日期,手机,住院号,出院日期', ...lines].join('\n')));
  if (!read.ok) throw new Error(read.problems.join());
  const batch = await openBatch(setting.sql, { hospitalId: world.hospitalId, source: 'csv', sha256: lines.join(), format: 'csv', rows: lines.length, by: null });
  const verdicts = [];
  for (const row of read.rows) verdicts.push(await importRow(setting.sql, hospital(), batch.id, row, now));
  expect(await batchRows(setting.sql, world.hospitalId, batch.id)).toEqual(verdicts);
  return verdicts;
}

describe('A row with the record number of somebody else', () => {
  it('changes nothing of hers, sends nothing of hers elsewhere, and leaves its neighbours alone', async () => {
    await setting.sql`delete from contact where patient_id = ${world.patientId} and kind = 'wechat'`;
    const episode = await launchEpisode(setting.sql, world);
    const house = await household(setting.sql, setting.activities, [episode]);
    await house.runUntil(now);
    const [before, known] = [await zhang(), await numbers()];
    const [wrong, neighbour] = await imported('M-1,李明,男,1940-05-05,13700137000,ZY-9,2026-03-02', 'M-2,李明,男,1940-05-05,13700137000,ZY-10,2026-03-02');
    expect(wrong).toMatchObject({ verdict: 'refused', dischargeId: null, problems: [expect.stringMatching(/病案号已属于另一位患者.* · The record number belongs to another patient.*Check the record number/)] });
    expect(wrong?.problems.join()).not.toMatch(/李|张|1940|1954|13700137000|M-1/);
    expect(neighbour).toMatchObject({ verdict: 'imported', problems: [] });
    expect([await zhang(), await numbers()]).toEqual([before, known]);
    await house.runUntil('2026-03-06T12:00:00.000Z');
    expect(setting.vendors.sms.taken.length).toBeGreaterThan(0);
    expect(setting.vendors.sms.taken.filter(({ to }) => to === '+8613700137000')).toEqual([]);
  });

  it('is taken with her name, keeps her known birth date, and says so to whoever imports', async () => {
    const [row] = await imported('M-1,张阿姨,女,1945-01-01,,ZY-9,2026-03-02');
    expect(row).toMatchObject({ verdict: 'imported', problems: [expect.stringMatching(/出生日期与档案不符.* · The birth date differs/)] });
    expect(await zhang()).toMatchObject({ birthDate: '1954-01-01' });
  });

  it('with her birth date mends the name, and says so', async () => {
    expect(await stored({ family: '章' })).toMatchObject({ patientId: world.patientId, remarks: ['name-replaced'] });
    expect(await zhang()).toMatchObject({ familyName: '章' });
  });

  it('that knows less than the record takes nothing away from it', async () => {
    await setting.sql`update patient set sex = 'female' where id = ${world.patientId}`;
    expect(await stored({ family: '', given: '' })).toMatchObject({ patientId: world.patientId, remarks: [] });
    expect(await stored({ birth: null })).toMatchObject({ patientId: world.patientId, remarks: [] });
    expect(await zhang()).toEqual({ familyName: '张', givenName: '阿姨', birthDate: '1954-01-01' });
    expect(await setting.sql`select 1 from patient where id = ${world.patientId} and sex = 'female'`).toHaveLength(1);
  });

  it('goes to whoever of two numbered patients it names, and asks about the other', async () => {
    const li = await stored({ mrn: 'M-2', family: '李', given: '明', birth: '1940-05-05', stay: 'ZY-10' });
    const both = { ...record({ family: '李', given: '明', birth: '1940-05-05', stay: 'ZY-10' }), patient: { ...record({}).patient, familyName: '李', givenName: '明', birthDate: '1940-05-05', identifiers: [{ system: 'mrn', value: 'M-1' }, { system: 'mrn', value: 'M-2' }] } };
    expect(await storeDischarge(setting.sql, hospital(), both, { understood: [], missing: [] }, now)).toMatchObject({ patientId: li.patientId, remarks: [] });
    expect(await setting.sql`select 1 from patient_match where hospital_id = ${world.hospitalId} and reasons = '{identifiers}'`).toHaveLength(1);
  });

  it('may have the name of a record that was merged into hers', async () => {
    const other = await stored({ mrn: 'M-2', family: '张', given: '丽', birth: '1955-02-02', stay: 'ZY-10' });
    const merged = await merge(setting.sql, setting.deps.crypt, { hospitalId: world.hospitalId, kept: world.patientId, merged: other.patientId, reason: 'same person', by: world.accountId });
    expect(merged.outcome).toBe('merged');
    expect(await stored({ mrn: 'M-2', family: '张', given: '丽', birth: '1955-02-02', stay: 'ZY-10' })).toMatchObject({ patientId: world.patientId, verdict: 'unchanged', remarks: [] });
    expect(await zhang()).toEqual({ familyName: '张', givenName: '阿姨', birthDate: '1954-01-01' });
  });
});

describe('A row with the stay number of somebody else', () => {
  it('is refused in words, and changes nothing of either', async () => {
    const hers = await stored({});
    const count = async () => (await setting.sql`select 1 from patient where hospital_id = ${world.hospitalId}`).length;
    const before = await count();
    expect(await store({ mrn: 'M-2', family: '李', given: '明', birth: '1940-05-05' })).toEqual({ verdict: 'refused', refusal: 'stay-of-another' });
    const [row] = await imported('M-2,李明,男,1940-05-05,13700137000,ZY-9,2026-03-01');
    expect(row).toMatchObject({ verdict: 'refused', problems: [expect.stringMatching(/住院号已属于另一位患者.* · The stay number belongs to another patient/)] });
    expect(await count()).toBe(before);
    expect([...(await setting.sql`select patient_id, clinical->>'dischargedOn' as discharged from discharge where id = ${hers.dischargeId}`)]).toEqual([{ patientId: world.patientId, discharged: '2026-03-02' }]);
  });

  it('is hers still when it comes again, changed', async () => {
    const first = await stored({});
    expect(await stored({})).toMatchObject({ verdict: 'unchanged', dischargeId: first.dischargeId });
    const later = { ...record({}), stay: { ...record({}).stay, dischargedAt: '2026-03-03' } };
    expect(await storeDischarge(setting.sql, hospital(), later, { understood: [], missing: [] }, now)).toMatchObject({ verdict: 'updated', dischargeId: first.dischargeId });
  });
});

describe('Two patients whose bundles have no ids but those of their entries', () => {
  const bundle = (n: number, birth: string) => ({ resourceType: 'Bundle', type: 'transaction', entry: [
    { fullUrl: `urn:uuid:0000000${n}-0000-4000-8000-000000000001`, resource: { resourceType: 'Patient', name: [{ family: '王', given: ['芳'] }], birthDate: birth } },
    { fullUrl: `urn:uuid:0000000${n}-0000-4000-8000-000000000002`, resource: { resourceType: 'Encounter', status: 'finished', class: { code: 'IMP' }, period: { start: '2026-02-20', end: `2026-03-0${n}` } } },
  ] });
  it('are two patients with a discharge each', async () => {
    const take = async (json: unknown) => {
      const read = readDischarge(json);
      if (!read.ok) throw new Error(read.problems.join());
      return storeDischarge(setting.sql, hospital(), read.record, read, now);
    };
    const [one, other] = [await take(bundle(1, '1951-01-01')), await take(bundle(2, '1952-01-01'))];
    expect([one, other]).toMatchObject([{ verdict: 'imported' }, { verdict: 'imported' }]);
    expect(one.verdict !== 'refused' && other.verdict !== 'refused' && one.patientId !== other.patientId && one.dischargeId !== other.dischargeId).toBe(true);
  });
});

describe('A death that a file brings', () => {
  const told = () => setting.sql<{ episodeId: string; kind: string }[]>`select episode_id, kind from inbox where hospital_id = ${world.hospitalId} and kind = 'patient-died'`;
  const diedAt = async () => (await setting.sql<{ diedAt: string | null }[]>`select died_at from patient where id = ${world.patientId}`)[0]?.diedAt ?? null;

  it('stops the running packages as one that staff record: visits and open cases end, and it is told once', async () => {
    const episodes = [await launchEpisode(setting.sql, world), await launchEpisode(setting.sql, world, 'hip-wound-care', { orderNo: 'second' })];
    const house = await household(setting.sql, setting.activities, episodes);
    const [care = ''] = episodes;
    await house.send({ hospitalId: world.hospitalId, episodeId: care, by: world.accountId, kind: 'visit-booked', input: { commandId: 'book', occurrence: `${care}/dressing/1`, from: '2026-03-04T02:30:00.000Z', until: '2026-03-04T03:30:00.000Z' } }, '2026-03-03T01:00:00.000Z');
    await house.send({ hospitalId: world.hospitalId, episodeId: care, by: 'patient', kind: 'answer-received', input: { commandId: 'pain', answers: { core: { chestPain: true, breathless: false, faint: false, strokeSigns: ['none'], bleeding: 'none', pain: '1', fall: false, missedDoses: '0' } }, answeredBy: 'patient' } }, '2026-03-03T01:30:00.000Z');
    expect(await setting.sql`select 1 from escalation where patient_id = ${world.patientId} and status <> 'closed'`).not.toHaveLength(0);
    expect(await stored({ died: '2026-03-03' })).toMatchObject({ refusals: [{ code: 'dead' }] });
    expect(await diedAt()).not.toBeNull();
    expect(await told()).toHaveLength(1);
    await stored({ died: true });
    expect(await told()).toHaveLength(1);
    await house.relay('2026-03-03T02:00:00.000Z');
    await stored({ died: true });
    await house.relay('2026-03-03T03:00:00.000Z');
    expect([...(await setting.sql`select status, stop_reason from episode where patient_id = ${world.patientId}`)]).toEqual([{ status: 'stopped', stopReason: 'died' }, { status: 'stopped', stopReason: 'died' }]);
    expect((await setting.sql`select status, reason from occurrence where id = ${`${care}/dressing/1`}`)[0]).toMatchObject({ status: 'cancelled' });
    expect([...(await setting.sql`select distinct status, outcome from escalation where patient_id = ${world.patientId}`)]).toEqual([{ status: 'closed', outcome: 'died' }]);
    // Told to the first by the file, to the second by the first.
    expect(await told()).toHaveLength(2);
  });

  it('is told although an earlier version had kept it to itself', async () => {
    const episode = await launchEpisode(setting.sql, world);
    await setting.sql`update patient set died_at = now() where id = ${world.patientId}`;
    await stored({ died: true });
    expect(await told()).toMatchObject([{ episodeId: episode }]);
  });

  it('is not told after staff have recorded it', async () => {
    const episode = await launchEpisode(setting.sql, world);
    await intake(setting.sql, { hospitalId: world.hospitalId, episodeId: episode, by: world.accountId, kind: 'patient-died', input: { commandId: 'died' } });
    await stored({ died: true });
    expect(await told()).toHaveLength(1);
  });

  it('is kept with its date where nothing runs', async () => {
    await stored({ died: '2026-03-02' });
    expect(await diedAt()).toBe('2026-03-02T00:00:00.000Z');
    expect(await told()).toHaveLength(0);
  });

  it('without a date is kept by the time of the import', async () => {
    await stored({ died: true });
    expect(await diedAt()).toBe(now);
  });

  it('that a person has taken back is not recorded by a file again; the row says so, and packages that run since hear nothing', async () => {
    await launchEpisode(setting.sql, world);
    await stored({ died: true });
    const takeBack = () => takeBackDeath(setting.sql, { hospitalId: world.hospitalId, patientId: world.patientId, by: world.accountId });
    expect(await takeBack()).toBe('being-told');
    await setting.sql`update inbox set state = 'applied' where hospital_id = ${world.hospitalId}`;
    await setting.sql`update episode set status = 'stopped' where patient_id = ${world.patientId}`;
    expect(await takeBack()).toBe('taken-back');
    expect(await takeBack()).toBe('not-recorded');
    const second = await launchEpisode(setting.sql, world, 'hip-wound-care', { orderNo: 'again' });
    expect(await stored({ died: true })).toMatchObject({ remarks: ['death-not-taken'], refusals: [] });
    expect(await diedAt()).toBeNull();
    expect((await told()).map(({ episodeId }) => episodeId)).not.toContain(second);
    // A person says it: it holds, and the file agrees.
    await intake(setting.sql, { hospitalId: world.hospitalId, episodeId: second, by: world.accountId, kind: 'patient-died', input: { commandId: 'died' } });
    expect(await stored({ died: true })).toMatchObject({ remarks: [], refusals: [{ code: 'dead' }] });
  });
});

describe('Numbers in a file', () => {
  it('come after those that are known', async () => {
    const known = await numbers();
    await stored({ phone: '+8613700137000' });
    await stored({ phone: '+8613700137000' });
    expect(await numbers()).toEqual([...known, '+8613700137000']);
  });
});

describe('Files that come at once', () => {
  const rounds = [1, 2, 3, 4, 5];
  const named = (numbers: string[], stay: string, nationalIdHmac: string | null = null) => {
    const one = record({ stay });
    return storeDischarge(setting.sql, hospital(), { ...one, patient: { ...one.patient, identifiers: numbers.map((value) => ({ system: 'mrn', value })) } }, { understood: [], missing: [], nationalIdHmac }, now);
  };
  const patients = async (pairs: Promise<unknown[]>[]): Promise<number[]> => (await Promise.all(pairs)).map((results) => new Set(results.map((one) => (one as StoredDischarge).patientId)).size);

  it('with numbers that overlap are one patient', async () =>
    expect(await patients(rounds.map((n) => Promise.all([named([`B${n}`, `A${n}`], `one-${n}`), named([`B${n}`], `other-${n}`), named([`C${n}`, `B${n}`], `third-${n}`)])))).toEqual(rounds.map(() => 1)));

  it('with one resident id number under two record numbers are one patient', async () =>
    expect(await patients(rounds.map((n) => Promise.all([named([`NB${n}`], `n-one-${n}`, `id-${n}`), named([`NA${n}`], `n-other-${n}`, `id-${n}`)])))).toEqual(rounds.map(() => 1)));
});
