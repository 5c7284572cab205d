/**
 * Everything around the processes that are killed: a PostgreSQL and a Temporal server of the run's own, and the vendors as a process that
 * survives. Whatever is destroyed here is first proved to be ours.
 */
import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Sql } from '../../db/client.js';
import { migrate } from '../../db/migrate.js';
import { newPassword, startPostgres, type EmbeddedPostgres, type PostgresOptions } from '../../platform/postgres.js';
import { databaseUser, findBinaries } from '../../platform/postgres-binaries.js';
import { gone } from '../../platform/processes.js';
import { startProgress } from '../../platform/progress.js';
import { findTemporalCli } from '../../platform/temporal-binary.js';
import { startTemporal, type EmbeddedTemporal } from '../../platform/temporal-server.js';
import { prepareTemporal } from '../../platform/temporal-service.js';
import { inheritedEnvironment, platformSettings } from '../../settings.js';

export const namespace = 'default';

export type Surroundings = {
  /** All files of the run; removed at the end. */
  folder: string;
  databaseUrl: string;
  temporalAddress: string;
  sql: Sql;
  /** `pg_ctl -m immediate stop`, then start again on the same files and port. Milliseconds until it answered. */
  crashPostgres(): Promise<number>;
  stop(): Promise<void>;
};

export async function startSurroundings(codecEndpoint: string): Promise<Surroundings> {
  const folder = mkdtempSync(join(tmpdir(), 'wuyou-chaos-'));
  const stops: (() => Promise<unknown>)[] = [async () => rmSync(folder, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const one of stops.toReversed()) await one().catch(() => undefined);
  };
  try {
    const owner = databaseUser();
    // PostgreSQL's user must be able to enter it; what is inside stays closed to others.
    if (owner) spawnSync('chmod', ['711', folder]);
    const cluster = join(folder, 'postgres');
    mkdirSync(cluster, { mode: 0o700 });
    if (owner) chownSync(cluster, owner.uid, owner.gid);
    const options: PostgresOptions = { folder: cluster, password: newPassword(), database: 'wuyou', parameters: { max_connections: '60' } };
    let server: EmbeddedPostgres = await startPostgres(options);
    stops.push(() => server.stop());
    const temporal = await temporalServer(folder, codecEndpoint);
    stops.push(() => temporal.stop());
    const sql = connect(server.url, { max: 6, applicationName: 'chaos' });
    stops.push(() => sql.end({ timeout: 2 }));
    await migrate(sql);
    await prepareTemporal({ address: temporal.address, namespace, variables: {} }, true);
    return {
      folder, databaseUrl: server.url, temporalAddress: temporal.address, sql, stop,
      async crashPostgres() {
        await refuseUnlessOurs(sql, join(cluster, 'cluster'));
        const { pgCtl } = findBinaries(cluster, owner);
        const startedAt = Date.now();
        const { status, stderr } = spawnSync(pgCtl, ['-D', join(cluster, 'cluster'), '-m', 'immediate', '-w', 'stop'], { ...owner, cwd: '/', encoding: 'utf8' });
        if (status !== 0 || !(await gone(server.pid, 10_000))) throw new Error(`pg_ctl did not stop the run's PostgreSQL: ${stderr}`);
        server = await startPostgres({ ...options, port: server.port });
        return Date.now() - startedAt;
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A harness can silently reach another PostgreSQL when its own failed to start: then nothing may be destroyed. */
async function refuseUnlessOurs(sql: Sql, data: string): Promise<void> {
  const [row] = await sql<{ where: string }[]>`select current_setting('data_directory') as where`;
  if (row?.where !== data) throw new Error(`This PostgreSQL keeps its data in ${row?.where ?? 'an unknown place'}, not in ${data}: it is not the run's own, so it is left alone`);
}

async function temporalServer(folder: string, codecEndpoint: string): Promise<EmbeddedTemporal> {
  const { temporal, cacheDir } = platformSettings();
  const env = inheritedEnvironment();
  const cli = await findTemporalCli({ cliPath: temporal.cliPath, cacheDir, env, begin: (label, total) => startProgress(label, total === undefined ? {} : { total }) });
  const place = join(folder, 'temporal');
  mkdirSync(place);
  return startTemporal({ cli, folder: place, namespace, codecEndpoint, env });
}
