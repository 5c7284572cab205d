import PgBoss from 'pg-boss';
import type { Sql } from '../../db/client.js';
import { mark } from './bare-activities.js';
import { jobsAtOnce, type Rival } from './rival.js';

type Reminder = { key: string; dueMs: number };

export async function pgBoss(url: string, sql: Sql): Promise<Rival> {
  const boss = new PgBoss({ connectionString: url, max: jobsAtOnce, supervise: false, schedule: false });
  boss.on('error', () => {}); // it polls again; a lost reminder would be missing among the marks
  await boss.start();
  await boss.createQueue('remind');
  for (let worker = 0; worker < 4; worker++) {
    await boss.work<Reminder>('remind', { batchSize: 100, pollingIntervalSeconds: 0.5 }, async (jobs) => {
      for (const { data: { key, dueMs } } of jobs) await mark(sql, key, dueMs);
    });
  }
  return {
    name: 'pg-boss (4 x 100, 500 ms)',
    enqueue: (keys, dueMs) => boss.insert(keys.map((key) => ({ name: 'remind', data: { key, dueMs }, startAfter: new Date(dueMs) }))).then(() => undefined),
    stop: () => boss.stop({ graceful: false, wait: false }).then(() => undefined),
  };
}
