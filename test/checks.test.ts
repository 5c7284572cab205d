/** The checks are checked: each must refuse what was planted for it in test/planted. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkImports } from '../scripts/import-rules.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const planted = join(root, 'test', 'planted');
const run = (program: string, args: string[], cwd = root): { status: number | null; output: string } => {
  const { status, stdout, stderr } = spawnSync(join(root, 'node_modules', '.bin', program), args, { cwd, encoding: 'utf8' });
  return { status, output: stdout + stderr };
};

/** Below the project, so that the packages are found. */
let folder: string;
beforeEach(() => {
  mkdirSync(join(root, '.data'), { recursive: true });
  folder = mkdtempSync(join(root, '.data', 'planted-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the lint', () => {
  it('refuses an activity that nobody awaits, called by its name or through proxyActivities()', () => {
    const { status, output } = run('oxlint', ['--type-aware', '-f', 'unix', 'test/planted/workflows/forgotten-await.ts']);
    expect(status).toBe(1);
    expect(output.match(/no-floating-promises/g)).toHaveLength(2);
  });

  it('refuses the clock, chance and time zones in the domain', () => {
    cpSync(join(planted, 'pathways'), join(folder, 'pathways'), { recursive: true });
    cpSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
    const { status, output } = run('oxlint', ['-f', 'unix', 'pathways/engine/reads-the-clock.ts'], folder);
    expect(status).toBe(1);
    expect(output.match(/reads-the-clock.ts:\d+/g)?.toSorted()).toEqual([2, 3, 4, 5].map((line) => `reads-the-clock.ts:${line}`));
  });
});

it('the domain does not compile with fetch, setTimeout, process or console', () => {
  const config = join(folder, 'tsconfig.json');
  writeFileSync(config, JSON.stringify({ extends: join(root, 'pathways', 'tsconfig.json'), include: [join(planted, 'pathways', 'engine', 'talks-to-the-world.ts')] }));
  const { status, output } = run('tsc', ['-p', config]);
  expect(status).not.toBe(0);
  for (const name of ['fetch', 'setTimeout', 'process', 'console']) expect(output).toContain(`'${name}'`);
});

describe('the import rules', () => {
  it('refuse a domain file that reads from disk and from the database', async () => {
    const { violations } = await checkImports(planted, join(folder, 'imports'));
    expect(violations).toContain('pathways-are-pure: pathways/engine/reads-a-file.ts -> fs');
    expect(violations).toContain('pathways-are-pure: pathways/engine/reads-a-file.ts -> db/connection.ts');
  });

  it('see the modules and the imports between them', async () => {
    const { modules, imports } = await checkImports(join(root, 'pathways'), join(folder, 'imports'));
    expect(modules).toBeGreaterThan(50);
    expect(imports).toBeGreaterThan(modules);
  });
});
