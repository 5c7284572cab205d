/** `wuyou backup`: both databases, the files, the keys and the anchor of an installation that `npm start` runs, while it runs. */
import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import { backUp } from '../platform/backup.js';
import { UsageError } from '../platform/plain-error.js';
import { platformSettings } from '../settings.js';

export const summary = 'Copy a running installation of npm start, both databases at one moment';
export const usage = `wuyou backup --to <folder>

  Copies PostgreSQL, Temporal, files, keys and the audit's anchor of WUYOU_DATA_DIR into a new folder while everything runs.
  Temporal stands still meanwhile (seconds); commands are stored and answered 202. The copy holds the keys: keep it as you keep them.
  Servers of your own (DATABASE_URL, TEMPORAL_ADDRESS) and files in a bucket are backed up by their own means: docs/operations.md.`;

export async function run(args: string[]): Promise<number> {
  const { values: { to } } = parseArgs({ args, options: { to: { type: 'string' } } });
  if (to === undefined) throw new UsageError('Name a folder: wuyou backup --to <folder>');
  const made = await backUp(platformSettings().dataDir, resolve(to), Date.now);
  process.stdout.write(`Backed up to ${resolve(to)} as of ${made.at}; Temporal stood still for ${(made.temporalFrozenMs / 1000).toFixed(1)} s.\n`);
  return 0;
}
