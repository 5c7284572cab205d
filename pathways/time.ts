/**
 * The only date arithmetic of the product. Instants are UTC strings with milliseconds, so `<` is time order; dates and times of day are
 * strings in the patient's zone. Nothing here reads a clock.
 *
 * Local time to instant: a time that a clock change skips moves forward by the length of the gap (02:30 becomes 03:30; in Apia 2011-12-30,
 * a day that never was, becomes the 31st); a time that happens twice means the first. A reminder is then never lost and never sent twice.
 */
import type { Instant, LocalDate, LocalTime } from './engine/vocabulary.js';

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Milliseconds since the epoch, of an instant or of a date's midnight UTC. Refuses the rest: a NaN, or the machine's own zone, would travel far. */
export function toMs(at: Instant | LocalDate): number {
  const ms = usualMs(at) ?? (at.endsWith('Z') || at.length === 10 ? Date.parse(at) : Number.NaN);
  if (Number.isNaN(ms)) throw new RangeError(`"${at}" is not an instant: write it like 2026-03-02T01:00:00.000Z`);
  return ms;
}

/** `2026-03-02T01:00:00.000Z` or `2026-03-02`, read digit by digit (`Date.parse` takes ten times as long); null: it has to look. */
function usualMs(at: string): number | null {
  if (at.length !== 24 && at.length !== 10) return null;
  const midnight = usualMidnight(at);
  if (midnight === null || at.length === 10) return midnight;
  if (at.charCodeAt(10) !== 84 || at.charCodeAt(13) !== 58 || at.charCodeAt(16) !== 58 || at.charCodeAt(19) !== 46 || at.charCodeAt(23) !== 90) return null;
  const [hour, minute, second] = [twoAt(at, 11), twoAt(at, 14), twoAt(at, 17)];
  const thousandths = twoAt(at, 20) * 10 + digitAt(at, 22);
  const exists = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60 && thousandths >= 0;
  return exists ? midnight + ((hour * 60 + minute) * 60 + second) * 1000 + thousandths : null;
}

/** Of the first ten characters; null for days that not every month has. */
function usualMidnight(at: string): number | null {
  if (at.charCodeAt(4) !== 45 || at.charCodeAt(7) !== 45) return null;
  const [year, month, day] = [twoAt(at, 0) * 100 + twoAt(at, 2), twoAt(at, 5), twoAt(at, 8)];
  if (!(year >= 1600 && month >= 1 && month <= 12 && day >= 1 && day <= (month === 2 ? 28 : 30))) return null;
  // Years that begin in March, so that the leap day is the last one.
  const counted = month > 2 ? year : year - 1;
  const daysBefore = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5);
  return (counted * 365 + Math.floor(counted / 4) - Math.floor(counted / 100) + Math.floor(counted / 400) + daysBefore + day - daysUntil1970) * dayMs;
}
const daysUntil1970 = 719_469;

/** Far below zero when it is no digit, so that what it is added to stays below zero, too. */
function digitAt(text: string, index: number): number {
  const code = text.charCodeAt(index) - 48;
  return code >= 0 && code <= 9 ? code : -10_000;
}
const twoAt = (text: string, index: number): number => digitAt(text, index) * 10 + digitAt(text, index + 1);

/**
 * `new Date(ms).toISOString()`, ten times as fast: dates and times of day are looked up among those last asked for, because whatever the
 * engine plans falls on few days and few times of day.
 */
export function fromMs(ms: number): Instant {
  const rest = sinceMidnight(ms);
  return Number.isInteger(rest) ? dateOf(Math.floor(ms / dayMs)) + timeOf(rest) : new Date(ms).toISOString();
}

const sinceMidnight = (ms: number): number => ms - Math.floor(ms / dayMs) * dayMs;

/** `of`, remembered for so many arguments and emptied when full, so that a workflow that lives long holds a few KB of it. */
function remembering(most: number, of: (argument: number) => string): (argument: number) => string {
  const known = new Map<number, string>();
  return (argument) => {
    const found = known.get(argument);
    if (found !== undefined) return found;
    if (known.size >= most) known.clear();
    const made = of(argument);
    known.set(argument, made);
    return made;
  };
}

/** By days since 1970. */
const dateOf: (day: number) => LocalDate = remembering(800, (day) => {
  const iso = new Date(day * dayMs).toISOString();
  return iso.slice(0, iso.indexOf('T'));
});
/** `T01:00:00.000Z`, by milliseconds since midnight. */
const timeOf = remembering(200, (rest) => {
  const seconds = Math.floor(rest / 1000);
  const minutes = Math.floor(seconds / 60);
  return `T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(seconds % 60)}.${String(rest % 1000).padStart(3, '0')}Z`;
});
const two = (n: number): string => String(n).padStart(2, '0');

const instantForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/** One spelling from any ISO instant that states its offset (`2026-03-02T09:00+08:00`). Throws RangeError with the form expected. */
export function parseInstant(text: string): Instant {
  const day = text.slice(0, 10);
  if (!instantForm.test(text) || !isLocalDate(day)) throw new RangeError(`"${text}" is not an instant: write it like 2026-03-02T01:00:00.000Z or 2026-03-02T09:00:00+08:00`);
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new RangeError(`"${text}" is not an instant: its time of day or offset does not exist`);
  return fromMs(ms);
}

export const isInstant = (text: string): boolean => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(text) && !Number.isNaN(Date.parse(text)) && fromMs(Date.parse(text)) === text;

/** True for a date that exists: 2026-02-29 does not. */
export const isLocalDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && fromMs(Date.parse(text)).slice(0, 10) === text;

/** A time of day, `08:30`. */
export const localTime = /^([01]\d|2[0-3]):[0-5]\d$/;
export const isLocalTime = (text: string): boolean => localTime.test(text);

/** An IANA name such as `Asia/Shanghai`. Bare offsets are refused: they know nothing of clock changes. */
export function isZone(text: string): boolean {
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    offsetFormat(text);
    return true;
  } catch {
    return false;
  }
}

/** A stretch of time, in milliseconds since the epoch, during which a zone keeps one offset. */
type Stretch = { from: number; until: number; offset: number };

/**
 * What was asked about before. Numbers only: an `Intl.DateTimeFormat` kept alive holds 39 KB (measured), and this module lives in every
 * cached workflow, while one made again when a new stretch is needed costs 70 microseconds.
 */
const stretches = new Map<string, Stretch[]>();

const offsetFormat = (zone: string) => new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });

