/** Which written numbers and addresses are usable, in the spelling we store (E.164, lower-case e-mail). */
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { CountryCode } from 'libphonenumber-js/max';
import { z } from 'zod';
import type { ContactRecord } from './record.js';

const email = z.email();
/** As written in China: a mobile number, or a landline with its 0 and area code. Anything looser would turn a foreign number into a stranger's. */
const chinese = /^(1[3-9]\d{9}|0\d{9,11})$/;

/** null when no network could deliver to it (e.g. American 555 numbers, wrong length). */
export function usableContact(written: string, kind: 'phone' | 'email', country: CountryCode = 'CN'): Pick<ContactRecord, 'kind' | 'value'> | null {
  const value = written.trim();
  if (kind === 'email') return email.safeParse(value).success && !/@example\.(com|org|net)$/i.test(value) ? { kind: 'email', value: value.toLowerCase() } : null;
  if (country === 'CN' && !value.startsWith('+') && !chinese.test(value.replace(/[\s()-]/g, ''))) return null;
  const number = parsePhoneNumberFromString(value, country);
  if (!number?.isValid()) return null;
  const type = number.getType();
  if (type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE') return { kind: 'mobile', value: number.number };
  return type === 'FIXED_LINE' ? { kind: 'landline', value: number.number } : null;
}

/** Why a number was refused, for a form's error message. */
export function phoneProblem(written: string): string | null {
  return usableContact(written, 'phone') ? null : 'is not a number that can be called: write a Chinese mobile (11 digits), a landline with area code, or +<country><number>';
}

/** A FHIR address's country as the numbering plan to read national numbers by; China when it says nothing. */
export const numberingCountry = (written: string | null): CountryCode => (written !== null && isSupportedCountry(written) ? written : 'CN');
