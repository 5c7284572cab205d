import type { Sql } from '../../db/client.js';
import { stoppedWithUs } from '../hospital/ends.js';
import { graphile } from './graphile.js';
import { pgBoss } from './pg-boss.js';
import { polling } from './polling.js';
import type { Rival } from './rival.js';

const ended = (rival: Rival): Rival => ({ ...rival, stop: stoppedWithUs(() => rival.stop()) });

/** They run in the bench's own process, each with a pool of its own. */
export const queues = async ({ url, sql }: { url: string; sql: Sql }): Promise<Rival[]> => [ended(await polling(sql)), ended(await graphile(url, sql)), ended(await pgBoss(url, sql))];
