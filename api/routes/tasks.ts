/** Tasks that no event closes by itself, and alarms that no patient's case shows. */
import { createRoute, z } from '@hono/zod-openapi';
import { openAlarms } from '../../db/alarms.js';
import { closeTask } from '../../db/tasks.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { json, jsonBody, refusals } from '../schemas.js';

const Close = z.object({ taskId: z.string().min(1).max(400), status: z.enum(['completed', 'cancelled']), reason: z.string().min(1).max(500) }).strict();
const Alarm = z.object({ id: z.string(), code: z.string(), ref: z.string(), detail: z.string(), raisedAt: z.string() }).openapi('Alarm');

const close = createRoute({
  method: 'post', path: '/tasks/close', tags: ['Tasks'], summary: 'Close a task that was done or is no longer needed (calls close by their outcome, the work of a step by /episodes/{episodeId}/tasks)', ...needs('call:write'),
  request: { body: jsonBody(Close) }, responses: { 204: { description: 'Closed' }, ...refusals },
});
const alarms = createRoute({
  method: 'get', path: '/alarms', tags: ['Operations'], summary: 'What ops must see: nobody on duty, a broken chain, unknown senders', ...needs('roster:read'),
  responses: { 200: json(z.object({ items: z.array(Alarm) }), 'Open alarms, newest first'), ...refusals },
});

export function taskRoutes({ sql }: ApiDeps) {
  const app = router();
  app.openapi(close, async (c) => {
    if (!(await closeTask(sql, { hospitalId: principalOf(c).hospitalId, ...c.req.valid('json') }))) throw new Problem('not-found', 'This hospital has no such open task that is closed here; take its id from /tasks. The work of a step ends by /episodes/{episodeId}/tasks.');
    return c.body(null, 204);
  });
  app.openapi(alarms, async (c) => c.json({ items: await openAlarms(sql, principalOf(c).hospitalId) }, 200));
  return app;
}
