/** The handover of a shift: one page, signed by both, ownership moves with the second signature. */
import { createRoute, z } from '@hono/zod-openapi';
import { handoverById, handovers, makeHandover, signHandover, withdrawHandover, type HandoverRefusal } from '../../db/worklist/handover.js';
import { shifts } from '../../db/worklist/handover-page.js';
import { fromMs } from '../../pathways/time.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { idempotent } from '../idempotency.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { IdempotencyHeader, json, jsonBody, refusals, Uuid } from '../schemas.js';
import { HandoverItem, HandoverPageItem } from '../worklist-rows.js';

const Id = z.object({ handoverId: Uuid });
const shown = 30;

export function handoverRoutes({ sql, crypt, now }: ApiDeps) {
  const app = router();
  const acting = needs('escalation:act');
  const once = { ...acting, middleware: [...acting.middleware, idempotent(sql)] };
  const tags = ['Handover'];

  app.openapi(createRoute({ method: 'get', path: '/handovers', tags, summary: 'Handovers, newest first', ...needs('escalation:read'), responses: { 200: json(z.object({ items: z.array(HandoverItem) }), 'Handovers'), ...refusals } }),
    async (c) => c.json({ items: await handovers(sql, principalOf(c).hospitalId, shown) }, 200));
  app.openapi(createRoute({ method: 'get', path: '/handovers/{handoverId}', tags, summary: 'The page as it was made, and who has signed it', ...needs('escalation:read'), request: { params: Id }, responses: { 200: json(HandoverPageItem, 'The page'), ...refusals } }), async (c) => {
    const found = await handoverById(sql, crypt, principalOf(c).hospitalId, c.req.valid('param').handoverId);
    if (found === null) throw new Problem('not-found', 'This hospital has no such handover; take its id from the list.');
    return c.json(found, 200);
  });
  app.openapi(createRoute({ method: 'post', path: '/handovers', tags, summary: 'Make the page of what I leave to a colleague: my open cases, those that nobody has, my promised call-backs and tasks', ...once,
    request: { headers: IdempotencyHeader, body: jsonBody(z.object({ to: Uuid, shift: z.enum(shifts), remarks: z.string().max(2000).default('') }).strict()) }, responses: { 201: json(z.object({ handoverId: Uuid }), 'Made; sign it next'), ...refusals } }), async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    const made = await makeHandover(sql, crypt, { hospitalId, from: accountId, ...c.req.valid('json'), at: fromMs(now()) });
    if ('refused' in made) throw problemOf(made.refused);
    return c.json(made, 201);
  });
  app.openapi(createRoute({ method: 'post', path: '/handovers/{handoverId}/sign', tags, summary: 'Sign the page that was read (by its hash); with the second signature everything on it changes hands', ...once,
    request: { params: Id, headers: IdempotencyHeader, body: jsonBody(z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }).strict()) },
    responses: { 200: json(z.object({ signed: z.enum(['from', 'to']), moved: z.number() }), 'Signed; `moved` counts what changed hands'), ...refusals } }), async (c) => {
    const { hospitalId, accountId: by } = principalOf(c);
    const signed = await signHandover(sql, { hospitalId, by, ...c.req.valid('param'), ...c.req.valid('json') });
    if ('refused' in signed) throw problemOf(signed.refused);
    return c.json(signed, 200);
  });
  app.openapi(createRoute({ method: 'post', path: '/handovers/{handoverId}/withdraw', tags, summary: 'Withdraw a page that not both have signed', ...once,
    request: { params: Id, headers: IdempotencyHeader, body: jsonBody(z.object({}).strict()) }, responses: { 204: { description: 'Withdrawn' }, ...refusals } }), async (c) => {
    const { hospitalId, accountId: by } = principalOf(c);
    const refused = await withdrawHandover(sql, { hospitalId, by, ...c.req.valid('param') });
    if (refused !== null) throw problemOf(refused);
    return c.body(null, 204);
  });
  return app;
}

const problemOf = ({ code, message }: HandoverRefusal): Problem => new Problem(code === 'unknown' ? 'not-found' : code === 'not-yours' ? 'forbidden' : 'refused', message, { reason: code });
