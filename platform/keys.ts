/** The keys of an installation that was started without any: generated once, kept under the data folder. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PlainError } from './plain-error.js';
import { readJson, writeJson } from './state-file.js';

export const keyVariables = ['WUYOU_PAYLOAD_KEYS', 'WUYOU_FIELD_KEYS', 'WUYOU_INDEX_KEY', 'WUYOU_LINK_KEYS'] as const;
const Stored = z.record(z.enum(keyVariables), z.string());

/** One key per purpose, each `<id>:<32 bytes in base64>`. */
export const newKeys = (): Record<string, string> =>
  Object.fromEntries(keyVariables.map((name) => [name, `k${randomBytes(3).toString('hex')}:${randomBytes(32).toString('base64')}`]));

/** `hasData`: there is a database here that was written with keys; making new ones would lock everybody out of it. */
export function ownKeys(dataDir: string, hasData: boolean): Record<string, string> {
  const file = join(dataDir, 'keys.json');
  const stored = readJson(file, Stored);
  if (stored) return stored;
  if (existsSync(file)) throw new PlainError(`${file} is damaged: restore it from a copy; without it the texts in the database cannot be read.`);
  if (hasData) {
    throw new PlainError(`${file} is gone but the database that was written with it is still there: restore the file from a copy, or delete ${dataDir} to begin anew.`);
  }
  const made = newKeys();
  writeJson(file, made);
  return made;
}
