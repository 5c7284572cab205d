/** What the README says is true: its links lead somewhere, its commands exist, and those that need no server are run. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(`${root}README.md`, 'utf8');
const { scripts, engines } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { scripts: Record<string, string>; engines: { node: string } };

const commands = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) => block.trim().split('\n'));
const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path]) => path ?? '');
const wuyou = (line: string): string[] | null => (line.startsWith('npx wuyou ') ? line.slice('npx wuyou '.length).split(' ') : null);

/** These start servers, write into a running database, or are what runs this test. */
const notHere = ['npm start', 'npm test', 'npm run types', 'npm run lint', 'npm run check:imports', 'npm run check:dead', 'npm run build:web', 'npm run build', 'npm run test:browser', 'npx wuyou migrate', 'npx wuyou audit'];

describe('the README', () => {
  it('shows commands', () => expect(commands.length).toBeGreaterThan(8));

  it.each(links)('links to %s, which exists', (path) => expect(existsSync(root + path)).toBe(true));

  it.each(commands)('names a command that exists: %s', (line) => {
    const [command] = wuyou(line) ?? [];
    const script = /^npm (?:run )?(\S+)/.exec(line)?.[1];
    if (command) expect(command === 'help' || existsSync(`${root}cli/${command}.ts`)).toBe(true);
    else expect(scripts).toHaveProperty([script ?? line]);
  });

  it.each(commands.filter((line) => !notHere.includes(line)))('means it: %s', (line) => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/wuyou.mjs', ...(wuyou(line) ?? [])], { cwd: root, encoding: 'utf8' });
    expect(stderr).not.toMatch(/error/i);
    expect(status).toBe(0);
  });

  it('describes every folder of the map, and only those', () => {
    const described = [...readme.matchAll(/^\| `[^|]*\|/gm)].flatMap(([row]) => [...row.matchAll(/`([\w-]+)\/`/g)].map(([, name]) => name ?? ''));
    expect(described.filter((name) => !existsSync(root + name))).toEqual([]);
    const aside = ['node_modules', 'dist', 'coverage', 'docs', 'test', 'bench'];
    const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !aside.includes(entry.name));
    expect(folders.map(({ name }) => name).filter((name) => !described.includes(name))).toEqual([]);
  });

  it('asks for the Node that the bootstrap asks for', async () => {
    const { nodeProblem } = (await import(new URL('../scripts/bootstrap.mjs', import.meta.url).href)) as { nodeProblem(version: string): string | null };
    expect(engines.node).toBe('>=20.19 <21 || >=22.12');
    expect(['20.19.0', '20.20.2', '22.12.0', '24.1.0'].map(nodeProblem)).toEqual([null, null, null, null]);
    expect(['18.20.0', '20.18.3', '21.7.0', '22.11.0'].map(nodeProblem)).toEqual(['18.20.0', '20.18.3', '21.7.0', '22.11.0'].map((version) => expect.stringContaining(`Node ${version} is too old for Wuyou`)));
  });
});
