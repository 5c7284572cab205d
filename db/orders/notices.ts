/** A notice of WeChat Pay that was signed and opened: matched by our own number, applied like the answer of a query. */
import type { WechatPayNotice } from '../../payments/wechat-pay/notice.js';
import { raiseAlarm } from '../alarms.js';
import { transact, type Sql } from '../client.js';
import { applyFound } from './check-payments.js';
import { applyRefundFound } from './check-refunds.js';
import { lockOrder } from './locks.js';
import { paymentForUpdate, refundForUpdate } from './settle.js';

/** `unknown`: the number is none of ours; ops are told, and the provider need not repeat it. */
export function applyNotice(sql: Sql, notice: WechatPayNotice): Promise<'applied' | 'unknown' | 'other'> {
  return transact(sql, async (tx) => {
    if (notice.about === 'other') return 'other';
    const [own] = notice.about === 'payment'
      ? await tx<{ id: string; hospitalId: string; orderId: string }[]>`select id, hospital_id, order_id from payment where channel = 'wechat-pay' and out_trade_no = ${notice.outTradeNo}`
      : await tx<{ id: string; hospitalId: string; orderId: string }[]>`select id, hospital_id, order_id from refund where out_refund_no = ${notice.outRefundNo}`;
    const order = own ? await lockOrder(tx, own.hospitalId, own.orderId) : null;
    if (!own || !order) {
      const ref = notice.about === 'payment' ? notice.outTradeNo : notice.outRefundNo;
      await raiseAlarm(tx, { hospitalId: null, code: 'unknown-payment', ref: ref.slice(0, 64), detail: `WeChat Pay reports a ${notice.about} with a number that is none of ours: another system uses the same merchant, or a database was restored` });
      return 'unknown';
    }
    if (notice.about === 'payment') await applyFound(tx, order, await paymentForUpdate(tx, own.hospitalId, own.id), notice.payment);
    else await applyRefundFound(tx, order, await refundForUpdate(tx, own.hospitalId, own.id), notice.refund);
    return 'applied';
  });
}
