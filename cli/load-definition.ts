/** Reads a pathway with its fragments and texts from disk and compiles it. The compiler itself does no I/O. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compilePathway, type Compilation, type Sources } from '../pathways/schema/compile.js';
import { formatDiagnostic } from '../pathways/schema/source/diagnostic.js';
import type { Definition } from '../pathways/schema/definition.js';
import { PlainError } from '../platform/plain-error.js';

/** The built-in packages. */
export const definitionsFolder = fileURLToPath(new URL('../pathways/definitions', import.meta.url));

export class DefinitionNotFound extends PlainError {}
export class DefinitionRefused extends PlainError {}

/** `path`: a pathway file, its folder (the highest version in it), or the id of a built-in package, `id` or `id@version`. */
export const loadDefinition = (path: string): Compilation => compilePathway(readSources(path));

/** For callers that cannot go on without it: throws with every diagnostic. */
export function loadDefinitionOrThrow(path: string): Definition {
  const compiled = loadDefinition(path);
  if (!compiled.ok) throw new DefinitionRefused(compiled.diagnostics.map(formatDiagnostic).join('\n'));
  const { plan, texts, meta, hash } = compiled;
  return { plan, texts, meta, hash };
}

/** Pathway files under a folder of packages, every version of every package. */
export const pathwaysIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
    .flatMap(({ name }) => versionFiles(join(folder, name)))
    .sort();

export const builtInPathways = (): string[] => pathwaysIn(definitionsFolder);

/** Ids, each once however many versions it has. */
export const builtInPackages = (): string[] => [...new Set(builtInPathways().map((file) => basename(dirname(file))))].sort();

/** With the other versions beside it, which share text files with it, and the fragments near it, else the built-in ones. Paths are given relative to the working directory when they lie inside it, as editors and terminals link them. */
export function readSources(path: string): Sources {
  const main = find(path);
  const shared = [join(dirname(main), '_shared'), join(dirname(dirname(main)), '_shared')].find((folder) => existsSync(folder)) ?? join(definitionsFolder, '_shared');
  const beside = readdirSync(dirname(main)).filter((name) => /^((v\d+\.)?texts\..+|v\d+)\.yaml$/.test(name)).map((name) => join(dirname(main), name));
  const fragments = readdirSync(shared).filter((name) => name.endsWith('.yaml')).map((name) => join(shared, name));
  return { main: shown(main), files: [...new Set([main, ...beside, ...fragments])].sort().map((file) => ({ path: shown(file), text: readFileSync(file, 'utf8') })) };
}

function find(path: string): string {
  if (existsSync(path)) return statSync(path).isDirectory() ? newest(resolve(path)) : resolve(path);
  const [id = '', version] = path.split('@');
  const folder = join(definitionsFolder, id);
  if (/^[a-z0-9-]+$/.test(id) && existsSync(folder)) {
    const file = version === undefined ? newest(folder) : join(folder, `v${version}.yaml`);
    if (existsSync(file)) return file;
  }
  throw new DefinitionNotFound(`No pathway at ${path}: give a pathway file, its folder, or the id of a built-in package.`);
}

const versionFiles = (folder: string): string[] => readdirSync(folder).filter((name) => /^v\d+\.yaml$/.test(name)).map((name) => join(folder, name));

function newest(folder: string): string {
  const [file] = versionFiles(folder).sort((a, b) => versionOf(b) - versionOf(a));
  if (file === undefined) throw new DefinitionNotFound(`No pathway in ${folder}: a pathway file is named v1.yaml, v2.yaml, ...`);
  return file;
}

const versionOf = (file: string): number => Number(/^v(\d+)\.yaml$/.exec(basename(file))?.[1] ?? 0);

function shown(path: string): string {
  const inside = relative(process.cwd(), path);
  return inside.startsWith('..') ? path : inside;
}
