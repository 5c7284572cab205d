/**
 * A copy of a whole installation that `npm start` runs, taken while it runs, and laid out again elsewhere. One moment for both databases:
 * Temporal stands still (SIGSTOP) from the copy of its file until PostgreSQL's backup has ended, so what Temporal knows is never ahead of
 * the journal; what the journal knows more, Temporal does again, and the record says that it is there already.
 */
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import postgres from 'postgres';
import { z } from 'zod';
import { newPlace, Place, placeFile } from './database.js';
import { whileFrozen } from './frozen.js';
import { PlainError } from './plain-error.js';
import { databaseUser, type User } from './postgres-binaries.js';
import { commandLine } from './processes.js';
import { readJson, writeJson } from './state-file.js';

const Made = z.object({ at: z.string(), password: z.string(), temporalFrozenMs: z.number() });
export type BackedUp = z.output<typeof Made>;

/** Beside the databases: without the keys nothing can be read; the anchor must not be younger than the database, the files not older. */
const beforeTheDatabase = ['keys.json', 'anchor.jsonl'];
const afterTheDatabase = ['files'];

export async function backUp(dataDir: string, to: string, now: () => number): Promise<BackedUp> {
  if (existsSync(to) && readdirSync(to).length > 0) throw new PlainError(`${to} is not empty: name a folder that does not exist yet.`);
  const place = readJson(placeFile(dataDir), Place);
  const temporalPid = readJson(join(dataDir, 'temporal', 'temporal.json'), z.object({ pid: z.number() }))?.pid;
  const database = join(dataDir, 'temporal', 'temporal.db');
  if (!place?.port || temporalPid === undefined) throw new PlainError(`${dataDir} holds no installation with databases of its own: back up the servers that DATABASE_URL and TEMPORAL_ADDRESS name (docs/operations.md).`);
  if (!commandLine(temporalPid).includes(database)) throw new PlainError(`Temporal does not run for ${dataDir}: start it with npm start, then take the backup.`);
  mkdirSync(to, { recursive: true, mode: 0o700 });
  const sql = postgres({ host: '127.0.0.1', port: place.port, user: 'wuyou', password: place.password, database: 'wuyou', max: 1, onnotice: () => {} });
  try {
    await refuseUnlessOurs(sql, join(place.folder, 'cluster'));
    await refuseBesideAnother(sql);
    copyAll(dataDir, to, beforeTheDatabase);
    const since = now();
    await whileFrozen(temporalPid, async () => {
      // Frozen, file and log together are what a power cut would leave, which SQLite puts right when it opens them.
      copyAll(dataDir, to, ['temporal/temporal.db', 'temporal/temporal.db-wal']);
      await copyCluster(sql, join(place.folder, 'cluster'), join(to, 'cluster'));
    });
    const made: BackedUp = { at: new Date(since).toISOString(), password: place.password, temporalFrozenMs: now() - since };
    copyAll(dataDir, to, afterTheDatabase);
    writeJson(join(to, 'backup.json'), made);
    return made;
  } finally {
    await sql.end({ timeout: 2 });
  }
}

async function refuseUnlessOurs(sql: postgres.Sql, cluster: string): Promise<void> {
  const [row] = await sql<{ where: string }[]>`select current_setting('data_directory') as where`;
  if (row?.where !== cluster) throw new PlainError(`The PostgreSQL on this port keeps its data in ${row?.where ?? 'an unknown place'}, not in ${cluster}: nothing was copied.`);
}

/** The one that ends first would let Temporal go on in the middle of the other's copy. Held until the connection ends. */
async function refuseBesideAnother(sql: postgres.Sql): Promise<void> {
  const [row] = await sql<{ mine: boolean }[]>`select pg_try_advisory_lock(hashtextextended('backup', 0)) as mine`;
  if (row?.mine !== true) throw new PlainError('Another backup of this installation is being taken: wait until it has ended. Nothing was copied.');
}

/** Made anew by every server, or meant for this one alone. */
const notCopied = /^(pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)\/|^(postmaster\.(pid|opts)|pg_internal\.init.*|.*\/pg_internal\.init.*|.*\/pgsql_tmp.*)$/;

/** PostgreSQL's own low-level backup: the files while they change, then the log that puts them right. */
async function copyCluster(sql: postgres.Sql, from: string, to: string): Promise<void> {
  await sql`select pg_backup_start('wuyou', true)`;
  copyTree(from, to, (path) => !notCopied.test(path));
  const [end] = await sql<{ labelfile: string }[]>`select labelfile from pg_backup_stop(false)`;
  writeFileSync(join(to, 'backup_label'), end?.labelfile ?? '', { mode: 0o600 });
  copyTree(join(from, 'pg_wal'), join(to, 'pg_wal'), () => true);
  const first = /START WAL LOCATION: \S+ \(file (\w+)\)/.exec(end?.labelfile ?? '')?.[1];
  if (first === undefined || !existsSync(join(to, 'pg_wal', first))) throw new PlainError('PostgreSQL has recycled its log while the copy was made: take the backup again, in a quieter hour.');
}

/** What vanishes meanwhile was temporary. */
function copyTree(from: string, to: string, wanted: (path: string) => boolean, at = from): void {
  mkdirSync(join(to, relative(from, at)), { recursive: true, mode: 0o700 });
  for (const entry of readdirSync(at, { withFileTypes: true })) {
    const path = join(at, entry.name);
    if (!wanted(relative(from, path))) continue;
    if (entry.isDirectory()) copyTree(from, to, wanted, path);
    else if (entry.isFile()) ifStillThere(() => cpSync(path, join(to, relative(from, path))));
  }
}

function ifStillThere(copy: () => void): void {
  try {
    copy();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}

function copyAll(from: string, to: string, names: readonly string[]): void {
  for (const name of names.filter((one) => existsSync(join(from, one)))) {
    mkdirSync(dirname(join(to, name)), { recursive: true, mode: 0o700 });
    cpSync(join(from, name), join(to, name), { recursive: true });
  }
}

/** Into a data folder that does not exist yet; `npm start` with that folder goes on from there. */
export function restore(from: string, dataDir: string, say: (line: string) => void): BackedUp {
  const made = readJson(join(from, 'backup.json'), Made);
  if (!made) throw new PlainError(`${from} is no whole backup: backup.json, which is written last, is missing or damaged.`);
  if (existsSync(dataDir) && readdirSync(dataDir).length > 0) throw new PlainError(`${dataDir} is not empty: a restore never overwrites; set WUYOU_DATA_DIR to a folder that does not exist yet.`);
  mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  copyAll(from, dataDir, [...beforeTheDatabase, 'temporal', ...afterTheDatabase]);
  const { folder } = newPlace(dataDir, say);
  cpSync(join(from, 'cluster'), join(folder, 'cluster'), { recursive: true });
  giveTo(databaseUser(), join(folder, 'cluster'));
  writeJson(placeFile(dataDir), { folder, password: made.password } satisfies z.output<typeof Place>);
  return made;
}

function giveTo(owner: User | undefined, path: string): void {
  if (owner) chownSync(path, owner.uid, owner.gid);
  if (!statSync(path).isDirectory()) return;
  chmodSync(path, 0o700);
  for (const name of readdirSync(path)) giveTo(owner, join(path, name));
}
