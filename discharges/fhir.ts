/**
 * FHIR R4 and STU3 bundles (transaction, collection, document) with one Patient: the latest inpatient stay, else the latest emergency
 * stay, with what was diagnosed, done and prescribed. Lenient where real senders are loose (a `coding` that is an object instead of a
 * list, class codes as words), never where it would guess: what is not there is listed as missing. What was planned, not done, refuted or written by
 * mistake counts as not there, and so do numbers and relatives that are past (fhir-status.ts).
 */
import { bundle, codings, dayOrNull, encounterOf, list, patientReference, resourcesOf, text } from './fhir-bundle.js';
import type { Encounter, Resource } from './fhir-bundle.js';
import { findingsOf } from './fhir-history.js';
import { isSaidToBe, telecomsInUse } from './fhir-status.js';
import { readContacts, readPatient } from './fhir-patient.js';
import { DischargeRecord } from './record.js';
import type { ReadResult } from './record.js';

const inpatientClasses = new Set(['IMP', 'ACUTE', 'NONAC', 'SS', 'inpatient', 'Inpatient']);
const emergencyClasses = new Set(['EMER', 'emergency', 'Emergency']);

export function readFhirBundle(json: unknown): ReadResult {
  const parsed = bundle.safeParse(json);
  if (!parsed.success) {
    const first = parsed.error.issues[0];
    return { ok: false, problems: [`Not a FHIR bundle: at ${first?.path.join('.') || 'the top'} ${first?.message ?? 'the shape is wrong'}. Send {"resourceType":"Bundle","entry":[...]}.`] };
  }
  const all = resourcesOf(parsed.data);
  const patients = all.filter((r) => r.resourceType === 'Patient');
  if (patients.length !== 1) return { ok: false, problems: [`The bundle holds ${patients.length} Patient resources; send one bundle per patient.`] };
  const [patient] = patients as [Resource];
  const hers = all.filter((r) => r !== patient && belongsTo(r, patient));
  const own = hers.filter(isSaidToBe);
  const encounters = own.filter(isEncounter).map(encounterOf);
  const inpatient = latest(encounters.filter((e) => inpatientClasses.has(e.classCode)));
  const stay = inpatient ?? latest(encounters.filter((e) => emergencyClasses.has(e.classCode)));
  if (!stay) {
    const none = hers.filter(isEncounter).length - encounters.length;
    return { ok: false, problems: [`None of the ${encounters.length} encounters is an inpatient or emergency stay; a package starts from a discharge.${none > 0 ? ` ${none} left out: planned, cancelled or entered in error.` : ''}`] };
  }
  if (stay.ref === null) return { ok: false, problems: ['The stay (Encounter) has no id, no identifier and no fullUrl with a uuid or an address: send one of them, so that it can be told from other stays.'] };
  const person = readPatient(patient);
  if (person.identifiers.length === 0) return { ok: false, problems: ['The Patient has no identifier with a system, no id and no fullUrl with a uuid or an address: send one of them, so that the patient can be told from others.'] };
  if (stay.end !== null && dayOrNull(stay.end) === null) return { ok: false, problems: ['stay.dischargedAt: the day of the discharge is needed, the bundle names a year or month alone (Encounter.period.end).'] };

  const ofStay = (type: string): Resource[] => own.filter((r) => r.resourceType === type && isOfStay(r, stay));
  const medications = [...ofStay('MedicationRequest'), ...ofStay('MedicationStatement'), ...own.filter((r) => isCurrentMedication(r) && !isOfStay(r, stay))];
  const stu3 = own.some((r) => r.resourceType === 'Encounter' && typeof r['context'] === 'object') || own.some((r) => 'context' in r && !('encounter' in r));
  const record = {
    patient: person,
    contacts: readContacts(patient, own.filter((r) => r.resourceType === 'RelatedPerson'), stay.end),
    stay: {
      ref: stay.ref,
      kind: inpatient ? ('inpatient' as const) : ('emergency' as const),
      reason: stay.reason,
      admittedAt: dayOrNull(stay.start),
      dischargedAt: stay.end,
    },
    conditions: dedupe([...ofStay('Condition'), ...own.filter((r) => r.resourceType === 'Condition' && isActive(r))].flatMap((r) => codings(r['code']).map((c) => ({ ...c, onset: onsetOf(r) })))),
    procedures: ofStay('Procedure').flatMap((r) => codings(r['code']).map((c) => ({ ...c, performedAt: performedAt(r) }))),
    medications: dedupe(medications.flatMap((r) => codings(r['medicationCodeableConcept'] ?? r['medication']).map((c) => ({ ...c, current: r['status'] !== 'stopped' && r['status'] !== 'cancelled' })))),
  };
  const findings = findingsOf(stay, encounters, own, (e) => inpatientClasses.has(e.classCode), (e) => emergencyClasses.has(e.classCode));
  const checked = DischargeRecord.safeParse({ ...record, ...(Object.keys(findings).length === 0 ? {} : { findings }) });
  if (!checked.success) return { ok: false, problems: checked.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`) };
  const written = list(patient['telecom']);
  const inUse = telecomsInUse(written, stay.end).length;
  const leftOut = { past: written.length - inUse, unusable: inUse - checked.data.contacts.filter((c) => c.owner === 'patient').length };
  return { ok: true, source: stu3 ? 'fhir-stu3' : 'fhir-r4', record: checked.data, ...notes(checked.data, encounters.length, leftOut) };
}

const isEncounter = (r: Resource): boolean => r.resourceType === 'Encounter';

function notes(record: DischargeRecord, encounters: number, { past, unusable }: { past: number; unusable: number }): { understood: string[]; missing: string[] } {
  const understood = [
    `${record.stay.kind} stay (latest of ${encounters} encounters) ended ${record.stay.dischargedAt ?? 'never'}`,
    `${record.conditions.length} conditions, ${record.procedures.length} procedures, ${record.medications.length} medications`,
    `${record.contacts.length} usable contacts${unusable > 0 ? `; ${unusable} left out: no network would deliver to them (invalid numbers, example addresses)` : ''}${past > 0 ? `; ${past} left out: given up, ended, or no phone` : ''}`,
  ];
  const missing = [
    ...(record.stay.dischargedAt === null ? ['end of the stay'] : []),
    ...(record.patient.birthDate === null ? ['birth date'] : []),
    ...(record.contacts.some((c) => c.owner === 'patient' && c.kind === 'mobile') ? [] : ["a valid mobile number of the patient"]),
    ...(record.contacts.some((c) => c.owner === 'family') ? [] : ['a family contact']),
    ...(record.procedures.length > 0 ? [] : ['procedures of the stay']),
    ...(record.medications.length > 0 ? [] : ['discharge medications']),
    'consents (FHIR bundles of this kind carry none)',
  ];
  return { understood, missing };
}

/** The last one that ended; a stay still open (no end) counts as the latest of all. */
function latest(stays: Encounter[]): Encounter | null {
  const key = (e: Encounter): string => e.end ?? '9999';
  return stays.reduce<Encounter | null>((best, e) => (best === null || key(e) > key(best) ? e : best), null);
}

function belongsTo(resource: Resource, patient: Resource): boolean {
  const reference = patientReference(resource);
  return reference === null || names(reference, patient);
}

function isOfStay(resource: Resource, stay: Encounter): boolean {
  const reference = text(resource['encounter'], 'reference') ?? text(resource['context'], 'reference');
  return reference !== null && names(reference, stay);
}

function names(reference: string, { id, fullUrl }: { id: string | null; fullUrl: string }): boolean {
  // One version of a record is that record.
  const target = reference.replace(/\/_history\/[^/]*$/, '');
  return target === fullUrl || (id !== null && (target.endsWith(`/${id}`) || target === `urn:uuid:${id}`));
}

function isActive(condition: Resource): boolean {
  const status = condition['clinicalStatus'];
  return status === 'active' || codings(status).some((c) => c.code === 'active');
}

const isCurrentMedication = (r: Resource): boolean => (r.resourceType === 'MedicationRequest' || r.resourceType === 'MedicationStatement') && r['status'] === 'active';

const onsetOf = (condition: Resource): string | null =>
  [text(condition, 'onsetDateTime'), text(condition['onsetPeriod'], 'start'), text(condition, 'recordedDate'), text(condition, 'assertedDate')].find((at) => dayOrNull(at) !== null) ?? null;

const performedAt = (procedure: Resource): string | null => dayOrNull(text(procedure, 'performedDateTime') ?? text(procedure['performedPeriod'], 'start'));

function dedupe<T extends { system: string; code: string; display: string }>(list: T[]): T[] {
  return [...new Map(list.map((c) => [`${c.system}|${c.code || c.display}`, c])).values()];
}
