/**
 * Builds the console and the phone pages' scripts when their sources changed since the last time. An image brings them built and has no
 * Vite; a checkout builds them on the first start.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { precompress } from './precompress.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'web', 'dist', 'built.sha256');

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? (entry.name === 'dist' ? [] : filesBelow(join(folder, entry.name))) : [join(folder, entry.name)]))
    .sort();

/** What the built files depend on: our sources, the engine that the console shares with them, and the locked packages. */
function sourcesHash(): string {
  const hash = createHash('sha256');
  for (const file of [join(root, 'platform', 'precompress.ts'), ...filesBelow(join(root, 'web')), ...filesBelow(join(root, 'pathways')).filter((name) => /[.]ts$/.test(name)), join(root, 'package-lock.json')]) {
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

export const webIsBuilt = (): boolean => {
  if (!existsSync(join(root, 'web', 'vite.config.ts'))) return true;
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === sourcesHash();
};

/** Does nothing when what is there fits the sources. */
export async function buildWeb(): Promise<void> {
  if (webIsBuilt()) return;
  const { build } = await import('vite');
  const { consoleBuild, islandBuild } = (await import('../web/vite.config.js')) as typeof import('../web/vite.config.js');
  await build(consoleBuild());
  const islands = islandBuild();
  if (islands !== null) await build(islands);
  precompress(join(root, 'web', 'dist'));
  writeFileSync(stamp, sourcesHash());
}
