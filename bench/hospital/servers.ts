/**
 * Servers of the bench's own, in a folder that goes away with it: PostgreSQL with production's durability, and a Temporal server, on PostgreSQL
 * as production has it or (`--server dev`) the dev server of `npm start`.
 */
import { chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { connect, type Sql } from '../../db/client.js';
import { migrate } from '../../db/migrate.js';
import { newPassword, startPostgres } from '../../platform/postgres.js';
import { databaseUser } from '../../platform/postgres-binaries.js';
import { startProgress } from '../../platform/progress.js';
import { findTemporalCli } from '../../platform/temporal-binary.js';
import { startTemporal } from '../../platform/temporal-server.js';
import { inheritedEnvironment, platformSettings } from '../../settings.js';
import { registerSearchAttributes } from '../../temporal/register.js';
import { temporalBuild } from '../../test/upgrade/server-binary.js';
import { temporalOnPostgres } from '../../test/upgrade/temporal-on-postgres.js';
import { cpuMsOfTree } from '../measure/cpu.js';
import type { ServerKind } from '../measure/options.js';
import { print } from '../measure/table.js';
import { createMarks } from '../rivals/bare-activities.js';
import { stoppedWithUs } from './ends.js';

export type Database = { url: string; sql: Sql; pid: number; folder: string; stop(): Promise<void> };
export type Servers = {
  folder: string;
  /** Wuyou's own database, migrated. */
  database: Database;
  /** Another database of the same server, where the rivals keep what they need. */
  rivals: { url: string; sql: Sql };
  temporal: { address: string; connection: Connection; what: string; /** Bytes that Temporal's databases take now; null: SQLite. */ bytes(): Promise<number | null> };
  /** CPU milliseconds so far. */
  cpuMs(): { temporal: number; postgres: number };
  stop(): Promise<void>;
};

type Ends = (() => Promise<unknown>)[];

/** A PostgreSQL with fsync and synchronous commit as they are by default. */
export async function openDatabase(name = 'wuyou'): Promise<Database> {
  const folder = mkdtempSync(join(tmpdir(), 'wuyou-bench-'));
  const owner = databaseUser();
  if (owner) spawnSync('chmod', ['711', folder]);
  const cluster = join(folder, 'postgres');
  mkdirSync(cluster, { mode: 0o700 });
  if (owner) chownSync(cluster, owner.uid, owner.gid);
  const server = await startPostgres({ folder: cluster, password: newPassword(), database: name, parameters: { max_connections: '200', shared_buffers: '512MB', max_wal_size: '4GB' } });
  const sql = connect(server.url, { max: 16, statementTimeoutMs: 600_000, applicationName: 'bench' });
  await migrate(sql);
  const stop = stoppedWithUs(async () => {
    await sql.end({ timeout: 2 });
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return { url: server.url, sql, pid: server.pid, folder, stop };
}

async function anotherDatabase({ url, sql }: Database, name: string): Promise<{ url: string; sql: Sql }> {
  await sql`create database ${sql(name)}`;
  const other = new URL(url);
  other.pathname = `/${name}`;
  return { url: other.href, sql: connect(other.href, { max: 16, applicationName: 'bench' }) };
}

type TemporalServer = { address: string; what: string; pids: { temporal: number; postgres?: number }; postgresUrl: string | null; stop(): Promise<void> };

async function devServer(folder: string): Promise<TemporalServer> {
  const { cacheDir, temporal } = platformSettings();
  const env = inheritedEnvironment();
  const cli = await findTemporalCli({ cliPath: temporal.cliPath, cacheDir, env, begin: (label, total) => startProgress(label, total === undefined ? {} : { total }) });
  mkdirSync(join(folder, 'temporal'));
  const { address, pid, stop } = await startTemporal({ cli, folder: join(folder, 'temporal'), namespace: 'default', codecEndpoint: 'http://127.0.0.1:1/codec', env });
  return { address, what: 'Temporal dev server on SQLite', pids: { temporal: pid }, postgresUrl: null, stop };
}

async function serverOnPostgres(): Promise<TemporalServer> {
  const server = await temporalOnPostgres(await temporalBuild(platformSettings().cacheDir, inheritedEnvironment(), print));
  return { ...server, what: `Temporal ${server.version} on PostgreSQL, 4 history shards` };
}

export async function startServers(kind: ServerKind): Promise<Servers> {
  const ends: Ends = [];
  const stop = stoppedWithUs(async () => {
    for (const end of ends.toReversed()) await end().catch(() => undefined);
  });
  try {
    const database = await openDatabase();
    ends.push(() => database.stop());
    const rivals = await anotherDatabase(database, 'rivals');
    ends.push(() => rivals.sql.end({ timeout: 2 }));
    await createMarks(rivals.sql);
    const server = kind === 'dev' ? await devServer(database.folder) : await serverOnPostgres();
    ends.push(() => server.stop());
    const connection = await Connection.connect({ address: server.address });
    ends.push(() => connection.close());
    await registerSearchAttributes(connection, 'default');
    return {
      folder: database.folder, database, rivals, stop,
      temporal: { address: server.address, connection, what: server.what, bytes: () => bytesAt(server.postgresUrl) },
      cpuMs: () => ({ temporal: cpuMsOfTree(server.pids.temporal), postgres: cpuMsOfTree(database.pid) + (server.pids.postgres === undefined ? 0 : cpuMsOfTree(server.pids.postgres)) }),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function bytesAt(url: string | null): Promise<number | null> {
  if (url === null) return null;
  const sql = connect(url, { max: 1 });
  try {
    const [row] = await sql<{ bytes: string }[]>`select sum(pg_database_size(datname))::text as bytes from pg_database where datname like 'temporal%'`;
    return Number(row?.bytes ?? Number.NaN);
  } finally {
    await sql.end({ timeout: 2 });
  }
}
