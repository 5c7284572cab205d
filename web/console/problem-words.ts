/** A refusal of the API in the reader's language: all of it where the console has words for its reason, else its kind before the API's own sentence. */
import { refusalTexts as nurseRefusals } from '../refusals.js';
import { sayIn, type Catalogue, type Language } from '../text.js';
import { problemTexts, reasonTexts } from './texts/problems.js';

const known: Catalogue = { ...nurseRefusals, ...reasonTexts };
const kinds: Catalogue = problemTexts;

export function problemWords({ code, reason, detail }: { code: string; reason: string | null; detail: string }, language: Language): string {
  const said = reason === null || !Object.hasOwn(known, reason) ? undefined : known[reason];
  if (said !== undefined) return sayIn(language, said);
  const kind = Object.hasOwn(kinds, code) ? kinds[code] : undefined;
  return language === 'en' || kind === undefined ? detail : `${sayIn(language, kind)}（${detail}）`;
}
