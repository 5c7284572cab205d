/** One `npm start` per data folder, and what a start that broke off leaves behind: how far it had come. */
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PlainError } from './plain-error.js';
import { commandLine, isAlive } from './processes.js';
import { readJson, writeJson } from './state-file.js';

const Held = z.object({ pid: z.number(), stage: z.string(), url: z.string().optional() });
type Held = z.infer<typeof Held>;

export type StartLock = {
  /** What an earlier start was doing when it ended without a farewell; null after a tidy end. `ready`: it was up. */
  interrupted: string | null;
  reached(stage: string, url?: string): void;
  release(): void;
};

/** Process ids are used again, so the name counts too: `scripts/start.mjs`, `cli.ts up`, `wuyou up`. */
const isStart = (pid: number): boolean => /start\.mjs|(cli\.[tj]s|wuyou(\.mjs)?)\s+up\b/.test(commandLine(pid));

export function takeStartLock(dataDir: string): StartLock {
  const file = join(dataDir, 'start.lock');
  const held = readJson(file, Held);
  if (held && held.pid !== process.pid && isAlive(held.pid) && isStart(held.pid)) {
    throw new PlainError(
      `Wuyou is already running with this data folder (process ${held.pid}${held.url ? `, ${held.url}` : ''}): use it, stop it with Ctrl-C in its terminal, or set WUYOU_DATA_DIR to another folder.`,
    );
  }
  rmSync(file, { force: true });
  try {
    const created = openSync(file, 'wx', 0o600); // two starts at the same moment: one of them loses here
    writeSync(created, JSON.stringify({ pid: process.pid, stage: 'starting' } satisfies Held));
    closeSync(created);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') throw new PlainError('Another npm start has just begun with this data folder: use that one.');
    throw error;
  }
  return {
    interrupted: held?.stage ?? null,
    reached: (stage, url) => writeJson(file, { pid: process.pid, stage, ...(url ? { url } : {}) } satisfies Held),
    release: () => rmSync(file, { force: true }),
  };
}
