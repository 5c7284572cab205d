/** What a person does with an order before it is paid: submit a draft, cancel it. */
import { announceChanges } from '../changes.js';
import { transact, type Sql } from '../client.js';
import { checkPayment, isOnItsWay, onItsWayOf } from './check-payments.js';
import type { MoneyDeps } from './deps.js';
import { lockOrder, refuse } from './locks.js';
import { restate } from './order-state.js';
import type { MoneyDone } from './pay-offline.js';

export function submitOrder(sql: Sql, hospitalId: string, orderId: string): Promise<MoneyDone> {
  return transact(sql, async (tx): Promise<MoneyDone> => {
    const order = await lockOrder(tx, hospitalId, orderId);
    if (!order) return refuse('unknown-order', 'This hospital has no such order; check the id');
    if (order.state !== 'draft' && order.state !== 'pending-payment') return refuse('not-payable', `The order is ${order.state}: only a draft can be submitted`);
    await tx`update care_order set state = 'pending-payment' where id = ${orderId} and hospital_id = ${hospitalId}`;
    await restate(tx, hospitalId, orderId);
    return { outcome: 'done', orderId };
  });
}

/** A code that was given out is ended at the provider first: nobody shall pay for what was cancelled. */
export async function cancelOrder(deps: MoneyDeps, r: { hospitalId: string; orderId: string; reason: string }): Promise<MoneyDone> {
  const open = await onItsWayOf(deps, r.hospitalId, r.orderId);
  if (open && isOnItsWay(await checkPayment(deps, open, true))) return refuse('payment-open', 'A WeChat payment for this order is on its way and could not be ended: ask again in a minute');
  return transact(deps.sql, async (tx): Promise<MoneyDone> => {
    const order = await lockOrder(tx, r.hospitalId, r.orderId);
    if (!order) return refuse('unknown-order', 'This hospital has no such order; check the id');
    if (order.state !== 'draft' && order.state !== 'pending-payment') return refuse('not-cancellable', `The order is ${order.state}: ${order.paidFen > 0 ? 'give the money back instead' : 'there is nothing to cancel'}`);
    const [running] = await tx`select 1 from episode where id = ${order.episodeId} and status not in ('stopped', 'completed')`;
    if (running) return refuse('not-cancellable', 'The package of this order is running: take the payment, or stop the episode first');
    await tx`update care_order set state = 'cancelled', cancelled_at = now(), cancel_reason = ${r.reason} where id = ${r.orderId} and hospital_id = ${r.hospitalId}`;
    await announceChanges(tx, r.hospitalId, [{ topic: 'order', ref: r.orderId }]);
    return { outcome: 'done', orderId: r.orderId };
  });
}
