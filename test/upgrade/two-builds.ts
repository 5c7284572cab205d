/** Two builds of the workflow that cannot replay each other's runs: the new one asks for one more thing at its start. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeBundle } from '../../temporal/bundle.js';

export type Builds = { old: { code: string }; new: { code: string } };

const root = fileURLToPath(new URL('../..', import.meta.url));
/** The place where a run asks for its plan: the new build asks twice. A run of the old build that were replayed by it would fail at once. */
const [found, instead] = ['  planText = await effects.loadPlan();\n', '  await effects.loadPlan();\n  planText = await effects.loadPlan();\n'];

export async function twoBuilds(): Promise<Builds> {
  mkdirSync(join(root, '.data/test'), { recursive: true });
  const folder = mkdtempSync(join(root, '.data/test/build-'));
  try {
    for (const part of ['workflows', 'pathways']) cpSync(join(root, part), join(folder, part), { recursive: true, filter: (path) => !path.includes('definitions') && !path.endsWith('.test.ts') });
    const file = join(folder, 'workflows/care-pathway.ts');
    const text = readFileSync(file, 'utf8');
    if (!text.includes(found)) throw new Error(`workflows/care-pathway.ts has no line "${found.trim()}" any more: the rehearsal needs another place where the builds differ`);
    writeFileSync(file, text.replace(found, instead));
    return { old: await makeBundle(), new: await makeBundle(join(folder, 'workflows/index.ts')) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
