/** The edge as a value: the door towards the internet, its way to the core, and what a load balancer asks. `server.ts` listens. */
import { compress } from 'hono/compress';
import { Hono } from 'hono';
import type { EdgeSettings } from '../../platform/edge-variables.js';
import { bareByDefault } from './bare-by-default.js';
import { edgeDoor, type Passage } from './door.js';
import { passToCore, patienceMs } from './pass-to-core.js';
import { safeHeaders } from './safe-headers.js';

export type EdgeLog = { info(fields: Passage, message: string): void; warn(fields: Passage & { error: string }, message: string): void };

/** Never the pages: they hold secrets beside what a stranger may write (BREACH). */
const compressed = /^text\/(css|javascript)\b/;
const coreMayTakeMs = 3_000;

export function buildEdge({ coreUrl, trustedProxies }: Pick<EdgeSettings, 'coreUrl' | 'trustedProxies'>, log: EdgeLog, patience = patienceMs as { file: number; other: number }): Hono {
  const edge = new Hono();
  edge.use(safeHeaders(), bareByDefault, compress({ encoding: 'gzip', contentTypeFilter: compressed }));
  // Somebody who types the bare address is a patient.
  edge.get('/', (c) => c.redirect('/p/', 303));
  edge.get('/readyz', async (c) => {
    const ready = await fetch(new URL('/healthz', coreUrl), { signal: AbortSignal.timeout(coreMayTakeMs) }).then((response) => response.ok, () => false);
    return c.json({ ready }, ready ? 200 : 503);
  });
  const note = (passage: Passage, error: unknown): void => {
    if (error === null) log.info(passage, 'passed on');
    else log.warn({ ...passage, error: reasonOf(error) }, 'the core did not answer');
  };
  edge.route('/', edgeDoor({ trustedProxies, passOn: passToCore(coreUrl, patience), note }));
  return edge;
}

/** `fetch failed` alone says nothing; the cause names the connection. Neither holds the address that was asked for. */
const reasonOf = (error: unknown): string => (error instanceof Error ? [error.message, error.cause instanceof Error ? error.cause.message : ''].filter(Boolean).join(': ') : 'unknown');
