/** An order's state follows from its payments and refunds; nothing else moves it past `pending-payment`. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { addHours } from '../../pathways/time.js';
import { validityDays } from '../../pathways/entitlements/conventions.js';
import { announceChanges } from '../changes.js';
import type { Tx } from '../client.js';
import { purchase } from '../entitlement-posting.js';
import { settleShortages } from '../entitlements.js';
import type { OrderHead, OrderState } from './locks.js';
import { priceOf } from './prices.js';

type Sums = OrderHead & { received: number; returned: number };

export function stateFrom({ state, amountFen, received, returned }: Pick<Sums, 'state' | 'amountFen' | 'received' | 'returned'>): OrderState {
  if (returned > 0) return returned < received ? 'part-refunded' : 'refunded';
  const paid = received >= amountFen && (received > 0 || state === 'pending-payment' || state === 'paid');
  return paid ? 'paid' : state;
}

/** The order's row is locked or new. Extra units are handed out with the payment that completes the order. */
export async function restate(tx: Tx, hospitalId: string, orderId: string): Promise<OrderState> {
  const [order] = await tx<Sums[]>`select o.*, (select coalesce(sum(p.amount_fen), 0) from payment p where p.order_id = o.id and p.state = 'paid')::bigint as received,
      (select coalesce(sum(r.amount_fen), 0) from refund r where r.order_id = o.id and r.state = 'succeeded')::bigint as returned
    from care_order o where o.id = ${orderId} and o.hospital_id = ${hospitalId}`;
  if (!order) throw new Error(`There is no order ${orderId} in this hospital`);
  const state = stateFrom(order);
  await tx`update care_order set state = ${state}, paid_fen = ${order.received}, refunded_fen = ${order.returned},
    paid_at = case when ${state} = 'paid' then coalesce(paid_at, now()) else paid_at end where id = ${orderId} and hospital_id = ${hospitalId}`;
  if (state === 'paid' && order.state !== 'paid' && order.kind === 'extra-units') await handOut(tx, order);
  await announceChanges(tx, hospitalId, [{ topic: 'order', ref: orderId }]);
  return state;
}

async function handOut(tx: Tx, order: OrderHead): Promise<void> {
  const { episodeId, hospitalId, patientId } = order;
  if (episodeId === null) throw new Error(`The order ${order.id} of extra units names no episode`);
  const [episode] = await tx<{ at: Instant }[]>`select episode_of(clock, now())::timestamptz(3) as at from episode where id = ${episodeId}`;
  if (!episode) throw new Error(`There is no episode ${episodeId}`);
  const days = (await priceOf(tx, hospitalId, order.packageId))?.validityDays ?? validityDays;
  const lines = await tx<{ id: string; service: string; units: number }[]>`select id, service, units from care_order_line where order_id = ${order.id} and service is not null order by position`;
  for (const { id, service, units } of lines) {
    const line = { hospitalId, patientId, episodeId, service };
    await purchase(tx, line, { units, at: episode.at, expiresAt: addHours(episode.at, days * 24), cause: `order/${id}`, orderLineId: id });
    await settleShortages(tx, line, episode.at, `extra/${order.id}`);
  }
  await announceChanges(tx, hospitalId, [{ topic: 'entitlement', ref: episodeId }]);
}
