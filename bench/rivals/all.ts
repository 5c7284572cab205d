import type { Sql } from '../../db/client.js';
import { graphile } from './graphile.js';
import { pgBoss } from './pg-boss.js';
import { polling } from './polling.js';
import type { Rival } from './rival.js';

/** They run in the bench's own process, each with a pool of its own. */
export const queues = async ({ url, sql }: { url: string; sql: Sql }): Promise<Rival[]> => [await polling(sql), await graphile(url, sql), await pgBoss(url, sql)];
