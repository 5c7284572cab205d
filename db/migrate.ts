/**
 * Numbered migrations, each applied once and in the order of their numbers, remembered with its checksum. Two starters at once wait for each other on an
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

/** Files `0001_what-it-does.sql`. A number may be left out (several people prepare migrations at once), but none is used twice. */
export async function readMigrations(directory = folder): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  const migrations = new Map<number, Migration>();
  for (const name of names) {
    const number = Number(/^(\d{4})_./.exec(name)?.[1] ?? 0);
    if (number === 0) throw new MigrationRefused(`db/migrations/${name} should begin with its number: four digits from 0001, then _`);
    const twin = migrations.get(number);
    if (twin) throw new MigrationRefused(`db/migrations/${name} has the number of ${twin.name}: give it the next free one`);
    const sql = await readFile(`${directory}/${name}`, 'utf8');
    migrations.set(number, { number, name, checksum: createHash('sha256').update(sql).digest('hex'), sql });
  }
  return [...migrations.values()];
}

async function applied(tx: Tx): Promise<Map<number, { name: string; checksum: string }>> {
  await tx`create table if not exists schema_migration (
    number int primary key, name text not null, checksum text not null, applied_at timestamptz(3) not null default now())`;
  const rows = await tx<{ number: number; name: string; checksum: string }[]>`select number, name, checksum from schema_migration order by number`;
  return new Map(rows.map((row) => [row.number, row]));
}

function refuseRewrittenHistory(done: Map<number, { name: string; checksum: string }>, migrations: Migration[]): void {
  for (const [number, row] of done) {
    const file = migrations.find((one) => one.number === number);
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
    if (fresh.length > 0) await tx.unsafe(`do $$ begin if to_regprocedure('keep_hospitals_apart()') is not null then perform keep_hospitals_apart(); end if; end $$`);
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
