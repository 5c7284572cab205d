import { describe, expect, it } from 'vitest';
import { clinicalOf } from './clinical.js';
import { readFhirBundle } from './fhir.js';

type Fields = Record<string, unknown>;
const patient = (more: Fields = {}): Fields => ({ resourceType: 'Patient', id: 'p1', name: [{ family: '王', given: ['芳'] }], birthDate: '1950-01-01', ...more });
const stay = (more: Fields = {}): Fields => ({ resourceType: 'Encounter', id: 'e1', status: 'finished', class: { code: 'IMP' }, subject: { reference: 'Patient/p1' }, period: { start: '2026-03-01', end: '2026-03-06' }, ...more });
const ofStay = { subject: { reference: 'Patient/p1' }, encounter: { reference: 'Encounter/e1' } };
const phone = (value: string, more: Fields = {}): Fields => ({ system: 'phone', value, ...more });

function read(...resources: Fields[]) {
  const result = readFhirBundle({ resourceType: 'Bundle', entry: resources.map((resource) => ({ resource })) });
  if (!result.ok) throw new Error(result.problems.join());
  return result;
}
const numbers = (...resources: Fields[]): string[] => read(...resources).record.contacts.map(({ value }) => value);
const own = (...telecom: Fields[]): string[] => numbers(patient({ telecom }), stay());
const family = (person: Fields): string[] => numbers(patient(), stay(), { resourceType: 'RelatedPerson', patient: { reference: 'Patient/p1' }, telecom: [phone('13900139000')], ...person });

describe('Numbers in a bundle', () => {
  const mobile = phone('13800138000', { use: 'mobile' });
  it.each<[string, Fields]>([
    ['was given up', phone('13700137000', { use: 'old' })],
    ['has ended before the discharge', phone('13700137000', { period: { start: '2010', end: '2019-01-01' } })],
    ['has ended in a year before it', phone('13700137000', { period: { end: '2019' } })],
    ['ended on the day of the discharge', phone('13700137000', { period: { end: '2026-03-06T09:00:00+08:00' } })],
    ['is a fax', { system: 'fax', value: '010-62345678' }],
    ['is a pager', { system: 'Pager', value: '13700137000' }],
    ['is something else than a phone', { system: 'other', value: '13700137000' }],
  ])('leave out one that %s, and say so', (_, telecom) => {
    const result = read(patient({ telecom: [telecom, mobile] }), stay());
    expect(result.record.contacts.map(({ value }) => value)).toEqual(['+8613800138000']);
    expect(result.understood.join()).toContain('1 left out: given up, ended, or no phone');
    expect(result.understood.join()).not.toMatch(/1370013|6234/);
  });

  it('come in the order of their rank, those without one after them, those that are to end last', () =>
    expect(own(phone('13700137000', { period: { end: '2026-06-01' } }), phone('13600136000'), phone('13500135000', { rank: 2 }), phone('13800138000', { rank: 1 }))).toEqual(['+8613800138000', '+8613500135000', '+8613600136000', '+8613700137000']));

  it('that ends some day is left out where nobody knows when the stay ended', () =>
    expect(numbers(patient({ telecom: [phone('13700137000', { period: { end: '2027' } }), mobile] }), stay({ status: 'in-progress', period: { start: '2026-03-01' } }))).toEqual(['+8613800138000']));

  it('are read by the country where she lives, not where she lived', () =>
    expect(numbers(patient({ address: [{ use: 'old', country: 'US' }, { period: { end: '2020' }, country: 'US' }, { country: 'CN' }], telecom: [mobile] }), stay())).toEqual(['+8613800138000']));

  it('of one that was given up stay those of whoever has it now', () =>
    expect(read(patient({ telecom: [phone('13900139000', { use: 'old' })], contact: [{ telecom: [phone('13900139000')] }] }), stay()).record.contacts).toMatchObject([{ owner: 'family', value: '+8613900139000' }]));
});

