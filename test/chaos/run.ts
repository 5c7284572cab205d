/**
 * The crash test: a real hospital over real channels against vendors that fail, whose worker is killed at every named point of the circle,
 * whose API is killed between inbox and update, and whose PostgreSQL crashes twice. Afterwards the ledger is compared with the vendors' own
 * lists, the journal with what the API had promised, and every journal with the engine.
 */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../../platform/ports.js';
import { inheritedEnvironment } from '../../settings.js';
import { makeBundle } from '../../temporal/bundle.js';
import { testKeyVariables } from '../support/keys.js';
import { seeded } from '../vendors/seeded.js';
import { startVendors, type Vendors, type VendorName } from '../vendors/start-vendors.js';
import { runAudit } from './audit.js';
import { careOf, type Care } from './care.js';
import { chaosCourse } from './course.js';
import { foundHospital, launchPatient, signCourse, type Hospital } from './hospital.js';
import { compareJournal } from './journal-comparison.js';
import { checkOracle } from './oracle.js';
import { crashPlan, type Crash } from './plan.js';
import { firedAt, start, type Program, type Running } from './processes.js';
import type { Report, CrashRecord } from './report.js';
import { startSurroundings, namespace, type Surroundings } from './surroundings.js';
import { trafficOf, type Traffic } from './traffic.js';
import { compareWithVendors } from './vendor-comparison.js';
import { compareWorkflows, updatesIn } from './workflow-comparison.js';

export type Options = { crashes: number; seed: number; patients: number; say: (line: string) => void; /** Kept when given: logs of worker and API. */ logFolder: string };

/** The vendors' windows, shortened so that a run lasts minutes; their order (timeout < late acceptance < look-up) is that of the real ones. */
const patience = { VENDOR_TIMEOUT_MS: '1500', VENDOR_LOOKUP_AFTER_MS: '4000', VENDOR_RECEIPT_WITHIN_MS: '5000' };
const lateMs = 2_500;
const vendors: readonly VendorName[] = ['twilio', 'aliyun'];
const faults = { accept: 55, 'accept-then-500': 8, 'accept-then-hang': 6, 'accept-then-reset': 8, 'late-accept': 5, 'error-500': 6, hang: 4, throttle: 8 } as const;
const receipts = { afterMs: 400, times: 2 };
/** A point that traffic and provocation do not reach in this time did not fire; it is tried once more at the end. */
const firesWithinMs = 75_000;
const settlesWithinMs = 240_000;
/** Seconds of wall time that one crash takes, for the number of messages that must fall due. */
const secondsPerCrash = 14;

type Run = { options: Options; care: Care; traffic: Traffic; hospital: Hospital; around: Surroundings; vendor: Vendors; worker: Program; api: Program; patients: number; counterFile: string };

