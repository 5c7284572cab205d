/** One JSON document as a discharge: a FHIR bundle, or our own shape. */
import { readFhirBundle } from './fhir.js';
import { issueWords } from './issue-words.js';
import { usableContact } from './phone.js';
import { DischargeRecord } from './record.js';
import type { ReadResult } from './record.js';

export function readDischarge(json: unknown): ReadResult {
  if (typeof json === 'object' && json !== null && 'resourceType' in json) return readFhirBundle(json);
  const checked = DischargeRecord.safeParse(json);
  if (!checked.success) return { ok: false, problems: checked.error.issues.flatMap(issueWords) };
  const record = checked.data;
  const problems: string[] = [];
  const contacts = record.contacts.map((contact, i) => {
    if (contact.kind === 'wechat') return contact;
    const usable = usableContact(contact.value, contact.kind === 'email' ? 'email' : 'phone');
    if (!usable) problems.push(`/contacts/${i}/value is not a usable ${contact.kind}: write a Chinese mobile (11 digits), a landline with area code, +<country><number>, or an e-mail address`);
    return usable ? { ...contact, ...usable } : contact;
  });
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, source: 'json', record: { ...record, contacts }, understood: [`${record.stay.kind} stay, discharged ${record.stay.dischargedAt ?? 'never'}`], missing: contacts.length === 0 ? ['a contact'] : [] };
}

/** Text that may not be JSON at all. */
export function readDischargeText(text: string): ReadResult {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // JSON.parse quotes what it stumbled over.
    return { ok: false, problems: ['The file is not JSON: check quotes and commas, or send a FHIR bundle, our own discharge JSON, or a .csv file.'] };
  }
  return readDischarge(json);
}
