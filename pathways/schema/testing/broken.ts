/** Breaks the valid pathway in one place. `▲` in the replacement marks where the complaint must point. */
import { compilePathway } from '../compile.js';
import type { Diagnostic } from '../source/diagnostic.js';
import { sourcesOf, validFiles } from './valid.js';

/** `[file, what stands there, what stands there instead]`, several when one place is not enough. */
export type Break = readonly [path: string, found: string, instead: string];
export type Place = { file: string; line: number; column: number };

export const broken = (...breaks: Break[]): Record<string, string> => breakAll(breaks).files;

/** Where `▲` was, and what the compiler says. */
export function complaints(...breaks: Break[]): { expected: Place; diagnostics: Diagnostic[] } {
  const { files, expected } = breakAll(breaks);
  const compiled = compilePathway(sourcesOf(files));
  return { expected, diagnostics: compiled.ok ? compiled.warnings : compiled.diagnostics };
}

function breakAll(breaks: readonly Break[]): { files: Record<string, string>; expected: Place } {
  const files = { ...validFiles };
  for (const [path, found, instead] of breaks) {
    const text = files[path] ?? '';
    if (text.split(found).length !== 2) throw new Error(`"${found}" stands ${text.split(found).length - 1} times in ${path}: name a place that is there once`);
    files[path] = text.replace(found, () => instead);
  }
  let expected: Place = { file: '', line: 0, column: 0 };
  for (const [path, text] of Object.entries(files)) {
    const offset = text.indexOf('▲');
    if (offset < 0) continue;
    files[path] = text.replace('▲', '');
    const before = text.slice(0, offset).split('\n');
    expected = { file: path, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  }
  return { files, expected };
}
