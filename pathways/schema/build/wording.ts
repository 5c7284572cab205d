/** Reads the text files of a pathway and its fragments: flat YAML, `key: wording`, one file per language. */
import { languages, type Language, type Texts } from '../definition.js';
import { doubleKey, firstFaults, keyPositionOf, placeOf, readSource, within, type Place, type SourceFile } from '../source/place.js';
import type { Report } from '../source/report.js';

export type Worded = { wording: string; place: Place; from: 'pathway' | 'fragment' };
export type Wordings = Record<Language, Map<string, Worded>>;

/** Where the texts of a pathway and of its fragments are looked for. */
export const textPaths = (main: string, uses: readonly string[], language: Language): { path: string; from: Worded['from'] }[] => [
  ...uses.map((name) => ({ path: `_shared/${name}.texts.${language}.yaml`, from: 'fragment' as const })),
  { path: `${main.slice(0, main.lastIndexOf('/') + 1)}texts.${language}.yaml`, from: 'pathway' },
];

export function readWordings(main: string, uses: readonly string[], files: readonly SourceFile[], report: Report): Wordings {
  const read = (language: Language): Map<string, Worded> => {
    const worded = new Map<string, Worded>();
    for (const { path, from } of textPaths(main, uses, language)) {
      const file = files.find((one) => one.path === path || one.path.endsWith(`/${path}`));
      if (file) readFile(file, from, worded, report);
    }
    return worded;
  };
  return { 'zh-CN': read('zh-CN'), en: read('en') };
}

function readFile(file: SourceFile, from: Worded['from'], worded: Map<string, Worded>, report: Report): void {
  const source = readSource(file);
  const root = placeOf(source);
  for (const { at, message } of firstFaults(source.faults)) {
    const twice = message === doubleKey;
    report.errorAt(at, twice ? 'this text key is here twice' : `not valid YAML: ${message}`, twice ? 'keep one of the two' : 'correct the YAML, then check again');
  }
  if (typeof source.value !== 'object' || source.value === null || Array.isArray(source.value)) return;
  for (const [key, wording] of Object.entries(source.value)) {
    const place = within(root, key);
    const earlier = worded.get(key);
    if (typeof wording !== 'string' || wording.trim() === '') {
      report.error(place, `text \`${key}\` has no wording`, 'write the wording in quotes after the key');
    } else if (earlier) {
      const { file: other, line } = keyPositionOf(earlier.place);
      report.errorAtKey(place, `text \`${key}\` is already worded in ${other}:${line}`, 'keep one of the two, or give this one a key of its own');
    } else worded.set(key, { wording, place, from });
  }
}

export const textsOf = (wordings: Wordings): Texts =>
  Object.fromEntries(languages.map((language) => [language, Object.fromEntries([...wordings[language]].map(([key, { wording }]) => [key, wording]))])) as Texts;
