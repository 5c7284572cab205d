/** What a bundle's long history says about the needs assessment: earlier stays and emergency visits, and the last blood values of the stay. */
import { daysBetween, localDateOf, parseInstant } from '../pathways/time.js';
import type { AssessmentAnswers } from '../pathways/recommend/questions.js';
import { codings, text } from './fhir-bundle.js';
import type { Encounter, Resource } from './fhir-bundle.js';

/** LACE looks six months back, HOSPITAL twelve (their publications' windows, in days). */
const emergencyWindowDays = 183;
const admissionWindowDays = 365;
/** A blood value older than this before the end of the stay is not one "at discharge" (C). */
const bloodWindowDays = 7;

const dayOf = (written: string): string => (written.length === 10 ? written : localDateOf(parseInstant(written), 'UTC'));

export function findingsOf(stay: Encounter, encounters: readonly Encounter[], own: readonly Resource[], isInpatient: (e: Encounter) => boolean, isEmergency: (e: Encounter) => boolean): AssessmentAnswers {
  const begin = stay.start ?? stay.end;
  if (begin === null || encounters.length < 2) return blood(stay, own);
  const before = (days: number) => (e: Encounter): boolean => {
    if (e === stay || e.start === null) return false;
    const ago = daysBetween(dayOf(e.start), dayOf(begin));
    return ago >= 0 && ago <= days;
  };
  return {
    emergencyVisits: String(encounters.filter(isEmergency).filter(before(emergencyWindowDays)).length),
    admissions: String(encounters.filter(isInpatient).filter(before(admissionWindowDays)).length),
    ...blood(stay, own),
  };
}

/** LOINC: haemoglobin 718-7, sodium 2951-2 and 2947-0. */
const loinc = { haemoglobin: ['718-7'], sodium: ['2951-2', '2947-0'] };

function blood(stay: Encounter, own: readonly Resource[]): AssessmentAnswers {
  const haemoglobin = latest(stay, own, loinc.haemoglobin);
  const sodium = latest(stay, own, loinc.sodium);
  // g/dL, as most systems send it, becomes g/L.
  const litres = haemoglobin === null ? null : /^g\/dL$/i.test(haemoglobin.unit) ? haemoglobin.value * 10 : haemoglobin.unit === 'g/L' ? haemoglobin.value : null;
  return {
    ...(litres === null ? {} : { haemoglobin: oneDecimal(litres) }),
    ...(sodium === null || !/^(mmol|meq)\/L$/i.test(sodium.unit) ? {} : { sodium: oneDecimal(sodium.value) }),
  };
}

const oneDecimal = (value: number): string => String(Math.round(value * 10) / 10);

function latest(stay: Encounter, own: readonly Resource[], codes: readonly string[]): { value: number; unit: string } | null {
  const end = stay.end ?? stay.start;
  if (end === null) return null;
  const found = own.flatMap((r) => {
    const at = text(r, 'effectiveDateTime');
    const quantity = r['valueQuantity'];
    if (r.resourceType !== 'Observation' || at === null || !codings(r['code']).some(({ code }) => codes.includes(code))) return [];
    if (typeof quantity !== 'object' || quantity === null || !('value' in quantity) || typeof quantity.value !== 'number') return [];
    const ago = daysBetween(dayOf(at), dayOf(end));
    return ago >= 0 && ago <= bloodWindowDays ? [{ at, value: quantity.value, unit: text(quantity, 'unit') ?? text(quantity, 'code') ?? '' }] : [];
  });
  return found.sort((a, b) => (a.at < b.at ? -1 : 1)).at(-1) ?? null;
}
