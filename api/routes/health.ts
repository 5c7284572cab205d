/** Is it up (`/healthz`), can it do its work (`/readyz`), and how is it doing (`/metrics`). */
import { createRoute, z } from '@hono/zod-openapi';
import type { Registry } from 'prom-client';
import { authorise, needs } from '../auth.js';
import { router } from '../router.js';
import { json } from '../schemas.js';

/** Each returns nothing when well, else one sentence. */
export type ReadyChecks = Record<string, () => Promise<string | null>>;

const Readiness = z.object({ ready: z.boolean(), checks: z.record(z.string(), z.string()) }).openapi('Readiness');
const healthz = createRoute({ method: 'get', path: '/healthz', tags: ['Health'], summary: 'The process is alive', ...needs('public'), responses: { 200: json(z.object({ ok: z.literal(true) }), 'Alive') } });
const readyz = createRoute({ method: 'get', path: '/readyz', tags: ['Health'], summary: 'Database and workflow service answer (commands are taken even while no worker runs)', ...needs('public'), responses: { 200: json(Readiness, 'Ready'), 503: json(Readiness, 'Not ready; the checks say why') } });

/** A check that takes longer counts as failed: whoever asks gives up after some seconds, and then knows nothing. By convention (C). */
const answersWithinMs = 2_000;

async function wordOf(check: () => Promise<string | null>): Promise<string> {
  let late: NodeJS.Timeout | undefined;
  const silent = new Promise<string>((resolve) => { late = setTimeout(() => resolve(`does not answer within ${answersWithinMs / 1000} s`), answersWithinMs); });
  const word = await Promise.race([check().then((said) => said ?? 'ok', () => 'does not answer'), silent]);
  clearTimeout(late);
  return word;
}

export function healthRoutes({ checks, metrics }: { checks: ReadyChecks; metrics: Registry }) {
  const app = router();
  app.openapi(healthz, (c) => c.json({ ok: true as const }, 200));
  app.openapi(readyz, async (c) => {
    const results = await Promise.all(Object.entries(checks).map(async ([name, check]) => [name, await wordOf(check)] as const));
    const ready = results.every(([, word]) => word === 'ok');
    return c.json({ ready, checks: Object.fromEntries(results) }, ready ? 200 : 503);
  });
  app.get('/metrics', authorise('metrics:read'), async (c) => c.body(await metrics.metrics(), 200, { 'content-type': metrics.contentType }));
  return app;
}
