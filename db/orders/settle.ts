/** A payment or refund is known to have happened: written once, whoever tells it first (answer, notice, query) and however often. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { formatYuan } from '../../pathways/entitlements/money.js';
import { raiseAlarm } from '../alarms.js';
import type { Tx } from '../client.js';
import { businessDay, type OrderHead } from './locks.js';
import { restate } from './order-state.js';

export type PaymentState = 'starting' | 'open' | 'ambiguous' | 'paid' | 'failed' | 'closed' | 'mismatch';
export type PaymentRow = { id: string; orderId: string; channel: 'offline' | 'wechat-pay'; state: PaymentState; amountFen: number; outTradeNo: string; transactionId: string | null; expiresAt: Instant | null; expired: boolean; createdAt: Instant };
export type Paid = { transactionId: string; paidAt: Instant; amountFen: number };

/** The order is locked. */
export async function paymentForUpdate(tx: Tx, hospitalId: string, paymentId: string): Promise<PaymentRow> {
  const [row] = await tx<PaymentRow[]>`select id, order_id, channel, state, amount_fen, out_trade_no, transaction_id, expires_at, coalesce(expires_at <= now(), false) as expired, created_at
    from payment where id = ${paymentId} and hospital_id = ${hospitalId} for no key update`;
  if (!row) throw new Error(`There is no payment ${paymentId} in this hospital`);
  return row;
}

/** Another amount than asked for never pays an order: the money is shown to a person, and counted on its day. */
export async function settlePaid(tx: Tx, order: OrderHead, payment: PaymentRow, paid: Paid): Promise<'settled' | 'already' | 'mismatch'> {
  const { hospitalId } = order;
  if (payment.state === 'paid' || payment.state === 'mismatch') {
    if (payment.transactionId === paid.transactionId) return 'already';
    await raiseAlarm(tx, { hospitalId, code: 'payment-mismatch', ref: payment.id, detail: `A second transaction names the payment of order ${order.orderNo}: look it up at the provider and give the money back there` });
    return 'mismatch';
  }
  const right = paid.amountFen === payment.amountFen;
  const day = await businessDay(tx, hospitalId, paid.paidAt);
  await tx`update payment set state = ${right ? 'paid' : 'mismatch'}, received_fen = ${paid.amountFen}, transaction_id = ${paid.transactionId}, paid_at = ${paid.paidAt}, business_day = ${day}, check_at = null
    where id = ${payment.id} and hospital_id = ${hospitalId}`;
  const before = order.state;
  await restate(tx, hospitalId, order.id);
  if (!right) {
    await raiseAlarm(tx, { hospitalId, code: 'payment-mismatch', ref: payment.id, detail: `Order ${order.orderNo} asked for ${formatYuan(payment.amountFen)}, but ${formatYuan(paid.amountFen)} was paid: it does not count as paid; give it back at the provider` });
    return 'mismatch';
  }
  if (before === 'cancelled') await raiseAlarm(tx, { hospitalId, code: 'paid-after-cancel', ref: order.id, detail: `Order ${order.orderNo} was paid after it had been cancelled: launch it or give the money back` });
  else if (before !== 'pending-payment' && before !== 'draft') await raiseAlarm(tx, { hospitalId, code: 'paid-twice', ref: order.id, detail: `Order ${order.orderNo} was paid a second time: the refund preview shows the surplus` });
  return 'settled';
}

export type RefundState = 'requested' | 'processing' | 'ambiguous' | 'succeeded' | 'failed';
export type RefundRow = {
  id: string; orderId: string; paymentId: string; channel: 'offline' | 'wechat-pay'; state: RefundState; amountFen: number; attempt: number; outRefundNo: string; outTradeNo: string; transactionId: string | null; totalFen: number;
};

export async function refundForUpdate(tx: Tx, hospitalId: string, refundId: string): Promise<RefundRow> {
  const [row] = await tx<RefundRow[]>`select r.id, r.order_id, r.payment_id, r.channel, r.state, r.amount_fen, r.attempt, r.out_refund_no, p.out_trade_no, p.transaction_id, p.amount_fen as total_fen
    from refund r join payment p on p.id = r.payment_id where r.id = ${refundId} and r.hospital_id = ${hospitalId} for no key update of r`;
  if (!row) throw new Error(`There is no refund ${refundId} in this hospital`);
  return row;
}

export async function settleRefunded(tx: Tx, order: OrderHead, refund: RefundRow, done: { providerRefundId: string; at: Instant }): Promise<'settled' | 'already'> {
  if (refund.state === 'succeeded') return 'already';
  const day = await businessDay(tx, order.hospitalId, done.at);
  await tx`update refund set state = 'succeeded', provider_refund_id = ${done.providerRefundId}, succeeded_at = ${done.at}, business_day = ${day}, check_at = null, detail = null
    where id = ${refund.id} and hospital_id = ${order.hospitalId}`;
  await restate(tx, order.hospitalId, order.id);
  return 'settled';
}

/** The provider gave up. The money is still owed, so the units stay given back and a person finds another way. */
export async function failRefund(tx: Tx, order: OrderHead, refund: RefundRow, code: string): Promise<void> {
  if (refund.state === 'succeeded' || refund.state === 'failed') return;
  await tx`update refund set state = 'failed', detail = ${code}, check_at = null where id = ${refund.id} and hospital_id = ${order.hospitalId}`;
  await raiseAlarm(tx, { hospitalId: order.hospitalId, code: 'refund-failed', ref: refund.id, detail: `The refund of ${formatYuan(refund.amountFen)} for order ${order.orderNo} failed (${code}): try again, or pay it out at the desk` });
  await restate(tx, order.hospitalId, order.id);
}
