/** deploy/offline/install.sh on a bundle of three files; the whole proof with a real one is deploy/offline/check.sh. */
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const installer = fileURLToPath(new URL('../deploy/offline/install.sh', import.meta.url));
let folder: string;
let bundle: string;
let prefix: string;

function makeBundle(version: string, { program = 'exit 0', arch = process.arch as string } = {}): void {
  rmSync(bundle, { recursive: true, force: true });
  mkdirSync(join(bundle, 'bin'), { recursive: true });
  copyFileSync(installer, join(bundle, 'install.sh'));
  writeFileSync(join(bundle, 'BUNDLE'), `${version} linux ${arch}\n`);
  writeFileSync(join(bundle, 'bin/wuyou'), `#!/bin/sh\n${program}\n`);
  chmodSync(join(bundle, 'bin/wuyou'), 0o755);
  const sums = ['./BUNDLE', './bin/wuyou', './install.sh'].map((path) => `${createHash('sha256').update(readFileSync(join(bundle, path))).digest('hex')}  ${path}\n`);
  writeFileSync(join(bundle, 'SHA256SUMS'), sums.join(''));
}
const install = (): { status: number | null; said: string } => {
  const { status, stdout, stderr } = spawnSync('sh', ['install.sh', prefix], { cwd: bundle, encoding: 'utf8' });
  return { status, said: stdout + stderr };
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wuyou-install-'));
  [bundle, prefix] = [join(folder, 'bundle'), join(folder, 'opt')];
});
afterEach(() => rmSync(folder, { recursive: true }));

describe.runIf(process.platform === 'linux')('install.sh', () => {
  it('puts each version beside the others and makes it the current one; going back is pointing back', () => {
    makeBundle('0.1.0');
    expect(install()).toMatchObject({ status: 0 });
    makeBundle('0.2.0');
    expect(install()).toMatchObject({ status: 0 });
    expect(readlinkSync(join(prefix, 'current'))).toBe('0.2.0');
    expect(existsSync(join(prefix, '0.1.0/bin/wuyou'))).toBe(true);
    expect(install()).toMatchObject({ status: 1, said: expect.stringContaining('0.2.0 is there already') as string });
  });

  it('refuses a changed file, a file too many, another machine', () => {
    makeBundle('0.1.0');
    writeFileSync(join(bundle, 'bin/wuyou'), '#!/bin/sh\nexit 0 # changed\n');
    expect(install()).toMatchObject({ status: 1, said: expect.stringContaining('damaged or was changed') as string });
    makeBundle('0.1.0');
    writeFileSync(join(bundle, 'bin/more'), '');
    expect(install()).toMatchObject({ status: 1, said: expect.stringContaining('not in SHA256SUMS') as string });
    makeBundle('0.1.0', { arch: 'riscv64' });
    expect(install()).toMatchObject({ status: 1, said: expect.stringContaining('This bundle is for riscv64') as string });
    expect(existsSync(prefix)).toBe(false);
  });

  it('leaves the former version current when the new one does not start', () => {
    makeBundle('0.1.0');
    install();
    makeBundle('0.2.0', { program: 'exit 1' });
    expect(install()).toMatchObject({ status: 1, said: expect.stringContaining('does not start') as string });
    expect(readlinkSync(join(prefix, 'current'))).toBe('0.1.0');
  });
});
