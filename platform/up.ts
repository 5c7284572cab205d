/**
 * `npm start`: everything on one machine, in order, each waited for until it really answers. Stopped in the opposite order.
 * PostgreSQL and Temporal outlive our sudden death and are taken over by the next start; worker and API do not.
 */
import { statfsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { prepareAppLogin } from '../db/app-login.js';
import { connect } from '../db/client.js';
import { upgrade } from '../db/upgrade.js';
import { defaultPorts, environmentFile, type PlatformSettings } from '../settings.js';
import { hasEmbedded } from './database.js';
import { keyVariables, ownKeys } from './keys.js';
import { endLeftovers, rememberChild } from './leftovers.js';
import { PlainError, plainMessage } from './plain-error.js';
import { freePort, isFree } from './ports.js';
import { publishBuiltIn } from './publish-built-in.js';
import { seedTrainingPrices } from './seed-prices.js';
import { seedTraining, type Training } from './seed.js';
import { type Service, startService } from './service.js';
import { takeStartLock } from './start-lock.js';
import { readJson, writeJson } from './state-file.js';
import { findDatabase, findTemporal, keepRunning, type Server } from './surroundings.js';
import { countOpenEpisodes } from './temporal-service.js';
import { buildWeb, webIsBuilt } from './web-build.js';
import { welcome } from './welcome.js';

export type Up = { stop(): Promise<void>; kill(): void };

const leastFreeBytes = 300_000_000;
/** The worker drains for up to 30 s; then it is ended. */
const workerStopsWithinMs = 40_000;
const apiStopsWithinMs = 15_000;

const freeBytesOf = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
};

export function checkDisk(dataDir: string, freeBytes: (folder: string) => number = freeBytesOf): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  const free = freeBytes(dataDir);
  if (free < leastFreeBytes) {
    throw new PlainError(`The disk that holds ${dataDir} has ${Math.floor(free / 1e6)} MB left and Wuyou needs at least 300: free some space, or set WUYOU_DATA_DIR to a folder on another disk.`);
  }
  writeFileSync(join(dataDir, '.gitignore'), '*\n');
}

/** Where the last run listened: links that were sent and bookmarks name it. */
const LastTime = z.object({ PORT: z.coerce.number(), WORKER_HEALTH_PORT: z.coerce.number() });

/** A port that the person chose must be free; otherwise the usual one if it is, else any, with a word about it. */
export async function choosePort(chosen: number | undefined, usual: number, variable: string, host: string, say: (line: string) => void): Promise<number> {
  if (chosen !== undefined) {
    if (chosen === 0 || (await isFree(chosen, host))) return freePort(chosen, host);
    throw new PlainError(`Port ${chosen} (${variable}) is taken by another program: stop that program, or set ${variable} to a free port.`);
  }
  const port = await freePort(usual, host);
  if (port !== usual) say(`端口 ${usual} 被占用，改用 ${port} · Port ${usual} is taken by another program; using ${port} (set ${variable} to choose)`);
  return port;
}

const source = import.meta.url.endsWith('.ts');
const entry = (file: string): string[] => {
  const path = fileURLToPath(new URL(`../${file}.${source ? 'ts' : 'js'}`, import.meta.url));
  return source ? ['--import', import.meta.resolve('tsx'), path] : [path];
};

