/** Everything that a version was made of, by paths below the definitions, so that it can be kept with the version and edited later. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Definition } from '../pathways/schema/definition.js';
import { languages } from '../pathways/schema/definition.js';
import { fragmentPath, fragmentUse, textPath } from '../pathways/schema/source/file-names.js';
import type { SourceFile } from '../pathways/schema/source/place.js';
import { mainPath } from '../pathways/schema/drafting/version-files.js';
import { readSources } from './load-definition.js';

/** The pathway file, the fragments that it uses, their wording, and its stories where there are any. `path` as `loadDefinition` takes it. */
export function definitionFiles(path: string, { plan: { id, version }, meta }: Pick<Definition, 'plan' | 'meta'>): SourceFile[] {
  const { main, files } = readSources(path);
  const used = [main, ...meta.uses.flatMap((use) => files.filter((file) => file.path.endsWith(`/${fragmentPath(fragmentUse(use))}`)).map((file) => file.path))];
  const wanted = new Set([...used, ...used.flatMap((one) => languages.map((language) => textPath(one, language, files)))]);
  const kept = files.filter((file) => wanted.has(file.path)).map((file) => ({ path: file.path === main ? mainPath(id, version) : below(id, file.path), text: file.text }));
  return [...kept, ...stories(id, resolve(dirname(main)))];
}

const below = (id: string, path: string): string => `${dirname(path).endsWith('_shared') ? '_shared' : id}/${basename(path)}`;

function stories(id: string, folder: string): SourceFile[] {
  const beside = join(folder, 'stories');
  if (!existsSync(beside)) return [];
  return readdirSync(beside).filter((name) => name.endsWith('.story.yaml')).sort().map((name) => ({ path: `${id}/stories/${name}`, text: readFileSync(join(beside, name), 'utf8') }));
}
