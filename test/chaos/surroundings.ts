/**
 * Everything around the processes that are killed: a PostgreSQL and a Temporal server of the run's own, and the vendors as a process that
 * survives. Whatever is destroyed here is first proved to be ours.
 */
import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { connect, type Sql } from '../../db/client.js';
import { migrate } from '../../db/migrate.js';
import { newPassword, startPostgres, type EmbeddedPostgres, type PostgresOptions } from '../../platform/postgres.js';
import { databaseUser, findBinaries } from '../../platform/postgres-binaries.js';
import { commandLine, gone, isAlive } from '../../platform/processes.js';
import { startProgress } from '../../platform/progress.js';
import { findTemporalCli } from '../../platform/temporal-binary.js';
import { readJson } from '../../platform/state-file.js';
import { startTemporal, type EmbeddedTemporal } from '../../platform/temporal-server.js';
import { prepareTemporal } from '../../platform/temporal-service.js';
import { inheritedEnvironment, platformSettings } from '../../settings.js';
import { programIn } from './compiled.js';
import { ownPort } from './own-port.js';
import { unmountIn } from './small-disk.js';

export const namespace = 'default';

export type Surroundings = {
  /** All files of the run; removed at the end. */
  folder: string;
  databaseUrl: string;
  temporalAddress: string;
  sql: Sql;
  /** `pg_ctl -m immediate stop`, then start again on the same files and port. Milliseconds until it answered. */
  crashPostgres(): Promise<number>;
  /** Stopped in order, until `work` is done. */
  postgresAway(work: () => Promise<unknown>): Promise<void>;
  temporalAway(work: () => Promise<unknown>): Promise<void>;
  stop(): Promise<void>;
};

const prefix = 'wuyou-chaos-';

const numberIn = (file: string): number => (existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0);

/** A run that was itself killed leaves its servers behind: known by the folder in their command line, and only then ended. */
export async function endLeftovers(within = tmpdir()): Promise<void> {
  for (const folder of readdirSync(within).filter((name) => name.startsWith(prefix)).map((name) => join(within, name))) {
    const run = numberIn(join(folder, 'run.pid'));
    if (run === 0 || isAlive(run)) continue;
    const place = readJson(join(folder, 'temporal', 'temporal.json'), z.object({ pid: z.number() }));
    for (const pid of [numberIn(join(folder, 'postgres', 'cluster', 'postmaster.pid')), place?.pid ?? 0]) {
      if (pid > 0 && isAlive(pid) && commandLine(pid).includes(folder)) process.kill(pid, 'SIGQUIT');
      if (pid > 0 && commandLine(pid).includes(folder)) await gone(pid, 5_000);
    }
    // One that was asleep when its run died sleeps for ever.
    for (const pid of processIds()) if (commandLine(pid).includes(`${programIn(folder)}/`)) process.kill(pid, 'SIGKILL');
    putAway(folder);
  }
}

const processIds = (): number[] => readdirSync('/proc').map(Number).filter((pid) => pid > 0 && pid !== process.pid);

function putAway(folder: string): void {
  unmountIn(folder);
  rmSync(folder, { recursive: true, force: true });
}

export async function startSurroundings(codecEndpoint: string): Promise<Surroundings> {
  await endLeftovers();
  const folder = mkdtempSync(join(tmpdir(), prefix));
  writeFileSync(join(folder, 'run.pid'), String(process.pid));
  const stops: (() => Promise<unknown>)[] = [async () => putAway(folder)];
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
    const options: PostgresOptions = { folder: cluster, password: newPassword(), port: await ownPort(), database: 'wuyou', parameters: { max_connections: '60' } };
    let server: EmbeddedPostgres = await startPostgres(options);
    stops.push(() => server.stop());
    let temporal = await temporalServer(folder, codecEndpoint);
    stops.push(() => temporal.stop());
    const sql = connect(server.url, { max: 6, applicationName: 'chaos' });
    stops.push(() => sql.end({ timeout: 2 }));
    await migrate(sql);
    await prepareTemporal({ address: temporal.address, namespace, variables: {} }, true);
    async function stopPostgres(mode: 'immediate' | 'fast'): Promise<void> {
      await refuseUnlessOurs(sql, join(cluster, 'cluster'));
      const { pgCtl } = findBinaries(cluster, owner);
      const { status, stderr } = spawnSync(pgCtl, ['-D', join(cluster, 'cluster'), '-m', mode, '-w', 'stop'], { ...owner, cwd: '/', encoding: 'utf8' });
      if (status !== 0 || !(await gone(server.pid, 10_000))) throw new Error(`pg_ctl did not stop the run's PostgreSQL: ${stderr}`);
    }
    const postgresAgain = async (): Promise<void> => void (server = await startPostgres({ ...options, port: server.port }));
    return {
      folder, databaseUrl: server.url, temporalAddress: temporal.address, sql, stop,
      async crashPostgres() {
        const startedAt = Date.now();
        await stopPostgres('immediate');
        await postgresAgain();
        return Date.now() - startedAt;
      },
      async postgresAway(work) {
        await stopPostgres('fast');
        await work().finally(postgresAgain);
      },
      async temporalAway(work) {
        refuseUnlessOfFolder(temporal.pid, folder);
        await temporal.stop();
        await work().finally(async () => { temporal = await temporalServer(folder, codecEndpoint); });
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A harness can silently reach another PostgreSQL when its own failed to start: then nothing may be destroyed. */
export async function refuseUnlessOurs(sql: Sql, data: string): Promise<void> {
  const [row] = await sql<{ where: string }[]>`select current_setting('data_directory') as where`;
  if (row?.where !== data) throw new Error(`This PostgreSQL keeps its data in ${row?.where ?? 'an unknown place'}, not in ${data}: it is not the run's own, so it is left alone`);
}

/** Likewise of a Temporal server: another process may have its number by now. */
export function refuseUnlessOfFolder(pid: number, folder: string): void {
  if (!commandLine(pid).includes(folder)) throw new Error(`The process ${pid} is not the run's own Temporal server, so it is left alone`);
}

async function temporalServer(folder: string, codecEndpoint: string): Promise<EmbeddedTemporal> {
  const { temporal, cacheDir } = platformSettings();
  const env = inheritedEnvironment();
  const cli = await findTemporalCli({ cliPath: temporal.cliPath, cacheDir, env, begin: (label, total) => startProgress(label, total === undefined ? {} : { total }) });
  const place = join(folder, 'temporal');
  mkdirSync(place, { recursive: true });
  return startTemporal({ cli, folder: place, namespace, codecEndpoint, env });
}
