/** What was bought and what became of it; what needs a person; more units. */
import { createRoute, z } from '@hono/zod-openapi';
import { orderExtraUnits } from '../../db/orders/extra-units.js';
import { entitlementsOf } from '../../db/read-models/entitlement-list.js';
import { includedIn } from '../../db/read-models/included-list.js';
import { shortages, unredeemed } from '../../db/read-models/entitlement-shortages.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { addPost, done } from '../money-route.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { EpisodeParam, json, refusals, Uuid } from '../schemas.js';
import { EntitlementItem, OrderItem, Service, ShortageItem, UnredeemedItem } from '../schemas-money.js';
import { orderOf } from './orders.js';

const ofEpisode = createRoute({
  method: 'get', path: '/episodes/{episodeId}/entitlements', tags: ['Money'], summary: 'Units per service: purchased = used + reserved + refunded + expired + remaining', ...needs('entitlement:read'), request: { params: EpisodeParam },
  responses: { 200: json(z.object({ items: z.array(EntitlementItem), shortages: z.array(ShortageItem) }), 'Lines with their entries, and visits without a unit'), ...refusals },
});
const open = createRoute({
  method: 'get', path: '/entitlement-shortages', tags: ['Money'], summary: 'Visits booked or done without a unit, and visits done but never redeemed', ...needs('entitlement:read'),
  responses: { 200: json(z.object({ items: z.array(ShortageItem), unredeemed: z.array(UnredeemedItem) }), 'For the worklist'), ...refusals },
});

const StartedWithin = z.object({ episodeId: Uuid, packageId: z.string(), service: z.string(), status: z.string(), startedAt: z.string() });
const IncludedLine = z.object({ service: z.string(), remaining: z.number(), packages: z.array(z.string()).openapi({ description: 'Published packages, by id' }), started: z.array(StartedWithin) }).openapi('IncludedLine');
const included = createRoute({
  method: 'get', path: '/episodes/{episodeId}/included', tags: ['Money'], summary: 'Packages that may be started within this one (POST /episodes with `within`), how often still, and those that were', ...needs('entitlement:read'), request: { params: EpisodeParam },
  responses: { 200: json(z.object({ items: z.array(IncludedLine) }), 'Empty: it includes no other package'), ...refusals },
});

export function entitlementRoutes(deps: ApiDeps) {
  const { sql } = deps;
  const app = router();
  app.openapi(ofEpisode, async (c) => {
    const { hospitalId } = principalOf(c);
    const { episodeId } = c.req.valid('param');
    return c.json({ items: await entitlementsOf(sql, hospitalId, episodeId), shortages: [...(await shortages(sql, hospitalId, episodeId))] }, 200);
  });
  app.openapi(included, async (c) => {
    const items = await includedIn(sql, principalOf(c).hospitalId, c.req.valid('param').episodeId);
    if (items === null) throw new Problem('not-found', 'This hospital has no such episode; check the id.');
    return c.json({ items }, 200);
  });
  app.openapi(open, async (c) => {
    const { hospitalId } = principalOf(c);
    return c.json({ items: [...(await shortages(sql, hospitalId))], unredeemed: [...(await unredeemed(sql, hospitalId))] }, 200);
  });
  addPost(app, deps, {
    path: '/episodes/{episodeId}/extra-units', tag: 'Money', params: EpisodeParam, summary: 'Order more units of a service; they count once paid', permission: 'order:write',
    body: z.object({ service: Service, units: z.number().int().min(1).max(100) }).strict().openapi('ExtraUnits'), answer: OrderItem, status: 201,
    handle: async (c, { episodeId }, body) => {
      const { hospitalId, accountId } = principalOf(c);
      const { orderId } = done(await orderExtraUnits(sql, { ...body, hospitalId, episodeId, by: accountId }));
      return orderOf(deps, hospitalId, orderId);
    },
  });
  return app;
}
