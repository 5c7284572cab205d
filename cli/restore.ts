/** `wuyou restore`: lays a backup out as a new installation. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { restore } from '../platform/backup.js';
import { UsageError } from '../platform/plain-error.js';
import { platformSettings } from '../settings.js';

export const summary = 'Lay a backup out as a new installation, for npm start';
export const usage = `WUYOU_DATA_DIR=<new folder> wuyou restore --from <folder>

  Never overwrites: WUYOU_DATA_DIR must not exist yet. Then: WUYOU_DATA_DIR=<new folder> npm start, and WUYOU_DATA_DIR=<new folder> wuyou audit.
  The former installation must not run any more: two that believe the same send everything twice.`;

export function run(args: string[]): Promise<number> {
  const { values: { from } } = parseArgs({ args, options: { from: { type: 'string' } } });
  if (from === undefined) throw new UsageError('Name a backup: WUYOU_DATA_DIR=<new folder> wuyou restore --from <folder>');
  const { dataDir } = platformSettings();
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const made = restore(resolve(from), dataDir, say);
  say(`The installation as of ${made.at} lies in ${dataDir}. Start it: WUYOU_DATA_DIR=${dataDir} npm start; then: WUYOU_DATA_DIR=${dataDir} npx wuyou audit`);
  return Promise.resolve(0);
}
