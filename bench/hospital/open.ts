/** A hospital on the bench: API and worker as processes of their own, as in production; no vendor is configured, so a message ends as a row of the local inbox. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publish } from '../../db/publish.js';
import { canonicalJson } from '../../pathways/schema/canonical.js';
import { addDays, fromMs, localDateOf } from '../../pathways/time.js';
import { freePort } from '../../platform/ports.js';
import { inheritedEnvironment } from '../../settings.js';
import { careOf, type Care } from '../../test/chaos/care.js';
import { foundHospital, type Hospital } from '../../test/chaos/hospital.js';
import { start, type Running } from '../../test/chaos/processes.js';
import { testKeyVariables } from '../../test/support/keys.js';
import { bareEnvironment } from '../rivals/bare-settings.js';
import type { Course } from './course.js';
import { stoppedWithUs } from './ends.js';
import type { Servers } from './servers.js';

export type Open = {
  care: Care;
  hospital: Hospital;
  apiUrl: string;
  worker: Running;
  api: Running;
  bareWorker: Running;
  /** A discharged patient with a mobile number; the discharge's id. */
  discharged(n: number): Promise<string>;
  /** Launches the package for the discharge; the episode's id. */
  launch(dischargeId: string, packageId: string): Promise<string>;
  /** Kills the worker, waits for what is done `meanwhile`, and starts another one; `warnings`: what that one has written so far. */
  replaceWorker(meanwhile: () => Promise<unknown>): Promise<{ warnings(): string }>;
  stop(): Promise<void>;
};

/** More than any part launches: eviction would be measured otherwise. */
const cached = '10000';

async function startPart(servers: Servers, file: string, port: number, environment: Record<string, string>, logFile = join(servers.folder, 'logs', `${file.replaceAll('/', '-')}.log`)): Promise<Running> {
  const { PATH = '', HOME = '' } = inheritedEnvironment();
  const path = fileURLToPath(new URL(`../../${file}`, import.meta.url));
  const running = start({ path, counterFile: '', logFile, readyUrl: `http://127.0.0.1:${port}/readyz`, environment: { PATH, HOME, TZ: 'UTC', ...environment } });
  const stop = stoppedWithUs(() => running.stop()); // before it is ready, too
  if (await running.ready(300_000)) return { ...running, stop };
  await stop();
  throw new Error(`${file} did not start within five minutes`);
}

export async function startBareWorker(servers: Servers): Promise<Running> {
  const port = await freePort();
  return startPart(servers, 'bench/rivals/bare-worker.ts', port, bareEnvironment({ address: servers.temporal.address, databaseUrl: servers.rivals.url, port }));
}

export async function openHospital(servers: Servers, courses: readonly [Course, ...Course[]]): Promise<Open> {
  mkdirSync(join(servers.folder, 'logs'), { recursive: true });
  const { database: { url, sql }, temporal: { address } } = servers;
  const [first, ...others] = courses;
  const hospital = await foundHospital(sql, first);
  for (const { definition: { plan, texts, meta, hash }, source } of others) {
    await publish(sql, { hospitalId: hospital.id, id: plan.id, version: plan.version, hash, plan: canonicalJson(plan), texts, meta: JSON.parse(JSON.stringify(meta)), source, by: null });
  }
  const [port, health] = [await freePort(), await freePort()];
  const apiUrl = `http://127.0.0.1:${port}`;
  const environment = {
    ...testKeyVariables, DATABASE_URL: url, TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: 'default', WUYOU_DATA_DIR: join(servers.folder, 'data'), LOG_LEVEL: 'error',
    HOST: '127.0.0.1', PORT: String(port), WORKER_HEALTH_PORT: String(health), PUBLIC_URL: apiUrl, MAX_CACHED_WORKFLOWS: cached,
  };
  const parts: Running[] = [];
  const stop = stoppedWithUs(async () => void (await Promise.all(parts.map((part) => part.stop()))));
  try {
    for (const [file, at] of [['worker.ts', health], ['api/server.ts', port]] as const) parts.push(await startPart(servers, file, at, environment));
    parts.push(await startBareWorker(servers));
    const [worker, api, bareWorker] = parts;
    if (!worker || !api || !bareWorker) throw new Error('A part of the hospital is missing');
    const care = careOf(apiUrl, () => hospital.keys.caseManager);
    for (const { definition: { plan } } of courses) {
      for (const as of Object.values(hospital.keys)) await care.must({ path: `/packages/${plan.id}/versions/${plan.version}/signatures`, body: {}, as });
    }
    let current = worker;
    const replaceWorker: Open['replaceWorker'] = async (meanwhile) => {
      current.kill();
      await current.ended;
      await meanwhile();
      const logFile = join(servers.folder, 'logs', `worker-${parts.length}.log`);
      parts.push((current = await startPart(servers, 'worker.ts', health, { ...environment, LOG_LEVEL: 'warn' }, logFile)));
      return { warnings: () => readFileSync(logFile, 'utf8') };
    };
    return { care, hospital, apiUrl, worker, api, bareWorker, stop, replaceWorker, ...launching(care, hospital) };
  } catch (error) {
    await stop();
    throw error;
  }
}

const launching = (care: Care, hospital: Hospital): Pick<Open, 'discharged' | 'launch'> => ({
  async discharged(n) {
    const stored = await care.must({
      path: '/discharges', idempotencyKey: `discharge-${n}`,
      body: {
        // A birthday of her own: people who might be one person are looked for, and a thousand namesakes would be a thousand times a thousand pairs.
        patient: { identifiers: [{ system: 'bench', value: `P-${n}` }], familyName: '张', givenName: '阿姨', birthDate: addDays('1930-01-01', n % 20_000), sex: 'female' },
        contacts: [{ owner: 'patient', kind: 'mobile', value: `+86138${String(n).padStart(8, '0')}` }],
        consents: { sms: true, photos: true, family: false, familyDoctor: false },
        stay: { ref: `S-${n}`, kind: 'inpatient', admittedAt: null, dischargedAt: localDateOf(fromMs(Date.now()), hospital.zone) },
      },
    });
    return String(stored['dischargeId']);
  },
  async launch(dischargeId, packageId) {
    const launched = await care.must({ path: '/episodes', idempotencyKey: `launch-${packageId}-${dischargeId}`, body: { dischargeId, packageId, orderNo: `order-${dischargeId}` } });
    return String(launched['episodeId']);
  },
});
