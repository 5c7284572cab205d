/** Wording of shared fragments that no package uses. One package alone cannot tell: what it leaves unused may be another's. */
import { dirname, resolve } from 'node:path';
import { languages, type Texts } from '../pathways/schema/definition.js';
import type { Diagnostic } from '../pathways/schema/source/diagnostic.js';
import { keyPositionOf, placeOf, readSource, within } from '../pathways/schema/source/place.js';
import { pathwaysIn, readSources } from './load-definition.js';

/** Warnings when `checked` holds every version of every package that could use the fragments; else nothing, since nobody knows. */
export function unusedSharedTexts(checked: readonly { path: string; texts: Texts }[]): Diagnostic[] {
  const sources = checked.map(({ path }) => readSources(path));
  const mains = new Set(sources.map(({ main }) => resolve(main)));
  const folders = new Set([...mains].map((main) => dirname(dirname(main))));
  if ([...folders].flatMap(pathwaysIn).some((main) => !mains.has(main))) return [];
  const used = new Set(checked.flatMap(({ texts }) => languages.flatMap((language) => Object.keys(texts[language]))));
  const shared = new Map(sources.flatMap(({ files }) => files).filter(({ path }) => /_shared\/[^/]*texts\.[^/]+\.yaml$/.test(path)).map((file) => [file.path, file]));
  return [...shared.values()].flatMap((file) => {
    const root = placeOf(readSource(file));
    return Object.keys((root.source.value ?? {}) as object).filter((key) => !used.has(key)).map((key): Diagnostic => ({
      ...keyPositionOf(within(root, key)), severity: 'warning', message: `text \`${key}\` is used by no package`, fix: 'use it or take it out',
    }));
  });
}
