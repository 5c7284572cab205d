/** What the hospital asks for its packages, and the few rules about money that it sets itself. */
import { createRoute, z } from '@hono/zod-openapi';
import { moneySettings, prices, setMoneySettings, setPrice } from '../../db/orders/prices.js';
import { formatYuan } from '../../pathways/entitlements/money.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { json, jsonBody, refusals } from '../schemas.js';
import { MoneySettingsBody, PriceIn, PriceItem } from '../schemas-money.js';

const list = createRoute({
  method: 'get', path: '/prices', tags: ['Money'], summary: 'What this hospital asks for its packages and for extra units', ...needs('price:read'),
  responses: { 200: json(z.object({ items: z.array(PriceItem) }), 'Prices by package'), ...refusals },
});
const put = createRoute({
  method: 'put', path: '/prices/{packageId}', tags: ['Money'], summary: 'Set the price of a package; orders that exist keep theirs', ...needs('price:write'),
  request: { params: z.object({ packageId: z.string().max(80) }), body: jsonBody(PriceIn) }, responses: { 204: { description: 'Set' }, ...refusals },
});
const settings = createRoute({
  method: 'get', path: '/money-settings', tags: ['Money'], summary: 'Late cancellation, expiry warning, whether a launch needs a paid order', ...needs('price:read'),
  responses: { 200: json(MoneySettingsBody, 'The hospital’s own, or our conventions'), ...refusals },
});
const putSettings = createRoute({
  method: 'put', path: '/money-settings', tags: ['Money'], summary: 'Set the rules about money', ...needs('price:write'),
  request: { body: jsonBody(MoneySettingsBody) }, responses: { 204: { description: 'Set' }, ...refusals },
});

export function priceRoutes({ sql }: ApiDeps) {
  const app = router();
  app.openapi(list, async (c) => {
    const rows = await prices(sql, principalOf(c).hospitalId);
    const items = rows.map(({ amountFen, services, ...price }) => ({
      ...price, amount: formatYuan(amountFen), currency: 'CNY' as const, services: services.map(({ unitFen, ...service }) => ({ ...service, unitPrice: formatYuan(unitFen) })),
    }));
    return c.json({ items }, 200);
  });
  app.openapi(put, async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    const { packageId } = c.req.valid('param');
    const { amount, services, ...price } = c.req.valid('json');
    const known = await setPrice(sql, hospitalId, { ...price, packageId, amountFen: amount, example: false, services: services.map(({ unitPrice, ...service }) => ({ ...service, unitFen: unitPrice })) }, accountId);
    if (!known) throw new Problem('not-found', `This hospital has published no package ${packageId}; choose one from /packages.`);
    return c.body(null, 204);
  });
  app.openapi(settings, async (c) => c.json(await moneySettings(sql, principalOf(c).hospitalId), 200));
  app.openapi(putSettings, async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    await setMoneySettings(sql, hospitalId, c.req.valid('json'), accountId);
    return c.body(null, 204);
  });
  return app;
}
