/** What an order means for a launch: the version that was bought, why it may not start, and the entitlements that open with it. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { validityDays } from '../../pathways/entitlements/conventions.js';
import { addHours } from '../../pathways/time.js';
import { announceChanges } from '../changes.js';
import { together, type Tx } from '../client.js';
import { purchase } from '../entitlement-posting.js';
import { unitsOf } from './create-order.js';
import type { OrderState } from './locks.js';
import { priceOf } from './prices.js';

export type LaunchOrder = { id: string; kind: string; state: OrderState; dischargeId: string; packageId: string; packageVersion: number | null; /** Money is on its way back, or was. */ refunding: boolean };
export type OrderRefusal = { code: 'unpaid' | 'order-mismatch' | 'order-closed'; message: string };

/** null: the order number is not one of ours (another system's, or free text). Locks the row; the patient's lock is held. */
export async function launchOrder(tx: Tx, hospitalId: string, orderNo: string): Promise<LaunchOrder | null> {
  const [row] = await tx<LaunchOrder[]>`select id, kind, state, discharge_id, package_id, package_version, exists (select 1 from refund r where r.order_id = o.id) as refunding from care_order o
    where hospital_id = ${hospitalId} and order_no = ${orderNo} for no key update`;
  return row ?? null;
}

export function orderRefusals(order: LaunchOrder | null, asked: { dischargeId: string; packageId: string; orderNo: string }, requiresPayment: boolean): OrderRefusal[] {
  if (!order) {
    return requiresPayment ? [{ code: 'unpaid', message: `This hospital launches paid orders only, and there is no order ${asked.orderNo}: create it under /orders and take the payment first` }] : [];
  }
  if (order.kind !== 'package' || order.dischargeId !== asked.dischargeId || order.packageId !== asked.packageId) {
    return [{ code: 'order-mismatch', message: `The order ${asked.orderNo} is for another discharge or package: choose the order that was made for this one` }];
  }
  if (order.state === 'cancelled' || order.refunding) return [{ code: 'order-closed', message: `The order ${asked.orderNo} is ${order.state === 'cancelled' ? 'cancelled' : 'being refunded'}: make a new one` }];
  if (requiresPayment && order.state !== 'paid') return [{ code: 'unpaid', message: `The order ${asked.orderNo} is not paid (${order.state}): take the payment first` }];
  return [];
}

/** From the order's lines; without an order from what the package sells, so that every episode has its ledger. */
export async function openEntitlements(tx: Tx, e: { hospitalId: string; patientId: string; episodeId: string; packageId: string; version: number; at: Instant; order: LaunchOrder | null; /** The episode within which it was started. */ within: string | null }): Promise<void> {
  const [price, sold] = await together([priceOf(tx, e.hospitalId, e.packageId), e.order ? [] : unitsOf(tx, e)]);
  const days = price?.validityDays ?? validityDays;
  const expiresAt = addHours(e.at, days * 24);
  const lines: { service: string; units: number; orderLineId: string | null }[] = e.order
    ? await tx<{ service: string; units: number; orderLineId: string }[]>`select service, units, id as order_line_id from care_order_line where order_id = ${e.order.id} and service is not null order by position`
    : sold.map(({ service, count }) => ({ service, units: count, orderLineId: null }));
  for (const { service, units, orderLineId } of lines) {
    await purchase(tx, { hospitalId: e.hospitalId, patientId: e.patientId, episodeId: e.episodeId, service }, { units, at: e.at, expiresAt, cause: orderLineId !== null ? `order/${orderLineId}` : e.within !== null ? `within/${e.within}` : 'launch', orderLineId });
  }
  if (e.order) {
    await tx`update care_order set episode_id = ${e.episodeId} where id = ${e.order.id}`;
    await announceChanges(tx, e.hospitalId, [{ topic: 'order', ref: e.order.id }]);
  }
}
