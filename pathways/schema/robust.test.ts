/** Whatever an author's file looks like, the publisher answers with places in that file; it never falls over. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compilePathway } from './compile.js';
import { paths, sourcesOf, validFiles } from './testing/valid.js';

const text = validFiles[paths.pathway] ?? '';
const lines = text.split('\n');
const words = [...new Set(text.split(/[^A-Za-z0-9$.-]+/))];
const scraps = fc.constantFrom('', '[]', '{}', 'null', '~', '-1', '1e9', '.inf', '"', '&a', '*a', '!!set', '<<', '? x', '${{', '>-', '|', 'true', '𠮷', '\t', '__proto__', 'constructor', '"((("', '"x.y.z"', "'a' in b");

const damage = fc.oneof(
  fc.nat(lines.length - 1).map((at) => lines.filter((_, index) => index !== at).join('\n')),
  fc.tuple(fc.nat(lines.length - 1), fc.nat(lines.length - 1)).map(([at, from]) => lines.with(at, lines[from] ?? '').join('\n')),
  fc.tuple(fc.constantFrom(...words), fc.oneof(scraps, fc.constantFrom(...words))).map(([word, instead]) => text.replaceAll(word === '' ? '\n' : word, () => instead)),
  fc.tuple(fc.nat(text.length), scraps).map(([at, scrap]) => text.slice(0, at) + scrap + text.slice(at)),
  fc.tuple(fc.nat(text.length), fc.nat(60)).map(([at, length]) => text.slice(0, at) + text.slice(at + length)),
);

it('a damaged pathway gets diagnostics inside its files', () =>
  fc.assert(
    fc.property(damage, (damaged) => {
      const files: Record<string, string> = { ...validFiles, [paths.pathway]: damaged };
      const result = compilePathway(sourcesOf(files));
      for (const { file, line, column, message, fix } of result.ok ? result.warnings : result.diagnostics) {
        const at = (files[file] ?? '').split('\n')[line - 1];
        expect(at, `${file}:${line} ${message}`).toBeDefined();
        expect(column).toBeLessThanOrEqual((at ?? '').length + 1);
        expect(`${message} ${fix}`).not.toMatch(/undefined|\[object|NaN/);
      }
      if (!result.ok) expect(result.diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
    }),
    { seed: 11, numRuns: 150 },
  ));

it.each(['', '[]', 'null', 'hello', '- 1', '{}', '--- a\n--- b\n'])('a file that holds %j is refused, not a crash', (content) => {
  const result = compilePathway(sourcesOf({ ...validFiles, [paths.pathway]: content }));
  expect(result.ok).toBe(false);
});
