/** Orders in every state that an operation about money asks for. */
import type { Hospital, Targets } from './targets.js';

const packageId = 'hip-wound-care';

export async function money({ served, key, today, post, discharged }: Hospital): Promise<Targets> {
  const price = { amount: '299.90', chargeCode: 'PK-01', validityDays: 90, services: [{ service: 'wound-dressing', unitPrice: '120.00', chargeCode: 'HC-001', funding: 'self-pay' }] };
  await served.api.call('PUT', `/prices/${packageId}`, { as: key, body: price });
  const ordered = async (ref: string, more: object = {}) => {
    const { dischargeId } = await discharged(ref);
    const order = await post('/orders', { dischargeId, packageId, ...more });
    return { dischargeId, orderId: String(order['orderId']), orderNo: String(order['orderNo']), amount: String(order['amount']) };
  };
  const atDesk = (order: { orderId: string; amount: string }, receiptNo: string) => post(`/orders/${order.orderId}/payments/offline`, { method: 'cash', receiptNo, amount: order.amount });
  const [draft, open, cancelled, paid, running] = [await ordered('draft', { state: 'draft' }), await ordered('open'), await ordered('cancelled'), await ordered('paid'), await ordered('running')];
  await atDesk(paid, 'R-paid');
  await atDesk(running, 'R-running');
  const { episodeId } = await post('/episodes', { dischargeId: running.dischargeId, packageId, orderNo: running.orderNo, anchors: { surgery: today } });
  return {
    'PUT /prices/{packageId}': { body: price },
    'POST /orders': { body: { dischargeId: (await discharged('ordering')).dischargeId, packageId } },
    'POST /orders/{orderId}/submit': { path: { orderId: draft.orderId } },
    'POST /orders/{orderId}/payments/offline': { path: { orderId: open.orderId }, body: { method: 'cash', receiptNo: 'R-open', amount: open.amount } },
    'POST /orders/{orderId}/cancel': { path: { orderId: cancelled.orderId } },
    'GET /orders/{orderId}/refund-preview': { path: { orderId: paid.orderId } },
    'POST /orders/{orderId}/refunds': { path: { orderId: paid.orderId }, body: { reason: 'patient-request', amount: paid.amount, receiptNo: 'R-back' } },
    'POST /refunds/{refundId}/retry': { body: { channel: 'offline', receiptNo: 'R-again' } },
    'POST /day-closes': { body: { day: '2026-03-06' } },
    'POST /episodes/{episodeId}/extra-units': { path: { episodeId: String(episodeId) }, body: { service: 'wound-dressing', units: 1 } },
    'GET /episodes/{episodeId}/entitlements': { path: { episodeId: String(episodeId) } },
  };
}
