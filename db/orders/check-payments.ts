/** What became of payments on their way: asked at the provider, then written. A notice may be lost; this finds the payment all the same. */
import { raiseAlarm } from '../alarms.js';
import { announceChanges } from '../changes.js';
import { transact } from '../client.js';
import type { PaymentFound } from '../../payments/payment.js';
import type { MoneyDeps } from './deps.js';
import { lockOrder, type OrderHead } from './locks.js';
import { paymentForUpdate, settlePaid, type PaymentRow, type PaymentState } from './settle.js';
import type { Tx } from '../client.js';

export type PaymentRef = { hospitalId: string; orderId: string; paymentId: string };
const onItsWay: readonly PaymentState[] = ['starting', 'open', 'ambiguous'];
export const isOnItsWay = (state: PaymentState): boolean => onItsWay.includes(state);

/** `end`: nobody shall pay it any more. Returns where it stands now; an answer that nobody could give leaves it as it was. */
export async function checkPayment(deps: MoneyDeps, ref: PaymentRef, end = false): Promise<PaymentState> {
  const { sql, payments } = deps;
  const before = await peek(deps, ref);
  if (!isOnItsWay(before.state) || before.channel !== 'wechat-pay' || !payments.wechatPay) return before.state;
  let found = await payments.wechatPay.query(before.outTradeNo);
  // Nobody has its code, or may use it any more.
  if (found.found === 'open' && (end || before.expired || before.state !== 'open')) {
    await payments.wechatPay.close(before.outTradeNo);
    found = await payments.wechatPay.query(before.outTradeNo);
  }
  return transact(sql, async (tx) => {
    const order = await lockOrder(tx, ref.hospitalId, ref.orderId);
    if (!order) throw new Error(`There is no order ${ref.orderId}`);
    return applyFound(tx, order, await paymentForUpdate(tx, ref.hospitalId, ref.paymentId), found);
  });
}

const peek = ({ sql }: MoneyDeps, { hospitalId, paymentId }: PaymentRef): Promise<PaymentRow> => transact(sql, (tx) => paymentForUpdate(tx, hospitalId, paymentId));

/** Also for notices. The order is locked. Money that came is settled whatever the row says; anything else moves only what is on its way. */
export async function applyFound(tx: Tx, order: OrderHead, payment: PaymentRow, found: PaymentFound): Promise<PaymentState> {
  const { hospitalId } = order;
  if (found.found === 'paid') {
    const how = await settlePaid(tx, order, payment, found);
    return how === 'mismatch' && payment.state !== 'paid' ? 'mismatch' : 'paid';
  }
  if (!isOnItsWay(payment.state)) return payment.state;
  switch (found.found) {
    case 'absent':
    case 'closed': {
      const state = found.found === 'absent' ? 'failed' : 'closed';
      await tx`update payment set state = ${state}, check_at = null, detail = ${found.found} where id = ${payment.id} and hospital_id = ${hospitalId}`;
      await announceChanges(tx, hospitalId, [{ topic: 'order', ref: order.id }]);
      return state;
    }
    case 'open':
      await askAgain(tx, payment.id, null);
      return payment.state;
    case 'unknown':
      await askAgain(tx, payment.id, found.detail);
      await tellOfOldOnes(tx, order, payment, found.detail);
      return payment.state;
  }
}

/** WeChat's own advice: once a minute. */
const askAgain = (tx: Tx, paymentId: string, detail: string | null) => tx`update payment set check_at = now() + interval '60 seconds', detail = ${detail} where id = ${paymentId}`;

async function tellOfOldOnes(tx: Tx, { hospitalId, orderNo }: OrderHead, payment: PaymentRow, detail: string): Promise<void> {
  if (!payment.expired) return;
  await raiseAlarm(tx, { hospitalId, code: 'payment-unknown', ref: payment.id, detail: `Nobody can say what became of the payment for order ${orderNo} (${detail}): look it up at the provider` });
}

/** Those that are due, each leased for a minute so that two workers do not ask about the same one. */
export async function checkDuePayments(deps: MoneyDeps, limit = 20): Promise<number> {
  const due = await deps.sql<PaymentRef[]>`
    with turn as (select id from payment where state in ('starting', 'open', 'ambiguous') and check_at <= now() order by check_at limit ${limit} for update skip locked)
    update payment p set check_at = now() + interval '60 seconds' from turn where p.id = turn.id returning p.hospital_id, p.order_id, p.id as payment_id`;
  for (const ref of due) await checkPayment(deps, ref);
  return due.length;
}

/** The payment of an order that is on its way, if there is one. */
export async function onItsWayOf(deps: MoneyDeps, hospitalId: string, orderId: string): Promise<PaymentRef | null> {
  const [row] = await deps.sql<{ id: string }[]>`select id from payment where hospital_id = ${hospitalId} and order_id = ${orderId} and state in ('starting', 'open', 'ambiguous')`;
  return row ? { hospitalId, orderId, paymentId: row.id } : null;
}
