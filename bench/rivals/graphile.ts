import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import type { Sql } from '../../db/client.js';
import { timed } from '../measure/at-once.js';
import { mark } from './bare-activities.js';
import { jobsAtOnce, type Rival } from './rival.js';

const quiet = new Logger(() => () => {});

export async function graphile(url: string, sql: Sql): Promise<Rival> {
  const utils = await makeWorkerUtils({ connectionString: url, logger: quiet });
  await utils.migrate();
  const runner = await run({
    connectionString: url, concurrency: jobsAtOnce, pollInterval: 500, logger: quiet, noHandleSignals: true,
    taskList: { remind: async (payload) => {
      const { key, dueMs } = payload as { key: string; dueMs: number };
      await mark(sql, key, dueMs);
    } },
  });
  return {
    name: 'graphile-worker',
    enqueue: async (keys, dueMs) => void (await timed(keys.length, jobsAtOnce, (n) => utils.addJob('remind', { key: keys[n], dueMs }, { runAt: new Date(dueMs) }))),
    async stop() {
      await runner.stop();
      await utils.release();
    },
  };
}
