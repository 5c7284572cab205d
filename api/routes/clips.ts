/** Clips that patients sent, and comments on them. */
import { createRoute, z } from '@hono/zod-openapi';
import { clipsToReview, reviewClip } from '../../db/clip-reviews.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { idempotent } from '../idempotency.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { IdempotencyHeader, json, jsonBody, refusals, Uuid, trimmed } from '../schemas.js';

const Clip = z.object({ fileId: z.string(), patientId: z.string(), displayName: z.string(), at: z.string(), comments: z.array(z.object({ at: z.string(), text: z.string(), mine: z.boolean() })) }).openapi('Clip');

export function clipRoutes({ sql, crypt }: ApiDeps) {
  const list = createRoute({ method: 'get', path: '/clips', tags: ['Files'], summary: 'Patients\' clips, those without a comment first', ...needs('visit:write'), responses: { 200: json(z.object({ items: z.array(Clip) }), 'Clips'), ...refusals } });
  const access = needs('visit:write');
  const review = createRoute({
    method: 'post', path: '/clips/{fileId}/reviews', tags: ['Files'], summary: 'Comment on a patient\'s clip; the patient reads it on their page', ...access, middleware: [...access.middleware, idempotent(sql)],
    request: { params: z.object({ fileId: Uuid }), headers: IdempotencyHeader, body: jsonBody(z.object({ comment: trimmed(1, 1000) }).strict()) },
    responses: { 204: { description: 'Kept' }, ...refusals },
  });
  const app = router();
  app.openapi(list, async (c) => c.json({ items: await clipsToReview(sql, crypt, principalOf(c)) }, 200));
  app.openapi(review, async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    if (!(await reviewClip(sql, crypt, { hospitalId, accountId, fileId: c.req.valid('param').fileId, comment: c.req.valid('json').comment }))) throw new Problem('not-found', 'This hospital has no such clip of a patient; take its id from /clips.');
    return c.body(null, 204);
  });
  return app;
}
