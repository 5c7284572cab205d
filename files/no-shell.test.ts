/** ffmpeg gets what it is told as arguments, whatever the folder is called; no shell reads them (ASVS V1.2.5). Names of users come nowhere near: files lie under ids of ours. */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createIntake } from './intake.js';

it('a name that a shell would obey is passed on as one argument and obeyed by nobody', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wuyou-shell-'));
  const hostile = join(folder, "a b; touch hacked; $(touch hacked) `touch hacked` & '\"");
  mkdirSync(hostile);
  const program = join(folder, 'ffprobe');
  writeFileSync(program, `#!/bin/sh\nfor one in "$@"; do printf '%s\\0' "$one" >> '${join(folder, 'told')}'; done\nexit 1\n`);
  chmodSync(program, 0o700);
  async function* clip(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('\0\0\0\u0018ftypisom\0\0\u0002\0isommp41', 'latin1');
  }
  expect(await createIntake(hostile, { programs: { ffmpeg: program, ffprobe: program } }).take(clip(), 'clip', () => Promise.resolve(null))).toEqual({ ok: false, why: 'damaged' });
  const told = readFileSync(join(folder, 'told'), 'utf8').split('\0');
  expect(told.filter((one) => one.startsWith(hostile))).toHaveLength(1);
  expect([readdirSync(folder).toSorted(), readdirSync(hostile), readdirSync('.').includes('hacked')]).toEqual([["a b; touch hacked; $(touch hacked) `touch hacked` & '\"", 'ffprobe', 'told'], [], false]);
  rmSync(folder, { recursive: true });
});
