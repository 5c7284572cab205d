/** Times on screen, always in the hospital's zone, whatever the browser's is. */
import { windowDays } from '../../pathways/visits/window-days.js';
import { sayIn, type Language } from '../text.js';

const cache = new Map<string, Intl.DateTimeFormat>();
const format = (language: Language, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const id = `${language} ${zone} ${JSON.stringify(options)}`;
  const known = cache.get(id) ?? new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'zh-CN', { timeZone: zone, hourCycle: 'h23', ...options });
  cache.set(id, known);
  return known;
};

/** `3月2日 周一 09:00` / `Mon 2 Mar, 09:00`. */
export const sayMoment = (instant: string, language: Language, zone: string): string =>
  format(language, zone, { month: 'short', day: 'numeric', weekday: 'short', hour: '2-digit', minute: '2-digit' }).format(new Date(instant));
export const sayDay = (instant: string, language: Language, zone: string): string =>
  format(language, zone, { year: 'numeric', month: 'short', day: 'numeric', weekday: 'short' }).format(new Date(instant));
/** A date has no zone: noon UTC shown in UTC is that date everywhere. */
export const sayDate = (date: string, language: Language): string => sayDay(`${date}T12:00:00.000Z`, language, 'UTC');
/** Without the year, where the year is plain. */
export const sayShortDay = (instant: string, language: Language, zone: string): string =>
  format(language, zone, { month: 'short', day: 'numeric', weekday: 'short' }).format(new Date(instant));
export const sayClock = (instant: string, language: Language, zone: string): string => format(language, zone, { hour: '2-digit', minute: '2-digit' }).format(new Date(instant));

const windowWords = { days: ['时间窗 {from} 至 {until}', 'window {from} to {until}'], day: ['时间窗 {from}', 'window {from}'] } as const;

/** The days of a window, both included. */
export function sayWindow(window: { windowFrom: string; windowUntil: string }, language: Language, zone: string): string {
  const days = windowDays(window);
  const [from, until] = [sayShortDay(days.from, language, zone), sayShortDay(days.until, language, zone)];
  return sayIn(language, from === until ? windowWords.day : windowWords.days, { from, until });
}

/** Lengths of time, largest unit first. */
const units = { 'zh-CN': { d: '天', h: '小时', m: '分', s: '秒', gap: '' }, en: { d: ' d', h: ' h', m: ' min', s: ' s', gap: ' ' } } as const;

/** A length of time in its two largest units: `1小时59分`, `14 min 59 s`. Written out, so that nobody takes it for a time of day. The sign is the caller's. */
export function sayLength(ms: number, language: Language): string {
  const { d, h, m, s, gap } = units[language];
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  if (hours >= 48) return `${Math.floor(hours / 24)}${d}${gap}${hours % 24}${h}`;
  return hours > 0 ? `${hours}${h}${gap}${minutes}${m}` : `${minutes}${m}${gap}${seconds % 60}${s}`;
}
