/** Reads the text files of a pathway and its fragments: flat YAML, `key: wording`, one file per language. */
import { languages, type Language, type Texts } from '../definition.js';
import { doubleKey, firstFaults, keyPositionOf, placeOf, readSource, within, type Place, type SourceFile } from '../source/place.js';
import { textPath } from '../source/file-names.js';
import type { Report } from '../source/report.js';
import type { Draft } from './draft.js';

export type Worded = { wording: string; place: Place; from: 'pathway' | 'fragment' };
export type Wordings = Record<Language, Map<string, Worded>>;

/** Of the pathway and its fragments, each from the text file of its own version. `unreadable`: one of them is not YAML at all, so any text may be in there. */
export function readWordings(definitions: Draft['files'], files: readonly SourceFile[], report: Report): { wordings: Wordings; unreadable: boolean } {
  let unreadable = false;
  const read = (language: Language): Map<string, Worded> => {
    const worded = new Map<string, Worded>();
    for (const { path, from } of definitions) {
      const wanted = textPath(path, language, files);
      const file = files.find((one) => one.path === wanted);
      if (file && !readFile(file, from, worded, report)) unreadable = true;
    }
    return worded;
  };
  return { wordings: { 'zh-CN': read('zh-CN'), en: read('en') }, unreadable };
}

/** False when the file is not YAML at all. */
function readFile(file: SourceFile, from: Worded['from'], worded: Map<string, Worded>, report: Report): boolean {
  const source = readSource(file);
  const root = placeOf(source);
  for (const { at, message } of firstFaults(source.faults)) {
    const twice = message === doubleKey;
    report.errorAt(at, twice ? 'this text key is here twice' : `not valid YAML: ${message}`, twice ? 'keep one of the two' : 'correct the YAML, then check again');
  }
  if (typeof source.value !== 'object' || source.value === null || Array.isArray(source.value)) return source.faults.length === 0;
  for (const [key, wording] of Object.entries(source.value)) {
    const place = within(root, key);
    const earlier = worded.get(key);
    if (typeof wording !== 'string' || wording.trim() === '') {
      report.error(place, `text \`${key}\` has no wording`, 'write the wording in quotes after the key');
      worded.set(key, { wording: '', place, from });
    } else if (earlier) {
      const { file: other, line } = keyPositionOf(earlier.place);
      report.errorAtKey(place, `text \`${key}\` is already worded in ${other}:${line}`, 'keep one of the two, or give this one a key of its own');
    } else worded.set(key, { wording, place, from });
  }
  return true;
}

/** Only the texts that the version uses: a key that another version needs must not change this one's hash. */
export const textsOf = (wordings: Wordings, used: ReadonlySet<string>): Texts =>
  Object.fromEntries(languages.map((language) => [
    language, Object.fromEntries([...wordings[language]].flatMap(([key, { wording }]) => (used.has(key) ? [[key, wording]] : []))),
  ])) as Texts;
