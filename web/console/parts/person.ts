/** A patient as staff say it: 张阿姨, 女, 72岁. */
import { wholeName } from '../../../pathways/people/whole-name.js';
import type { Language } from '../../text.js';
import { sayIn } from '../../text.js';

export type Named = { familyName: string; givenName: string };
export const fullName = (named: Named): string => wholeName(named) || '—';

const words = { male: ['男', 'male'], female: ['女', 'female'], years: ['{n}岁', '{n} y'] } as const;

/** Whole years between two dates; the birthday itself counts. */
export const yearsBetween = (birthDate: string, today: string): number => Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (today.slice(5) < birthDate.slice(5) ? 1 : 0);

/** What is known of sex and age, `女 72岁`; empty when nothing is. `today`: a date in the hospital's zone. */
export function sexAndAge({ sex, birthDate }: { sex: string | null; birthDate: string | null }, language: Language, today: string): string {
  const known = sex === 'male' || sex === 'female' ? [sayIn(language, words[sex])] : [];
  const age = birthDate === null ? [] : [sayIn(language, words.years, { n: yearsBetween(birthDate, today) })];
  return [...known, ...age].join(' ');
}
