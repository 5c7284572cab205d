/** Money back: first shown, then given, exactly as shown. A visit that was booked with a unit given back is cancelled with the engine. */
import { createRoute, z } from '@hono/zod-openapi';
import { retryRefund } from '../../db/orders/check-refunds.js';
import { refundOrder, showRefund } from '../../db/orders/refund-order.js';
import { shown } from '../../db/read-models/order-list.js';
import { formatYuan } from '../../pathways/entitlements/money.js';
import { refundReasons } from '../../pathways/entitlements/refund.js';
import { createPayments } from '../../payments/registry.js';
import type { Principal } from '../../db/accounts.js';
import { needs } from '../auth.js';
import { submit } from '../commands.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { addPost, done } from '../money-route.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { json, refusals, Uuid, trimmed } from '../schemas.js';
import { AmountIn, OrderItem, RefundPreview } from '../schemas-money.js';
import { orderOf } from './orders.js';

const OrderParam = z.object({ orderId: Uuid });
const receiptNo = trimmed(1, 60).nullable().default(null);
const NewRefund = z
  .object({
    reason: z.enum(refundReasons), note: z.string().trim().max(1000).nullable().default(null), receiptNo,
    amount: AmountIn.openapi({ description: 'The total that the preview showed; refused when it is another one by now' }),
    units: z.array(z.object({ lineId: Uuid, units: z.number().int().min(0).max(1000) }).strict()).max(50).optional().openapi({ description: 'Absent: everything that may be given back. Before the launch an order is given back whole' }),
  })
  .strict()
  .openapi('NewRefund');

const preview = createRoute({
  method: 'get', path: '/orders/{orderId}/refund-preview', tags: ['Money'], summary: 'What would be given back now, unit by unit, and why so much', ...needs('order:read'),
  request: { params: OrderParam, query: z.object({ reason: z.enum(refundReasons).default('patient-request') }).strict() }, responses: { 200: json(RefundPreview, 'Nothing is changed'), ...refusals },
});

/** Said to whoever decides; the amounts say the rest. */
const why: Record<z.output<typeof RefundPreview>['lines'][number]['parts'][number]['stage'], string> = {
  'not-launched': 'The package has not started: all of it.',
  unbooked: 'Not booked: the whole price of the unit.',
  'checked-in': 'The visit was begun and not completed: not charged.',
  booked: 'Booked, and there is time: the whole price; the visit is cancelled.',
  'booked-late': 'Booked, and its time is near: the price less the late-cancellation share; the visit is cancelled.',
  course: 'The days of the course that have not run.',
  'awaiting-redemption': 'The visit took place and waits for its redemption: nothing.',
  embedded: 'A package that was started for it is running: nothing before that one has ended.',
  used: 'The visit took place, or the package that was started for it has ended: nothing.',
  expired: 'Expired: nothing.',
  refunded: 'Given back before.',
  surplus: 'Paid twice: the surplus.',
};

export function refundRoutes(deps: ApiDeps) {
  const { sql } = deps;
  const money = { sql, payments: createPayments(deps.providers, { publicUrl: deps.publicUrl, now: deps.now }) };
  const app = router();
  app.openapi(preview, async (c) => {
    const { reason } = c.req.valid('query');
    const found = await showRefund(money, { hospitalId: principalOf(c).hospitalId, orderId: c.req.valid('param').orderId, reason });
    if (!found) throw new Problem('not-found', 'This hospital has no such order; check the id.', { reason: 'unknown-order' });
    const lines = found.lines.map(({ line, parts }) => ({
      lineId: line.lineId, service: line.service, units: line.units, amount: formatYuan(line.amount), parts: parts.map((part) => ({ ...shown(part), refundable: part.refundable, why: why[part.stage] })),
    }));
    return c.json({ reason, refundable: formatYuan(found.refundableFen), surplus: formatYuan(found.surplusFen), lines }, 200);
  });
  addPost(app, deps, {
    path: '/orders/{orderId}/refunds', tag: 'Money', params: OrderParam, summary: 'Give money back by the stage of each visit', permission: 'refund:write', body: NewRefund, answer: OrderItem, status: 201,
    handle: async (c, { orderId }, { amount, units, ...refund }) => {
      const principal = principalOf(c);
      const { cancelled } = done(await refundOrder(money, { ...refund, ...(units ? { units } : {}), hospitalId: principal.hospitalId, orderId, amountFen: amount, by: principal.accountId }));
      for (const visit of cancelled) await cancelVisit(deps, principal, c.req.header('idempotency-key') ?? '', visit);
      return orderOf(deps, principal.hospitalId, orderId);
    },
  });
  addPost(app, deps, {
    path: '/refunds/{refundId}/retry', tag: 'Money', params: z.object({ refundId: Uuid }), summary: 'Try a failed refund again, or pay it out at the desk', permission: 'refund:write',
    body: z.object({ channel: z.enum(['wechat-pay', 'offline']), receiptNo }).strict(), answer: OrderItem, status: 200,
    handle: async (c, { refundId }, body) => {
      const { hospitalId } = principalOf(c);
      const { orderId } = done(await retryRefund(money, { hospitalId, refundId, ...body }));
      return orderOf(deps, hospitalId, orderId);
    },
  });
  return app;
}

/** The money is on its way whatever the engine says; a visit that ended meanwhile, or an episode that did, has nothing to cancel. */
async function cancelVisit(deps: ApiDeps, principal: Principal, key: string, { episodeId, occurrence }: { episodeId: string; occurrence: string }): Promise<void> {
  try {
    await submit(deps, principal, `${key}/${occurrence}`, { episodeId, kind: 'visit-cancelled', input: { occurrence, reason: 'refunded' } });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
}