export async function chaos(options: Options): Promise<Report> {
  const { seed, crashes, say } = options;
  const startedAt = Date.now();
  mkdirSync(options.logFolder, { recursive: true });
  const [apiPort, healthPort] = [await freePort(), await freePort()];
  const apiUrl = `http://127.0.0.1:${apiPort}`;
  const ends: (() => Promise<unknown>)[] = [];
  const endAll = async (): Promise<void> => {
    for (const end of ends.splice(0).toReversed()) await end().catch(() => undefined);
  };
  const interrupted = (): void => void endAll().then(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    const around = await startSurroundings(`${apiUrl}/codec`);
    ends.push(() => around.stop());
    const course = chaosCourse(Date.now(), Math.ceil((crashes * secondsPerCrash) / 60) + 6);
    const hospital = await foundHospital(around.sql, course);
    const texts = Object.keys(course.definition.texts['zh-CN'] ?? {});
    const vendor = await startVendors({ vendors: [...vendors], publicUrl: apiUrl, texts });
    ends.push(() => vendor.stop());
    const environment = {
      ...withoutOurs(inheritedEnvironment()), ...testKeyVariables, ...vendor.environment, ...patience,
      DATABASE_URL: around.databaseUrl, TEMPORAL_ADDRESS: around.temporalAddress, TEMPORAL_NAMESPACE: namespace, WUYOU_DATA_DIR: join(around.folder, 'data'),
      HOST: '127.0.0.1', PORT: String(apiPort), WORKER_HEALTH_PORT: String(healthPort), PUBLIC_URL: apiUrl, LOG_LEVEL: 'warn', TZ: 'UTC',
      ...(await prebuiltBundle(around.folder)),
    };
    const counterFile = join(around.folder, 'fired');
    const program = (file: string, port: number): Program => ({ file, environment, counterFile, readyUrl: `http://127.0.0.1:${port}/readyz`, logFile: join(options.logFolder, `${file.replaceAll('/', '-')}.log`) });
    const care = careOf(apiUrl, () => hospital.keys.caseManager);
    const traffic = trafficOf(care, seeded(seed + 1), { everyMs: 400, atOnce: 4 });
    const run: Run = { options, care, traffic, hospital, around, vendor, worker: program('worker.ts', healthPort), api: program('api/server.ts', apiPort), patients: 0, counterFile };
    const processes = new Processes(run);
    ends.push(() => processes.end());
    await processes.startApi();
    await signCourse(care, hospital);
    for (let n = 0; n < options.patients; n += 1) await launchOne(run);
    say(`${options.patients} patients launched, local time of the hospital ${hospital.zone}`);
    await misbehave(run);
    traffic.begin();
    const records = await crashAll(run, processes, crashPlan(seed, crashes));
    await traffic.end();
    const settled = await comeToRest(run, processes);
    const report = await compare(run, { startedAt, records, settled });
    await processes.end();
    return report;
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    await endAll();
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

async function launchOne(run: Run): Promise<void> {
  run.patients += 1;
  const { episodeId } = await launchPatient(run.care, run.hospital, run.patients);
  run.traffic.episodes.push(episodeId);
}

async function misbehave(run: Run): Promise<void> {
  for (const [i, name] of vendors.entries()) {
    await run.vendor.late(name, lateMs);
    await run.vendor.mix(name, { seed: run.options.seed + 10 + i, weights: faults });
  }
  await mute(run, false);
}

/** Without receipts, acceptances grow overdue and the sweep has something to find. */
async function mute({ vendor, options: { seed } }: Run, silent: boolean): Promise<void> {
  for (const [i, name] of vendors.entries()) await vendor.receipts(name, silent ? null : { ...receipts, shuffleSeed: seed + 20 + i });
}

/** The one worker and the one API of the run. Whatever dies is started again, as the supervisor does. */
class Processes {
  private worker: Running | null = null;
  private api: Running | null = null;
  private over = false;
  private readonly run: Run;
  constructor(run: Run) {
    this.run = run;
  }

  async startApi(kill?: { point: string; pass: number }): Promise<Running> {
    const api = start(this.run.api, kill);
    this.api = api;
    if (kill) return api; // the first command that is waiting may kill it before anybody sees it ready
    if (!(await api.ready(60_000))) throw new Error(`The API did not become ready: see ${this.run.api.logFile}`);
    // One that dies unasked (the database crashed under it) comes back.
    void api.ended.then(() => {
      if (!this.over && this.api === api) return this.startApi().then(() => undefined, () => undefined);
      return undefined;
    });
    return api;
  }
  async replaceApi(kill?: { point: string; pass: number }): Promise<Running> {
    const former = this.api;
    this.api = null;
    former?.kill();
    await former?.ended;
    return this.startApi(kill);
  }
  startWorker(kill?: { point: string; pass: number }): Running {
    const worker = start(this.run.worker, kill);
    this.worker = worker;
    return worker;
  }
  /** A worker that will not be killed. */
  async steadyWorker(): Promise<Running> {
    if (this.worker?.isRunning()) return this.worker;
    const worker = this.startWorker();
    if (!(await worker.ready(60_000))) throw new Error(`The worker did not become ready: see ${this.run.worker.logFile}`);
    return worker;
  }
  async killWorker(): Promise<void> {
    this.worker?.kill();
    await this.worker?.ended;
  }
  async end(): Promise<void> {
    this.over = true;
    const both = [this.api, this.worker];
    this.api = null;
    await Promise.all(both.flatMap((process) => (process ? [process.stop()] : [])));
  }
}

async function crashAll(run: Run, processes: Processes, crashes: Crash[]): Promise<CrashRecord[]> {
  const records: CrashRecord[] = [];
  const again: Crash[] = [];
  const { say } = run.options;
  const all = [...crashes];
  for (let i = 0; i < all.length; i += 1) {
    const crash = all[i];
    if (!crash) break;
    const begun = Date.now();
    await mute(run, all.slice(i, i + 2).some(({ point }) => point === 'sweep-found'));
    const fired = await crashOnce(run, processes, crash);
    records.push({ of: crash.of, point: crash.point, fired, tookMs: Date.now() - begun });
    say(`${String(i + 1).padStart(4)}/${all.length} ${crash.of} ${crash.point}${fired ? '' : ': not reached'} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
    if (!fired && !again.includes(crash)) {
      again.push(crash);
      all.push(crash);
    }
  }
  return records;
}

async function crashOnce(run: Run, processes: Processes, crash: Crash): Promise<boolean> {
  if (crash.of === 'postgres') {
    await processes.steadyWorker();
    await run.around.crashPostgres();
    return true;
  }
  if (crash.of === 'api') {
    await processes.steadyWorker();
    return untilDead(run, crash.point, await processes.replaceApi(crash), () => run.traffic.one('start')).finally(() => processes.replaceApi());
  }
  await processes.killWorker();
  await beforeStart(run, crash.point);
  if (!('pass' in crash)) {
    const worker = processes.startWorker();
    await worker.ready(60_000);
    await wait(crash.afterMs);
    worker.kill();
    await worker.ended;
    appendFileSync(run.counterFile, 'anywhere\n');
    return true;
  }
  return untilDead(run, crash.point, processes.startWorker(crash), () => provoke(run, crash.point));
}

/** While nobody works: what only a successor can take up. */
async function beforeStart(run: Run, point: string): Promise<void> {
  if (point === 'starter-taken') await launchOne(run);
  // The API waits 5 s for the workflow, then answers 202 and leaves the rest to the relay.
  if (point.startsWith('relay-')) await Promise.all([run.traffic.one('start'), run.traffic.one('raise'), run.traffic.one('start')]);
}

/** What makes traffic pass the point. */
async function provoke({ traffic, vendor }: Run, point: string): Promise<void> {
  if (point === 'before-lookup' || point === 'between-lookup-and-settle') {
    for (const name of vendors) await vendor.script(name, 'accept-then-500', 'error-500', 'accept-then-reset');
  }
  await traffic.one('start');
}

async function untilDead(run: Run, point: string, victim: Running, provocation: () => Promise<void>): Promise<boolean> {
  const before = firedAt(run.counterFile)[point] ?? 0;
  const begun = Date.now();
  let provoked = 0;
  while (victim.isRunning() && Date.now() - begun < firesWithinMs) {
    if (Date.now() - provoked > 8_000) {
      provoked = Date.now();
      await provocation().catch(() => undefined);
    }
    await Promise.race([victim.ended, wait(200)]);
  }
  const { signal, code } = victim.isRunning() ? { signal: null, code: null } : await victim.ended;
  if (!victim.isRunning() && signal !== 'SIGKILL') throw new Error(`The ${point} victim ended by itself (code ${code}, signal ${signal}): see ${run.options.logFolder}`);
  return (firedAt(run.counterFile)[point] ?? 0) > before;
}

type Settled = Report['settled'];

/** Half of the episodes are stopped, the others paused, so that nothing new falls due; then the circle must come to rest by itself. */
async function comeToRest({ care, traffic, around, vendor, options }: Run, processes: Processes): Promise<Settled> {
  await processes.steadyWorker();
  for (const name of vendors) await vendor.mix(name, { seed: 1, weights: { accept: 1 } });
  for (const [i, episodeId] of traffic.episodes.entries()) {
    const body = i % 2 === 0 ? { path: `/episodes/${episodeId}/stop`, body: { reason: 'withdrawn' } } : { path: `/episodes/${episodeId}/pause`, body: { reason: 'patient-wish' } };
    await care.send({ ...body, idempotencyKey: `rest-${i}` });
  }
  options.say('waiting until everything is settled');
  const begun = Date.now();
  for (;;) {
    await processes.steadyWorker();
    const open = await openMatters(around).catch(() => ({ database: 1 }));
    if (Object.values(open).every((n) => n === 0)) return { settled: true, afterMs: Date.now() - begun, open };
    if (Date.now() - begun > settlesWithinMs) return { settled: false, afterMs: Date.now() - begun, open, stuck: await stuckMatters(around) };
    await wait(1_000);
  }
}

async function openMatters({ sql }: Surroundings): Promise<Record<string, number>> {
  const [row] = await sql<Record<string, number>[]>`select
    (select count(*)::int from obligation where state in ('released', 'sending')) as obligations,
    (select count(*)::int from attempt where verdict is null and state in ('sending', 'ambiguous')) as attempts,
    (select count(*)::int from inbox where state = 'accepted') as inbox,
    (select count(*)::int from episode where status = 'launching') as launching`;
  return row ?? {};
}

/** What a person would need to find out why. */
async function stuckMatters({ sql, temporalAddress }: Surroundings): Promise<string[]> {
  const inbox = await sql<{ episodeId: string; commandId: string; kind: string; attempts: number; nextTryAt: string }[]>`select episode_id, command_id, kind, attempts, next_try_at from inbox where state = 'accepted'`;
  const attempts = await sql<{ id: string; state: string; leaseUntil: string; checkAt: string | null }[]>`select id, state, lease_until, check_at from attempt where verdict is null and state in ('sending', 'ambiguous')`;
  const obligations = await sql<{ id: string; state: string; status: string }[]>`select o.id, o.state, e.status from obligation o join episode e on e.id = o.episode_id where o.state in ('released', 'sending')`;
  const histories = await Promise.all([...new Set(inbox.map((row) => row.episodeId))].slice(0, 3).map((id) => updatesIn(temporalAddress, id)));
  return [...inbox.map((row) => JSON.stringify(row)), ...attempts.map((row) => JSON.stringify(row)), ...obligations.map((row) => JSON.stringify(row)), ...histories];
}

async function compare({ options, around, vendor, care, counterFile, worker }: Run, { startedAt, records, settled }: { startedAt: number; records: CrashRecord[]; settled: Settled }): Promise<Report> {
  const lists = await Promise.all(vendors.map((name) => vendor.received(name)));
  const posts = Object.fromEntries(await Promise.all(vendors.map(async (name) => [name, await vendor.posts(name)] as const)));
  const served = Object.fromEntries(await Promise.all(vendors.map(async (name) => [name, await vendor.served(name)] as const)));
  return {
    seed: options.seed, crashes: records.filter(({ of }) => of !== 'postgres').length, patients: options.patients, tookMs: Date.now() - startedAt,
    points: firedAt(counterFile), records, settled, posts, served, commands: care.counts,
    vendors: await compareWithVendors(around.sql, lists),
    journal: await compareJournal(around.sql, care.owed),
    workflows: await compareWorkflows(around.sql, around.temporalAddress),
    oracle: await checkOracle(around.sql, lists, care.owed),
    audit: await runAudit(worker.environment),
  };
}
