/** Orders and what moves them: payment at the desk or by WeChat Pay, cancellation. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { createOrder } from '../../db/orders/create-order.js';
import { checkPayment } from '../../db/orders/check-payments.js';
import { cancelOrder, submitOrder } from '../../db/orders/move-order.js';
import { payOffline } from '../../db/orders/pay-offline.js';
import { startPayment } from '../../db/orders/start-payment.js';
import { orderById, orderList, type OrderRow } from '../../db/read-models/order-list.js';
import { createPayments } from '../../payments/registry.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf, type Env } from '../env.js';
import { addPost, done } from '../money-route.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { json, Ordinal, page, PageQuery, refusals, Uuid, trimmed } from '../schemas.js';
import { AmountIn, OrderItem, orderStates, StartedPaymentBody } from '../schemas-money.js';

const OrderParam = z.object({ orderId: Uuid });
const NewOrder = z
  .object({ dischargeId: Uuid, packageId: z.string().regex(/^[a-z0-9-]+$/).openapi({ example: 'hip-wound-care' }), version: Ordinal.optional(), state: z.enum(['draft', 'pending-payment']).default('pending-payment') })
  .strict()
  .openapi('NewOrder');
const Desk = z.object({ method: z.enum(['cash', 'pos', 'transfer', 'other']), receiptNo: trimmed(1, 60), amount: AmountIn }).strict().openapi('DeskPayment');
const Inside = z.object({ openid: z.string().min(6).max(128).optional().openapi({ description: 'Of the payer, inside WeChat; absent: a code to photograph' }) }).strict();

const list = createRoute({
  method: 'get', path: '/orders', tags: ['Money'], summary: 'Orders, newest first', ...needs('order:read'),
  request: { query: PageQuery.extend({ patientId: Uuid.optional(), dischargeId: Uuid.optional(), episodeId: Uuid.optional(), state: z.enum(orderStates).optional() }).strict() }, responses: { 200: json(page(OrderItem), 'Orders'), ...refusals },
});
const one = createRoute({ method: 'get', path: '/orders/{orderId}', tags: ['Money'], summary: 'One order with its payments and refunds', ...needs('order:read'), request: { params: OrderParam }, responses: { 200: json(OrderItem, 'The order'), ...refusals } });

export const orderOf = async ({ sql }: Pick<ApiDeps, 'sql'>, hospitalId: string, orderId: string): Promise<OrderRow> => {
  const order = await orderById(sql, hospitalId, orderId);
  if (!order) throw new Problem('not-found', 'This hospital has no such order; check the id.', { reason: 'unknown-order' });
  return order;
};

export function orderRoutes(deps: ApiDeps) {
  const { sql } = deps;
  const money = { sql, payments: createPayments(deps.providers, { publicUrl: deps.publicUrl, now: deps.now }) };
  const app = router();
  const own = (c: Context<Env>) => principalOf(c);
  const post = { tag: 'Money', params: OrderParam, answer: OrderItem, status: 200 as const };

  app.openapi(list, async (c) => c.json(await orderList(sql, { hospitalId: principalOf(c).hospitalId, ...c.req.valid('query') }), 200));
  app.openapi(one, async (c) => c.json(await orderOf(deps, principalOf(c).hospitalId, c.req.valid('param').orderId), 200));

  addPost(app, deps, {
    ...post, path: '/orders', params: z.object({}), status: 201, summary: 'Order a package for a discharge, at the hospital’s price', permission: 'order:write', body: NewOrder,
    handle: async (c, _, { version, ...order }) => {
      const { hospitalId, accountId } = own(c);
      const created = done(await createOrder(sql, { ...order, ...(version === undefined ? {} : { version }), hospitalId, by: accountId }));
      return orderOf(deps, hospitalId, created.orderId);
    },
  });
  addPost(app, deps, {
    ...post, path: '/orders/{orderId}/submit', summary: 'A draft waits for payment from now on', permission: 'order:write', body: z.object({}).strict(),
    handle: async (c, { orderId }) => {
      done(await submitOrder(sql, own(c).hospitalId, orderId));
      return orderOf(deps, own(c).hospitalId, orderId);
    },
  });
  addPost(app, deps, {
    ...post, path: '/orders/{orderId}/cancel', summary: 'Cancel an order that is not paid; a code that was given out is ended first', permission: 'order:write', body: z.object({ reason: trimmed(1, 500) }).strict(),
    handle: async (c, { orderId }, { reason }) => {
      done(await cancelOrder(money, { hospitalId: own(c).hospitalId, orderId, reason }));
      return orderOf(deps, own(c).hospitalId, orderId);
    },
  });
  addPost(app, deps, {
    ...post, path: '/orders/{orderId}/payments/offline', summary: 'Paid at the desk, with its receipt number', permission: 'payment:take', body: Desk,
    handle: async (c, { orderId }, { amount, ...desk }) => {
      const { hospitalId, accountId } = own(c);
      done(await payOffline(money, { ...desk, hospitalId, orderId, amountFen: amount, by: accountId }));
      return orderOf(deps, hospitalId, orderId);
    },
  });
  addPost(app, deps, {
    ...post, path: '/orders/{orderId}/payments/wechat-pay', summary: 'Ask WeChat Pay for a code, or for what the phone inside WeChat needs', permission: 'payment:take', body: Inside, answer: StartedPaymentBody,
    handle: async (c, { orderId }, { openid }) => {
      const { hospitalId, accountId } = own(c);
      const { paymentId, state, how, expiresAt } = done(await startPayment(money, { hospitalId, orderId, by: accountId, ...(openid === undefined ? {} : { openid }) }));
      return { paymentId, state, expiresAt, codeUrl: how && 'codeUrl' in how ? how.codeUrl : null, jsapi: how && 'jsapi' in how ? how.jsapi : null };
    },
  });
  addPost(app, deps, {
    ...post, path: '/payments/{paymentId}/check', params: z.object({ paymentId: Uuid }), summary: 'Ask the provider now what became of a payment', permission: 'payment:take', body: z.object({}).strict(),
    handle: async (c, { paymentId }) => {
      const { hospitalId } = own(c);
      const [row] = await sql<{ orderId: string }[]>`select order_id from payment where id = ${paymentId} and hospital_id = ${hospitalId}`;
      if (!row) throw new Problem('not-found', 'This hospital has no such payment; check the id.', { reason: 'unknown-payment' });
      await checkPayment(money, { hospitalId, orderId: row.orderId, paymentId });
      return orderOf(deps, hospitalId, row.orderId);
    },
  });
  return app;
}
