/** Opens encrypted payloads for the Temporal UI: ops and administrators only, from the UI's own origin, every use in the audit log. */
import { createRoute, z } from '@hono/zod-openapi';
import { cors } from 'hono/cors';
import { logAccess } from '../../db/access-log.js';
import { decodePayloads } from '../../temporal/codec-server.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { json, jsonBody, refusals } from '../schemas.js';

const Payloads = z.object({ payloads: z.array(z.object({ metadata: z.record(z.string(), z.string()).optional(), data: z.string().optional() })).max(2000) }).openapi('Payloads');
const decode = createRoute({
  method: 'post', path: '/codec/decode', tags: ['Operations'], summary: "The Temporal UI's codec: opens payloads for ops", ...needs('history:decode'),
  request: { body: jsonBody(Payloads) }, responses: { 200: json(Payloads, 'Opened'), ...refusals },
});

export function codecRoutes({ sql, codec, temporalUi }: ApiDeps) {
  const app = router();
  app.use('/codec/*', cors({ origin: (origin) => (temporalUi !== null && origin === new URL(temporalUi).origin ? origin : null), credentials: true, allowHeaders: ['content-type', 'x-namespace', 'authorization', 'caller-type'] }));
  app.openapi(decode, async (c) => {
    const { accountId, hospitalId } = principalOf(c);
    await logAccess(sql, { hospitalId, actor: accountId, action: 'history:decode', ref: c.req.header('x-namespace') ?? null, allowed: true });
    try {
      return c.json(await decodePayloads(codec, c.req.valid('json')), 200);
    } catch {
      throw new Problem('invalid', 'A payload does not open: it was closed with a key that WUYOU_PAYLOAD_KEYS does not hold, or it was changed.');
    }
  });
  return app;
}