/** Offset from UTC in milliseconds, east positive. The format says `1/2/2026, GMT+08:00`, or `GMT` alone for UTC. */
function readOffset(format: Intl.DateTimeFormat, ms: number): number {
  const match = /GMT([+-])(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(format.format(ms));
  if (!match) return 0;
  const [, sign, hours, minutes, seconds = '0'] = match;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
}

/** Steps of a week find every clock change since 1970: no zone changed its offset twice within one and came back (tested). */
function stretchAround(ms: number, zone: string): Stretch {
  const format = offsetFormat(zone);
  const offset = readOffset(format, ms);
  const edge = (direction: 1 | -1): number => {
    let same = ms;
    for (let week = 1; week <= 60; week++) {
      const probe = ms + direction * week * 7 * dayMs;
      if (readOffset(format, probe) === offset) {
        same = probe;
        continue;
      }
      let other = probe;
      while (Math.abs(other - same) > 1000) {
        const middle = Math.floor((same + other) / 2000) * 1000;
        if (readOffset(format, middle) === offset) same = middle;
        else other = middle;
      }
      return direction === 1 ? other : same;
    }
    return same;
  };
  // Changes fall on whole seconds; the search ends a second wide, so align what was asked for as well.
  return { from: Math.floor(edge(-1) / 1000) * 1000, until: edge(1), offset };
}

function stretchAt(ms: number, zone: string): Stretch {
  const known = stretches.get(zone) ?? [];
  for (const stretch of known) if (stretch.from <= ms && ms < stretch.until) return stretch;
  const found = stretchAround(Math.floor(ms / 1000) * 1000, zone);
  stretches.set(zone, [found, ...known].slice(0, 12));
  return found;
}

const offsetAt = (ms: number, zone: string): number => stretchAt(ms, zone).offset;

function localMs(at: Instant, zone: string): number {
  const ms = toMs(at);
  return ms + offsetAt(ms, zone);
}

/** Dates beyond the year 9999 are cut: no patient has one. */
const dateAt = (ms: number): LocalDate => dateOf(Math.floor(ms / dayMs)).slice(0, 10);
const timeAt = (ms: number): LocalTime => timeOf(sinceMidnight(ms)).slice(1, 6);

export const localDateOf = (at: Instant, zone: string): LocalDate => dateAt(localMs(at, zone));
export const localTimeOf = (at: Instant, zone: string): LocalTime => timeAt(localMs(at, zone));

/** `08:30` in milliseconds since midnight. Throws RangeError like `toMs`. */
function clockMs(time: LocalTime): number {
  const [hour, minute] = [twoAt(time, 0), twoAt(time, 3)];
  const usual = time.length === 5 && time.charCodeAt(2) === 58 && hour >= 0 && hour < 24 && minute >= 0 && minute < 60;
  return usual ? (hour * 60 + minute) * minuteMs : toMs(`1970-01-01T${time}:00.000Z`);
}

/** The instant at which clocks in the zone show this date and time; gap and overlap as at the top of this file. */
export function atLocal(date: LocalDate, time: LocalTime, zone: string): Instant {
  const wall = toMs(date) + clockMs(time);
  const before = stretchAt(wall - dayMs, zone);
  // No clock change within a day: the usual case.
  if (wall + dayMs < before.until) return fromMs(wall - before.offset);
  const after = offsetAt(wall + dayMs, zone);
  const real = [wall - before.offset, wall - after].filter((ms) => ms + offsetAt(ms, zone) === wall);
  return fromMs(real.length > 0 ? Math.min(...real) : wall - before.offset);
}

/** First instant, not before `at`, at which clocks in the zone show this time. */
export function nextLocalTime(at: Instant, time: LocalTime, zone: string): Instant {
  const today = localDateOf(at, zone);
  const candidate = atLocal(today, time, zone);
  return candidate >= at ? candidate : atLocal(addDays(today, 1), time, zone);
}

/** Elapsed time: crossing a clock change, the wall clock moves by more or less than this. */
export const addMinutes = (at: Instant, minutes: number): Instant => fromMs(toMs(at) + minutes * minuteMs);
export const addHours = (at: Instant, hours: number): Instant => addMinutes(at, hours * 60);
export const addMs = (at: Instant, ms: number): Instant => fromMs(toMs(at) + ms);
/** Elapsed minutes, negative when `to` is earlier; not rounded. */
export const minutesBetween = (from: Instant, to: Instant): number => (toMs(to) - toMs(from)) / minuteMs;
export const hoursBetween = (from: Instant, to: Instant): number => minutesBetween(from, to) / 60;

/** Same wall-clock time so many calendar days later (signed). */
export const addLocalDays = (at: Instant, days: number, zone: string): Instant => atLocal(addDays(localDateOf(at, zone), days), localTimeOf(at, zone), zone);

export const addDays = (date: LocalDate, days: number): LocalDate => dateAt(toMs(date) + days * dayMs);

/** Calendar months (signed), clamped to the month's end: 31 January + 1 month is 28 or 29 February. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const lastDay = new Date(Date.UTC(year, month + months, 0));
  return dateAt(Date.UTC(lastDay.getUTCFullYear(), lastDay.getUTCMonth(), Math.min(day, lastDay.getUTCDate())));
}

/** Whole calendar days, negative when `to` is earlier. */
export const daysBetween = (from: LocalDate, to: LocalDate): number => Math.round((toMs(to) - toMs(from)) / dayMs);

/** 1 Monday ... 7 Sunday, as ISO 8601 counts. */
export const weekday = (date: LocalDate): number => ((new Date(toMs(date)).getUTCDay() + 6) % 7) + 1;

export const earliest = <T extends string>(first: T, ...others: T[]): T => others.reduce((a, b) => (b < a ? b : a), first);
export const latest = <T extends string>(first: T, ...others: T[]): T => others.reduce((a, b) => (b > a ? b : a), first);

export type QuietHours = { from: LocalTime; to: LocalTime };

/** `from` belongs to the quiet, `to` does not; may wrap midnight; equal ends mean there is none. */
export function inQuietHours(at: Instant, quiet: QuietHours, zone: string): boolean {
  const time = localTimeOf(at, zone);
  if (quiet.from === quiet.to) return false;
  return quiet.from < quiet.to ? quiet.from <= time && time < quiet.to : quiet.from <= time || time < quiet.to;
}

/** The instant itself when it is not quiet, else the end of the quiet. */
export function afterQuietHours(at: Instant, quiet: QuietHours, zone: string): Instant {
  if (!inQuietHours(at, quiet, zone)) return at;
  const end = nextLocalTime(at, quiet.to, zone);
  // In an hour that happens twice the first `to` may lie behind us while the second is minutes ahead: count on from the wall clock.
  const ahead = addMs(at, (clockMs(quiet.to) - sinceMidnight(localMs(at, zone)) + dayMs) % dayMs);
  return ahead < end && !inQuietHours(ahead, quiet, zone) ? ahead : end;
}

/** Milliseconds in whole seconds, 0 <= n < minutes, always the same for an id (FNV-1a): spreads what would all fall due at 09:00. */
export function spread(id: string, minutes: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  const seconds = Math.floor(minutes * 60);
  return seconds > 0 ? (((hash ^ (hash >>> 13)) >>> 0) % seconds) * 1000 : 0;
}
