/** Paid at the desk: cash, card terminal or transfer, with a receipt number and whoever took it. */
import { v7 as uuidv7 } from 'uuid';
import { formatYuan } from '../../pathways/entitlements/money.js';
import type { OfflineMethod, PaymentProvider } from '../../payments/payment.js';
import { transact, type Tx } from '../client.js';
import { checkPayment, isOnItsWay, onItsWayOf } from './check-payments.js';
import type { MoneyDeps } from './deps.js';
import { businessDay, lockOrder, refuse, type MoneyRefusal } from './locks.js';
import { restate } from './order-state.js';

export type OfflinePayment = { hospitalId: string; orderId: string; method: OfflineMethod; receiptNo: string; amountFen: number; by: string };
export type MoneyDone = { outcome: 'done'; orderId: string } | MoneyRefusal;

/** A code that was given out before is ended first, or the patient could pay twice. */
export async function payOffline(deps: MoneyDeps, r: OfflinePayment): Promise<MoneyDone> {
  const open = await onItsWayOf(deps, r.hospitalId, r.orderId);
  if (open && isOnItsWay(await checkPayment(deps, open, true))) {
    return refuse('payment-open', 'A WeChat payment for this order is on its way and could not be ended: ask again in a minute before taking cash');
  }
  return transact(deps.sql, (tx) => writeOfflinePayment(tx, deps.payments.offline, r));
}

/** Nothing of this order is on its way elsewhere. */
export async function writeOfflinePayment(tx: Tx, desk: PaymentProvider, r: OfflinePayment): Promise<MoneyDone> {
  const order = await lockOrder(tx, r.hospitalId, r.orderId);
  if (!order) return refuse('unknown-order', 'This hospital has no such order; check the id');
  if (order.state !== 'pending-payment') return refuse('not-payable', `The order is ${order.state}: only an order that waits for payment can be paid`);
  if (r.amountFen !== order.amountFen) return refuse('wrong-amount', `The order asks for ${formatYuan(order.amountFen)}, not ${formatYuan(r.amountFen)}: take the whole amount at once`);
  const [used] = await tx`select 1 from payment where hospital_id = ${r.hospitalId} and channel = 'offline' and method = ${r.method} and receipt_no = ${r.receiptNo}`;
  if (used) return refuse('receipt-used', `The receipt ${r.receiptNo} was entered for another payment: check its number`);
  const paymentId = uuidv7();
  const taken = await desk.start({
    outTradeNo: paymentId.replaceAll('-', ''), amountFen: r.amountFen, description: order.orderNo, expiresAt: '', payer: { kind: 'desk', method: r.method, receiptNo: r.receiptNo },
  });
  if (taken.outcome !== 'paid') throw new Error('A payment at the desk was not taken');
  const day = await businessDay(tx, r.hospitalId, taken.paidAt);
  await tx`insert into payment (id, hospital_id, order_id, channel, state, amount_fen, received_fen, method, receipt_no, out_trade_no, taken_by, paid_at, business_day)
    values (${paymentId}, ${r.hospitalId}, ${r.orderId}, 'offline', 'paid', ${r.amountFen}, ${r.amountFen}, ${r.method}, ${r.receiptNo}, ${paymentId.replaceAll('-', '')}, ${r.by}, ${taken.paidAt}, ${day})`;
  await restate(tx, r.hospitalId, r.orderId);
  return { outcome: 'done', orderId: r.orderId };
}
