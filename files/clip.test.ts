import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createIntake } from './intake.js';

it('A clip on a server without ffmpeg is refused in words, not lost', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wuyou-clips-'));
  async function* head(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('\0\0\0\u0018ftypisom\0\0\u0002\0isommp41', 'latin1');
  }
  expect(await createIntake(folder, { programs: { ffmpeg: join(folder, 'none'), ffprobe: join(folder, 'none') } }).take(head(), 'clip', () => Promise.resolve(null))).toEqual({ ok: false, why: 'takes-no-clips' });
  rmSync(folder, { recursive: true });
});
