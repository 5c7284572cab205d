/** The worker's loop that carries out audits: asked for by the button, or by the night. */
import type { LocalTime } from '../../pathways/engine/vocabulary.js';
import { fromMs } from '../../pathways/time.js';
import type { Sql } from '../client.js';
import { audit } from './audit.js';
import type { Auditing } from './breach.js';
import { askNightly, failRuns, finishRuns, takeWaiting } from './runs.js';

/** What may lie between two steps of the circle before it counts as lost: as `wuyou audit` has it, by convention (C). */
export const usualGraceSeconds = 900;

export type AuditRound = {
  sql: Sql;
  now: () => number;
  /** Local time of each hospital from which on its night's audit is due. */
  at: LocalTime;
  /** A connection for long queries, used for one audit and closed. */
  open: () => Sql;
  auditing: Omit<Auditing, 'sql' | 'since' | 'graceSeconds'>;
};

/** Asks for what the night wants, then carries out whatever waits, once for all. */
export async function auditRound({ sql, now, at, open, auditing }: AuditRound): Promise<void> {
  await askNightly(sql, fromMs(now()), at);
  const runs = await takeWaiting(sql);
  if (runs.length === 0) return;
  const long = open();
  try {
    await finishRuns(sql, runs, await audit({ ...auditing, sql: long, since: null, graceSeconds: usualGraceSeconds }));
  } catch (error) {
    await failRuns(sql, runs, `The audit could not be carried out (${error instanceof Error ? error.name : 'unknown'}); the worker's log says more.`);
    throw error;
  } finally {
    await long.end({ timeout: 5 });
  }
}
