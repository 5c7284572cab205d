/** Server-sent events: what changed, by id, resumable with Last-Event-ID. Only topics and ids travel; the screen re-reads what it shows. */
import { createRoute, z } from '@hono/zod-openapi';
import { streamSSE } from 'hono/streaming';
import { changesAfter, latestChange } from '../../db/changes.js';
import { mayStill, needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { router } from '../router.js';
import { refusals } from '../schemas.js';

const heartbeatMs = 15_000;

/** One event of the stream. */
const LiveEvent = z
  .object({
    event: z.string().openapi({ description: 'What changed: a topic, or `hello` (the first) and `tick` (nothing for a while)', example: 'visit' }),
    id: z.string().openapi({ description: 'For Last-Event-ID', example: '1042' }), data: z.string().openapi({ description: 'JSON: `ref` and `at` of the change, or `{}`', example: '{"ref":"019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c","at":"2026-03-04T02:30:00.000Z"}' }),
  })
  .openapi('LiveEvent');

/** More digits than the database counts to would be a fault of ours to whoever sent them. */
const ChangeId = z.string().regex(/^\d{1,18}$/);

const changes = createRoute({
  method: 'get',
  path: '/changes',
  tags: ['Live'],
  summary: 'Live changes (text/event-stream)',
  description: 'Each event has `event: <topic>`, `id: <change id>` and `data: {"ref": "<id>", "at": "<time>"}`. Reconnect with Last-Event-ID to miss nothing.',
  ...needs('change:read'),
  request: { headers: z.object({ 'last-event-id': ChangeId.optional() }), query: z.object({ after: ChangeId.optional() }) },
  responses: { 200: { description: 'A stream of changes', content: { 'text/event-stream': { schema: LiveEvent } } }, ...refusals },
});

/** The stream ends at the next heartbeat once the session or key that began it opens nothing any more. */
export function changeRoutes({ sql, live, now }: Pick<ApiDeps, 'sql' | 'live' | 'now'>) {
  const app = router();
  app.openapi(changes, (c) => {
    const { hospitalId } = principalOf(c);
    const resumeFrom = c.req.valid('header')['last-event-id'] ?? c.req.valid('query').after;
    return streamSSE(c, async (stream) => {
      let last = resumeFrom ?? (await latestChange(sql, hospitalId));
      await stream.writeSSE({ event: 'hello', id: last, data: '{}' });
      let provedAt = now();
      while (!stream.aborted) {
        if (now() - provedAt >= heartbeatMs) {
          if (!(await mayStill(sql, c, 'change:read'))) return;
          provedAt = now();
        }
        const batch = await changesAfter(sql, hospitalId, last);
        for (const change of batch) {
          await stream.writeSSE({ event: change.topic, id: change.id, data: JSON.stringify({ ref: change.ref, at: change.at }) });
          last = change.id;
        }
        if (batch.length > 0) continue;
        await live.awaitChange(hospitalId, heartbeatMs);
        if (!stream.aborted) await stream.writeSSE({ event: 'tick', id: last, data: '{}' });
      }
    });
  });
  return app;
}
