import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { flagsOf } from '../pathways/recommend/medication-flags.js';
import { readCsv } from './csv.js';
import { usableContact } from './phone.js';
import { clinicalOf } from './clinical.js';
import { readDischarge, readDischargeText } from './read.js';
import { DischargeRecord } from './record.js';
import { launchRefusals } from './refusals.js';

const fixture = (name: string): unknown => JSON.parse(readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8'));

describe('A FHIR R4 bundle', () => {
  const result = readDischarge(fixture('r4-bundle.json'));
  if (!result.ok) throw new Error(result.problems.join());
  it('gives the latest inpatient stay, not the later outpatient visit', () => {
    expect(result.record.stay).toMatchObject({ ref: 'e-1', kind: 'inpatient', reason: 'Fracture of neck of femur', dischargedAt: '2026-03-02T10:00:00+08:00' });
  });
  it('keeps what belongs to the stay, and says which medicines go on', () => {
    expect(result.record.procedures).toMatchObject([{ code: '52734007', performedAt: '2026-02-24T09:00:00+08:00' }]);
    expect(result.record.medications).toMatchObject([{ display: 'Rivaroxaban 10 MG', current: true }, { display: 'Cefazolin', current: false }]);
    expect(flagsOf(result.record.medications)).toEqual({ anticoagulant: true });
  });
  it('takes the day of the operation, not that of a transfusion after it', () => {
    const { record } = result;
    expect(clinicalOf({ ...record, procedures: [...record.procedures, { system: '', code: '', display: 'Transfusion of packed red cells', performedAt: '2026-02-26T09:00:00+08:00' }] }, 'Asia/Shanghai').surgeryOn).toBe('2026-02-24');
    expect(clinicalOf({ ...record, procedures: [{ system: '', code: '', display: 'Transfusion', performedAt: '2026-02-25T20:00:00Z' }] }, 'Asia/Shanghai').surgeryOn).toBe('2026-02-26');
  });
  it('orders the contacts and leaves national ids out', () => {
    expect(result.record.contacts).toMatchObject([
      { owner: 'patient', kind: 'mobile', value: '+8613800138000' },
      { owner: 'patient', kind: 'email' },
      { owner: 'family', relation: '女儿', value: '+8613900139000' },
    ]);
    expect(result.record.patient.identifiers).toEqual([{ system: 'http://hospital.example/mrn', value: 'M-1001' }]);
  });
});

describe('The history in a bundle', () => {
  type Written = { id: string; kind: 'IMP' | 'EMER' | 'AMB'; from: string; until: string; type?: string };
  const stay: Written = { id: 's', kind: 'IMP', from: '2026-02-20T08:00:00+08:00', until: '2026-03-02T10:00:00+08:00' };
  const findings = (encounters: Written[]) => {
    const read = readDischarge({ resourceType: 'Bundle', entry: [{ resource: { resourceType: 'Patient', id: 'p' } }, ...encounters.map(({ id, kind, from, until, type }) => ({ resource: {
      resourceType: 'Encounter', id, status: 'finished', class: { code: kind }, subject: { reference: 'Patient/p' }, period: { start: from, end: until }, ...(type ? { type: [{ text: type }] } : {}),
    } }))] });
    if (!read.ok) throw new Error(read.problems.join());
    return read.record.findings;
  };
  const emergency = (id: string, from: string, until: string): Written => ({ id, kind: 'EMER', from, until });

  it('leaves the emergency visit that led to the stay out of the earlier ones, and knows that the admission was acute', () => {
    const index = emergency('e', '2026-02-20T05:00:00+08:00', '2026-02-20T08:00:00+08:00');
    expect(findings([index, stay])).toEqual({ acute: true, emergencyVisits: '0', admissions: '0' });
    expect(findings([emergency('b', '2026-02-13T05:00:00+08:00', '2026-02-13T06:00:00+08:00'), index, stay])).toEqual({ acute: true, emergencyVisits: '1', admissions: '0' });
    expect(findings([emergency('b', '2026-02-13T05:00:00+08:00', '2026-02-13T06:00:00+08:00'), stay])).toEqual({ emergencyVisits: '1', admissions: '0' });
  });

  it.each([['Non-urgent orthopedic admission', false], ['择期手术入院', false], ['Obstetric emergency hospital admission', true], ['Unplanned admission', true], ['Admission to surgical department', undefined]])('reads "%s" as acute: %s', (type, acute) => {
    expect(findings([{ ...stay, type }])?.['acute']).toBe(acute);
  });
});

describe('A bundle whose resources have no id', () => {
  type Written = { fullUrl?: string; identifier?: { system?: string; value: string }[]; id?: string };
  const uuid = (n: number): string => `urn:uuid:0000000${n}-0000-4000-8000-000000000001`;
  const read = (patient: Written, stay: Written, visit: Written = { fullUrl: uuid(8) }) => readDischarge({ resourceType: 'Bundle', type: 'transaction', entry: [
    { fullUrl: visit.fullUrl, resource: { resourceType: 'Encounter', status: 'finished', class: { code: 'AMB' }, period: { start: '2026-02-01', end: '2026-02-01' } } },
    { fullUrl: patient.fullUrl, resource: { resourceType: 'Patient', id: patient.id, identifier: patient.identifier, name: [{ family: '张', given: ['三'] }], birthDate: '1954-01-01' } },
    { fullUrl: stay.fullUrl, resource: { resourceType: 'Encounter', id: stay.id, identifier: stay.identifier, status: 'finished', class: { code: 'IMP' }, subject: { reference: patient.fullUrl }, period: { start: '2026-02-20', end: '2026-03-02' } } },
    { resource: { resourceType: 'Procedure', code: { text: 'Hip replacement' }, encounter: { reference: stay.fullUrl }, performedDateTime: '2026-02-21' } },
  ] });
  const asNamed = (patient: Written, stay: Written) => {
    const result = read(patient, stay);
    if (!result.ok) return result.problems.join();
    const { patient: { identifiers: [identifier] }, stay: { ref }, procedures } = result.record;
    return [identifier?.system, identifier?.value, ref, procedures.length];
  };

  it.each([
    ['by the uuid of the entry', { fullUrl: uuid(1) }, { fullUrl: uuid(2) }, ['fhir:Patient.id', '00000001-0000-4000-8000-000000000001', '00000002-0000-4000-8000-000000000001', 1]],
    ['by the address of the entry', { fullUrl: 'https://his.example/fhir/Patient/p7' }, { fullUrl: 'https://his.example/fhir/Encounter/e7' }, ['fhir:Patient.id', 'p7', 'e7', 1]],
    ["by the hospital's own numbers before a uuid that is made for one bundle", { fullUrl: uuid(1), identifier: [{ system: 'http://hospital.example/mrn', value: 'M-1' }] }, { fullUrl: uuid(2), identifier: [{ value: 'ZY-1' }] }, ['http://hospital.example/mrn', 'M-1', 'ZY-1', 1]],
    ['by its id, where there is one, as before', { fullUrl: uuid(1), id: 'p-1' }, { fullUrl: uuid(2), id: 'e-1', identifier: [{ value: 'ZY-1' }] }, ['fhir:Patient.id', 'p-1', 'e-1', 1]],
  ])('is named %s', (_, patient, stay, expected) => expect(asNamed(patient, stay)).toEqual(expected));

  it('is refused in words when nothing names the patient or the stay: a place in a bundle is no name', () => {
    expect(asNamed({}, { fullUrl: uuid(2) })).toMatch(/^The Patient has no identifier with a system, no id and no fullUrl/);
    expect(asNamed({ fullUrl: 'urn:uuid:1' }, { fullUrl: uuid(2) })).toMatch(/^The Patient has no identifier/);
    expect(asNamed({ fullUrl: uuid(1) }, {})).toMatch(/^The stay \(Encounter\) has no id, no identifier and no fullUrl/);
  });
});

describe('Dates that a bundle knows by year or month alone', () => {
  const bundle = (more: { patient?: object; visits?: object[]; procedure?: string; observation?: string }) => ({ resourceType: 'Bundle', entry: [
    { resource: { resourceType: 'Patient', id: 'p', birthDate: '1954-01-01', ...more.patient } },
    { resource: { resourceType: 'Encounter', id: 's', status: 'finished', class: { code: 'IMP' }, period: { start: '2026-02-20', end: '2026-03-02' } } },
    ...(more.visits ?? []).map((period, n) => ({ resource: { resourceType: 'Encounter', id: `v-${n}`, status: 'finished', class: { code: 'EMER' }, period } })),
    ...(more.procedure === undefined ? [] : [{ resource: { resourceType: 'Procedure', code: { text: 'Hip replacement' }, encounter: { reference: 'Encounter/s' }, performedDateTime: more.procedure } }]),
    ...(more.observation === undefined ? [] : [{ resource: { resourceType: 'Observation', code: { coding: [{ system: 'http://loinc.org', code: '718-7' }] }, effectiveDateTime: more.observation, valueQuantity: { value: 9, unit: 'g/dL' } } }]),
  ] });
  const read = (more: Parameters<typeof bundle>[0]) => {
    const result = readDischarge(bundle(more));
    if (!result.ok) throw new Error(result.problems.join());
    return result;
  };

  it.each([
    ['2019', '0'], ['2019-05', '0'], ['2026-01-15', '1'], ['2026-02-30', undefined],
    // It may have been in the last six months or not: a person answers.
    ['2025', undefined], ['2026-01', undefined], ['2026', undefined],
  ])('a visit of %s counts among the emergency visits as %s', (start, count) => expect(read({ visits: [{ start, end: start }] }).record.findings?.['emergencyVisits']).toBe(count));

  it('are left out where a day is needed, and the bundle is taken', () => {
    expect(read({ procedure: '2026-02' }).record.procedures).toMatchObject([{ display: 'Hip replacement', performedAt: null }]);
    expect(read({ observation: '2026-03' }).record.findings).toBeUndefined();
    expect(read({ observation: '2026-03-01' }).record.findings).toEqual({ haemoglobin: '90' });
    const unsure = read({ patient: { birthDate: '1954' } });
    expect(unsure.record.patient.birthDate).toBeNull();
    expect(unsure.missing).toContain('birth date');
    expect(read({ patient: { deceasedDateTime: '2026-03' } }).record.patient.died).toBe(true);
  });

  it('refuse the bundle in words when they are the end of the stay', () => {
    const open = { resourceType: 'Bundle', entry: [{ resource: { resourceType: 'Patient', id: 'p' } }, { resource: { resourceType: 'Encounter', id: 's', class: { code: 'IMP' }, period: { start: '2026', end: '2026-03' } } }] };
    const result = readDischarge(open);
    expect(result.ok ? '' : result.problems.join()).toMatch(/^stay.dischargedAt: the day of the discharge is needed/);
  });
});

describe('An STU3 bundle', () => {
  it('is read in spite of `context` and a coding that is no list', () => {
    const result = readDischarge(fixture('stu3-bundle.json'));
    expect(result).toMatchObject({ ok: true, source: 'fhir-stu3', record: { patient: { died: true }, contacts: [], procedures: [{ code: '52734007' }] } });
    expect(result.ok && result.missing).toContain('a valid mobile number of the patient');
  });
});

describe('Bad documents', () => {
  it.each([
    ['{', 'not JSON'],
    ['{"resourceType":"Bundle"}', 'Not a FHIR bundle: at entry'],
    ['{"resourceType":"Patient"}', 'Not a FHIR bundle'],
    ['{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Observation"}}]}', '0 Patient resources'],
    ['{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"1"}}]}', 'None of the 0 encounters'],
    ['{"stay":{}}', '/patient'],
  ])('%s is refused in a sentence', (text, words) => {
    const result = readDischargeText(text);
    expect(result.ok).toBe(false);
    expect(result.ok ? '' : result.problems.join('; ')).toContain(words);
  });
});

describe('An admission after the discharge', () => {
  it('is refused, with the field: a length of stay is counted from it', () => {
    const record = { patient: { identifiers: [{ system: 'mrn', value: '1' }] }, stay: { ref: 's1', admittedAt: '2026-11-28', dischargedAt: '2026-11-27' } };
    expect(DischargeRecord.safeParse(record).error?.issues).toMatchObject([{ path: ['stay', 'admittedAt'] }]);
    expect(DischargeRecord.safeParse({ ...record, stay: { ...record.stay, admittedAt: '2026-11-27' } }).success).toBe(true);
  });
});

describe('A phone number', () => {
  it.each([
    ['138 0013 8000', { kind: 'mobile', value: '+8613800138000' }],
    ['0571-88888888', { kind: 'landline', value: '+8657188888888' }],
    ['+85251234567', { kind: 'mobile', value: '+85251234567' }],
    ['555-359-6021', null],
    ['(567) 736-5507', null],
    ['12345', null],
  ])('%s -> %o', (written, expected) => expect(usableContact(written, 'phone')).toEqual(expected));
  it('with an American address is read as American, and 555 is nobody', () => expect(usableContact('555-474-4958', 'phone', 'US')).toBeNull());
});

describe('A CSV list', () => {
  const heading = '病案号,姓名,性别,出生日期,手机,家属手机,住院号,入院日期,出院日期,手术名称,手术日期,出院带药,短信同意';
  const good = 'M1,欧阳桂兰,女,1953-05-04,13800138000,13900139000,Z1,2026/2/20,2026年3月2日,髋关节置换,2026-02-24,利伐沙班;阿司匹林,是';
  const bad = 'M2,李明,男,1960-01-01,12345,,Z2,2026-02-20,昨天,,,,';
  const asRead = { ok: true, encoding: 'utf-8', rows: [{ line: 2, result: { ok: true, record: { patient: { familyName: '欧阳', givenName: '桂兰' }, stay: { dischargedAt: '2026-03-02' } } } }, { line: 3, result: { ok: false } }] };
  it('is read row by row; a bad row never stops its neighbours', () => {
    const result = readCsv(new TextEncoder().encode([heading, good, bad].join('\n')));
    expect(result).toMatchObject(asRead);
    const row = result.ok ? result.rows[1]?.result : undefined;
    expect(row && !row.ok ? row.problems : []).toEqual([expect.stringContaining('手机 不是可拨打的号码 · is not a number that can be called'), expect.stringContaining('出院日期 应为日期')]);
  });
  it('is read in GBK too', () => {
    const gbk = new Uint8Array([0xb2, 0xa1, 0xb0, 0xb8, 0xba, 0xc5, ...new TextEncoder().encode(','), 0xd0, 0xd5, 0xc3, 0xfb, ...new TextEncoder().encode(',stay,discharged\nM1,'), 0xd5, 0xc5, 0xc8, 0xfd, ...new TextEncoder().encode(',Z1,2026-03-02\n')]);
    expect(readCsv(gbk)).toMatchObject({ ok: true, encoding: 'gbk', rows: [{ result: { ok: true, record: { patient: { familyName: '张', givenName: '三' } } } }] });
  });
  it('names the missing column', () => {
    const result = readCsv(new TextEncoder().encode('姓名,住院号\n张三,1'));
    expect(result).toMatchObject({ ok: false });
    expect(result.ok ? '' : result.problems.join()).toContain('The column 病案号 (mrn) is missing');
  });
});

describe('A launch', () => {
  const today = '2026-03-03';
  it('is refused for the dead, for history, and without any contact', () => {
    expect(launchRefusals({ dead: false, dischargedOn: '2026-03-02', reachable: true }, today)).toEqual([]);
    expect(launchRefusals({ dead: true, dischargedOn: '1984-11-26', reachable: false }, today).map((r) => r.code)).toEqual(['dead']);
    expect(launchRefusals({ dead: false, dischargedOn: '1984-11-26', reachable: false }, today).map((r) => r.code)).toEqual(['discharge-long-past', 'no-contact']);
    expect(launchRefusals({ dead: false, dischargedOn: null, reachable: true }, today).map((r) => r.code)).toEqual(['not-discharged']);
    expect(launchRefusals({ dead: false, dischargedOn: '2026-05-01', reachable: true }, today).map((r) => r.code)).toEqual(['discharge-in-future']);
  });
});
