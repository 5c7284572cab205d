/** What a sender says was planned, not done, over or written by mistake. It stands in the bundle like everything else; only its status says so. */
import { codings, list, text } from './fhir-bundle.js';
import type { Resource } from './fhir-bundle.js';

/** Whatever the kind, `entered-in-error` never was. */
const neverWas: Readonly<Record<string, readonly string[]>> = {
  Encounter: ['planned', 'cancelled'],
  Procedure: ['preparation', 'not-done'],
  Condition: ['refuted'],
  Observation: ['cancelled'],
  MedicationStatement: ['not-taken'],
};

/** STU3 says it in fields of their own: `notDone` of a procedure, `taken` of a medicine, `verificationStatus` as a bare code. */
export function isSaidToBe(resource: Resource): boolean {
  const verified = resource['verificationStatus'];
  const statuses = [text(resource, 'status'), text(resource, 'verificationStatus'), ...codings(verified).map(({ code }) => code)];
  const denied = ['entered-in-error', ...(neverWas[resource.resourceType] ?? [])];
  return !statuses.some((status) => status !== null && denied.includes(status)) && resource['notDone'] !== true && resource['doNotPerform'] !== true && resource['taken'] !== 'n';
}

/**
 * Whether a number, address or relation is past when the care at home begins. `day`: the end of the stay; null: nobody knows it, so whatever is to end
 * counts as past. An end of a year or month alone reaches to its last day.
 */
export function isOver(one: unknown, day: string | null): boolean {
  if (text(one, 'use') === 'old') return true;
  const end = endOf(one)?.slice(0, 10);
  if (end === undefined) return false;
  const last = day?.slice(0, end.length);
  return last === undefined || end < last || (end === last && end.length === 10);
}

/** null: it has none. */
export const endOf = (one: unknown): string | null => (typeof one === 'object' && one !== null && 'period' in one ? text(one.period, 'end') : null);

const noPhones = ['fax', 'pager', 'url', 'other'];

/** Numbers and addresses by which a person is reached now, the preferred first: by `rank`, and one that is known to end after all others. */
export function telecomsInUse(telecom: unknown, day: string | null): unknown[] {
  const place = (one: unknown): number => (typeof one === 'object' && one !== null && 'rank' in one && typeof one.rank === 'number' ? one.rank : Infinity);
  const inUse = list(telecom).filter((one) => !isOver(one, day) && !noPhones.includes(systemOf(one)));
  return inUse.toSorted((a, b) => Number(endOf(a) !== null) - Number(endOf(b) !== null) || (place(a) === place(b) ? 0 : place(a) - place(b)));
}

/** Some write it with a capital. */
export const systemOf = (telecom: unknown): string => text(telecom, 'system')?.toLowerCase() ?? '';
