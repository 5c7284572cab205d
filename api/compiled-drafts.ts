/** Compiling a package takes a tenth of a second and more, and check, preview and stories ask for the same files in turn: the last few are kept. */
import { createHash } from 'node:crypto';
import { compilePathway, type Compilation } from '../pathways/schema/compile.js';
import { sourcesOf } from '../pathways/schema/drafting/version-files.js';
import type { SourceFile } from '../pathways/schema/source/place.js';

const kept = 12;
const cache = new Map<string, Compilation>();

/** The number that a set of files carries in its pathway file's name; null when there is none, or several. */
export function numberOf(packageId: string, files: readonly Pick<SourceFile, 'path'>[]): number | null {
  const numbers = files.flatMap(({ path }) => {
    const [, id, version] = /^([a-z0-9-]+)\/v(\d+)\.yaml$/.exec(path) ?? [];
    return id === packageId && version !== undefined ? [Number(version)] : [];
  });
  return numbers.length === 1 ? (numbers[0] ?? null) : null;
}

export function compileFiles(packageId: string, version: number, files: readonly SourceFile[]): Compilation {
  const key = createHash('sha256').update(JSON.stringify([packageId, version, files])).digest('hex');
  const known = cache.get(key);
  if (known) return known;
  const compiled = compilePathway(sourcesOf(packageId, version, files));
  const oldest = cache.keys().next();
  if (cache.size >= kept && !oldest.done) cache.delete(oldest.value);
  cache.set(key, compiled);
  return compiled;
}
