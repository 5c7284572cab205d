/** What no text of any package may say. The publisher refuses it in what patients read; here a person has read every other place where the words stand. */
import { describe, expect, it } from 'vitest';
import { builtInPathways, loadDefinitionOrThrow } from '../../cli/load-definition.js';
import { languages } from '../schema/definition.js';
import { doseAdviceIn } from '../schema/dose-advice.js';

const definitions = builtInPathways().map(loadDefinitionOrThrow);

describe('medicines', () => {
  it('are changed, stopped or doubled by no text: each place with such words was read, and forbids, asks, or speaks to staff (else read it, then run this file with -u)', async () => {
    const hits = definitions.flatMap(({ texts }) => languages.flatMap((language) => Object.entries(texts[language]).flatMap(([key, text]) =>
      doseAdviceIn(text, language).map(({ kind, words, at }) => `${key} ${language} ${kind}: ${clauseOf(text, at, words.length)}`))));
    await expect(`${[...new Set(hits)].sort().join('\n')}\n`).toMatchFileSnapshot('dose-words.reviewed.txt');
  });
});

/** The sentence around the words. */
function clauseOf(text: string, at: number, length: number): string {
  const before = text.slice(0, at).split(/[。；！？;!?]|[.] /).at(-1) ?? '';
  const after = text.slice(at + length).split(/[。；！？;!?]|[.] /)[0] ?? '';
  return `${before}[${text.slice(at, at + length)}]${after}`.trim();
}
