/**
 * The crash test: a real hospital over real channels against vendors that fail, whose worker is killed at every named point of the circle,
 * whose API is killed between inbox and update, and whose PostgreSQL crashes twice. Afterwards the ledger is compared with the vendors' own
 * lists, the journal with what the API had promised, and every journal with the engine.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inheritedEnvironment } from '../../settings.js';
import { makeBundle } from '../../temporal/bundle.js';
import { testKeyVariables } from '../support/keys.js';
import { seeded } from '../vendors/seeded.js';
import { networkBetween } from './network.js';
import { startVendors } from '../vendors/start-vendors.js';
import { runAudit } from './audit.js';
import { careOf } from './care.js';
import { compileProgram, programIn } from './compiled.js';
import { chaosCourse } from './course.js';
import { crashAll } from './crashing.js';
import { foundHospital, signCourse } from './hospital.js';
import { compareJournal } from './journal-comparison.js';
import { checkOracle } from './oracle.js';
import { ownPort } from './own-port.js';
import { crashPlan } from './plan.js';
import { firedAt, type Program } from './processes.js';
import type { Report, CrashRecord } from './report.js';
import { comeToRest, type Settled } from './resting.js';
import { launchOne, misbehave, patience, type Options, type Run } from './setting.js';
import { Processes } from './supervisor.js';
import { startSurroundings, namespace } from './surroundings.js';
import { trafficOf } from './traffic.js';
import { compareWithVendors, evidence } from './vendor-comparison.js';
import { vendors } from './vendor-faults.js';
import { compareWorkflows } from './workflow-comparison.js';

/** Seconds of wall time that one crash and one named fault take, for the number of messages that must fall due. */
const secondsPer = { crash: 14, fault: 30 };

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export async function chaos(options: Options): Promise<Report> {
  const { seed, crashes, say } = options;
  const startedAt = Date.now();
  mkdirSync(options.logFolder, { recursive: true });
  const [apiPort, healthPort] = [await ownPort(), await ownPort()];
  const apiUrl = `http://127.0.0.1:${apiPort}`;
  const ends: (() => Promise<unknown>)[] = [];
  let ending: Promise<void> | undefined;
  // Once, and awaited by whoever asks: an interrupted run fails at once in whatever it was doing, and must not leave before everything is put away.
  const endAll = (): Promise<void> => (ending ??= (async () => {
    for (const end of ends.toReversed()) await end().catch(() => undefined);
  })());
  const interrupted = (): void => void endAll().then(() => process.exit(130));
  for (const signal of endingSignals) process.on(signal, interrupted);
  try {
    const around = await startSurroundings(`${apiUrl}/codec`);
    ends.push(() => around.stop());
    const compiled = await compileProgram(around.folder);
    const plan = crashPlan(seed, crashes, options.form);
    const seconds = plan.reduce((sum, { of }) => sum + (of === 'fault' ? secondsPer.fault : secondsPer.crash), 0);
    const course = chaosCourse(Date.now(), Math.ceil(seconds / 60) + 6);
    const hospital = await foundHospital(around.sql, course);
    const texts = Object.keys(course.definition.texts['zh-CN'] ?? {});
    const vendor = await startVendors({ vendors: [...vendors], publicUrl: apiUrl, texts });
    ends.push(() => vendor.stop());
    const between = await networkBetween(around.databaseUrl, vendor.environment);
    ends.push(() => between.stop());
    const environment = {
      ...withoutOurs(inheritedEnvironment()), ...testKeyVariables, ...between.vendorVariables, ...patience,
      DATABASE_URL: between.databaseUrl, TEMPORAL_ADDRESS: around.temporalAddress, TEMPORAL_NAMESPACE: namespace, WUYOU_DATA_DIR: join(around.folder, 'data'),
      HOST: '127.0.0.1', PORT: String(apiPort), WORKER_HEALTH_PORT: String(healthPort), PUBLIC_URL: apiUrl, LOG_LEVEL: 'warn', TZ: 'UTC',
      ...(await prebuiltBundle(around.folder)),
    };
    const counterFile = join(around.folder, 'fired');
    const program = (file: string, port: number): Program => ({ path: join(programIn(around.folder), file), environment, counterFile, readyUrl: `http://127.0.0.1:${port}/readyz`, logFile: join(options.logFolder, `${file.replaceAll('/', '-')}.log`) });
    const secondWorker = async (): Promise<Program> => {
      const port = await ownPort();
      return { ...program('worker.js', port), environment: { ...environment, WORKER_HEALTH_PORT: String(port) }, logFile: join(options.logFolder, 'worker-second.log') };
    };
    const care = careOf(apiUrl, () => hospital.keys.caseManager);
    const traffic = trafficOf(care, seeded(seed + 1), { everyMs: 400, atOnce: 4 });
    const run: Run = { options, care, traffic, hospital, around, vendor, worker: program('worker.js', healthPort), secondWorker, network: between.network, felt: {}, api: program('api/server.js', apiPort), patients: 0, counterFile };
    const processes = new Processes(run);
    ends.push(() => processes.end());
    await processes.startApi();
    await signCourse(care, hospital);
    for (let n = 0; n < options.patients; n += 1) await launchOne(run);
    say(`${options.patients} patients launched, local time of the hospital ${hospital.zone}`);
    await misbehave(run);
    traffic.begin();
    const records = await crashAll(run, processes, plan);
    await traffic.end();
    const settled = await comeToRest(run, processes);
    const audit = await runAudit(run.worker.environment);
    // Open cases are chased for hours: what is sent between two looks would be in the one and not in the other.
    await processes.stopWorkers();
    const report = await compare(run, { startedAt, program: compiled, records, settled, audit });
    await processes.end();
    return report;
  } finally {
    await endAll();
    // Only now: a second signal while all is being put away would leave the servers behind.
    for (const signal of endingSignals) process.off(signal, interrupted);
  }
}

