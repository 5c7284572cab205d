/** One crash after the other: provoke what passes the point, wait for the death, see that the point left its line. */
import { appendFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { faults } from './faults.js';
import type { Crash } from './plan.js';
import { firedAt, type Running } from './processes.js';
import type { CrashRecord } from './report.js';
import { launchOne, mute, type Run } from './setting.js';
import type { Processes } from './supervisor.js';
import { vendors } from './vendor-faults.js';

/** A point that traffic and provocation do not reach in this time did not fire; it is tried once more at the end. */
const firesWithinMs = 180_000;

export async function crashAll(run: Run, processes: Processes, crashes: Crash[]): Promise<CrashRecord[]> {
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
  if (crash.of === 'fault') {
    await processes.steadyWorker();
    const seen = await faults[crash.point](run, processes);
    run.felt[crash.point] = seen < 0 ? seen : Math.max(0, run.felt[crash.point] ?? 0) + seen;
    return seen !== 0;
  }
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
    await worker.ready(180_000);
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
      void provocation().catch(() => undefined); // its command may wait until the victim is back
    }
    await Promise.race([victim.ended, wait(200)]);
  }
  const { signal, code } = victim.isRunning() ? { signal: null, code: null } : await victim.ended;
  if (!victim.isRunning() && signal !== 'SIGKILL') throw new Error(`The ${point} victim ended by itself (code ${code}, signal ${signal}): see ${run.options.logFolder}`);
  return (firedAt(run.counterFile)[point] ?? 0) > before;
}
