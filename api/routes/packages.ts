/** Signing a published version: two accounts, one of them a clinician's, before it runs for real patients. */
import { createRoute, z } from '@hono/zod-openapi';
import { sign } from '../../db/sign.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { json, OrdinalInPath, refusals } from '../schemas.js';

const Signed = z.object({ outcome: z.enum(['signed', 'already-signed']), complete: z.boolean(), missing: z.string().nullable() }).openapi('Signed');
const route = createRoute({
  method: 'post', path: '/packages/{packageId}/versions/{version}/signatures', tags: ['Packages'], summary: 'Sign this version with your own account (idempotent)', ...needs('package:sign'),
  request: { params: z.object({ packageId: z.string().max(80), version: OrdinalInPath }) },
  responses: { 200: json(Signed, 'Signed; `missing` says what is still needed before it may run for real patients'), ...refusals },
});

export function packageRoutes({ sql }: ApiDeps) {
  const app = router();
  app.openapi(route, async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    const { packageId, version } = c.req.valid('param');
    const result = await sign(sql, { hospitalId, id: packageId, version, accountId });
    if (result.outcome === 'refused') throw new Problem(result.code === 'unknown-version' ? 'not-found' : 'forbidden', result.message, { reason: result.code });
    return c.json(result, 200);
  });
  return app;
}
