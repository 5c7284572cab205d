/** A WeChat payment begins: written down, asked for once, and what came of it written again. Whatever happens in between, a query finds out. */
import { v7 as uuidv7 } from 'uuid';
import type { PayHow } from '../../payments/payment.js';
import { paymentMinutes } from '../../pathways/entitlements/conventions.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { announceChanges } from '../changes.js';
import { json, transact, type Tx } from '../client.js';
import { isOnItsWay } from './check-payments.js';
import type { MoneyDeps } from './deps.js';
import { lockOrder, refuse, type MoneyRefusal } from './locks.js';
import { paymentForUpdate, settlePaid } from './settle.js';

export type StartPayment = { hospitalId: string; orderId: string; by: string | null; /** Inside WeChat; absent: a code to photograph. */ openid?: string };
export type StartedPayment = { outcome: 'started'; paymentId: string; state: 'open' | 'ambiguous'; how: PayHow | null; expiresAt: Instant } | MoneyRefusal;

type Opened = { outcome: 'asked'; paymentId: string; outTradeNo: string; amountFen: number; orderNo: string; expiresAt: Instant };

export async function startPayment(deps: MoneyDeps, request: StartPayment): Promise<StartedPayment> {
  const provider = deps.payments.wechatPay;
  const opened = await transact(deps.sql, (tx) => open(tx, request, provider !== null));
  if (opened.outcome !== 'asked') return opened;
  if (!provider) throw new Error('A payment was opened without a provider');
  const { outTradeNo, amountFen, orderNo, expiresAt, paymentId } = opened;
  const result = await provider.start({
    outTradeNo, amountFen, expiresAt, description: `护理服务 ${orderNo}`, payer: request.openid === undefined ? { kind: 'code' } : { kind: 'openid', openid: request.openid },
  });
  return transact(deps.sql, async (tx): Promise<StartedPayment> => {
    const order = await lockOrder(tx, request.hospitalId, request.orderId);
    if (!order) throw new Error(`There is no order ${request.orderId}`);
    const payment = await paymentForUpdate(tx, request.hospitalId, paymentId);
    if (result.outcome === 'paid') await settlePaid(tx, order, payment, result);
    // A notice or a query was faster.
    if (payment.state !== 'starting') return { outcome: 'started', paymentId, state: 'ambiguous', how: null, expiresAt };
    await announceChanges(tx, request.hospitalId, [{ topic: 'order', ref: order.id }]);
    switch (result.outcome) {
      case 'open':
        await tx`update payment set state = 'open', how = ${json(tx, result.how)}, check_at = now() + interval '60 seconds' where id = ${paymentId}`;
        return { outcome: 'started', paymentId, state: 'open', how: result.how, expiresAt };
      case 'paid':
        return { outcome: 'started', paymentId, state: 'open', how: null, expiresAt };
      case 'ambiguous':
        await tx`update payment set state = 'ambiguous', detail = ${result.detail}, check_at = now() + interval '30 seconds' where id = ${paymentId}`;
        return { outcome: 'started', paymentId, state: 'ambiguous', how: null, expiresAt };
      case 'rejected':
        await tx`update payment set state = 'failed', detail = ${result.code}, check_at = null where id = ${paymentId}`;
        return refuse('provider-refused', `WeChat Pay refused the payment (${result.code}): check the merchant's settings, or take the payment at the desk`);
      case 'throttled':
        await tx`update payment set state = 'failed', detail = 'throttled', check_at = null where id = ${paymentId}`;
        return refuse('provider-busy', 'WeChat Pay cannot be asked right now; nothing was taken. Try again in a minute, or take the payment at the desk');
    }
  });
}

async function open(tx: Tx, { hospitalId, orderId, by, openid }: StartPayment, configured: boolean): Promise<Opened | StartedPayment> {
  const order = await lockOrder(tx, hospitalId, orderId);
  if (!order) return refuse('unknown-order', 'This hospital has no such order; check the id');
  const [hospital] = await tx<{ kind: string }[]>`select kind from hospital where id = ${hospitalId}`;
  if (hospital?.kind === 'training') return refuse('training-hospital', 'A training hospital takes no real money: take the payment at the desk instead (it is one click)');
  if (!configured) return refuse('not-configured', 'WeChat Pay is not configured on this server (WECHAT_PAY_* in the settings): take the payment at the desk');
  if (order.state !== 'pending-payment') return refuse('not-payable', `The order is ${order.state}: only an order that waits for payment can be paid`);
  const [known] = await tx<{ id: string; state: 'starting' | 'open' | 'ambiguous'; how: PayHow | null; expiresAt: Instant; expired: boolean }[]>`
    select id, state, how, expires_at, expires_at <= now() as expired from payment where order_id = ${orderId} and state in ('starting', 'open', 'ambiguous')`;
  if (known) {
    const fits = known.how !== null && isOnItsWay(known.state) && !known.expired && (openid === undefined ? 'codeUrl' in known.how : false);
    if (fits) return { outcome: 'started', paymentId: known.id, state: 'open', how: known.how, expiresAt: known.expiresAt };
    return refuse('payment-open', 'Another payment for this order is on its way: ask what became of it (check), or wait until it has run out');
  }
  const paymentId = uuidv7();
  const outTradeNo = paymentId.replaceAll('-', '');
  const [row] = await tx<{ expiresAt: Instant }[]>`insert into payment (id, hospital_id, order_id, channel, state, amount_fen, out_trade_no, taken_by, expires_at, check_at)
    values (${paymentId}, ${hospitalId}, ${orderId}, 'wechat-pay', 'starting', ${order.amountFen}, ${outTradeNo}, ${by}, now() + make_interval(mins => ${paymentMinutes}), now() + interval '60 seconds')
    returning expires_at`;
  if (!row) throw new Error('An insert returned nothing');
  return { outcome: 'asked', paymentId, outTradeNo, amountFen: order.amountFen, orderNo: order.orderNo, expiresAt: row.expiresAt };
}
