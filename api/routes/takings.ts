/** For the cashier's office: charges as a table, and the close of each day. */
import { createRoute, z } from '@hono/zod-openapi';
import { charges, chargesCsv } from '../../db/orders/charges.js';
import { closeDay, dayClose, dayCloses, type DayClose } from '../../db/orders/day-close.js';
import { formatYuan } from '../../pathways/entitlements/money.js';
import { daysBetween } from '../../pathways/time.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { addPost, done } from '../money-route.js';
import { router } from '../router.js';
import { Day, json, refusals } from '../schemas.js';
import { DayCloseItem } from '../schemas-money.js';

const longestDays = 366;
const Period = z.object({ from: Day, until: Day });
const inOrder = <T extends { from: string; until: string }>({ from, until }: T): boolean => from <= until && daysBetween(from, until) <= longestDays;
const wrongPeriod = { message: `from must not be after until, and a period holds at most ${longestDays} days`, path: ['until'] };

const csv = createRoute({
  method: 'get', path: '/charges.csv', tags: ['Money'], summary: 'Charges and refunds per order line, for billing and invoices (UTF-8 with BOM)', ...needs('charge:read'),
  request: { query: Period.extend({ language: z.enum(['zh-CN', 'en']).default('zh-CN') }).strict().refine(inOrder, wrongPeriod) }, responses: { 200: { description: 'One row per line', content: { 'text/csv': { schema: z.string() } } }, ...refusals },
});
const list = createRoute({
  method: 'get', path: '/day-closes', tags: ['Money'], summary: 'Days with takings, closed or open', ...needs('charge:read'),
  request: { query: Period.strict().refine(inOrder, wrongPeriod) }, responses: { 200: json(z.object({ items: z.array(DayCloseItem) }), 'Oldest first'), ...refusals },
});
const one = createRoute({
  method: 'get', path: '/day-closes/{day}', tags: ['Money'], summary: 'The takings of one day, as closed or as they stand', ...needs('charge:read'), request: { params: z.object({ day: Day }) }, responses: { 200: json(DayCloseItem, 'The day'), ...refusals },
});

const item = ({ totalFen, channels, ...day }: DayClose): z.input<typeof DayCloseItem> => ({
  ...day, total: formatYuan(totalFen),
  channels: channels.map(({ channel, method, payments, paidFen, refunds, refundedFen }) => ({ channel, method, payments, paid: formatYuan(paidFen), refunds, refunded: formatYuan(refundedFen), net: formatYuan(paidFen - refundedFen) })),
});

export function takingsRoutes(deps: ApiDeps) {
  const { sql } = deps;
  const app = router();
  app.openapi(csv, async (c) => {
    const { from, until, language } = c.req.valid('query');
    const table = chargesCsv(await charges(sql, principalOf(c).hospitalId, from, until), language);
    return c.body(table, 200, { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="charges-${from}-${until}.csv"`, 'cache-control': 'no-store' });
  });
  app.openapi(list, async (c) => {
    const { from, until } = c.req.valid('query');
    return c.json({ items: (await dayCloses(sql, principalOf(c).hospitalId, from, until)).map(item) }, 200);
  });
  app.openapi(one, async (c) => c.json(item(await dayClose(sql, principalOf(c).hospitalId, c.req.valid('param').day)), 200));
  addPost(app, deps, {
    path: '/day-closes', tag: 'Money', params: z.object({}), summary: 'Close a day; what is found later lands on the next open day', permission: 'day:close', body: z.object({ day: Day }).strict(), answer: DayCloseItem, status: 201,
    handle: async (c, _, { day }) => {
      const { hospitalId, accountId } = principalOf(c);
      return item(done(await closeDay(sql, { hospitalId, day, by: accountId })).close);
    },
  });
  return app;
}
