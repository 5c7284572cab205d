/** Patient and RelatedPerson of a FHIR bundle: who it is and how to reach them. */
import { codings, dayOrNull, list, text } from './fhir-bundle.js';
import type { Resource } from './fhir-bundle.js';
import { numberingCountry, usableContact } from './phone.js';
import type { ContactRecord } from './record.js';

export function readPatient(patient: Resource) {
  const name = list(patient['name']).find((n) => text(n, 'use') !== 'maiden' && text(n, 'use') !== 'old') ?? {};
  const given = typeof name === 'object' && name !== null && 'given' in name ? list(name.given).join(' ') : '';
  const sex = text(patient, 'gender');
  const spoken = list(patient['communication']).flatMap((c) => (typeof c === 'object' && c !== null && 'language' in c ? codings(c.language) : []))[0];
  const identifiers = list(patient['identifier'])
    .map((i) => ({ system: text(i, 'system') ?? '', value: text(i, 'value') ?? '' }))
    .filter((i) => i.system !== '' && i.value !== '' && !isNationalId(i.system));
  const id = patient.id ?? patient.uuid;
  const died = text(patient, 'deceasedDateTime');
  return {
    identifiers: identifiers.length > 0 || id === null ? identifiers : [{ system: 'fhir:Patient.id', value: id }],
    familyName: text(name, 'family') ?? (list((name as { family?: unknown }).family)[0] as string | undefined) ?? '',
    givenName: given,
    birthDate: dayOrNull(text(patient, 'birthDate')),
    sex: sex === 'male' || sex === 'female' || sex === 'other' ? sex : ('unknown' as const),
    language: spoken === undefined || /^(zh|cmn)/i.test(spoken.code) ? ('zh-CN' as const) : ('en' as const),
    died: died === null ? patient['deceasedBoolean'] === true : (dayOrNull(died) ?? true),
  };
}

/** National ids, social security numbers, passports and licences are not needed to send a reminder, so they are not stored. */
const isNationalId = (system: string): boolean => /us-ssn|passport|4\.3\.25|idcard|身份证/i.test(system);

/** In order: the patient's own, then Patient.contact, then RelatedPerson. Numbers that no phone network would take are left out. */
export function readContacts(patient: Resource, all: Resource[]): ContactRecord[] {
  const country = numberingCountry(text(list(patient['address'])[0], 'country'));
  const own = telecoms(patient['telecom'], { owner: 'patient' }, country);
  const listed = list(patient['contact']).flatMap((c) => relative(c, country));
  const related = all.filter((r) => r.resourceType === 'RelatedPerson').flatMap((r) => relative(r, country));
  const seen = new Set<string>();
  return [...own, ...listed, ...related].filter((c) => !seen.has(`${c.kind}${c.value}`) && seen.add(`${c.kind}${c.value}`));
}

function relative(person: unknown, country: Country): ContactRecord[] {
  if (typeof person !== 'object' || person === null) return [];
  const { relationship, name, telecom } = person as Record<string, unknown>;
  const relation = codings(relationship)[0]?.display;
  const called = text(list(name)[0], 'text') ?? text(list(name)[0], 'family');
  return telecoms(telecom, { owner: 'family', ...(relation ? { relation } : {}), ...(called ? { name: called } : {}) }, country);
}

type Country = ReturnType<typeof numberingCountry>;

function telecoms(value: unknown, who: Pick<ContactRecord, 'owner' | 'relation' | 'name'>, country: Country): ContactRecord[] {
  return list(value).flatMap((t) => {
    const contact = usableContact(text(t, 'value') ?? '', text(t, 'system') === 'email' ? 'email' : 'phone', country);
    return contact ? [{ ...who, ...contact }] : [];
  });
}
