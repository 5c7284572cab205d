/** Waiting for a slot that becomes free. To take an offered slot, book or move the visit there (commands-care.ts). */
import { createRoute, z } from '@hono/zod-openapi';
import { joinWaitlist, leaveWaitlist, passSlot, waitingList } from '../../db/visits/waitlist.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { idempotent } from '../idempotency.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { IdempotencyHeader, json, jsonBody, refusals, VisitParam } from '../schemas.js';
import { visitOf, WaitingItem, WishBody } from '../visit-rows.js';

const V = '/episodes/{episodeId}/visits/{step}/{n}/waitlist';
const done = { description: 'Done' };
const notWaiting = (): Problem => new Problem('not-found', 'This visit is not on the waitlist, or no slot is offered to it now.');

export function waitlistRoutes({ sql }: ApiDeps) {
  const app = router();
  const writing = needs('visit:write');
  const acting = { tags: ['Visits'], ...writing, middleware: [...writing.middleware, idempotent(sql)] };
  const nothing = { params: VisitParam, headers: IdempotencyHeader, body: jsonBody(z.object({}).strict()) };

  app.openapi(createRoute({ method: 'get', path: '/waitlist', tags: ['Visits'], summary: 'Who waits for a slot; those with a slot on offer first', ...needs('episode:read'), responses: { 200: json(z.object({ items: z.array(WaitingItem) }), 'The waitlist'), ...refusals } }), async (c) =>
    c.json({ items: [...(await waitingList(sql, principalOf(c).hospitalId))] }, 200));
  app.openapi(createRoute({ method: 'post', path: V, summary: 'Put a visit on the waitlist, or change its wish', ...acting, request: { params: VisitParam, headers: IdempotencyHeader, body: jsonBody(z.object({ wish: WishBody }).strict()) }, responses: { 204: done, ...refusals } }), async (c) => {
    const { hospitalId, accountId: by } = principalOf(c);
    const refusal = await joinWaitlist(sql, { hospitalId, occurrence: visitOf(c.req.valid('param')), wish: c.req.valid('json').wish, by });
    if (refusal) throw new Problem(refusal.code === 'unknown-visit' ? 'not-found' : 'refused', refusal.message, { reason: refusal.code });
    return c.body(null, 204);
  });
  app.openapi(createRoute({ method: 'post', path: `${V}/leave`, summary: 'Take a visit off the waitlist', ...acting, request: nothing, responses: { 204: done, ...refusals } }), async (c) => {
    if (!(await leaveWaitlist(sql, { hospitalId: principalOf(c).hospitalId, occurrence: visitOf(c.req.valid('param')) }))) throw notWaiting();
    return c.body(null, 204);
  });
  app.openapi(createRoute({ method: 'post', path: `${V}/pass`, summary: 'Not this slot: wait on for another', ...acting, request: nothing, responses: { 204: done, ...refusals } }), async (c) => {
    if (!(await passSlot(sql, { hospitalId: principalOf(c).hospitalId, occurrence: visitOf(c.req.valid('param')) }))) throw notWaiting();
    return c.body(null, 204);
  });
  return app;
}
