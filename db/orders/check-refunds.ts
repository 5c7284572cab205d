/** Refunds on their way: posted once, then asked about. Only a refund that the provider never saw is posted again, under its old number. */
import { v7 as uuidv7 } from 'uuid';
import { announceChanges } from '../changes.js';
import { transact, type Tx } from '../client.js';
import type { RefundFound, RefundResult } from '../../payments/payment.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { clearAlarm, raiseAlarm } from '../alarms.js';
import type { MoneyDeps } from './deps.js';
import { lockOrder, refuse, type OrderHead } from './locks.js';
import type { MoneyDone } from './pay-offline.js';
import { failRefund, refundForUpdate, settleRefunded, type RefundRow, type RefundState } from './settle.js';

export type RefundRef = { hospitalId: string; orderId: string; refundId: string };

async function withRefund<T>(deps: MoneyDeps, ref: RefundRef, work: (tx: Tx, order: OrderHead, refund: RefundRow) => Promise<T>): Promise<T> {
  return transact(deps.sql, async (tx) => {
    const order = await lockOrder(tx, ref.hospitalId, ref.orderId);
    if (!order) throw new Error(`There is no order ${ref.orderId}`);
    return work(tx, order, await refundForUpdate(tx, ref.hospitalId, ref.refundId));
  });
}

/** One POST. Its number is the same for the same attempt, and the provider refunds a number once. */
export async function submitRefund(deps: MoneyDeps, ref: RefundRef): Promise<RefundState> {
  const provider = deps.payments.wechatPay;
  const refund = await withRefund(deps, ref, async (_tx, _order, row) => row);
  if (refund.channel !== 'wechat-pay' || !provider || refund.transactionId === null) return refund.state;
  const result = await provider.refund({ outRefundNo: refund.outRefundNo, outTradeNo: refund.outTradeNo, transactionId: refund.transactionId, amountFen: refund.amountFen, totalFen: refund.totalFen });
  return withRefund(deps, ref, (tx, order, row) => (row.outRefundNo === refund.outRefundNo ? applyResult(tx, order, row, result) : Promise.resolve(row.state)));
}

async function applyResult(tx: Tx, order: OrderHead, refund: RefundRow, result: RefundResult): Promise<RefundState> {
  if (refund.state === 'succeeded' || refund.state === 'failed') return refund.state;
  switch (result.outcome) {
    case 'succeeded':
      await settleRefunded(tx, order, refund, result);
      return 'succeeded';
    case 'processing':
      return move(tx, order, refund, 'processing', 60, null, result.providerRefundId);
    case 'ambiguous':
      return move(tx, order, refund, 'ambiguous', 30, result.detail);
    case 'throttled':
      return move(tx, order, refund, 'requested', Math.ceil(result.retryAfterMs / 1_000), 'throttled');
    case 'rejected':
      await failRefund(tx, order, refund, result.code);
      return 'failed';
  }
}

async function move(tx: Tx, order: OrderHead, refund: RefundRow, state: RefundState, seconds: number, detail: string | null, providerRefundId: string | null = null): Promise<RefundState> {
  await tx`update refund set state = ${state}, detail = ${detail}, provider_refund_id = coalesce(${providerRefundId}, provider_refund_id), check_at = now() + make_interval(secs => ${seconds}) where id = ${refund.id}`;
  await announceChanges(tx, order.hospitalId, [{ topic: 'order', ref: order.id }]);
  return state;
}

