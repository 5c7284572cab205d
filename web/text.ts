/**
 * Wording of the screens, both languages side by side so that neither can be forgotten. ICU message syntax (plurals, numbers) through
 * intl-messageformat; the messages that patients get have their own texts, which belong to a published version.
 */
import { IntlMessageFormat } from 'intl-messageformat';

export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

/** Chinese first. */
export type Said = readonly [zh: string, en: string];
export type Catalogue = Readonly<Record<string, Said>>;
export type Values = Readonly<Record<string, string | number>>;
export type Speaker<C extends Catalogue> = (key: keyof C & string, values?: Values) => string;

export const isLanguage = (text: string | null | undefined): text is Language => languages.some((language) => language === text);

const parsed = new Map<string, IntlMessageFormat>();

/** One wording with its values filled in. Throws when a value is missing: a test of the page shows it, never a reader. */
export function sayIn(language: Language, [zh, en]: Said, values?: Values): string {
  const text = language === 'en' ? en : zh;
  if (values === undefined) return text;
  const id = `${language} ${text}`;
  const message = parsed.get(id) ?? new IntlMessageFormat(text, language, undefined, { ignoreTag: true });
  parsed.set(id, message);
  return String(message.format(values));
}

export const speaker =
  <C extends Catalogue>(catalogue: C, language: Language): Speaker<C> =>
  (key, values) => {
    const said = catalogue[key];
    return said === undefined ? key : sayIn(language, said, values);
  };
