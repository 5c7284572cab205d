/** What WeChat says of a payment or a refund, in an answer or a notice alike. Its own fields are read once, here. */
import type { PaymentFound, RefundFound } from '../payment.js';

type Fields = Record<string, unknown>;
const text = (fields: Fields, name: string): string => (typeof fields[name] === 'string' ? fields[name] : '');
const fen = (fields: Fields, name: string): number => {
  const amount = fields['amount'];
  const value: unknown = typeof amount === 'object' && amount !== null ? Object.entries(amount).find(([key]) => key === name)?.[1] : undefined;
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : -1;
};
/** `2018-06-08T10:34:56+08:00` -> UTC with milliseconds. */
const instant = (written: string): string | null => (Number.isNaN(Date.parse(written)) ? null : new Date(written).toISOString());

/** `trade_state` of a transaction (pay.weixin.qq.com, 商户订单号查询订单). */
export function readPayment(fields: Fields): PaymentFound {
  const state = text(fields, 'trade_state');
  switch (state) {
    case 'SUCCESS':
    case 'REFUND': {
      const [transactionId, paidAt, amountFen] = [text(fields, 'transaction_id'), instant(text(fields, 'success_time')), fen(fields, 'total')];
      if (transactionId === '' || paidAt === null || amountFen < 0) return { found: 'unknown', detail: 'WeChat Pay calls it paid without saying how' };
      return { found: 'paid', transactionId, paidAt, amountFen };
    }
    case 'NOTPAY':
    case 'USERPAYING':
    case 'ACCEPT':
      return { found: 'open' };
    case 'CLOSED':
    case 'REVOKED':
    case 'PAYERROR':
      return { found: 'closed' };
    default:
      return { found: 'unknown', detail: `WeChat Pay says ${/^[A-Z_]{1,30}$/.test(state) ? state : 'nothing'}` };
  }
}

/** `status` in an answer, `refund_status` in a notice. ABNORMAL: the payer's card or account does not take it. */
export function readRefund(fields: Fields): RefundFound {
  const state = text(fields, 'status') || text(fields, 'refund_status');
  const providerRefundId = text(fields, 'refund_id');
  switch (state) {
    case 'SUCCESS': {
      const [at, amountFen] = [instant(text(fields, 'success_time')), fen(fields, 'refund')];
      return at === null || amountFen < 0 ? { found: 'unknown', detail: 'WeChat Pay calls it refunded without saying how much' } : { found: 'succeeded', providerRefundId, at, amountFen };
    }
    case 'PROCESSING':
      return { found: 'processing', providerRefundId };
    case 'ABNORMAL':
    case 'CLOSED':
      return { found: 'failed', providerRefundId, code: state };
    default:
      return { found: 'unknown', detail: `WeChat Pay says ${/^[A-Z_]{1,30}$/.test(state) ? state : 'nothing'}` };
  }
}
