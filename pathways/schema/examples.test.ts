/** Every construct of the schema has one documented example, and every example is a right pathway. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compilePathway } from './compile.js';
import { constructNames, exampleFile } from './construct-names.js';
import { exampleSources, parseExample } from './example.js';
import { formatDiagnostic } from './source/diagnostic.js';
import type { SourceFile } from './source/place.js';

const folder = new URL('./examples/', import.meta.url);
const sharedFolder = new URL('../definitions/_shared/', import.meta.url);
const files = readdirSync(folder).filter((name) => !name.startsWith('_'));
const text = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const shared: SourceFile[] = readdirSync(sharedFolder)
  .filter((name) => name.startsWith('conventions.'))
  .map((name) => ({ path: `_shared/${name}`, text: readFileSync(new URL(name, sharedFolder), 'utf8') }));

it('every construct has an example, and no example is of something else', () =>
  expect(files.sort()).toEqual(constructNames().map(exampleFile).sort()));

describe('Every example compiles', () => {
  it.each(files)('%s', (name) => {
    const example = parseExample(text(name));
    expect(exampleFile(example.construct)).toBe(name);
    const compiled = compilePathway(exampleSources(example, text('_frame.yaml'), shared));
    expect(compiled.ok ? [] : compiled.diagnostics.filter(({ severity }) => severity === 'error').map(formatDiagnostic)).toEqual([]);
    const own = Object.keys((example.pathway['parameters'] ?? {}) as object);
    expect(compiled.ok ? compiled.warnings.filter(({ message }) => own.some((parameter) => message === `parameter \`${parameter}\` is not used`)) : []).toEqual([]);
  });
});
