/** Acts on many visits at once: preview, carry out, take back. */
import { createRoute, z } from '@hono/zod-openapi';
import { bulkActById, bulkActs, keepPreview } from '../../db/bulk/bulk-rows.js';
import { movePreview } from '../../db/bulk/move-preview.js';
import { reassignRows } from '../../db/bulk/reassign-preview.js';
import { hospitalOf } from '../../db/hospitals.js';
import { needs } from '../auth.js';
import { applyAct, undoAct } from '../bulk-acts.js';
import { BulkActItem, BulkDetailItem } from '../bulk-rows.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { idempotent } from '../idempotency.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { Day, IdempotencyHeader, json, jsonBody, refusals, Uuid, trimmed } from '../schemas.js';

const reason = trimmed(1, 300);
const district = z.string().min(1).max(60).optional();
const Preview = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('move-visits'), day: Day, toDay: Day, district, reason }).strict(),
  z.object({ kind: z.literal('reassign-visits'), day: Day, untilDay: Day.optional(), accountId: Uuid.optional(), district, reason }).strict(),
]);
const Id = z.object({ actId: Uuid });
const shown = 20;

export function bulkRoutes(deps: ApiDeps) {
  const { sql } = deps;
  const app = router();
  const access = needs('visit:bulk');
  const once = { ...access, middleware: [...access.middleware, idempotent(sql)], tags: ['Bulk acts'] };
  const detail = async (hospitalId: string, actId: string) => {
    const found = await bulkActById(sql, hospitalId, actId);
    if (found === null) throw new Problem('not-found', 'This hospital has no such act; make a preview first.');
    return found;
  };

  app.openapi(createRoute({ method: 'get', path: '/bulk-acts', tags: ['Bulk acts'], summary: 'What was carried out, newest first', ...access, responses: { 200: json(z.object({ items: z.array(BulkActItem) }), 'Acts'), ...refusals } }),
    async (c) => c.json({ items: await bulkActs(sql, principalOf(c).hospitalId, shown) }, 200));
  app.openapi(createRoute({ method: 'get', path: '/bulk-acts/{actId}', tags: ['Bulk acts'], summary: 'One act, visit by visit', ...access, request: { params: Id }, responses: { 200: json(BulkDetailItem, 'The act'), ...refusals } }),
    async (c) => c.json(await detail(principalOf(c).hospitalId, c.req.valid('param').actId), 200));
  app.openapi(createRoute({ method: 'post', path: '/bulk-acts/preview', summary: 'What would happen, visit by visit: new times or people, texts and calls to patients, notices to nurses. Nothing is changed.', ...once,
    request: { headers: IdempotencyHeader, body: jsonBody(Preview) }, responses: { 201: json(BulkDetailItem, 'The preview; carry it out with its id'), ...refusals } }), async (c) => {
    const { hospitalId, accountId: by } = principalOf(c);
    const asked = c.req.valid('json');
    const { zone } = await hospitalOf(sql, hospitalId);
    if (asked.kind === 'move-visits') {
      if (asked.toDay === asked.day) throw new Problem('invalid', '/toDay is the day that the visits are on already; choose another.', { errors: [{ pointer: '/toDay', detail: 'is the same day' }] });
      const request = { day: asked.day, toDay: asked.toDay, district: asked.district ?? null };
      const rows = await movePreview(sql, hospitalId, zone, request, asked.reason);
      return c.json(await detail(hospitalId, await keepPreview(sql, { hospitalId, kind: 'move-visits', request, reason: asked.reason, by, rows })), 201);
    }
    const request = { day: asked.day, untilDay: asked.untilDay ?? asked.day, accountId: asked.accountId ?? null, district: asked.district ?? null };
    if (request.accountId === null && request.district === null) throw new Problem('invalid', 'Say whose visits (/accountId) or which /district; the whole hospital is not dealt out anew by one click.', { errors: [{ pointer: '/accountId', detail: 'or /district is needed' }] });
    if (request.untilDay < request.day) throw new Problem('invalid', '/untilDay lies before /day.', { errors: [{ pointer: '/untilDay', detail: 'lies before /day' }] });
    const rows = await reassignRows(sql, hospitalId, zone, request);
    return c.json(await detail(hospitalId, await keepPreview(sql, { hospitalId, kind: 'reassign-visits', request, reason: asked.reason, by, rows })), 201);
  });
  app.openapi(createRoute({ method: 'post', path: '/bulk-acts/{actId}/apply', summary: 'Carry out what was previewed, but for the visits in `leave`; a visit that was changed since the preview stays as it is', ...once,
    request: { params: Id, headers: IdempotencyHeader, body: jsonBody(z.object({ leave: z.array(z.string().max(200)).max(500).default([]) }).strict()) }, responses: { 200: json(BulkDetailItem, 'What became of each visit'), ...refusals } }), async (c) => {
    const { hospitalId } = principalOf(c);
    const { actId } = c.req.valid('param');
    const act = await detail(hospitalId, actId);
    if (!(await applyAct(deps, principalOf(c), act, c.req.valid('json').leave))) throw new Problem('refused', 'This act was undone; make a new preview.', { reason: 'undone' });
    return c.json(await detail(hospitalId, actId), 200);
  });
  app.openapi(createRoute({ method: 'post', path: '/bulk-acts/{actId}/undo', summary: 'Take it back: every visit that still stands where the act put it', ...once,
    request: { params: Id, headers: IdempotencyHeader, body: jsonBody(z.object({}).strict()) }, responses: { 200: json(BulkDetailItem, 'What became of each visit'), ...refusals } }), async (c) => {
    const { hospitalId } = principalOf(c);
    const { actId } = c.req.valid('param');
    const act = await detail(hospitalId, actId);
    if (!(await undoAct(deps, principalOf(c), act))) throw new Problem('refused', 'This act was never carried out, so there is nothing to undo.', { reason: 'not-applied' });
    return c.json(await detail(hospitalId, actId), 200);
  });
  return app;
}
