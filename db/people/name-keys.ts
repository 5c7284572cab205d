/** The keys under which a patient is found: Chinese names by character, by pinyin and by initials; numbers by beginning and by tail. */
import { pinyin } from 'pinyin-pro';

/** Raise it when the rules below change: keys of older editions are made again. */
export const keyEdition = 1;

export type SearchKind = 'name' | 'pinyin' | 'initials' | 'phone' | 'stay' | 'identifier';
export type SearchKey = { kind: SearchKind; key: string };

const squeezed = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/[\s·•'’-]/g, '');
const isHan = (text: string): boolean => /\p{Script=Han}/u.test(text);

/** `张阿姨` -> `zhang a yi`; the family name by its own reading (单 is shan, not dan). `ü` is written v, as people type it. */
const syllables = (family: string, given: string): string[] => [...read(family, 'head'), ...read(given, 'off')].map(squeezed).filter((syllable) => syllable !== '');
const read = (text: string, surname: 'head' | 'off'): string[] => (text === '' ? [] : pinyin(text, { type: 'array', toneType: 'none', v: true, surname, nonZh: 'consecutive' }));

/** Family and given name as they are read; the family name by its own reading, and as it would be read elsewhere. */
export const readings = (family: string, given: string): [family: string, given: string][] =>
  (['head', 'off'] as const).map((surname) => [read(family, surname).join(''), read(given, 'off').join('')]);

/** From the first character on and from the given name on: `阿姨` finds 张阿姨, and so does `ayi`. */
const fromEach = (parts: readonly string[]): string[] => parts.map((_, index) => parts.slice(index).join(''));

export function nameKeys(family: string, given: string): SearchKey[] {
  const keys: SearchKey[] = [];
  if (isHan(family + given)) {
    for (const key of fromEach([...squeezed(family + given)])) keys.push({ kind: 'name', key });
    const read = syllables(family, given);
    for (const key of fromEach(read)) keys.push({ kind: 'pinyin', key });
    const initials = read.map((syllable) => syllable.slice(0, 1));
    for (const key of fromEach(initials)) keys.push({ kind: 'initials', key });
    // As people type it in a hurry: zhangay.
    keys.push({ kind: 'pinyin', key: [...read.slice(0, 1), ...initials.slice(1)].join('') });
  } else {
    const words = `${family} ${given}`.split(/\s+/).map(squeezed).filter((word) => word !== '');
    for (const key of [words.join(''), [...words].reverse().join(''), ...words]) keys.push({ kind: 'name', key });
    keys.push({ kind: 'initials', key: words.map((word) => word.slice(0, 1)).join('') });
  }
  return keys.filter(({ key }) => key !== '');
}

/** Whole, and from the first digit of its last run on: `ZY20260301` is found by `20260301`. */
export function numberKeys(kind: 'stay' | 'identifier', written: string): SearchKey[] {
  const whole = squeezed(written);
  const digits = /\d+$/.exec(whole)?.[0];
  return [whole, ...(digits && digits !== whole ? [digits] : [])].filter((key) => key !== '').map((key) => ({ kind, key }));
}

export const backwards = (text: string): string => [...text].reverse().join('');
export const phoneKey = (value: string): SearchKey => ({ kind: 'phone', key: backwards(value.replace(/\D/g, '')) });

/** Fewer digits of a phone number would find half the hospital. */
const fewestDigits = 3;

/** What a typed text may be, best reading first. Empty: nothing to look for. */
export function readQuery(typed: string): SearchKey[] {
  const key = squeezed(typed);
  if (key === '') return [];
  const digits = /^\+?\d+$/.test(key) ? key.replace(/^\+/, '') : null;
  if (digits !== null) return [{ kind: 'stay', key: digits }, { kind: 'identifier', key: digits }, ...(digits.length >= fewestDigits ? [{ kind: 'phone' as const, key: backwards(digits) }] : [])];
  if (isHan(key)) return [{ kind: 'name', key }];
  return [{ kind: 'name', key }, { kind: 'initials', key }, { kind: 'pinyin', key }, { kind: 'stay', key }, { kind: 'identifier', key }];
}
