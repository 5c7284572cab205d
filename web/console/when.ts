/** Times on screen, always in the hospital's zone, whatever the browser's is. */
import type { Language } from '../text.js';

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
/** Without the year, where the year is plain. */
export const sayShortDay = (instant: string, language: Language, zone: string): string =>
  format(language, zone, { month: 'short', day: 'numeric', weekday: 'short' }).format(new Date(instant));
export const sayClock = (instant: string, language: Language, zone: string): string => format(language, zone, { hour: '2-digit', minute: '2-digit' }).format(new Date(instant));

/** Time left, `1:59` hours and minutes above an hour, `14:59` minutes and seconds below; negative means overdue by that much. */
export function sayRemaining(ms: number): string {
  const overdue = ms < 0;
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (n: number): string => String(n).padStart(2, '0');
  const said = h >= 48 ? `${Math.floor(h / 24)} d ${h % 24} h` : h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
  return overdue ? `+${said}` : said;
}
