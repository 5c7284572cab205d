/** Words of the closed lists in the reader's language. A word that a list lacks is shown as it is: better than nothing, and a test finds it. */
import { sayIn, type Catalogue, type Language } from '../text.js';
import { useLanguage } from './language.js';

export function wordIn(catalogue: Catalogue, word: string | null, language: Language): string {
  const said = word === null ? undefined : catalogue[word];
  return said === undefined ? (word ?? '') : sayIn(language, said);
}

/** `const status = useWords(statusTexts)`, then `status('booked')`. */
export function useWords(catalogue: Catalogue): (word: string | null) => string {
  const { language } = useLanguage();
  return (word) => wordIn(catalogue, word, language);
}
