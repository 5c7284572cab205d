/**
 * Faults beside the kill points, each inflicted on what the run itself started, each with a counter of its effect as seen from outside: a fault
 * that nobody felt did not happen, and fails the run.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { firedAt } from './processes.js';
import type { Proxy } from './proxy.js';
import { launchOne, patience, type Run } from './setting.js';
import { whileDiskIsFull } from './small-disk.js';
import type { Processes } from './supervisor.js';
import { refusals, vendors } from './vendor-faults.js';

/** A lease is the vendor's time-out and ten seconds for settling (db/ledger/open.ts); the pause is longer than that and than Temporal's own patience. */
const pauseMs = Number(patience.VENDOR_TIMEOUT_MS) + 10_000 + 12_000;
const awayMs = 8_000;
const slow = { databaseMs: 120, vendorMs: 2_000, forMs: 10_000 } as const;

type Inflict = (run: Run, processes: Processes) => Promise<number>;

/** Each answers how often its effect was seen; -1: this machine cannot do it. */
export const faults = {
  'paused-before-post': (run, processes) => paused(run, processes, 'between-claim-and-post'),
  'paused-after-post': (run, processes) => paused(run, processes, 'between-post-and-settle'),
  async 'temporal-away'({ around, care, traffic }) {
    const before = care.owed.filter(({ status }) => status === 202).length;
    await around.temporalAway(async () => {
      await Promise.race([Promise.all([traffic.one('start'), traffic.one('raise'), traffic.one('start')]), wait(30_000)]);
    });
    return care.owed.filter(({ status }) => status === 202).length - before;
  },
  async 'postgres-away'(run) {
    return unavailableWhile(run, () => run.around.postgresAway(() => wait(awayMs)));
  },
  async 'disk-full'(run) {
    const before = run.care.counts.diskFull;
    const possible = await whileDiskIsFull(run.around.sql, join(run.around.folder, 'small-disk'), async () => {
      for (const began = Date.now(); Date.now() - began < 30_000 && run.care.counts.diskFull - before < 3; await wait(300)) void run.traffic.one('raise');
    });
    return possible ? run.care.counts.diskFull - before : -1;
  },
  'database-slow': ({ network, traffic }) => slowly(network.database, slow.databaseMs, () => traffic.one('start')),
  'database-cut': (run) => cutOff(run, run.network.database),
  'vendor-slow': (run) => slowly(run.network.vendors, slow.vendorMs, () => run.traffic.one('start')),
  'vendor-cut': (run) => cutOff(run, run.network.vendors),
  'account-refused': (run) => refused(run, 'account-refused'),
  'number-refused': (run) => refused(run, 'number-refused'),
  'opted-out-at-vendor': (run) => refused(run, 'opted-out-at-vendor'),
} as const satisfies Record<string, Inflict>;

export type FaultName = keyof typeof faults;
export const faultNames = Object.keys(faults) as FaultName[];

const isStopped = (pid: number): boolean => /^\d+ \(.*\) T/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));

/** One worker sleeps with a message in its hands; another takes over meanwhile; then the first one wakes and believes that nothing happened. */
async function paused(run: Run, processes: Processes, point: string): Promise<number> {
  await processes.killWorker();
  const before = firedAt(run.counterFile)[`paused-${point}`] ?? 0;
  const sleeper = processes.startWorker({ point, pass: 1, signal: 'SIGSTOP' });
  for (const began = Date.now(); (firedAt(run.counterFile)[`paused-${point}`] ?? 0) === before; await wait(2_000)) {
    if (Date.now() - began > 120_000) {
      await processes.killWorker(); // else it would fall asleep later, unseen
      return 0;
    }
    void run.traffic.one('start');
  }
  const since = Date.now();
  const other = await processes.steadyWorker('second');
  for (; Date.now() - since < pauseMs; await wait(1_000)) if (!isStopped(sleeper.pid)) throw new Error(`The worker that was to sleep at ${point} is awake`);
  process.kill(sleeper.pid, 'SIGCONT');
  await wait(3_000);
  other.kill();
  await other.ended;
  return 1;
}

async function unavailableWhile({ care }: Run, work: () => Promise<unknown>): Promise<number> {
  const before = care.counts.unavailable;
  await work();
  return care.counts.unavailable - before;
}

async function slowly(proxies: readonly Proxy[], ms: number, provoke: () => Promise<void>): Promise<number> {
  const delayed = (): number => proxies.reduce((sum, { counts }) => sum + counts.delayed, 0);
  const before = delayed();
  for (const proxy of proxies) proxy.slow(ms);
  for (const began = Date.now(); Date.now() - began < slow.forMs || (delayed() === before && Date.now() - began < 6 * slow.forMs); await wait(2_000)) void provoke();
  for (const proxy of proxies) proxy.mend();
  return delayed() - before;
}

async function cutOff({ traffic }: Run, proxies: readonly Proxy[]): Promise<number> {
  const reset = (): number => proxies.reduce((sum, { counts }) => sum + counts.reset, 0);
  const before = reset();
  for (const began = Date.now(); Date.now() - began < 12_000 || (reset() === before && Date.now() - began < 60_000); await wait(1_500)) {
    void traffic.one('start');
    await wait(150); // in the middle of what was just begun
    for (const proxy of proxies) proxy.cut();
    await wait(600);
    for (const proxy of proxies) proxy.mend();
  }
  return reset() - before;
}

/** A patient of her own for each vendor, whose number may be lost; the account's trouble passes by itself after a minute. */
async function refused(run: Run, kind: keyof typeof refusals): Promise<number> {
  const shown = async (): Promise<number> => {
    const counts = await Promise.all(vendors.map(async (vendor) => (await run.vendor.served(vendor))[`reject ${refusals[kind][vendor]}`] ?? 0));
    return Math.min(...counts);
  };
  const before = await shown();
  await launchOne(run);
  await launchOne(run);
  for (const vendor of vendors) await run.vendor.script(vendor, { reject: refusals[kind][vendor] });
  for (const began = Date.now(); Date.now() - began < 120_000 && (await shown()) === before; await wait(2_000)) void run.traffic.one('start');
  return (await shown()) - before;
}
