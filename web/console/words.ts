/** Words of the closed lists in the reader's language. A word that a list lacks is shown as it is: better than nothing, and a test finds it. */
import { sayIn, type Catalogue, type Language } from '../text.js';
import { useLanguage } from './language.js';
import { purposeTexts } from './texts/care-words.js';

export function wordIn(catalogue: Catalogue, word: string | null, language: Language): string {
  const said = word === null ? undefined : catalogue[word];
  return said === undefined ? (word ?? '') : sayIn(language, said);
}

/** `const status = useWords(statusTexts)`, then `status('booked')`. */
export function useWords(catalogue: Catalogue): (word: string | null) => string {
  const { language } = useLanguage();
  return (word) => wordIn(catalogue, word, language);
}

const undelivered = ['未送达：{what}', 'undelivered: {what}'] as const;

/** `remind-2` is a reminder; `invite-undelivered` says what did not arrive. */
export function sayPurpose(purpose: string, language: Language): string {
  const lost = /^(.*)-undelivered$/.exec(purpose)?.[1];
  if (lost !== undefined) return sayIn(language, undelivered, { what: sayPurpose(lost, language) });
  const bare = Object.hasOwn(purposeTexts, purpose) ? purpose : purpose.replace(/-\d+$/, '');
  return wordIn(purposeTexts, bare, language);
}
