/** A week by its Monday, short: `3月2日`, `2 Mar`. */
import type { Language } from '../../../text.js';

export const sayWeek = (monday: string, language: Language): string =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'zh-CN', { timeZone: 'UTC', month: 'short', day: 'numeric' }).format(new Date(`${monday}T12:00:00.000Z`));
