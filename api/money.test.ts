/** Orders, payments, refunds, entitlements and the day's takings, over HTTP. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkDuePayments } from '../db/orders/check-payments.js';
import { checkDueRefunds } from '../db/orders/check-refunds.js';
import { fromMs, localDateOf } from '../pathways/time.js';
import { createPayments } from '../payments/registry.js';
import { dischargeOf, testApi, type TestApi } from '../test/support/api.js';
import { FakeWechatPay, type NoticeFault } from '../test/vendors/fake-wechat-pay.js';

const today = localDateOf(fromMs(Date.now()), 'Asia/Shanghai');
let api: TestApi;
let vendor: FakeWechatPay;
let patients = 0;
let receipts = 0;

type Line = { lineId: string; service: string | null; units: number; amount: string; refundedUnits: number };
type Order = {
  orderId: string; orderNo: string; state: string; amount: string; paid: string; refunded: string; episodeId: string | null; lines: Line[];
  payments: { paymentId: string; state: string; transactionId: string | null; day: string | null }[]; refunds: { refundId: string; state: string; amount: string; channel: string; units: { stage: string; units: number; fee: string }[] }[];
};

beforeAll(async () => {
  vendor = await new FakeWechatPay().start();
  api = await testApi({ providers: { wechatPay: vendor.settings } });
  const services = [{ service: 'wound-dressing', unitPrice: '120.00', chargeCode: 'HC-001', funding: 'self-pay' }];
  await api.call('PUT', '/prices/hip-wound-care', { as: 'head', body: { amount: '299.90', chargeCode: 'PK-01', validityDays: 90, services } });
  await api.call('PUT', '/prices/discharge-follow-up', { as: 'head', body: { amount: '0.00' } });
});
afterAll(async () => {
  await api.close();
  await vendor.stop();
});

async function discharge(): Promise<string> {
  patients += 1;
  const record = dischargeOf(`money-${patients}`, today, { contacts: [{ owner: 'patient', kind: 'mobile', value: `1380013${String(patients).padStart(4, '0')}` }] });
  return ((await api.call('POST', '/discharges', { body: record })).body as { dischargeId: string }).dischargeId;
}
const post = async (path: string, body: object, as = 'head'): Promise<{ status: number; body: Order & { reason?: string; code?: string; detail?: string } }> => (await api.call('POST', path, { as, body })) as never;
const get = async <T>(path: string, as = 'head'): Promise<T> => (await api.call('GET', path, { as })).body as T;
const ordered = async (packageId = 'hip-wound-care', more: object = {}): Promise<Order> => (await post('/orders', { dischargeId: await discharge(), packageId, ...more })).body;
const atDesk = async (order: Order): Promise<Order> => (await post(`/orders/${order.orderId}/payments/offline`, { method: 'cash', receiptNo: `R-${(receipts += 1)}`, amount: order.amount })).body;
async function launched(order: Order, dischargeId: string): Promise<string> {
  const { body } = await api.call('POST', '/episodes', { body: { dischargeId, packageId: 'hip-wound-care', orderNo: order.orderNo, anchors: { surgery: today } } });
  return (body as { episodeId: string }).episodeId;
}
async function paidAndLaunched(): Promise<{ order: Order; episodeId: string }> {
  const dischargeId = await discharge();
  const order = await atDesk((await post('/orders', { dischargeId, packageId: 'hip-wound-care' })).body);
  return { order, episodeId: await launched(order, dischargeId) };
}

describe('An order', () => {
  it('takes the hospital’s price, split over what the package sells, and is paid at the desk', async () => {
    const order = await ordered();
    expect(order).toMatchObject({ state: 'pending-payment', amount: '299.90', lines: [{ service: 'wound-dressing', units: 3, amount: '299.90', chargeCode: 'HC-001' }] });
    expect(await atDesk(order)).toMatchObject({ state: 'paid', paid: '299.90', payments: [{ state: 'paid', amount: '299.90', method: 'cash' }] });
  });

  it('of 0.00 is paid at once, and a package without a price cannot be ordered', async () => {
    expect(await ordered('discharge-follow-up')).toMatchObject({ state: 'paid', amount: '0.00', lines: [{ service: null, units: 1 }] });
    expect((await post('/orders', { dischargeId: await discharge(), packageId: 'stroke-rehab' })).body).toMatchObject({ code: 'refused', reason: 'no-price' });
  });

  it('can wait as a draft, be submitted and be cancelled, and then takes no money', async () => {
    const draft = await ordered('hip-wound-care', { state: 'draft' });
    const pay = { method: 'pos', receiptNo: 'R-draft', amount: draft.amount };
    expect((await post(`/orders/${draft.orderId}/payments/offline`, pay)).body).toMatchObject({ reason: 'not-payable' });
    expect((await post(`/orders/${draft.orderId}/submit`, {})).body).toMatchObject({ state: 'pending-payment' });
    expect((await post(`/orders/${draft.orderId}/cancel`, { reason: 'family decided otherwise' })).body).toMatchObject({ state: 'cancelled' });
    expect((await post(`/orders/${draft.orderId}/payments/offline`, pay)).body).toMatchObject({ reason: 'not-payable' });
  });

  it('is not paid by another amount, nor twice by one receipt', async () => {
    const [one, two] = [await ordered(), await ordered()];
    expect((await post(`/orders/${one.orderId}/payments/offline`, { method: 'cash', receiptNo: 'same', amount: '299.89' })).body).toMatchObject({ reason: 'wrong-amount' });
    expect((await post(`/orders/${one.orderId}/payments/offline`, { method: 'cash', receiptNo: 'same', amount: '299.90' })).status).toBe(200);
    expect((await post(`/orders/${two.orderId}/payments/offline`, { method: 'cash', receiptNo: 'same', amount: '299.90' })).body).toMatchObject({ reason: 'receipt-used' });
    expect((await post(`/orders/${one.orderId}/payments/offline`, { method: 'cash', receiptNo: 'other', amount: '299.90' })).body).toMatchObject({ reason: 'not-payable' });
  });

  it.each(['1e2', 299.9, '-1', '1.234', ''])('refuses the amount %s at the edge', async (amount) => {
    expect((await post(`/orders/${(await ordered()).orderId}/payments/offline`, { method: 'cash', receiptNo: 'x', amount })).status).toBe(422);
  });

  it('is found by patient, and not by another hospital’s id', async () => {
    const order = (await ordered()) as Order & { patientId: string };
    expect(await get<{ items: Order[] }>(`/orders?patientId=${order.patientId}`)).toMatchObject({ items: [{ orderId: order.orderId }] });
    expect((await api.call('GET', '/orders/019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c')).status).toBe(404);
  });
});

describe('A launch', () => {
  it('needs a paid order only where the hospital says so', async () => {
    const settings = { lateCancellationHours: 4, lateCancellationPercent: 20, expiryWarningDays: 7 };
    expect((await api.call('PUT', '/money-settings', { as: 'head', body: { ...settings, requiresPayment: true } })).status).toBe(204);
    const dischargeId = await discharge();
    const { body: order } = await post('/orders', { dischargeId, packageId: 'hip-wound-care' });
    const launch = (orderNo: string) => api.call('POST', '/episodes', { body: { dischargeId, packageId: 'hip-wound-care', orderNo, anchors: { surgery: today } } });
    expect(await launch(order.orderNo)).toMatchObject({ status: 422, body: { reason: 'unpaid' } });
    expect(await launch('free text')).toMatchObject({ status: 422, body: { reason: 'unpaid' } });
    await atDesk(order);
    expect(await launch(order.orderNo)).toMatchObject({ status: 201 });
    await api.call('PUT', '/money-settings', { as: 'head', body: { ...settings, requiresPayment: false } });
    expect(await get<Order>(`/orders/${order.orderId}`)).toMatchObject({ episodeId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string });
  });

  it('is refused for an order of another discharge, and opens entitlements without any order', async () => {
    const order = await ordered();
    const dischargeId = await discharge();
    const launch = (orderNo: string) => api.call('POST', '/episodes', { body: { dischargeId, packageId: 'hip-wound-care', orderNo, anchors: { surgery: today } } });
    expect(await launch(order.orderNo)).toMatchObject({ body: { reason: 'order-mismatch' } });
    const { episodeId } = (await launch('HIS-77')).body as { episodeId: string };
    expect(await get(`/episodes/${episodeId}/entitlements`, 'nurse')).toMatchObject({ items: [{ service: 'wound-dressing', purchased: 3, remaining: 3, entries: [{ kind: 'purchase', units: 3, cause: 'launch' }] }], shortages: [] });
  });
});

describe('More units', () => {
  it('count once they are paid, and settle a visit that was short of one', async () => {
    const { episodeId } = await paidAndLaunched();
    await api.sql`insert into occurrence (id, hospital_id, episode_id, patient_id, step, kind, n, phase, status, due_at, window_from, window_until, slot_from, slot_until)
      select ${`${episodeId}/dressing/4`}, hospital_id, id, patient_id, 'dressing', 'visit', 4, 'course', 'booked', now(), now(), now(), now(), now() from episode where id = ${episodeId}`;
    await api.sql`insert into entitlement_shortage (occurrence, hospital_id, episode_id, patient_id, service, kind) select ${`${episodeId}/dressing/4`}, hospital_id, id, patient_id, 'wound-dressing', 'booked' from episode where id = ${episodeId}`;
    expect(await get('/entitlement-shortages')).toMatchObject({ items: [{ occurrence: `${episodeId}/dressing/4`, kind: 'booked' }] });
    const { body: extra } = await post(`/episodes/${episodeId}/extra-units`, { service: 'wound-dressing', units: 2 }, 'case-manager');
    expect(extra).toMatchObject({ kind: 'extra-units', amount: '240.00', state: 'pending-payment' });
    expect(await get(`/episodes/${episodeId}/entitlements`)).toMatchObject({ items: [{ purchased: 3 }] });
    await atDesk(extra);
    expect(await get(`/episodes/${episodeId}/entitlements`)).toMatchObject({ items: [{ purchased: 5, remaining: 4, reserved: 1 }], shortages: [] });
    expect((await post(`/episodes/${episodeId}/extra-units`, { service: 'rehab-visit', units: 1 })).body).toMatchObject({ reason: 'no-unit-price' });
  });
});

describe('A refund', () => {
  it('is shown before it is given, and given exactly as shown', async () => {
    const { order, episodeId } = await paidAndLaunched();
    const line = order.lines[0]?.lineId ?? '';
    expect(await get(`/orders/${order.orderId}/refund-preview`)).toMatchObject({ refundable: '299.90', lines: [{ parts: [{ stage: 'unbooked', units: 3, amount: '299.90', fee: '0.00', refundable: true }] }] });
    expect((await post(`/orders/${order.orderId}/refunds`, { reason: 'patient-request', amount: '99.97', receiptNo: 'B-1', units: [{ lineId: line, units: 1 }] })).body).toMatchObject({ reason: 'preview-changed' });
    expect((await post(`/orders/${order.orderId}/refunds`, { reason: 'patient-request', amount: '99.96', units: [{ lineId: line, units: 1 }] })).body).toMatchObject({ reason: 'receipt-missing' });
    const { body: refunded } = await post(`/orders/${order.orderId}/refunds`, { reason: 'patient-request', amount: '99.96', receiptNo: 'B-1', units: [{ lineId: line, units: 1 }] });
    expect(refunded).toMatchObject({ state: 'part-refunded', refunded: '99.96', refunds: [{ state: 'succeeded', channel: 'offline', units: [{ stage: 'unbooked', units: 1 }] }], lines: [{ refundedUnits: 1 }] });
    expect(await get(`/episodes/${episodeId}/entitlements`)).toMatchObject({ items: [{ purchased: 3, remaining: 2, refunded: 1 }] });
    const { body: whole } = await post(`/orders/${order.orderId}/refunds`, { reason: 'withdrawn', amount: '199.94', receiptNo: 'B-2' });
    expect(whole).toMatchObject({ state: 'refunded', refunded: '299.90' });
    expect((await post(`/orders/${order.orderId}/refunds`, { reason: 'withdrawn', amount: '0.01', receiptNo: 'B-3' })).body).toMatchObject({ reason: 'nothing-to-refund' });
  });

  it('of a visit that is booked and near keeps the late-cancellation share, but not after a death', async () => {
    const { order, episodeId } = await paidAndLaunched();
    await api.sql`insert into occurrence (id, hospital_id, episode_id, patient_id, step, kind, n, phase, status, due_at, window_from, window_until, slot_from, slot_until)
      select ${`${episodeId}/dressing/1`}, hospital_id, id, patient_id, 'dressing', 'visit', 1, 'course', 'booked', now(), now(), now(), episode_of(clock, now()) + interval '2 hours', now() + interval '1 day' from episode where id = ${episodeId}`;
    await api.sql`insert into entitlement_entry (id, hospital_id, episode_id, patient_id, service, kind, units, at, occurrence, cause)
      select gen_random_uuid(), hospital_id, id, patient_id, 'wound-dressing', 'reserve', 1, now(), ${`${episodeId}/dressing/1`}, 'journal/2/0' from episode where id = ${episodeId}`;
    await api.sql`update entitlement_balance set reserved = 1, remaining = 2 where episode_id = ${episodeId}`;
    expect(await get(`/orders/${order.orderId}/refund-preview?reason=died`)).toMatchObject({ refundable: '299.90' });
    expect(await get(`/orders/${order.orderId}/refund-preview`)).toMatchObject({ refundable: '279.91', lines: [{ parts: [{ stage: 'unbooked', amount: '199.93' }, { stage: 'booked-late', fee: '19.99', amount: '79.98' }] }] });
    const { body } = await post(`/orders/${order.orderId}/refunds`, { reason: 'patient-request', amount: '279.91', receiptNo: 'B-9' });
    expect(body).toMatchObject({ state: 'part-refunded', refunds: [{ amount: '279.91' }] });
    expect(await get(`/episodes/${episodeId}/entitlements`)).toMatchObject({ items: [{ reserved: 0, remaining: 0, refunded: 3 }] });
    // Temporal is away here: the cancellation of the visit is kept for the relay.
    expect(await api.sql`select kind from inbox where episode_id = ${episodeId}`).toEqual([{ kind: 'visit-cancelled' }]);
  });

  it('before the launch gives everything back, and then nothing can be launched from it', async () => {
    const dischargeId = await discharge();
    const order = await atDesk((await post('/orders', { dischargeId, packageId: 'hip-wound-care' })).body);
    expect(await get(`/orders/${order.orderId}/refund-preview`)).toMatchObject({ refundable: '299.90', lines: [{ parts: [{ stage: 'not-launched', units: 3 }] }] });
    expect((await post(`/orders/${order.orderId}/refunds`, { reason: 'patient-request', amount: '299.90', receiptNo: 'B-10' })).body).toMatchObject({ state: 'refunded' });
    expect(await api.call('POST', '/episodes', { body: { dischargeId, packageId: 'hip-wound-care', orderNo: order.orderNo } })).toMatchObject({ status: 422, body: { reason: 'order-closed' } });
  });

  it('is for those who may', async () => {
    expect((await api.call('POST', `/orders/${(await ordered()).orderId}/refunds`, { as: 'nurse', body: { reason: 'died', amount: '1.00' } })).status).toBe(403);
  });
});

describe('WeChat Pay', () => {
  const payments = () => ({ sql: api.sql, payments: createPayments({ wechatPay: vendor.settings }, { publicUrl: 'https://care.test', timeoutMs: 1_500 }) });
  const start = (order: Order) => api.call('POST', `/orders/${order.orderId}/payments/wechat-pay`, { as: 'head', body: {} });
  const numberOf = (paymentId: string): string => paymentId.replaceAll('-', '');
  const notify = (no: string, fault?: NoticeFault) => {
    const { headers, body } = vendor.notice(no, fault);
    return api.call('POST', '/webhooks/wechat-pay', { as: null, raw: body, headers });
  };
  const now = (order: Order) => get<Order>(`/orders/${order.orderId}`);
  const due = () => api.sql`update payment set check_at = now() where state in ('starting', 'open', 'ambiguous')`;
  const alarms = async () => (await api.sql<{ code: string }[]>`select code from alarm where cleared_at is null`).map(({ code }) => code);
  async function started(): Promise<{ order: Order; paymentId: string; no: string }> {
    const order = await ordered();
    const { body } = await start(order);
    const { paymentId } = body as { paymentId: string };
    return { order, paymentId, no: numberOf(paymentId) };
  }

  it('is never asked for the money of a training hospital', async () => {
    expect(await start(await ordered())).toMatchObject({ status: 409, body: { reason: 'training-hospital' } });
    expect(vendor.posts).toBe(0);
    await api.sql`update hospital set pace = 1, kind = 'real'`;
  });

  it('gives a code, the same one when asked again, and the notice pays the order, however often it comes', async () => {
    const order = await ordered();
    const { status, body } = await start(order);
    expect([status, body]).toMatchObject([200, { state: 'open', codeUrl: expect.stringContaining('weixin://') as string }]);
    expect((await start(order)).body).toEqual(body);
    const no = numberOf((body as { paymentId: string }).paymentId);
    vendor.pay(no);
    for (const copy of [1, 2, 3]) expect([copy, (await notify(no)).status]).toEqual([copy, 200]);
    expect(await now(order)).toMatchObject({ state: 'paid', paid: '299.90', payments: [{ state: 'paid', transactionId: expect.stringMatching(/^4200/) as string, day: today }] });
    expect(vendor.received().filter(({ marker }) => marker === no)).toHaveLength(1);
  });

  it.each(['bad-signature', 'tampered-body', 'tampered-seal', 'other-key-id', 'other-merchant', 'old'] as const)('takes nothing from a notice that is %s', async (fault) => {
    const { order, no } = await started();
    vendor.pay(no);
    expect(await notify(no, fault)).toMatchObject({ status: 401, body: { code: 'bad-signature' } });
    expect(await now(order)).toMatchObject({ state: 'pending-payment', paid: '0.00' });
  });

  it('never counts another amount as paid, and tells a person', async () => {
    const { order, no } = await started();
    vendor.pay(no);
    expect((await notify(no, 'wrong-amount')).status).toBe(200);
    expect(await now(order)).toMatchObject({ state: 'pending-payment', paid: '0.00', payments: [{ state: 'mismatch' }] });
    expect(await alarms()).toContain('payment-mismatch');
  });

  it('finds a payment whose notice was lost', async () => {
    const { order, no } = await started();
    vendor.pay(no);
    await due();
    await checkDuePayments(payments());
    expect(await now(order)).toMatchObject({ state: 'paid' });
  });

  it.each(['accept-then-500', 'accept-then-reset'] as const)('asks instead of starting again after "%s", and ends the payment that nobody has a code for', async (behaviour) => {
    const order = await ordered();
    const before = vendor.posts;
    vendor.script(behaviour);
    expect((await start(order)).body).toMatchObject({ state: 'ambiguous', codeUrl: null });
    expect((await start(order)).body).toMatchObject({ reason: 'payment-open' });
    await due();
    await checkDuePayments(payments());
    expect(vendor.posts).toBe(before + 1);
    expect(await now(order)).toMatchObject({ payments: [{ state: 'closed' }] });
    expect((await start(order)).body).toMatchObject({ state: 'open' });
  });

  it('starts anew only when the provider never saw the first', async () => {
    const order = await ordered();
    vendor.script('error-500');
    await start(order);
    await due();
    await checkDuePayments(payments());
    expect(await now(order)).toMatchObject({ payments: [{ state: 'failed' }] });
    expect((await start(order)).body).toMatchObject({ state: 'open' });
  });

  it('ends the code before the desk takes cash, and notices when the patient was faster', async () => {
    const { order } = await started();
    expect(await atDesk(order)).toMatchObject({ state: 'paid', payments: [{ state: 'closed' }, { state: 'paid' }] });
    const other = await started();
    vendor.pay(other.no);
    expect(await atDesk(other.order)).toMatchObject({ reason: 'not-payable' });
    expect(await now(other.order)).toMatchObject({ state: 'paid', payments: [{ state: 'paid' }] });
  });

  it('takes money that comes after a cancellation, and tells a person', async () => {
    const { order, no } = await started();
    expect((await post(`/orders/${order.orderId}/cancel`, { reason: 'changed mind' })).body).toMatchObject({ state: 'cancelled', payments: [{ state: 'closed' }] });
    const trade = vendor.trades.get(no);
    if (trade) Object.assign(trade, { state: 'SUCCESS', at: new Date().toISOString() });
    await notify(no);
    expect(await now(order)).toMatchObject({ state: 'paid', paid: '299.90' });
    expect(await alarms()).toContain('paid-after-cancel');
  });

  it('pays back a surplus when an order was paid twice', async () => {
    const { order, no } = await started();
    await atDesk(order);
    const trade = vendor.trades.get(no);
    if (trade) Object.assign(trade, { state: 'SUCCESS', at: new Date().toISOString() });
    await notify(no);
    expect(await now(order)).toMatchObject({ state: 'paid', paid: '599.80' });
    expect(await get(`/orders/${order.orderId}/refund-preview`)).toMatchObject({ surplus: '299.90', refundable: '599.80' });
    const { body } = await post(`/orders/${order.orderId}/refunds`, { reason: 'service-failure', amount: '599.80', receiptNo: 'B-20' });
    expect(body).toMatchObject({ state: 'refunded', refunded: '599.80' });
    expect(body.refunds.map(({ channel, amount }) => `${channel} ${amount}`).toSorted()).toEqual(['offline 299.90', 'wechat-pay 299.90']);
  });

  async function paidByWechat(): Promise<Order> {
    const { order, no } = await started();
    vendor.pay(no);
    await notify(no);
    return now(order);
  }
  const refundAll = (order: Order) => post(`/orders/${order.orderId}/refunds`, { reason: 'patient-request', amount: '299.90' });
  const dueRefunds = () => api.sql`update refund set check_at = now() where state in ('requested', 'processing', 'ambiguous')`;
  const outRefundNo = async (order: Order): Promise<string> => (await api.sql<{ no: string }[]>`select out_refund_no as no from refund where order_id = ${order.orderId}`)[0]?.no ?? '';

  it('refunds through WeChat, and a notice or a query ends one that takes its time', async () => {
    vendor.refundStatus = 'PROCESSING';
    const [noticed, asked] = [await paidByWechat(), await paidByWechat()];
    for (const order of [noticed, asked]) expect((await refundAll(order)).body).toMatchObject({ state: 'paid', refunds: [{ state: 'processing' }] });
    for (const order of [noticed, asked]) vendor.finishRefund(await outRefundNo(order), 'SUCCESS');
    for (let copy = 0; copy < 2; copy++) expect((await notify(await outRefundNo(noticed))).status).toBe(200);
    expect(await now(noticed)).toMatchObject({ state: 'refunded', refunded: '299.90' });
    await dueRefunds();
    await checkDueRefunds(payments());
    expect(await now(asked)).toMatchObject({ state: 'refunded', refunds: [{ state: 'succeeded' }] });
    vendor.refundStatus = 'SUCCESS';
  });

  it('never refunds twice after an answer was lost', async () => {
    const order = await paidByWechat();
    const before = vendor.posts;
    vendor.script('accept-then-500');
    expect((await refundAll(order)).body).toMatchObject({ state: 'paid', refunds: [{ state: 'ambiguous' }] });
    await dueRefunds();
    await checkDueRefunds(payments());
    expect(await now(order)).toMatchObject({ state: 'refunded' });
    expect(vendor.posts).toBe(before + 1);
    expect([...vendor.refunds.values()].filter(({ outTradeNo }) => outTradeNo === numberOf(order.payments[0]?.paymentId ?? ''))).toHaveLength(1);
  });

  it('posts again, under its old number, only a refund that WeChat never saw', async () => {
    const order = await paidByWechat();
    vendor.script('error-500');
    expect((await refundAll(order)).body).toMatchObject({ refunds: [{ state: 'ambiguous' }] });
    const no = await outRefundNo(order);
    await dueRefunds();
    await checkDueRefunds(payments());
    expect(await now(order)).toMatchObject({ state: 'refunded' });
    expect(await outRefundNo(order)).toBe(no);
  });

  it('tells a person of a refund that failed, who tries again or pays it out at the desk', async () => {
    const order = await paidByWechat();
    vendor.script({ reject: 'NOT_ENOUGH' });
    const { body } = await refundAll(order);
    expect(body).toMatchObject({ state: 'paid', refunds: [{ state: 'failed', detail: 'NOT_ENOUGH' }] });
    expect(await alarms()).toContain('refund-failed');
    const { refundId } = body.refunds[0] ?? { refundId: '' };
    expect((await post(`/refunds/${refundId}/retry`, { channel: 'offline' })).body).toMatchObject({ reason: 'receipt-missing' });
    expect((await post(`/refunds/${refundId}/retry`, { channel: 'wechat-pay' })).body).toMatchObject({ state: 'refunded', refunds: [{ state: 'succeeded', channel: 'wechat-pay' }] });
    expect((await post(`/refunds/${refundId}/retry`, { channel: 'wechat-pay' })).body).toMatchObject({ reason: 'not-failed' });
  });

  it('says so when a number is none of ours', async () => {
    vendor.trades.set('stray', { outTradeNo: 'stray', total: 1, state: 'SUCCESS', transactionId: '4200009', at: new Date().toISOString(), notifyUrl: '' });
    expect((await notify('stray')).status).toBe(200);
    expect(await alarms()).toContain('unknown-payment');
  });
});

describe('The takings of a day', () => {
  it('are listed as charges, closed once, and what comes later lands on the next day', async () => {
    const before = await get<{ total: string; closedAt: null; channels: { channel: string; method: string | null; paid: string }[] }>(`/day-closes/${today}`);
    expect(before).toMatchObject({ closedAt: null, channels: [{ channel: 'offline', method: 'cash' }, { channel: 'wechat-pay', method: null }] });
    const { body: csv } = await api.call('GET', `/charges.csv?from=${today}&until=${today}`, { as: 'head' });
    const lines = String(csv).trim().split('\r\n');
    expect(lines[0]).toBe('营业日,类型,订单号,服务包,服务项目,收费编码,费用类别,数量,金额(元),渠道,方式,凭证号,患者编号,经办');
    const sum = lines.slice(1).reduce((total, line) => total + Math.round(Number(line.split(',')[8]) * 100), 0);
    expect((sum / 100).toFixed(2)).toBe(before.total);

    expect((await post('/day-closes', { day: '2099-01-01' })).body).toMatchObject({ reason: 'day-in-future' });
    expect((await post('/day-closes', { day: today })).body).toMatchObject({ day: today, total: before.total, closedAt: expect.stringContaining('T') as string });
    expect((await post('/day-closes', { day: today })).body).toMatchObject({ reason: 'already-closed' });
    const late = await atDesk(await ordered());
    const [payment] = late.payments;
    expect(payment?.day && payment.day > today).toBe(true);
    expect(await get(`/day-closes/${today}`)).toMatchObject({ total: before.total });
    await expect(api.sql`update day_close set total_fen = 0`).rejects.toThrow('never change');
  });

  it('are asked for by those who may, for a period that makes sense', async () => {
    expect((await api.call('GET', `/charges.csv?from=${today}&until=${today}`, { as: 'nurse' })).status).toBe(403);
    expect((await api.call('GET', '/charges.csv?from=2026-03-02&until=2026-03-01', { as: 'head' })).status).toBe(422);
  });
});
