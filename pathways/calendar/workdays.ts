/** Which days people work: weekends, public holidays, and the Chinese weekend days that are worked in exchange (调休). */
import type { Calendar } from '../engine/inputs.js';
import type { LocalDate } from '../engine/vocabulary.js';
import { addDays, weekday } from '../time.js';

/** `covered: false`: the date lies beyond the official list, only fixed-date holidays are known. The engine warns then, it never guesses in silence. */
export type Known = { is: boolean; covered: boolean };

/** A public holiday. Ordinary Saturdays and Sundays are not holidays. */
export function isHoliday(calendar: Calendar, date: LocalDate): Known {
  const covered = date <= calendar.coveredUntil;
  return { is: covered ? calendar.holidays.includes(date) : calendar.fixed.includes(date.slice(5)), covered };
}

export function isWorkday(calendar: Calendar, date: LocalDate): Known {
  const holiday = isHoliday(calendar, date);
  if (holiday.covered && calendar.workdays.includes(date)) return { is: true, covered: true };
  return { is: !holiday.is && weekday(date) <= 5, covered: holiday.covered };
}

/** No holiday with its weekends lasts this long; a list that says so is wrong, and the step then stays on its own day. */
const longestHoliday = 30;

/** The date itself when worked, else the nearest workday in the direction. `covered` holds for every day that was looked at. */
export function rollToWorkday(calendar: Calendar, date: LocalDate, direction: 'next' | 'previous'): { date: LocalDate; covered: boolean } {
  let covered = true;
  for (let days = 0; days <= longestHoliday; days++) {
    const candidate = addDays(date, direction === 'next' ? days : -days);
    const workday = isWorkday(calendar, candidate);
    covered &&= workday.covered;
    if (workday.is) return { date: candidate, covered };
  }
  return { date, covered: false };
}
