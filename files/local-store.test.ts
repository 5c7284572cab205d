import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fileStoreContract } from './file-store.contract.js';
import { localStore } from './local-store.js';

fileStoreContract('The local folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wuyou-local-'));
  return { store: localStore(folder), close: () => rm(folder, { recursive: true }) };
});

it('keeps files from other users of the machine', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wuyou-local-'));
  await writeFile(join(folder, 'sent'), 'x', { mode: 0o666 });
  await localStore(folder).put('019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c', { path: join(folder, 'sent'), mime: 'image/png', bytes: 1 });
  expect(await readdir(folder)).toEqual(['2c']);
  const modes = await Promise.all([join(folder, '2c'), join(folder, '2c', '019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c')].map(async (path) => (await stat(path)).mode & 0o777));
  expect(modes).toEqual([0o700, 0o600]);
  await rm(folder, { recursive: true });
});