/** A person's own settings have no say here. */
const withoutOurs = (env: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^(WUYOU_|TEMPORAL_|TWILIO_|ALIYUN_|WECHAT_|WECOM_|SMTP_|EMAIL_|DATABASE_|KILL_|VENDOR_)/.test(name)));

async function prebuiltBundle(folder: string): Promise<Record<string, string>> {
  const path = join(folder, 'workflow-bundle.js');
  writeFileSync(path, (await makeBundle()).code);
  return { WORKFLOW_BUNDLE_PATH: path };
}

type Known = { startedAt: number; program: string; records: CrashRecord[]; settled: Settled; audit: Report['audit'] };

async function compare({ options, around, vendor, care, counterFile, felt }: Run, { startedAt, program, records, settled, audit }: Known): Promise<Report> {
  const lists = await Promise.all(vendors.map((name) => vendor.received(name)));
  writeFileSync(join(options.logFolder, 'evidence.json'), JSON.stringify({ lists, ...(await evidence(around.sql)) }));
  const each = async <T>(ask: (name: (typeof vendors)[number]) => Promise<T>): Promise<Record<string, T>> => Object.fromEntries(await Promise.all(vendors.map(async (name) => [name, await ask(name)] as const)));
  const [posts, served, reported] = [await each(vendor.posts), await each(vendor.served), await each(vendor.reported)];
  return {
    seed: options.seed, form: options.form, program, crashes: records.filter(({ of, fired }) => fired && (of === 'worker' || of === 'api')).length, patients: options.patients, tookMs: Date.now() - startedAt,
    points: firedAt(counterFile), records, felt, settled, posts, served, reported, commands: care.counts,
    vendors: await compareWithVendors(around.sql, lists),
    journal: await compareJournal(around.sql, care.owed),
    workflows: await compareWorkflows(around.sql, around.temporalAddress, options.logFolder),
    oracle: await checkOracle(around.sql, lists, care.owed),
    audit,
  };
}
