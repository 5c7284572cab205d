/** What is in the repository and in the product: no secrets, and a bill of materials whose every part is known. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { rules, scanRepository, secretsIn } from '../scripts/secret-scan.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Put together here, so that this file itself holds none. */
const planted: Record<string, string> = {
  'private key': `-----BEGIN RSA PRIVATE ${'KEY-----'}\nMIIEpAIBAAKCAQEA${'x'.repeat(40)}`,
  'AWS access key': `AKIA${'Q'.repeat(16)}`,
  'Aliyun access key': `LTAI${'5tQ'.repeat(6)}`,
  'Tencent secret id': `AKID${'z8krbsJ5'.repeat(4)}`,
  'Twilio account with its token': `AC${'1'.repeat(32)}, "${'9f'.repeat(16)}"`,
  'GitHub token': `ghp_${'a1B2'.repeat(9)}`,
  'Slack or npm token': `npm_${'a1B2'.repeat(9)}`,
  'JSON Web Token': `eyJhbGciOiJIUzI1NiIs${'.eyJzdWIiOiIxMjM0NTY3ODkw'}.${'dozjgNryP4J3jVmN'.repeat(2)}`,
  'API key of ours': `wy_a1B2c3_${'d4E5f6G7'.repeat(4)}`,
  'key ring of ours': `2026-03:${Buffer.alloc(32, 7).toString('base64')}`,
  'password in an address': `postgres://care:${'correct-horse'}@db/care`,
  'secret beside its name': `"clientSecret": "x", "secret": "${'q9W8'.repeat(8)}"`,
};

describe('the scan for secrets', () => {
  it('finds none in any file that git tracks', () => {
    const { files, findings } = scanRepository();
    expect(files).toBeGreaterThan(500);
    expect(findings).toEqual([]);
  });
  it.each(rules.map(({ name }) => name))('finds a planted one: %s', (name) => {
    expect(secretsIn('planted.ts', `one\n${planted[name] ?? ''}\n`).map(({ rule }) => rule)).toContain(name);
  });
  it('names file and line', () => expect(secretsIn('a.ts', `\n\n${planted['AWS access key'] ?? ''}`)).toEqual([{ path: 'a.ts', line: 3, rule: 'AWS access key' }]));
});

describe('the bill of materials', () => {
  type Component = { purl: string; hashes?: unknown[]; properties?: { name: string; value: string }[] };
  const developmentOnly = (component: Component | undefined): boolean => component === undefined || (component.properties ?? []).some(({ name }) => name === 'cdx:npm:package:development');
  it('lists every package of the lock with its version and hash, and says which are for development alone', () => {
    const { stdout, stderr } = spawnSync('npm', ['run', '--silent', 'sbom'], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, shell: process.platform === 'win32' });
    expect(stderr).not.toContain('npm error');
    const { bomFormat, components } = JSON.parse(stdout) as { bomFormat: string; components: Component[] };
    const read = (file: string): unknown => JSON.parse(readFileSync(`${root}${file}`, 'utf8'));
    const { dependencies } = read('package.json') as { dependencies: Record<string, string> };
    const { packages } = read('package-lock.json') as { packages: Record<string, { version?: string; integrity?: string; dev?: boolean; peer?: boolean }> };
    const named = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const locked = new Set(Object.entries(packages).filter(([path, { peer }]) => path !== '' && !peer).map(([path, { version = '' }]) => `pkg:npm/${named(path)}@${version}`));
    const listed = new Map(components.map((component) => [decodeURIComponent(component.purl), component]));
    expect(bomFormat).toBe('CycloneDX');
    // npm refuses to write a bill while a peer of a development tool is of another version; such peers are left out, and nothing else.
    expect(Object.entries(packages).filter(([, { peer, dev }]) => peer && !dev)).toEqual([]);
    expect([...locked].filter((purl) => !listed.has(purl))).toEqual([]);
    expect(Object.entries(dependencies).filter(([name, version]) => developmentOnly(listed.get(`pkg:npm/${name}@${version}`)))).toEqual([]);
    // `npm run lock:complete` knows another platform's packages by version alone; whoever installs there gets the hash from the registry.
    const unhashed = new Set(Object.entries(packages).filter(([, { integrity }]) => integrity === undefined).map(([path]) => named(path)));
    expect(components.filter(({ purl, hashes = [] }) => hashes.length === 0 && !unhashed.has(/^pkg:npm\/(.+)@[^@]+$/.exec(decodeURIComponent(purl))?.[1] ?? ''))).toEqual([]);
  });
});
