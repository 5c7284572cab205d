import type { Catalogue } from '../../text.js';

/** Orders and payments of one patient. */
export const orderTexts = {
  orders: ['订单与收款', 'Orders and payments'], none: ['没有订单', 'No orders'], extra: ['{title}：加购', '{title}: more units'],
  draft: ['草稿', 'draft'], 'pending-payment': ['待支付', 'waits for payment'], paid: ['已支付', 'paid'], 'part-refunded': ['部分退款', 'partly refunded'], refunded: ['已退款', 'refunded'], cancelled: ['已取消', 'cancelled'],
  take: ['收款', 'Take the payment'], taken: ['已收款', 'Payment taken'], cancel: ['取消订单', 'Cancel the order'], cancelled_: ['订单已取消', 'The order is cancelled'], why: ['原因', 'Why'], back: ['返回', 'Back'],
  receipt: ['收据号', 'Receipt number'], receiptNeeded: ['请填写收据号', 'Enter the receipt number'], method: ['收款方式', 'Paid by'], cash: ['现金', 'cash'], pos: ['刷卡', 'card terminal'], transfer: ['转账', 'transfer'], other: ['其他', 'other'], offline: ['柜台', 'at the desk'], 'wechat-pay': ['微信支付', 'WeChat Pay'],
  paidBy: ['{how} {amount} 元 · {state} · 收据 {receipt} · {at}', '{how} {amount} CNY · {state} · receipt {receipt} · {at}'],
  'payment-starting': ['正在发起', 'starting'], 'payment-open': ['等待支付', 'waits for the payer'], 'payment-ambiguous': ['待核实', 'being looked up'], 'payment-paid': ['已到账', 'paid'], 'payment-failed': ['失败', 'failed'], 'payment-closed': ['已关闭', 'closed'], 'payment-mismatch': ['金额不符', 'another amount came in'],
  refundOf: ['退款 {amount} 元 · {state} · {at}', 'refund {amount} CNY · {state} · {at}'],
  'refund-requested': ['已申请', 'requested'], 'refund-processing': ['处理中', 'under way'], 'refund-ambiguous': ['待核实', 'being looked up'], 'refund-succeeded': ['已退', 'given back'], 'refund-failed': ['失败', 'failed'],
} as const satisfies Catalogue;
