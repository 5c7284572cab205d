/** Dates and times as people read and write them: in messages, and in stories. */
import type { Instant, LocalDate } from '../engine/vocabulary.js';
import { addDays, addHours, addLocalDays, addMinutes, atLocal, daysBetween, isInstant, isLocalTime, localDateOf, localTimeOf, parseInstant, weekday } from '../time.js';

const chineseWeekdays = ['一', '二', '三', '四', '五', '六', '日'];
const englishWeekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const englishMonths = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** `3月5日周四`, `Thu 5 March`. Without the year: messages speak of the coming weeks and an SMS has 70 characters. */
export function sayDate(date: LocalDate, language: string): string {
  const [, month = 1, day = 1] = date.split('-').map(Number);
  const nth = weekday(date) - 1;
  return language.startsWith('zh') ? `${month}月${day}日周${chineseWeekdays[nth]}` : `${englishWeekdays[nth]} ${day} ${englishMonths[month - 1]}`;
}

/** `10:00-11:00`, the same in every language. */
export const saySlot = (from: Instant, until: Instant, zone: string): string => `${localTimeOf(from, zone)}-${localTimeOf(until, zone)}`;

/** `D2 10:00` in timelines and reports: days since the anchor, in the zone. */
export const sayDay = (at: Instant, anchor: LocalDate, zone: string): string => `D${daysBetween(anchor, localDateOf(at, zone))} ${localTimeOf(at, zone)}`;

export type StoryClock = { anchor: LocalDate; zone: string; previous: Instant | null };

/**
 * `D2 10:00` (days since the anchor, may be negative), `+30m`, `+4h` (elapsed since the previous input), `+2d` (calendar days later at the
 * same local time), or an ISO instant with its offset. Throws RangeError saying what can be written.
 */
export function parseStoryTime(text: string, { anchor, zone, previous }: StoryClock): Instant {
  const day = /^D(-?\d{1,4}) (\d{2}:\d{2})$/.exec(text);
  if (day?.[1] && day[2] && isLocalTime(day[2])) return atLocal(addDays(anchor, Number(day[1])), day[2], zone);
  const later = /^\+(\d{1,6})([mhd])$/.exec(text);
  if (later) {
    if (previous === null) throw new RangeError(`"${text}" counts from the previous input, but this is the first: write it like D2 10:00`);
    const count = Number(later[1]);
    if (later[2] === 'd') return addLocalDays(previous, count, zone);
    return later[2] === 'h' ? addHours(previous, count) : addMinutes(previous, count);
  }
  if (isInstant(text)) return text;
  if (/^\d{4}-.*(Z|[+-]\d{2}:\d{2})$/.test(text)) return parseInstant(text);
  throw new RangeError(`"${text}" is not a story time: write D2 10:00, +30m, +4h, +2d or an instant like 2026-03-02T09:00:00+08:00`);
}
