/** Certificates that have run out or soon will. */
import { daysBetween } from '../../../../pathways/time.js';

/** Renewing a nursing certificate takes weeks, so it is said this long before, by convention (C). */
export const warnDays = 60;

export type Expiry = { state: 'expired' | 'expiring' | 'valid' | 'unlimited'; days: number };

/** `validUntil` is the last valid day; `days` counts from today to it and is negative after it. */
export function expiryOf(validUntil: string | null, today: string): Expiry {
  if (validUntil === null) return { state: 'unlimited', days: 0 };
  const days = daysBetween(today, validUntil);
  return { days, state: days < 0 ? 'expired' : days <= warnDays ? 'expiring' : 'valid' };
}
