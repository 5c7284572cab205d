/** Pathways as they lie in folders: versions, fragments and wording find each other. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { paths, validFiles } from '../pathways/schema/testing/valid.js';
import { loadDefinition, loadDefinitionOrThrow, readSources } from './load-definition.js';
import { unusedSharedTexts } from './unused-texts.js';

const folder = mkdtempSync(join(tmpdir(), 'wuyou-definitions-'));
const at = (path: string): string => join(folder, path);
const write = (path: string, text: string): void => {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
};
const textOf = (path: string): string => validFiles[path] ?? '';

beforeAll(() => {
  for (const [path, text] of Object.entries(validFiles)) write(path, text);
});
afterAll(() => rmSync(folder, { recursive: true }));

it('a second version with wording of its own and a newer fragment leaves the first as it was', () => {
  const first = loadDefinitionOrThrow(at('knee')).hash;
  write('knee/v2.yaml', textOf(paths.pathway).replace('version: 1', 'version: 2').replace('[conventions]', '[conventions@2]'));
  write('knee/v2.texts.en.yaml', textOf(paths.en).replace('we visit you', 'a nurse visits you'));
  write('_shared/conventions.v2.yaml', textOf(paths.conventions).replace('version: 1', 'version: 2').replace('cap: { value: 3', 'cap: { value: 2'));
  const newest = loadDefinitionOrThrow(at('knee'));
  expect(newest).toMatchObject({ plan: { version: 2, dailySmsCap: 2 }, texts: { en: { 'visit.eve': '{surname}, a nurse visits you tomorrow, {slot}.' } } });
  expect(loadDefinitionOrThrow(at('knee/v1.yaml')).hash).toBe(first);
});

it('a shared text is called unused only when every package was asked', () => {
  write('_shared/conventions.texts.en.yaml', `${textOf(paths.sharedEn)}answer.thanks: "shared"\n`);
  const checked = ['knee/v1.yaml', 'knee/v2.yaml'].map((path) => ({ path: at(path), texts: loadDefinitionOrThrow(at(path)).texts }));
  expect(unusedSharedTexts(checked)).toMatchObject([{ severity: 'warning', file: at('_shared/conventions.texts.en.yaml'), column: 1, message: 'text `answer.thanks` is used by no package' }]);
  expect(unusedSharedTexts(checked.slice(1))).toEqual([]);
});

it('a pathway that lies alone is read with the built-in fragments', () => {
  write('alone/deep/mine.yaml', textOf(paths.pathway));
  expect(readSources(at('alone/deep/mine.yaml')).files.some(({ path }) => path.endsWith('pathways/definitions/_shared/conventions.v1.yaml'))).toBe(true);
  expect(loadDefinition(at('alone/deep/mine.yaml')).ok).toBe(false);
});
