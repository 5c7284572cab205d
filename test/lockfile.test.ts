/** The lock must fit every platform, whichever machine wrote it, and nothing may need an install script. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Lock = { packages: Record<string, { optionalDependencies?: Record<string, string>; hasInstallScript?: boolean }> };
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'));
const { missingFrom, platformOf } = (await import(new URL('../scripts/complete-lock.mjs', import.meta.url).href)) as {
  missingFrom(lock: Lock): [string, unknown][];
  platformOf(name: string): unknown;
};

describe('package-lock.json', () => {
  const lock = read('package-lock.json') as Lock;

  it('holds the optional packages of every platform (npm run lock:complete adds what is missing)', () => {
    expect(missingFrom(lock).map(([path]) => path)).toEqual([]);
  });

  it('would be seen to lack one', () => {
    const packages = { 'node_modules/tool': { optionalDependencies: { '@tool/core-linux-arm64-musl': '1.2.3' } } };
    expect(missingFrom({ packages })).toEqual([['node_modules/@tool/core-linux-arm64-musl', { version: '1.2.3', optional: true, os: ['linux'], cpu: ['arm64'], libc: ['musl'] }]]);
    expect(platformOf('@tool/cli-win32-x64')).toEqual({ os: ['win32'], cpu: ['x64'] });
  });

  it('has install scripts only where package.json denies them', () => {
    const { allowScripts } = read('package.json') as { allowScripts: Record<string, boolean> };
    const names = Object.entries(lock.packages).filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
    expect([...new Set(names)].filter((name) => allowScripts[name] !== false)).toEqual([]);
  });
});
