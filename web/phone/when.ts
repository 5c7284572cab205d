/** Times on phone pages, in the hospital's zone. */
import type { Language } from '../text.js';

const locale = (language: Language): string => (language === 'en' ? 'en-GB' : 'zh-CN');
const format = (language: Language, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => new Intl.DateTimeFormat(locale(language), { timeZone: zone, hourCycle: 'h23', ...options });

/** `09:00`. */
export const sayClock = (instant: string, language: Language, zone: string): string => format(language, zone, { hour: '2-digit', minute: '2-digit' }).format(new Date(instant));
/** `3月2日周一`, `Mon 2 Mar`. */
export const sayDay = (instant: string, language: Language, zone: string): string => format(language, zone, { month: 'short', day: 'numeric', weekday: 'short' }).format(new Date(instant));
export const sayMoment = (instant: string, language: Language, zone: string): string => `${sayDay(instant, language, zone)} ${sayClock(instant, language, zone)}`;
/** `09:00–10:30`. */
export const saySpan = (from: string, until: string, language: Language, zone: string): string => `${sayClock(from, language, zone)}–${sayClock(until, language, zone)}`;
