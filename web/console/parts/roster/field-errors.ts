/** What is wrong with a profile or a week, each said at its field: `certificates/0/number` -> which text. Empty: nothing that we can see here. */
import type { Profile } from '../../../../db/visits/people.js';
import type { Hours } from '../../../../pathways/visits/staff.js';
import { ApiProblem } from '../../api.js';

export type FieldText = 'missing' | 'endsBeforeIssued' | 'inFuture' | 'endsBeforeStart' | 'overlaps' | 'twice';
export type FieldErrors<T> = Readonly<Record<string, T>>;

export function profileErrors({ certificates, practiceSince }: Profile, today: string): FieldErrors<FieldText> {
  const found: Record<string, FieldText> = {};
  if (practiceSince !== null && practiceSince > today) found['practiceSince'] = 'inFuture';
  for (const [i, { kind, number, issuedOn, validUntil }] of certificates.entries()) {
    if (number.trim() === '') found[`certificates/${i}/number`] = 'missing';
    else if (certificates.some((other, j) => j < i && other.kind === kind && other.number.trim() === number.trim())) found[`certificates/${i}/number`] = 'twice';
    if (issuedOn !== null && issuedOn > today) found[`certificates/${i}/issuedOn`] = 'inFuture';
    if (issuedOn !== null && validUntil !== null && validUntil < issuedOn) found[`certificates/${i}/validUntil`] = 'endsBeforeIssued';
  }
  return found;
}

export function hoursErrors(hours: readonly Hours[]): FieldErrors<FieldText> {
  const found: Record<string, FieldText> = {};
  for (const [i, { weekday, from, until }] of hours.entries()) {
    if (from === '') found[`hours/${i}/from`] = 'missing';
    else if (hours.some((other, j) => j < i && other.weekday === weekday && other.from < until && from < other.until)) found[`hours/${i}/from`] = 'overlaps';
    if (until === '') found[`hours/${i}/until`] = 'missing';
    else if (until <= from) found[`hours/${i}/until`] = 'endsBeforeStart';
  }
  return found;
}

/** What the API found beside that, in its own words, at the same fields. */
export const apiErrors = (error: unknown): FieldErrors<string> => (error instanceof ApiProblem ? Object.fromEntries(error.errors.map(({ pointer, detail }) => [pointer.replace(/^\//, ''), detail])) : {});
