/**
 * Thousands of reminders due at 09:00 would reach the vendor in one second. Each patient's reminders are therefore late by a fixed number
 * of seconds of their own. Not a clinical number, so not a parameter: five minutes spread 3,000 patients to ten messages a second,
 * and nobody notices them.
 */
import { spread } from '../time.js';

export const spreadMinutes = 5;

/** Whole seconds, always the same for a key (patient id; the episode's when the launcher gave none). */
export const spreadOf = (key: string): number => spread(key, spreadMinutes) / 1000;
