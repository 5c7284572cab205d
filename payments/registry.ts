/** The ways to pay that this deployment has. A training hospital takes no real money whatever is configured: `db/orders/` refuses it there. */
import { createOfflinePayment } from './offline.js';
import type { PaymentProvider } from './payment.js';
import type { WechatPaySettings } from './wechat-pay/settings.js';
import { createWechatPay } from './wechat-pay/wechat-pay.js';

export type Payments = { offline: PaymentProvider; wechatPay: PaymentProvider | null };

export const createPayments = (
  { wechatPay }: { wechatPay?: WechatPaySettings }, { publicUrl, timeoutMs, now }: { publicUrl: string; timeoutMs?: number; now?: () => number },
): Payments => ({
  offline: createOfflinePayment(now),
  wechatPay: wechatPay ? createWechatPay(wechatPay, { notifyUrl: `${publicUrl}/webhooks/wechat-pay`, ...(timeoutMs === undefined ? {} : { timeoutMs }), ...(now ? { now } : {}) }) : null,
});
