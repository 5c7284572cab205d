/** Starts the workflow of every episode that was written as `launching`. Idempotent: a second start finds the running one. */
import type { Hook } from '../activities/hook.js';
import type { Sql } from '../db/client.js';
import { markStarted, takeLaunching } from '../db/launching.js';
import type { CareClient } from './client.js';

const batch = 20;
/** A starter that dies gives its turn back after this. */
const leaseSeconds = 30;

/** One round; returns how many it started. A failed start keeps its lease and comes again: Temporal may be away. */
export async function startLaunching({ sql, care, hook }: { sql: Sql; care: CareClient; hook: Hook }): Promise<number> {
  const waiting = await takeLaunching(sql, { limit: batch, leaseSeconds });
  if (waiting.length > 0) hook('starter-taken');
  const started = await Promise.allSettled(
    waiting.map(async ({ episodeId, start }) => {
      await care.startEpisode(start);
      await markStarted(sql, episodeId);
    }),
  );
  return started.filter(({ status }) => status === 'fulfilled').length;
}