describe('Relatives in a bundle', () => {
  it.each<[string, Fields]>([
    ['is active', { active: true }], ['says nothing of it', {}], ['is named by address', { patient: { reference: 'https://his.example/fhir/Patient/p1' } }], ['is named in one version of the record', { patient: { reference: 'Patient/p1/_history/3' } }],
  ])('are taken when one %s', (_, person) => expect(family(person)).toEqual(['+8613900139000']));
  it.each<[string, Fields]>([
    ["is somebody else's", { patient: { reference: 'Patient/p2' } }], ['is no longer active', { active: false }], ['has ended', { period: { end: '2018-01-01' } }],
  ])('are left out when one %s', (_, person) => expect(family(person)).toEqual([]));
  it('that the patient had once are left out too', () =>
    expect(numbers(patient({ contact: [{ period: { end: '2018' }, relationship: [{ text: '前夫' }], telecom: [phone('13700137000')] }, { telecom: [phone('13900139000')] }] }), stay())).toEqual(['+8613900139000']));
});

describe('What did not happen, or was written by mistake', () => {
  const procedure = (more: Fields): Fields => ({ resourceType: 'Procedure', status: 'completed', ...ofStay, code: { text: 'Total hip replacement' }, performedDateTime: '2026-03-01', ...more });
  const kneeLater = { code: { text: 'Total knee replacement' }, performedDateTime: '2026-03-05' };
  it.each<Fields>([{ status: 'not-done' }, { status: 'entered-in-error' }, { status: 'preparation' }, { status: 'completed', notDone: true }])('is no operation: %o', (status) => {
    const { record } = read(patient(), stay(), procedure({}), procedure({ ...kneeLater, ...status }));
    expect(record.procedures).toMatchObject([{ display: 'Total hip replacement' }]);
    expect(clinicalOf(record, 'Asia/Shanghai').surgeryOn).toBe('2026-03-01');
  });
  it.each(['stopped', 'in-progress', 'unknown'])('is not said of an operation that is %s', (status) => expect(read(patient(), stay(), procedure({ status })).record.procedures).toHaveLength(1));

  const condition = (verificationStatus: unknown): Fields => ({ resourceType: 'Condition', ...ofStay, clinicalStatus: 'active', verificationStatus, code: { text: 'Heart failure' } });
  it.each([{ coding: [{ code: 'entered-in-error' }] }, { coding: [{ code: 'refuted' }] }, 'refuted'])('is no diagnosis: %o', (status) => expect(read(patient(), stay(), condition(status)).record.conditions).toEqual([]));
  it.each([{ coding: [{ code: 'confirmed' }] }, 'provisional', undefined])('is not said of a diagnosis that is %o', (status) => expect(read(patient(), stay(), condition(status)).record.conditions).toHaveLength(1));

  const medication = (more: Fields): Fields => ({ resourceType: 'MedicationRequest', status: 'active', ...ofStay, medicationCodeableConcept: { text: 'Warfarin' }, ...more });
  it.each<Fields>([{ status: 'entered-in-error' }, { doNotPerform: true }, { resourceType: 'MedicationStatement', status: 'not-taken' }, { resourceType: 'MedicationStatement', taken: 'n' }])('is no medicine: %o', (more) =>
    expect(read(patient(), stay(), medication(more)).record.medications).toEqual([]));

  it('is no blood value', () => {
    const sodium = (status: string, value: number): Fields => ({ resourceType: 'Observation', status, subject: { reference: 'Patient/p1' }, code: { coding: [{ system: 'http://loinc.org', code: '2951-2' }] }, effectiveDateTime: '2026-03-05', valueQuantity: { value, unit: 'mmol/L' } });
    expect(read(patient(), stay(), sodium('final', 138), sodium('entered-in-error', 110), sodium('cancelled', 111)).record.findings?.['sodium']).toBe('138');
  });

  it('is no stay, and nothing that counts among the earlier ones', () => {
    expect(read(patient(), stay(), stay({ id: 'e2', status: 'planned', period: { start: '2026-06-01' } })).record.stay.ref).toBe('e1');
    const alone = readFhirBundle({ resourceType: 'Bundle', entry: [{ resource: patient() }, { resource: stay({ status: 'planned' }) }] });
    expect(alone.ok ? '' : alone.problems.join()).toMatch(/^None of the 0 encounters is an inpatient or emergency stay; a package starts from a discharge. 1 left out: planned, cancelled or entered in error/);
  });
});
