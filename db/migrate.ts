/**
 * Numbered migrations, each applied once and in order, remembered with its checksum. Two starters at once wait for each other on an
 * advisory lock. An applied file that changed later is refused: what ran in production must stay readable.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Sql, Tx } from './client.js';

export type Migration = { number: number; name: string; checksum: string; sql: string };
export type MigrationResult = { applied: string[]; already: number };

/** Serves as the lock's name; any constant does, as long as it stays. */
const migrationLock = 7_461_001;
const folder = fileURLToPath(new URL('./migrations/', import.meta.url));

export class MigrationRefused extends Error {
  override readonly name = 'MigrationRefused';
}

/** Files `0001_what-it-does.sql`, numbered from 1 without a gap. */
export async function readMigrations(directory = folder): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  const migrations: Migration[] = [];
  for (const [index, name] of names.entries()) {
    if (Number(name.slice(0, 4)) !== index + 1 || name[4] !== '_') {
      throw new MigrationRefused(`db/migrations/${name} should be numbered ${String(index + 1).padStart(4, '0')}: numbers run from 0001 without a gap`);
    }
    const sql = await readFile(`${directory}/${name}`, 'utf8');
    migrations.push({ number: index + 1, name, checksum: createHash('sha256').update(sql).digest('hex'), sql });
  }
  return migrations;
}

async function applied(tx: Tx): Promise<Map<number, { name: string; checksum: string }>> {
  await tx`create table if not exists schema_migration (
    number int primary key, name text not null, checksum text not null, applied_at timestamptz(3) not null default now())`;
  const rows = await tx<{ number: number; name: string; checksum: string }[]>`select number, name, checksum from schema_migration order by number`;
  return new Map(rows.map((row) => [row.number, row]));
}

function refuseRewrittenHistory(done: Map<number, { name: string; checksum: string }>, migrations: Migration[]): void {
  for (const [number, row] of done) {
    const file = migrations[number - 1];
    if (!file) throw new MigrationRefused(`The database has migration ${row.name}, which this version of Wuyou does not know: start the newer version`);
    if (file.checksum !== row.checksum) {
      throw new MigrationRefused(`db/migrations/${file.name} was edited after it ran here: restore the file and put the change into a new migration`);
    }
  }
}

/** Brings the database to this version; all or nothing. Running it again changes nothing. */
export async function migrate(sql: Sql, migrations?: Migration[]): Promise<MigrationResult> {
  const files = migrations ?? (await readMigrations());
  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${migrationLock})`;
    await tx`set local statement_timeout = '10min'`;
    const done = await applied(tx);
    refuseRewrittenHistory(done, files);
    const fresh = files.filter((file) => !done.has(file.number));
    for (const file of fresh) {
      await tx.unsafe(file.sql);
      await tx`insert into schema_migration (number, name, checksum) values (${file.number}, ${file.name}, ${file.checksum})`;
    }
    return { applied: fresh.map((file) => file.name), already: done.size };
  });
}

/** For `/readyz`: is the database at exactly the version that this process knows? */
export async function isMigrated(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ found: boolean }[]>`select to_regclass('schema_migration') is not null as found`;
  if (!row?.found) return false;
  const [count] = await sql<{ n: number }[]>`select count(*) as n from schema_migration`;
  return count?.n === (await readMigrations()).length;
}
