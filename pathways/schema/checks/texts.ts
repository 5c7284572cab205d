/** Every text that is used exists in every language; what no text may say or hold. */
import { languages } from '../definition.js';
import type { TextUse } from '../build/text-uses.js';
import type { Wordings } from '../build/wording.js';
import { nearest } from '../source/nearest.js';
import { positionOf } from '../source/place.js';
import type { Report } from '../source/report.js';

export function checkTextsExist(uses: TextUse[], wordings: Wordings, report: Report): void {
  const told = new Set<string>();
  for (const { key, place } of uses) {
    if (told.has(key)) continue;
    told.add(key);
    const missing = languages.filter((language) => !wordings[language].has(key));
    if (missing.length === languages.length) {
      const near = nearest(key, wordings[languages[0]].keys());
      report.error(place, `no text \`${key}\` in any language`, near ? `did you mean \`${near}\`? Else add it to ${files()}` : `add \`${key}:\` to ${files()}`);
    } else if (missing.length > 0) {
      const there = languages.find((language) => !missing.includes(language)) ?? 'zh-CN';
      const known = wordings[there].get(key);
      const at = known ? ` (it is worded in ${positionOf(known.place).file}:${positionOf(known.place).line})` : '';
      report.error(place, `text \`${key}\` is missing in ${missing.join(' and ')}${at}`, `add \`${key}:\` to the texts.${missing.join('.yaml and texts.')}.yaml beside it`);
    }
  }
}

const files = (): string => languages.map((language) => `texts.${language}.yaml`).join(' and ');
