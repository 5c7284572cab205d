/** Every text that is used exists in every language; what no text may say or hold. */
import { languages, type Language } from '../definition.js';
import type { TextUse } from '../build/text-uses.js';
import type { Wordings } from '../build/wording.js';
import { textPath } from '../source/file-names.js';
import { nearest } from '../source/nearest.js';
import { placeOf, positionOf, type SourceFile } from '../source/place.js';
import type { Report } from '../source/report.js';

export function checkTextsExist(uses: TextUse[], wordings: Wordings, files: readonly SourceFile[], report: Report): void {
  const told = new Set<string>();
  const absent = new Set<string>();
  for (const { key, place } of uses) {
    if (told.has(key)) continue;
    told.add(key);
    const missing = languages.filter((language) => !wordings[language].has(key));
    const home = (of: readonly Language[]): string[] => of.map((language) => textPath(place.source.path, language, files));
    const unwritten = home(missing).filter((path) => !files.some((file) => file.path === path));
    for (const path of unwritten.filter((one) => !absent.has(one))) {
      report.error(placeOf(place.source), `there is no file ${path}, but text \`${key}\` and others need it`, 'add it beside this file: flat YAML, `key: wording`');
      absent.add(path);
    }
    if (unwritten.length > 0) continue;
    if (missing.length === languages.length) {
      const near = nearest(key, wordings[languages[0]].keys());
      report.error(place, `no text \`${key}\` in any language`, near ? `did you mean \`${near}\`? Else add it to ${home(languages).join(' and ')}` : `add \`${key}:\` to ${home(languages).join(' and ')}`);
    } else if (missing.length > 0) {
      const there = languages.find((language) => !missing.includes(language)) ?? 'zh-CN';
      const known = wordings[there].get(key);
      const at = known ? ` (it is worded in ${positionOf(known.place).file}:${positionOf(known.place).line})` : '';
      report.error(place, `text \`${key}\` is missing in ${missing.join(' and ')}${at}`, `add \`${key}:\` to ${home(missing).join(' and ')}`);
    }
  }
}

/** `others`: what the other versions use that share a text file with this one; null when one of them is too broken to tell. */
export function checkTextsUsed(used: ReadonlySet<string>, others: ReadonlySet<string> | null, wordings: Wordings, report: Report): void {
  if (others === null) return;
  for (const language of languages) {
    for (const [key, { place, from }] of wordings[language]) {
      if (from === 'pathway' && !used.has(key) && !others.has(key)) report.warning(place, `text \`${key}\` is not used`, 'use it or take it out');
    }
  }
}
