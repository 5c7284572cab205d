/** When each loop of the worker last came round, so that a page can say that one stands still. Deployment-wide: loops serve every hospital. */
import type { Db, Sql } from './client.js';

export type WorkerRound = { name: string; cameAt: string; failedAt: string | null; failure: string | null };

/** A loop of half a second is written down this seldom, by convention (C). */
const noteEveryMs = 10_000;

/** `watched('sweep', work)` is `work` that leaves its mark. `now` in wall ms. A failure goes on to the caller; its class alone is kept, for its text may hold data. */
export function watchRounds(sql: Sql, now: () => number): <T>(name: string, work: () => Promise<T>) => () => Promise<T> {
  const noted = new Map<string, number>();
  return (name, work) => async () => {
    try {
      const done = await work();
      if (now() - (noted.get(name) ?? 0) >= noteEveryMs) {
        noted.set(name, now());
        await sql`insert into worker_round (name, came_at) values (${name}, now()) on conflict (name) do update set came_at = now()`;
      }
      return done;
    } catch (error) {
      const failure = error instanceof Error ? error.name : 'unknown';
      await sql`insert into worker_round (name, came_at, failed_at, failure) values (${name}, now(), now(), ${failure})
        on conflict (name) do update set failed_at = now(), failure = ${failure}`.catch(() => null); // the first failure is what matters
      throw error;
    }
  };
}

export const workerRounds = (sql: Db): Promise<WorkerRound[]> => sql<WorkerRound[]>`select name, came_at, failed_at, failure from worker_round order by name`;
