/** How the hospital's service runs: deliveries, promises kept, health of the machinery, alarms, audits. */
import { createRoute, z } from '@hono/zod-openapi';
import { openAlarms } from '../../db/alarms.js';
import { usualGraceSeconds } from '../../db/audit/round.js';
import { askForAudit, auditRuns } from '../../db/audit/runs.js';
import { channels, outcomes, overdue } from '../../db/read-models/operations/delivery.js';
import { health, stuckEpisodes } from '../../db/read-models/operations/health.js';
import { slaKept } from '../../db/read-models/operations/sla.js';
import { workerRounds } from '../../db/worker-rounds.js';
import { addMinutes, fromMs } from '../../pathways/time.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { idempotent } from '../idempotency.js';
import { router } from '../router.js';
import { IdempotencyHeader, json, jsonBody, refusals } from '../schemas.js';

const text = z.string();
const maybe = <T extends z.ZodType>(schema: T) => schema.nullable();
const count = z.number().int();
const Operations = z
  .object({
    from: text, until: text,
    outcomes: z.array(z.object({ class: text, state: z.enum(['sent', 'suppressed', 'failed']), reason: maybe(text), n: count })),
    channels: z.array(z.object({ channel: text, provider: text, attempts: count, delivered: count, accepted: count, failed: count, ambiguous: count, possiblyDoubled: count, codes: z.array(z.object({ code: text, n: count })), lastGoodAt: maybe(text), lastBadAt: maybe(text) })),
    overdue: z.array(z.object({ class: text, state: text, n: count, oldestDueAt: text })),
    sla: z.array(z.object({ level: z.enum(['red', 'orange', 'yellow']), raised: count, ackDecided: count, ackKept: count, contactDecided: count, contactKept: count, open: count })),
    health: z.object({ open: count, launching: count, oldestLaunchAt: maybe(text), halted: count, needsAttention: count, late: count, inboxWaiting: count, oldestInboxAt: maybe(text), inboxRetried: count, alarms: count }),
    stuck: z.array(z.object({ episodeId: text, packageId: text, status: text, nextWallAt: maybe(text) })),
    rounds: z.array(z.object({ name: text, cameAt: text, failedAt: maybe(text), failure: maybe(text) })),
    alarms: z.array(z.object({ id: text, code: text, ref: text, detail: text, raisedAt: text })),
  })
  .openapi('Operations');
const Run = z
  .object({
    runId: text, cause: z.enum(['nightly', 'asked', 'command']), state: z.enum(['waiting', 'running', 'finished', 'failed']), askedBy: maybe(text), askedAt: text, startedAt: maybe(text), finishedAt: maybe(text), breaches: maybe(count), failure: maybe(text),
    results: maybe(z.array(z.object({ check: text, promise: text, looked: count, note: maybe(text), breaches: z.array(z.object({ ref: text, what: text })) }))),
  })
  .openapi('AuditRun');
const runsShown = 10;
const minutesPerDay = 24 * 60;

export function operationRoutes({ sql, now }: ApiDeps) {
  const app = router();
  const running = { ...needs('audit:run'), middleware: [...needs('audit:run').middleware, idempotent(sql)] };
  app.openapi(createRoute({ method: 'get', path: '/operations', tags: ['Operations'], summary: 'Deliveries, promises kept and health of the last days', ...needs('operations:read'),
    request: { query: z.object({ days: z.coerce.number().int().min(1).max(92).default(7) }) }, responses: { 200: json(Operations, 'As of now'), ...refusals } }), async (c) => {
    const { hospitalId } = principalOf(c);
    const until = fromMs(now());
    const from = addMinutes(until, -c.req.valid('query').days * minutesPerDay);
    const [ended, sent, late, sla, machinery, stuck, rounds, alarms] = await Promise.all([
      outcomes(sql, hospitalId, from, until), channels(sql, hospitalId, from, until), overdue(sql, hospitalId, usualGraceSeconds), slaKept(sql, hospitalId, from, until),
      health(sql, hospitalId), stuckEpisodes(sql, hospitalId), workerRounds(sql), openAlarms(sql, hospitalId),
    ]);
    return c.json({ from, until, outcomes: ended, channels: sent, overdue: late, sla, health: machinery, stuck, rounds, alarms }, 200);
  });
  app.openapi(createRoute({ method: 'get', path: '/operations/audits', tags: ['Operations'], summary: 'The last audits, newest first', ...needs('operations:read'), responses: { 200: json(z.object({ items: z.array(Run) }), 'Audits'), ...refusals } }), async (c) =>
    c.json({ items: await auditRuns(sql, principalOf(c).hospitalId, runsShown) }, 200));
  app.openapi(createRoute({ method: 'post', path: '/operations/audits', tags: ['Operations'], summary: 'Ask for an audit; the worker carries it out within half a minute', ...running,
    request: { headers: IdempotencyHeader, body: jsonBody(z.object({}).strict()) }, responses: { 202: json(z.object({ runId: text }), 'It waits, or runs already'), ...refusals } }), async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    return c.json({ runId: await askForAudit(sql, { hospitalId, by: accountId, cause: 'asked' }) }, 202);
  });
  return app;
}
