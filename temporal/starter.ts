/** Starts the workflow of every episode that was written as `launching`. Idempotent: a second start finds the running one. */
import type { Hook } from '../activities/hook.js';
import type { Sql } from '../db/client.js';
import { markStarted, takeLaunching, type Launching } from '../db/launching.js';
import { raiseRunAlarm } from '../db/run-alarms.js';
import type { CareClient } from './client.js';

const batch = 20;
/** A starter that dies gives its turn back after this. */
const leaseSeconds = 30;

/**
 * One round; returns how many it started. A failed start keeps its lease and comes again, and its reason is thrown once all are served: Temporal may be
 * away, or refuse this one for ever. An episode that nothing is heard of for minutes is an alarm.
 */
export async function startLaunching({ sql, care, hook }: { sql: Sql; care: CareClient; hook: Hook }): Promise<number> {
  const waiting = await takeLaunching(sql, { limit: batch, leaseSeconds });
  if (waiting.length > 0) hook('starter-taken');
  const started = await Promise.allSettled(waiting.map((launch) => startOne({ sql, care }, launch)));
  const failed = started.find((start) => start.status === 'rejected');
  if (failed) throw failed.reason;
  return started.length;
}

async function startOne({ sql, care }: { sql: Sql; care: CareClient }, launch: Launching): Promise<void> {
  let started = false;
  try {
    await care.startEpisode(launch.start);
    started = true;
    await markStarted(sql, launch.episodeId);
  } finally {
    // One that has only just been started may be late itself; it is given its time.
    if (launch.unheard && (launch.begun || !started)) await raiseRunAlarm(sql, 'not-started', launch);
  }
}
