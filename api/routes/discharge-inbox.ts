/** The discharges inbox: what can be launched, what runs, and why not for the others. */
import { createRoute, z } from '@hono/zod-openapi';
import { hospitalOf } from '../../db/hospitals.js';
import { dischargeCounts, dischargeList, dischargeStates, mostCounted } from '../../db/read-models/discharge-list.js';
import { fromMs, localDateOf } from '../../pathways/time.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { DischargeItem } from '../rows.js';
import { json, page, PageQuery, refusals, Uuid } from '../schemas.js';

const list = createRoute({
  method: 'get', path: '/discharges', tags: ['Discharges'], summary: 'Discharges, newest first, with why no package can be launched as of today', ...needs('discharge:read'),
  request: { query: PageQuery.extend({ state: z.enum(dischargeStates).optional(), patientId: Uuid.optional() }).strict() }, responses: { 200: json(page(DischargeItem), 'One page'), ...refusals },
});
const counts = createRoute({
  method: 'get', path: '/discharges/counts', tags: ['Discharges'], summary: 'How many can be launched, run, and cannot be launched', ...needs('discharge:read'),
  responses: { 200: json(z.object({ launchable: z.number(), launched: z.number(), refused: z.number() }), `Counts; ${mostCounted} is that many or more`), ...refusals },
});
const one = createRoute({
  method: 'get', path: '/discharges/{dischargeId}', tags: ['Discharges'], summary: 'One discharge', ...needs('discharge:read'),
  request: { params: z.object({ dischargeId: Uuid }) }, responses: { 200: json(DischargeItem, 'The discharge'), ...refusals },
});

export function dischargeInboxRoutes({ sql, now }: ApiDeps) {
  const app = router();
  const today = async (hospitalId: string) => localDateOf(fromMs(now()), (await hospitalOf(sql, hospitalId)).zone);
  app.openapi(list, async (c) => {
    const { hospitalId } = principalOf(c);
    return c.json(await dischargeList(sql, { hospitalId, today: await today(hospitalId), ...c.req.valid('query') }), 200);
  });
  app.openapi(counts, async (c) => {
    const { hospitalId } = principalOf(c);
    return c.json(await dischargeCounts(sql, hospitalId, await today(hospitalId)), 200);
  });
  app.openapi(one, async (c) => {
    const { hospitalId } = principalOf(c);
    const { items } = await dischargeList(sql, { hospitalId, today: await today(hospitalId), dischargeId: c.req.valid('param').dischargeId, limit: 1 });
    const [found] = items;
    if (!found) throw new Problem('not-found', 'This hospital has no such discharge; import it first.');
    return c.json(found, 200);
  });
  return app;
}
