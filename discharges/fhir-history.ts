/** What a bundle's long history says about the needs assessment: earlier stays and emergency visits, and the last blood values of the stay. */
import { addDays, daysBetween, isLocalDate, localDateOf, parseInstant } from '../pathways/time.js';
import type { LocalDate } from '../pathways/engine/vocabulary.js';
import type { AssessmentAnswers } from '../pathways/recommend/questions.js';
import { codings, text } from './fhir-bundle.js';
import type { Encounter, Resource } from './fhir-bundle.js';

/** LACE looks six months back, HOSPITAL twelve (their publications' windows, in days). */
const emergencyWindowDays = 183;
const admissionWindowDays = 365;
/** An emergency visit that ended on the day of the admission or the day before it is the one that led to it (C). */
const indexVisitDays = 1;
/** A blood value older than this before the end of the stay is not one "at discharge" (C). */
const bloodWindowDays = 7;

/** null: no day; the sender knows a year or a month alone, or wrote what no calendar has. */
function dayOf(written: string): LocalDate | null {
  if (isLocalDate(written)) return written;
  try {
    return localDateOf(parseInstant(written), 'UTC');
  } catch {
    return null;
  }
}

/** Whether it lies between two days; null: a year or month that reaches into them, or nothing that can be read. */
function liesWithin(written: string, from: LocalDate, until: LocalDate): boolean | null {
  const day = dayOf(written) ?? (/^\d{4}(-\d{2})?$/.test(written) ? written : null);
  if (day === null) return null;
  const overlaps = day >= from.slice(0, day.length) && day <= until.slice(0, day.length);
  return overlaps && day.length < from.length ? null : overlaps;
}

export function findingsOf(stay: Encounter, encounters: readonly Encounter[], own: readonly Resource[], isInpatient: (e: Encounter) => boolean, isEmergency: (e: Encounter) => boolean): AssessmentAnswers {
  const start = stay.start ?? stay.end;
  const begin = start === null ? null : dayOf(start);
  const index = encounters.filter((e) => e !== stay && isEmergency(e) && ledTo(e, stay));
  const said = acute(stay, index.length > 0);
  const rest = { ...(said === null ? {} : { acute: said }), ...blood(stay, own) };
  if (begin === null || encounters.length < 2) return rest;
  // One that may lie in the window or not leaves the question to a person.
  const before = (days: number, isOne: (e: Encounter) => boolean): string | null => {
    const found = encounters.filter((e) => isOne(e) && e !== stay && !index.includes(e)).map((e) => e.start !== null && liesWithin(e.start, addDays(begin, -days), begin));
    return found.includes(null) ? null : String(found.filter((lies) => lies === true).length);
  };
  const [emergencyVisits, admissions] = [before(emergencyWindowDays, isEmergency), before(admissionWindowDays, isInpatient)];
  return { ...(emergencyVisits === null ? {} : { emergencyVisits }), ...(admissions === null ? {} : { admissions }), ...rest };
}

/** The emergency visit that the stay began with: LACE leaves it out of the earlier ones, and it makes the admission acute. */
function ledTo(visit: Encounter, stay: Encounter): boolean {
  if (visit.start === null || stay.start === null || visit.start > stay.start) return false;
  const [ended, began] = [dayOf(visit.end ?? visit.start), dayOf(stay.start)];
  return ended !== null && began !== null && daysBetween(ended, began) <= indexVisitDays;
}

/** null: the bundle does not say. Codes: v3 ActPriority (EL elective; EM, UR emergency, urgent), admit source `emd`. */
function acute(stay: Encounter, throughEmergency: boolean): boolean | null {
  if (throughEmergency || /\[(EM|UR|emd)\]/.test(stay.route)) return true;
  if (/non-?urgent|non-?emergency|elective|\bplanned|择期|\[EL\]/i.test(stay.route)) return false;
  return /emergency|urgent|unplanned|急诊/i.test(stay.route) ? true : null;
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
  const last = stay.end ?? stay.start;
  const end = last === null ? null : dayOf(last);
  if (end === null) return null;
  const found = own.flatMap((r) => {
    const at = text(r, 'effectiveDateTime');
    const quantity = r['valueQuantity'];
    if (r.resourceType !== 'Observation' || at === null || !codings(r['code']).some(({ code }) => codes.includes(code))) return [];
    if (typeof quantity !== 'object' || quantity === null || !('value' in quantity) || typeof quantity.value !== 'number') return [];
    const taken = dayOf(at);
    if (taken === null) return [];
    const ago = daysBetween(taken, end);
    return ago >= 0 && ago <= bloodWindowDays ? [{ at, value: quantity.value, unit: text(quantity, 'unit') ?? text(quantity, 'code') ?? '' }] : [];
  });
  return found.sort((a, b) => (a.at < b.at ? -1 : 1)).at(-1) ?? null;
}