/** Also for notices. The order is locked. */
export async function applyRefundFound(tx: Tx, order: OrderHead, refund: RefundRow, found: RefundFound): Promise<RefundState> {
  switch (found.found) {
    case 'succeeded':
      if (found.amountFen !== refund.amountFen) {
        await raiseAlarm(tx, { hospitalId: order.hospitalId, code: 'refund-mismatch', ref: refund.id, detail: `The provider gave back another amount than asked for order ${order.orderNo}: look it up there` });
        return refund.state;
      }
      await settleRefunded(tx, order, refund, found);
      await clearAlarm(tx, { hospitalId: order.hospitalId, code: 'refund-failed', ref: refund.id });
      return 'succeeded';
    case 'failed':
      await failRefund(tx, order, refund, found.code);
      return refund.state === 'succeeded' ? 'succeeded' : 'failed';
    case 'processing':
      return refund.state === 'requested' || refund.state === 'ambiguous' || refund.state === 'processing' ? move(tx, order, refund, 'processing', 60, null, found.providerRefundId) : refund.state;
    case 'absent':
      return refund.state;
    case 'unknown':
      return refund.state === 'succeeded' || refund.state === 'failed' ? refund.state : move(tx, order, refund, refund.state, 60, found.detail);
  }
}

export async function checkRefund(deps: MoneyDeps, ref: RefundRef): Promise<RefundState> {
  const refund = await withRefund(deps, ref, async (_tx, _order, row) => row);
  if (refund.state === 'succeeded' || refund.state === 'failed' || refund.channel !== 'wechat-pay' || !deps.payments.wechatPay) return refund.state;
  const found = await deps.payments.wechatPay.queryRefund(refund.outRefundNo);
  if (found.found === 'absent') return submitRefund(deps, ref);
  return withRefund(deps, ref, (tx, order, row) => applyRefundFound(tx, order, row, found));
}

export async function checkDueRefunds(deps: MoneyDeps, limit = 20): Promise<number> {
  const due = await deps.sql<RefundRef[]>`
    with turn as (select id from refund where state in ('requested', 'processing', 'ambiguous') and check_at <= now() order by check_at limit ${limit} for update skip locked)
    update refund r set check_at = now() + interval '60 seconds' from turn where r.id = turn.id returning r.hospital_id, r.order_id, r.id as refund_id`;
  for (const ref of due) await checkRefund(deps, ref);
  return due.length;
}

export type RetryRefund = { hospitalId: string; refundId: string; channel: 'offline' | 'wechat-pay'; receiptNo: string | null };

/** Only one that definitely failed: by a new number at the provider, or paid out at the desk. */
export async function retryRefund(deps: MoneyDeps, r: RetryRefund): Promise<MoneyDone> {
  const [owner] = await deps.sql<{ orderId: string }[]>`select order_id from refund where id = ${r.refundId} and hospital_id = ${r.hospitalId}`;
  if (!owner) return refuse('unknown-refund', 'This hospital has no such refund; check the id');
  const ref: RefundRef = { hospitalId: r.hospitalId, orderId: owner.orderId, refundId: r.refundId };
  const again = await withRefund(deps, ref, async (tx, order, refund): Promise<MoneyDone> => {
    if (refund.state !== 'failed') return refuse('not-failed', `The refund is ${refund.state}: only one that failed can be tried again`);
    if (r.channel === 'offline' && r.receiptNo === null) return refuse('receipt-missing', 'Pay the money out at the desk and enter the receipt number');
    if (r.channel === 'wechat-pay' && (refund.transactionId === null || !deps.payments.wechatPay)) return refuse('not-configured', 'It was not paid by WeChat Pay, or WeChat Pay is not configured: pay the money out at the desk');
    await tx`update refund set state = 'requested', channel = ${r.channel}, attempt = attempt + 1, out_refund_no = ${`${uuidv7().replaceAll('-', '')}-${refund.attempt + 1}`}, receipt_no = ${r.receiptNo},
      check_at = now() + interval '60 seconds', detail = null where id = ${refund.id}`;
    await clearAlarm(tx, { hospitalId: order.hospitalId, code: 'refund-failed', ref: refund.id });
    if (r.channel === 'offline') {
      const [clock] = await tx<{ now: Instant }[]>`select now()::timestamptz(3) as now`;
      if (!clock) throw new Error('now() gave no row');
      await settleRefunded(tx, order, { ...refund, state: 'requested' }, { providerRefundId: r.receiptNo ?? '', at: clock.now });
    }
    return { outcome: 'done', orderId: owner.orderId };
  });
  if (again.outcome === 'done' && r.channel === 'wechat-pay') await submitRefund(deps, ref);
  return again;
}
