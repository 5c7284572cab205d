/** Two units more, paid at the desk, one given back, and the day closed. */
import { createPayments } from '../../payments/registry.js';
import { fromMs, localDateOf } from '../../pathways/time.js';
import type { Sql } from '../client.js';
import { closeDay } from '../orders/day-close.js';
import { orderExtraUnits } from '../orders/extra-units.js';
import { payOffline } from '../orders/pay-offline.js';
import { setPrice } from '../orders/prices.js';
import { refundOrder } from '../orders/refund-order.js';
import type { World } from './world.js';

export async function buyTwoAndReturnOne(sql: Sql, { hospitalId, accountId }: World, episodeId: string): Promise<string> {
  const deps = { sql, payments: createPayments({}, { publicUrl: 'http://localhost' }) };
  await setPrice(sql, hospitalId, { packageId: 'hip-wound-care', amountFen: 300_00, chargeCode: null, funding: 'self-pay', validityDays: 90, services: [{ service: 'wound-dressing', unitFen: 100_01, chargeCode: null, funding: 'self-pay' }], example: true }, accountId);
  const order = await orderExtraUnits(sql, { hospitalId, episodeId, service: 'wound-dressing', units: 2, by: accountId });
  if (order.outcome === 'refused') throw new Error(order.message);
  const { orderId } = order;
  const paid = await payOffline(deps, { hospitalId, orderId, method: 'cash', receiptNo: `T-${orderId}`, amountFen: 200_02, by: accountId });
  if (paid.outcome === 'refused') throw new Error(paid.message);
  const [line] = await sql<{ id: string }[]>`select id from care_order_line where order_id = ${orderId}`;
  const refunded = await refundOrder(deps, { hospitalId, orderId, reason: 'patient-request', note: null, by: accountId, amountFen: 100_01, units: [{ lineId: line?.id ?? '', units: 1 }], receiptNo: `B-${orderId}` });
  if (refunded.outcome === 'refused') throw new Error(refunded.message);
  const closed = await closeDay(sql, { hospitalId, day: localDateOf(fromMs(Date.now()), 'Asia/Shanghai'), by: accountId });
  if (closed.outcome === 'refused') throw new Error(closed.message);
  return orderId;
}
