import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeStartLock } from './start-lock.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wuyou-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const left = (held: object): void => writeFileSync(join(folder, 'start.lock'), JSON.stringify(held));
/** Above every process id that Linux gives out by default. */
const nobody = 4_194_305;

describe('one start per data folder', () => {
  it('leaves nothing behind after a tidy end', () => {
    const lock = takeStartLock(folder);
    lock.reached('ready', 'http://127.0.0.1:8080');
    lock.release();
    expect(existsSync(join(folder, 'start.lock'))).toBe(false);
    expect(takeStartLock(folder).interrupted).toBeNull();
  });

  it('is refused while another runs, with its address', () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'scripts/start.mjs']);
    try {
      left({ pid: other.pid, stage: 'ready', url: 'http://127.0.0.1:8080' });
      expect(() => takeStartLock(folder)).toThrow(
        `Wuyou is already running with this data folder (process ${other.pid}, http://127.0.0.1:8080): use it, stop it with Ctrl-C in its terminal, or set WUYOU_DATA_DIR to another folder.`,
      );
    } finally {
      other.kill();
    }
  });

  it('tells how far an earlier one came that broke off', () => {
    left({ pid: nobody, stage: 'preparing the database' });
    expect(takeStartLock(folder).interrupted).toBe('preparing the database');
  });

  it('is not fooled by a process id that belongs to another program now', () => {
    left({ pid: process.ppid, stage: 'ready' });
    expect(takeStartLock(folder).interrupted).toBe('ready');
  });

  it('begins anew when the lock file itself was cut off half-way', () => {
    writeFileSync(join(folder, 'start.lock'), '{"pid": 12');
    expect(takeStartLock(folder).interrupted).toBeNull();
  });
});
