import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { removeLeftovers } from './leftovers.js';

it('What a dead upload left is removed a day later; one at work, and a folder that is not there yet, are left alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wuyou-left-'));
  expect(await removeLeftovers(folder, Date.now())).toBe(0);
  const now = Date.parse('2026-03-05T10:00:00Z');
  for (const [name, hoursAgo] of [['incoming-old', 25], ['incoming-new', 23]] as const) {
    const path = join(folder, 'incoming', name);
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'sent'), 'x');
    utimesSync(path, now / 1000 - hoursAgo * 3600, now / 1000 - hoursAgo * 3600);
  }
  expect(await removeLeftovers(folder, now)).toBe(1);
  expect(readdirSync(join(folder, 'incoming'))).toEqual(['incoming-new']);
  rmSync(folder, { recursive: true });
});
