/** Patient and RelatedPerson of a FHIR bundle: who it is and how to reach them. */
import { codings, dayOrNull, list, text } from './fhir-bundle.js';
import type { Resource } from './fhir-bundle.js';
import { isOver, systemOf, telecomsInUse } from './fhir-status.js';
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

/**
 * In order: the patient's own, then Patient.contact, then RelatedPerson. Numbers that no phone network would take are left out, and so is whatever is
 * past on `day`, the end of the stay: texts with her name and a code would go to whoever has the number now.
 */
export function readContacts(patient: Resource, relatives: Resource[], day: string | null): ContactRecord[] {
  const country = numberingCountry(text(list(patient['address']).find((address) => !isOver(address, day)), 'country'));
  const own = telecoms(patient['telecom'], { owner: 'patient' }, country, day);
  const people = [...list(patient['contact']), ...relatives.filter(({ active }) => active !== false)];
  const seen = new Set<string>();
  return [...own, ...people.flatMap((person) => relative(person, country, day))].filter((c) => !seen.has(`${c.kind}${c.value}`) && seen.add(`${c.kind}${c.value}`));
}

function relative(person: unknown, country: Country, day: string | null): ContactRecord[] {
  if (typeof person !== 'object' || person === null || isOver(person, day)) return [];
  const { relationship, name, telecom } = person as Record<string, unknown>;
  const relation = codings(relationship)[0]?.display;
  const called = text(list(name)[0], 'text') ?? text(list(name)[0], 'family');
  return telecoms(telecom, { owner: 'family', ...(relation ? { relation } : {}), ...(called ? { name: called } : {}) }, country, day);
}

type Country = ReturnType<typeof numberingCountry>;

function telecoms(value: unknown, who: Pick<ContactRecord, 'owner' | 'relation' | 'name'>, country: Country, day: string | null): ContactRecord[] {
  return telecomsInUse(value, day).flatMap((t) => {
    const contact = usableContact(text(t, 'value') ?? '', systemOf(t) === 'email' ? 'email' : 'phone', country);
    return contact ? [{ ...who, ...contact }] : [];
  });
}
