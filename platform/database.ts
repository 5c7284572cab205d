/** The database of an installation: the one that DATABASE_URL names, else an embedded one whose place is remembered. */
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { z } from 'zod';
import { databaseTrouble } from '../db/errors.js';
import { PlainError, plainMessage } from './plain-error.js';
import { type EmbeddedPostgres, newPassword, startPostgres } from './postgres.js';
import { canWrite, databaseUser } from './postgres-binaries.js';
import { readJson, writeJson } from './state-file.js';

/** Where an embedded database lies. */
export const Place = z.object({ folder: z.string(), password: z.string(), port: z.number().optional() });
type Place = z.infer<typeof Place>;
export const placeFile = (dataDir: string): string => join(dataDir, 'postgres.json');

/** Where root keeps what another user must reach. */
const elsewhere = '/var/lib/wuyou';

/** SQL floor of the migrations. */
const oldestServer = 150_000;

/** A server that we do not run. Throws one sentence when it is not there, not ours to use, or too old. */
export async function checkExternal(url: string): Promise<void> {
  const shown = new URL(url);
  const where = `${shown.hostname}:${shown.port || 5432}`;
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => {} });
  try {
    const [row] = await sql<{ version: number; name: string }[]>`select current_setting('server_version_num')::int as version, current_setting('server_version') as name`;
    if (row && row.version < oldestServer) throw new PlainError(`The database at ${where} is PostgreSQL ${row.name}: Wuyou needs 15 or newer.`);
  } catch (error) {
    if (error instanceof PlainError) throw error;
    const trouble = databaseTrouble(error);
    throw new PlainError(trouble?.code === 'unreachable' ? `The database at ${where} does not answer: start it, correct DATABASE_URL, or unset it to use the embedded one.` : (trouble?.message ?? `The database at ${where} cannot be used: ${plainMessage(error)}.`));
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Whether an embedded database was ever laid out here. */
export const hasEmbedded = (dataDir: string): boolean => {
  const place = readJson(placeFile(dataDir), Place);
  return place !== null && existsSync(join(place.folder, 'cluster', 'PG_VERSION'));
};

/**
 * PostgreSQL refuses root, so root hands it to another user, who may not be able to reach our data folder (a home of root
 * is closed to everybody else). Then the files go to /var/lib/wuyou, and `postgres.json` says where exactly.
 */
export function newPlace(dataDir: string, say: (line: string) => void): Place {
  const owner = databaseUser();
  const inside = join(dataDir, 'postgres');
  mkdirSync(inside, { recursive: true, mode: 0o700 });
  if (owner) chownSync(inside, owner.uid, owner.gid);
  chmodSync(inside, 0o700);
  if (canWrite(inside, owner)) return { folder: inside, password: newPassword() };
  mkdirSync(elsewhere, { recursive: true, mode: 0o755 });
  const outside = join(elsewhere, randomBytes(4).toString('hex'));
  mkdirSync(outside, { mode: 0o700 });
  if (owner) chownSync(outside, owner.uid, owner.gid);
  say(`数据库文件在 ${outside} · The database files are in ${outside}, because PostgreSQL does not run as root and its user cannot enter ${dataDir}`);
  return { folder: outside, password: newPassword() };
}

export async function startEmbedded(dataDir: string, say: (line: string) => void): Promise<EmbeddedPostgres & { folder: string }> {
  const known = readJson(placeFile(dataDir), Place);
  if (!known && existsSync(placeFile(dataDir))) {
    throw new PlainError(`${placeFile(dataDir)} is damaged, and it holds the database's password: restore it from a copy, or delete ${dataDir} to begin anew.`);
  }
  const place = known ?? newPlace(dataDir, say);
  writeJson(placeFile(dataDir), place);
  const { port, ...rest } = place;
  const server = await startPostgres({ ...rest, ...(port === undefined ? {} : { port }), database: 'wuyou' });
  writeJson(placeFile(dataDir), { ...place, port: server.port });
  return { ...server, folder: place.folder };
}
