import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { databaseUser } from '../../platform/postgres-binaries.js';
import { mountSmallDisk, mountsIn, unmountIn } from './small-disk.js';

describe('the small disk of a run that was broken off', () => {
  it('is unmounted with the run, so that its folder can go', () => {
    const folder = mkdtempSync(join(tmpdir(), 'wuyou-small-disk-'));
    const disk = join(folder, 'small-disk');
    const mounted = mountSmallDisk(disk);
    expect(mountsIn(folder)).toEqual(mounted ? [disk] : []);
    // Whoever is not root has no user of the database to change to, and cannot mount.
    if (databaseUser() === undefined) expect(mounted).toBe(false);
    unmountIn(folder);
    expect(mountsIn(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
    expect(existsSync(folder)).toBe(false);
  });
});