/** `signal`: the person wants to stop before everything is up; what has begun by then is stopped in order. */
export async function up(settings: PlatformSettings, inherited: Record<string, string>, say: (line: string) => void, signal: AbortSignal): Promise<Up> {
  const { dataDir, host } = settings;
  checkDisk(dataDir);
  const lock = takeStartLock(dataDir);
  const stops: (() => Promise<void>)[] = [() => Promise.resolve(lock.release())];
  const services: Service[] = [];
  let stopped: Promise<void> | null = null;
  const stop = (): Promise<void> => (stopped ??= stopInOrder(stops, say));
  signal.addEventListener('abort', () => services.forEach((service) => void service.stop())); // ends the waiting for them
  try {
    if (lock.interrupted === 'ready') say('上次未正常停止，正在接管 · The last run ended without stopping its parts; taking them over');
    else if (lock.interrupted) say(`上次启动中断于“${lock.interrupted}”，已清理 · An earlier start broke off while ${lock.interrupted}; cleaned up, starting again`);
    await endLeftovers(dataDir, workerStopsWithinMs, say);
    const keys = keyVariables.every((name) => inherited[name]) ? {} : ownKeys(dataDir, hasEmbedded(dataDir));
    const last = readJson(environmentFile(dataDir), LastTime);
    const port = await choosePort(settings.port, last?.PORT ?? defaultPorts.api, 'PORT', host, say);
    const healthPort = await choosePort(settings.workerHealthPort, last?.WORKER_HEALTH_PORT ?? defaultPorts.workerHealth, 'WORKER_HEALTH_PORT', host, say);
    const url = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`;

    const begun = (server: Server): void => {
      stops.push(() => server.stop());
    };
    lock.reached('starting PostgreSQL');
    const timed = stopwatch(say, signal);
    const database = await timed('PostgreSQL', () => findDatabase(settings, say));
    begun(database);
    lock.reached('preparing the database');
    const training = await timed('数据库与培训医院 · Database and training hospital', () => prepareDatabase(database, settings, say));
    lock.reached('starting Temporal');
    const findTemporalServer = (): Promise<Server> => findTemporal(settings, `${settings.publicUrl ?? url}/codec`, inherited);
    const temporal = await timed('Temporal', findTemporalServer);
    begun(temporal);

    const variables = (): Record<string, string> => ({
      ...keys,
      DATABASE_URL: databaseKept.current().appAddress ?? databaseKept.current().address,
      TEMPORAL_ADDRESS: temporalKept.current().address,
      TEMPORAL_NAMESPACE: settings.temporal.namespace,
      WUYOU_DATA_DIR: dataDir,
      HOST: host,
      PORT: String(port),
      WORKER_HEALTH_PORT: String(healthPort),
      PUBLIC_URL: settings.publicUrl ?? url,
      ...(temporal.uiUrl ? { TEMPORAL_UI_URL: temporal.uiUrl } : {}),
    });
    const moved = (): void => {
      writeJson(environmentFile(dataDir), variables());
      for (const service of services) service.restart();
    };
    const databaseKept = keepRunning(database, () => findDatabase(settings, say), moved, say);
    const temporalKept = keepRunning(temporal, findTemporalServer, moved, say);
    stops.splice(1, 2, () => databaseKept.current().stop(), () => temporalKept.current().stop());
    stops.push(async () => {
      databaseKept.end();
      temporalKept.end();
    });
    writeJson(environmentFile(dataDir), variables());

    lock.reached('building the pages');
    if (!webIsBuilt()) await timed('页面 · Pages', buildWeb);
    lock.reached('starting worker and API');
    const serve = (name: string, file: string, readyUrl: string, stopWithinMs: number): Service => {
      const spawned = (pid: number): void => rememberChild(dataDir, name, pid);
      const logFile = join(dataDir, 'logs', `${name.toLowerCase()}.log`);
      const service = startService({ name, args: entry(file), env: () => ({ ...inherited, ...variables() }), logFile, readyUrl: () => readyUrl, stopWithinMs, say, spawned });
      services.push(service);
      stops.push(() => service.stop());
      return service;
    };
    const worker = serve('worker', 'worker', `http://${host}:${healthPort}/readyz`, workerStopsWithinMs);
    const api = serve('API', 'api/server', `http://${host}:${port}/readyz`, apiStopsWithinMs);
    await timed('工作进程 · Worker', () => worker.ready());
    await timed('接口 · API', () => api.ready());
    lock.reached('ready', url);
    const open = await countOpenEpisodes({ address: temporal.address, namespace: settings.temporal.namespace, variables: settings.temporal.variables });
    say(welcome({ url, uiUrl: temporal.uiUrl, training, dataDir, databaseFolder: database.folder, open }));
    return { stop, kill: () => services.forEach((service) => service.kill()) };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function prepareDatabase({ address, appAddress }: Server, settings: PlatformSettings, say: (line: string) => void): Promise<Training> {
  const sql = connect(address, { max: 2 });
  try {
    await upgrade(sql);
    if (appAddress !== undefined) await prepareAppLogin(sql, appAddress);
    const training = await seedTraining(sql, settings.dataDir, settings.trainingSecondsPerDay);
    const { published, refused } = await publishBuiltIn(sql, training.hospitalId);
    await seedTrainingPrices(sql, training.hospitalId);
    if (published.length > 0) say(`已发布 · Published ${published.join(', ')}`);
    for (const sentence of refused) say(`${sentence}.`);
    return training;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

const stopwatch =
  (say: (line: string) => void, signal: AbortSignal) =>
  async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    signal.throwIfAborted();
    const startedAt = Date.now();
    const result = await work();
    say(`  ✓ ${name} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
    return result;
  };

/** What began last ends first: API, worker, the watching, Temporal, PostgreSQL, the lock. One that fails does not keep the others. */
async function stopInOrder(stops: (() => Promise<void>)[], say: (line: string) => void): Promise<void> {
  for (const stop of stops.toReversed()) {
    try {
      await stop();
    } catch (error) {
      say(plainMessage(error));
    }
  }
}
