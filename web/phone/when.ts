/** Times on phone pages, in the hospital's zone. */
import { sayIn, type Catalogue, type Language } from '../text.js';

const locale = (language: Language): string => (language === 'en' ? 'en-GB' : 'zh-CN');
const format = (language: Language, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => new Intl.DateTimeFormat(locale(language), { timeZone: zone, hourCycle: 'h23', ...options });

/** `09:00`. */
export const sayClock = (instant: string, language: Language, zone: string): string => format(language, zone, { hour: '2-digit', minute: '2-digit' }).format(new Date(instant));
/** `3月2日周一`, `Mon 2 Mar`. */
export const sayDay = (instant: string, language: Language, zone: string): string => format(language, zone, { month: 'short', day: 'numeric', weekday: 'short' }).format(new Date(instant));
/** `2026年3月2日周一`, `Mon 2 Mar 2026`: where the year is not plain. */
export const sayDate = (instant: string, language: Language, zone: string): string => format(language, zone, { year: 'numeric', month: 'short', day: 'numeric', weekday: 'short' }).format(new Date(instant));
export const sayMoment = (instant: string, language: Language, zone: string): string => `${sayDay(instant, language, zone)} ${sayClock(instant, language, zone)}`;
/** `09:00–10:30`. */
export const saySpan = (from: string, until: string, language: Language, zone: string): string => `${sayClock(from, language, zone)}–${sayClock(until, language, zone)}`;

const agoTexts = {
  now: ['刚刚', 'just now'],
  minutes: ['{n}分钟前', '{n, plural, one {# minute} other {# minutes}} ago'],
  hours: ['{n}小时前', '{n, plural, one {# hour} other {# hours}} ago'],
  days: ['{n}天前', '{n, plural, one {# day} other {# days}} ago'],
} as const satisfies Catalogue;

/** How long ago by the wall, whatever the care's own clock shows. */
export function sayAgo(ms: number, language: Language): string {
  const minutes = Math.floor(ms / 60_000);
  const [of, n] = minutes < 1 ? (['now', 0] as const) : minutes < 60 ? (['minutes', minutes] as const) : minutes < 2880 ? (['hours', Math.floor(minutes / 60)] as const) : (['days', Math.floor(minutes / 1440)] as const);
  return sayIn(language, agoTexts[of], { n });
}
