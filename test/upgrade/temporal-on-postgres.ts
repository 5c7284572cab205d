/** A Temporal server on a PostgreSQL of its own, as production has it, in a folder that goes away with it. */
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { stringify } from 'yaml';
import { PlainError, plainMessage } from '../../platform/plain-error.js';
import { isFree } from '../../platform/ports.js';
import { newPassword, startPostgres, type EmbeddedPostgres } from '../../platform/postgres.js';
import { databaseUser } from '../../platform/postgres-binaries.js';
import { gone } from '../../platform/processes.js';
import { run } from '../../platform/run.js';
import type { TemporalBuild } from './server-binary.js';

/** `pids`: the server and its PostgreSQL. `postgresUrl`: for whoever wants to know what a run takes there. */
export type TemporalOnPostgres = { address: string; version: string; pids: { temporal: number; postgres: number }; postgresUrl: string; stop(): Promise<void> };

const databases = { temporal: 'temporal', visibility: 'temporal_visibility' } as const;
const services = ['frontend', 'matching', 'history', 'worker'] as const;

export async function temporalOnPostgres(build: TemporalBuild): Promise<TemporalOnPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'wuyou-upgrade-'));
  chmodSync(folder, 0o755);
  const data = join(folder, 'postgres');
  mkdirSync(data, { mode: 0o755 });
  const owner = databaseUser();
  if (owner) await run('chown', [`${owner.uid}:${owner.gid}`, data]);
  const password = newPassword();
  const postgres = await startPostgres({ folder: data, password, database: 'postgres', parameters: { max_connections: '150' } });
  await createSchema(build, postgres, password);
  const grpc = await portsOf();
  const config = join(folder, 'temporal.yaml');
  writeFileSync(config, stringify(configuration(postgres.port, password, grpc, folder)), { mode: 0o600 });
  writeFileSync(join(folder, 'dynamic.yaml'), '{}\n');
  const log = join(folder, 'temporal.log');
  const output = openSync(log, 'w');
  const server = spawn(build.server, ['--config-file', config, '--allow-no-auth', 'start'], { detached: true, stdio: ['ignore', output, output] });
  server.unref();
  const address = `127.0.0.1:${grpc.frontend}`;
  const stop = async (): Promise<void> => {
    if (server.pid !== undefined && server.exitCode === null) {
      process.kill(server.pid, 'SIGTERM');
      if (!(await gone(server.pid, 20_000))) process.kill(server.pid, 'SIGKILL');
    }
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    return { address, version: await untilReady(address, () => (server.exitCode === null ? null : readFileSync(log, 'utf8').trimEnd().split('\n').at(-1) ?? '')), pids: { temporal: server.pid ?? 0, postgres: postgres.pid }, postgresUrl: postgres.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function createSchema({ sql, schema }: TemporalBuild, { port }: EmbeddedPostgres, password: string): Promise<void> {
  for (const [part, database] of Object.entries(databases)) {
    const tool = ['--plugin', 'postgres12', '--ep', '127.0.0.1', '-p', String(port), '-u', 'wuyou', '--pw', password, '--db', database];
    for (const step of [['create'], ['setup-schema', '-v', '0.0'], ['update-schema', '-d', join(schema, part, 'versioned')]]) {
      const { code, output } = await run(sql, [...tool, ...step]);
      if (code !== 0) throw new PlainError(`Temporal's schema tool failed at ${step[0] ?? ''} of ${database}: ${output.split('\n').at(-1) ?? ''}`);
    }
  }
}

type Ports = Record<(typeof services)[number], number>;

/** Temporal's schema for PostgreSQL keeps a service's port as a smallint, so none may be above 32,767; the system's own free ports are. */
const lowest = 15_000;
const membershipAbove = 100;

/** Two free ports for each service, no two alike, begun at another place by another process: who starts at the same moment must not find the same ones. */
async function portsOf(): Promise<Ports> {
  let next = lowest + (process.pid % 150) * membershipAbove;
  const ports: Partial<Ports> = {};
  for (const service of services) {
    while (!((await isFree(next)) && (await isFree(next + membershipAbove)))) next += 1;
    ports[service] = next;
    next += 1;
  }
  return ports as Ports;
}

function configuration(port: number, password: string, grpc: Ports, folder: string): unknown {
  const store = (databaseName: string, maxConns: number) => ({
    sql: { pluginName: 'postgres12', databaseName, connectAddr: `127.0.0.1:${port}`, connectProtocol: 'tcp', user: 'wuyou', password, maxConns, maxIdleConns: maxConns, maxConnLifetime: '1h' },
  });
  return {
    log: { stdout: true, level: 'error' },
    persistence: { defaultStore: 'default', visibilityStore: 'visibility', numHistoryShards: 4, datastores: { default: store(databases.temporal, 20), visibility: store(databases.visibility, 10) } },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' } },
    services: Object.fromEntries(services.map((name) => [name, { rpc: { grpcPort: grpc[name], membershipPort: grpc[name] + membershipAbove, bindOnLocalHost: true } }])),
    clusterMetadata: {
      enableGlobalNamespace: false, failoverVersionIncrement: 10, masterClusterName: 'active', currentClusterName: 'active',
      clusterInformation: { active: { enabled: true, initialFailoverVersion: 1, rpcName: 'frontend', rpcAddress: `localhost:${grpc.frontend}` } },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    dynamicConfigClient: { filepath: join(folder, 'dynamic.yaml'), pollInterval: '10s' },
  };
}

/** Answers, and has the namespace `default`, which a server of its own does not begin with. Returns its version. `ended`: the last words of one that is gone. */
async function untilReady(address: string, ended: () => string | null): Promise<string> {
  let last: unknown = null;
  for (let waited = 0; waited < 120_000; waited += 1_000) {
    const words = ended();
    if (words !== null) throw new PlainError(`The Temporal server ended by itself: ${words.slice(0, 500)}`);
    try {
      const connection = await Connection.connect({ address, connectTimeout: '2 seconds' });
      try {
        const { serverVersion } = await connection.workflowService.getSystemInfo({});
        await registerDefault(connection);
        await wait(2_000); // the servers read their list of namespaces once a second
        return serverVersion ?? 'unknown';
      } finally {
        await connection.close();
      }
    } catch (error) {
      last = error;
      await wait(1_000);
    }
  }
  throw new PlainError(`The Temporal server did not come up within two minutes: ${plainMessage(last)}`);
}

async function registerDefault(connection: Connection): Promise<void> {
  try {
    await connection.workflowService.registerNamespace({ namespace: 'default', workflowExecutionRetentionPeriod: { seconds: 86_400 as never } });
  } catch (error) {
    if (!/already exists/i.test(plainMessage(error))) throw error;
  }
}
