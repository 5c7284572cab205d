/** The holiday list that an episode records at its start, so that a later list never changes what was planned under an earlier one. */
import type { Calendar } from '../engine/inputs.js';
import type { LocalDate } from '../engine/vocabulary.js';
import { isLocalDate } from '../time.js';
import { chinaData } from './china-data.js';

/**
 * Statutory holidays with a fixed date: New Year, Labour Day (two days), National Day (three), by the State Council's 全国年节及纪念日放假办法
 * as amended from 2025-01-01. Spring Festival, Qingming, Dragon Boat and Mid-Autumn move with the moon or the sun and are left out.
 */
const fixedHolidays = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'];

const expand = (years: Readonly<Record<string, string>>): LocalDate[] =>
  Object.entries(years).flatMap(([year, days]) => days.split(' ').map((day) => `${year}-${day}`));

/** The bundled list, all of it. */
export const bundledCalendar = (): Calendar => ({
  version: chinaData.version,
  coveredUntil: chinaData.coveredUntil,
  holidays: expand(chinaData.holidays),
  workdays: expand(chinaData.workdays),
  fixed: fixedHolidays,
});

/**
 * The part of a list that an episode between two dates needs (both included). It claims no more than it holds: coverage ends with `until`
 * when the list itself goes further, so pass a generous `until` for courses without a fixed end.
 */
export function calendarFor(from: LocalDate, until: LocalDate, list: Calendar = bundledCalendar()): Calendar {
  const within = (date: LocalDate) => from <= date && date <= until;
  return {
    version: list.version,
    coveredUntil: until < list.coveredUntil ? until : list.coveredUntil,
    holidays: list.holidays.filter(within),
    workdays: list.workdays.filter(within),
    fixed: list.fixed,
  };
}

/** What a hospital loads when the State Council has announced a year: every day off and every make-up workday between the two dates. */
export type OfficialList = { source: string; from: LocalDate; until: LocalDate; holidays: LocalDate[]; workdays: LocalDate[] };

/**
 * The list with an official one laid over it: inside `from`..`until` only the official days count, coverage moves to `until`.
 * Throws a sentence when a date is not a date, lies outside the list, is both holiday and workday, or when days between would be left unknown.
 */
export function withOfficialList(calendar: Calendar, official: OfficialList): Calendar {
  const problem = problemOf(calendar, official);
  if (problem) throw new RangeError(`Holiday list "${official.source}": ${problem}`);
  const outside = (date: LocalDate) => date < official.from || official.until < date;
  return {
    version: `${calendar.version}+${official.source}`,
    coveredUntil: official.until > calendar.coveredUntil ? official.until : calendar.coveredUntil,
    holidays: [...calendar.holidays.filter(outside), ...official.holidays].sort(),
    workdays: [...calendar.workdays.filter(outside), ...official.workdays].sort(),
    fixed: calendar.fixed,
  };
}

function problemOf(calendar: Calendar, official: OfficialList): string | null {
  const bad = [official.from, official.until, ...official.holidays, ...official.workdays].find((date) => !isLocalDate(date));
  if (bad !== undefined) return `"${bad}" is not a date, write it like 2027-01-01`;
  if (official.until < official.from) return `it ends on ${official.until}, before it starts on ${official.from}`;
  const outside = [...official.holidays, ...official.workdays].find((date) => date < official.from || official.until < date);
  if (outside) return `${outside} lies outside ${official.from} to ${official.until}`;
  const both = official.holidays.find((date) => official.workdays.includes(date));
  if (both) return `${both} is listed as a day off and as a workday`;
  const nextYear = `${Number(calendar.coveredUntil.slice(0, 4)) + 1}-01-01`;
  // The bundled list stops at its last special day; the rest of that year has none, so the next year's list may follow on.
  if (official.from > nextYear) return `nothing is known between ${calendar.coveredUntil} and ${official.from}`;
  return null;
}
