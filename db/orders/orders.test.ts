/** Money when several people act at once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPayments } from '../../payments/registry.js';
import { FakeWechatPay } from '../../test/vendors/fake-wechat-pay.js';
import { openNotice } from '../../payments/wechat-pay/notice.js';
import { connect, type Sql } from '../client.js';
import { createPatient, createWorld, launchEpisode, type World } from '../testing/world.js';
import { freshDatabase } from '../../test/support/postgres.js';
import { createOrder } from './create-order.js';
import { applyNotice } from './notices.js';
import { orderExtraUnits } from './extra-units.js';
import { payOffline } from './pay-offline.js';
import { setPrice } from './prices.js';
import { refundOrder } from './refund-order.js';
import { startPayment } from './start-payment.js';

let sql: Sql;
let drop: () => Promise<void>;
let world: World;
let vendor: FakeWechatPay;
const deps = () => ({ sql, payments: createPayments({ wechatPay: vendor.settings }, { publicUrl: 'https://care.test', timeoutMs: 5_000 }) });

beforeAll(async () => {
  const database = await freshDatabase();
  sql = connect(database.url, { max: 8 });
  drop = database.drop;
  vendor = await new FakeWechatPay().start();
  world = await createWorld(sql, { kind: 'real' });
  const services = [{ service: 'wound-dressing', unitFen: 100_00, chargeCode: null, funding: 'self-pay' as const }];
  await setPrice(sql, world.hospitalId, { packageId: 'hip-wound-care', amountFen: 299_90, chargeCode: null, funding: 'self-pay', validityDays: 90, services, example: true }, world.accountId);
});
afterAll(async () => {
  await sql.end();
  await drop();
  await vendor.stop();
});

async function order(): Promise<string> {
  const { dischargeId } = await createPatient(sql, world.hospitalId);
  const created = await createOrder(sql, { hospitalId: world.hospitalId, dischargeId, packageId: 'hip-wound-care', state: 'pending-payment', by: world.accountId });
  if (created.outcome === 'refused') throw new Error(created.message);
  return created.orderId;
}
const stateOf = async (orderId: string) => (await sql<{ state: string; paidFen: number; refundedFen: number }[]>`select state, paid_fen, refunded_fen from care_order where id = ${orderId}`)[0];
const pay = (orderId: string, receiptNo: string) => payOffline(deps(), { hospitalId: world.hospitalId, orderId, method: 'cash', receiptNo, amountFen: 299_90, by: world.accountId });
const outcomes = (results: { outcome: string }[]): string[] => results.map(({ outcome }) => outcome).toSorted();

describe('Ten at once', () => {
  it('pay an order once', async () => {
    const orderId = await order();
    const results = await Promise.all(Array.from({ length: 10 }, (_, n) => pay(orderId, `${orderId}-${n}`)));
    expect(outcomes(results)).toEqual(['done', ...Array.from({ length: 9 }, () => 'refused')]);
    expect(await stateOf(orderId)).toEqual({ state: 'paid', paidFen: 299_90, refundedFen: 0 });
  });

  it('asking for a code reach WeChat once', async () => {
    const orderId = await order();
    const before = vendor.posts;
    await Promise.all(Array.from({ length: 10 }, () => startPayment(deps(), { hospitalId: world.hospitalId, orderId, by: null })));
    expect(vendor.posts).toBe(before + 1);
  });

  it('copies of a notice count once', async () => {
    const orderId = await order();
    const started = await startPayment(deps(), { hospitalId: world.hospitalId, orderId, by: null });
    if (started.outcome === 'refused') throw new Error(started.message);
    const no = started.paymentId.replaceAll('-', '');
    vendor.pay(no);
    const { headers, body } = vendor.notice(no);
    const notice = openNotice(vendor.settings, { timestamp: headers['wechatpay-timestamp'], nonce: headers['wechatpay-nonce'], signature: headers['wechatpay-signature'], serial: headers['wechatpay-serial'] }, body, Date.now());
    await Promise.all(Array.from({ length: 10 }, () => applyNotice(sql, notice)));
    expect(await stateOf(orderId)).toEqual({ state: 'paid', paidFen: 299_90, refundedFen: 0 });
  });

  it('give an order back once', async () => {
    const orderId = await order();
    await pay(orderId, `${orderId}-x`);
    const results = await Promise.all(Array.from({ length: 10 }, () =>
      refundOrder(deps(), { hospitalId: world.hospitalId, orderId, reason: 'patient-request', note: null, by: world.accountId, amountFen: 299_90, receiptNo: 'B' })));
    expect(outcomes(results)).toEqual(['refunded', ...Array.from({ length: 9 }, () => 'refused')]);
    expect(await stateOf(orderId)).toEqual({ state: 'refunded', paidFen: 299_90, refundedFen: 299_90 });
  });

  it('paying for extra units hand them out once', async () => {
    await sql`update hospital set kind = 'training' where id = ${world.hospitalId}`;
    const episodeId = await launchEpisode(sql, { ...world, ...(await createPatient(sql, world.hospitalId)) });
    const created = await orderExtraUnits(sql, { hospitalId: world.hospitalId, episodeId, service: 'wound-dressing', units: 2, by: null });
    if (created.outcome === 'refused') throw new Error(created.message);
    await Promise.all(Array.from({ length: 10 }, (_, n) => payOffline(deps(), { hospitalId: world.hospitalId, orderId: created.orderId, method: 'pos', receiptNo: `P-${n}`, amountFen: 200_00, by: world.accountId })));
    expect(await sql`select purchased, remaining from entitlement_balance where episode_id = ${episodeId}`).toEqual([{ purchased: 5, remaining: 5 }]);
  });
});
