/** What WeChat Pay posts to us: signature over the raw body first, then the time, then the seal, then whether it is for this merchant at all. */
import type { PaymentFound, RefundFound } from '../payment.js';
import { decrypt } from './crypto.js';
import { isGenuine, type SignatureHeaders } from './http.js';
import { readPayment, readRefund } from './read.js';
import { keysOf, type WechatPaySettings } from './settings.js';

/** Not from WeChat Pay, or not for us; the route answers 401 and takes nothing from it. */
export class NoticeRefused extends Error {
  override readonly name = 'NoticeRefused';
}

export type WechatPayNotice =
  | { about: 'payment'; outTradeNo: string; payment: PaymentFound }
  | { about: 'refund'; outRefundNo: string; refund: RefundFound }
  | { about: 'other'; eventType: string };

const textOf = (fields: object, name: string): string => {
  const value: unknown = Object.entries(fields).find(([key]) => key === name)?.[1];
  return typeof value === 'string' ? value : '';
};
function objectOf(raw: string): Record<string, unknown> {
  const value: unknown = JSON.parse(raw);
  if (typeof value !== 'object' || value === null) throw new NoticeRefused('The notice is not an object');
  return { ...value };
}

/** `raw` exactly as it came: any other spelling of the same JSON has another signature. Throws `NoticeRefused`. */
export function openNotice(settings: WechatPaySettings, headers: SignatureHeaders, raw: string, now: number): WechatPayNotice {
  if (!isGenuine(settings, keysOf(settings), headers, raw, now)) throw new NoticeRefused('The notice is not signed by WeChat Pay for this time');
  let fields: Record<string, unknown>;
  let eventType: string;
  try {
    const envelope = objectOf(raw);
    const resource = envelope['resource'];
    if (typeof resource !== 'object' || resource === null || textOf(resource, 'algorithm') !== 'AEAD_AES_256_GCM') throw new NoticeRefused('The notice is not sealed as it should be');
    eventType = textOf(envelope, 'event_type');
    fields = objectOf(decrypt(settings.apiV3Key, { ciphertext: textOf(resource, 'ciphertext'), nonce: textOf(resource, 'nonce'), associatedData: textOf(resource, 'associated_data') }));
  } catch (error) {
    throw error instanceof NoticeRefused ? error : new NoticeRefused('The notice cannot be opened: check WECHAT_PAY_API_V3_KEY');
  }
  if (textOf(fields, 'mchid') !== settings.mchId) throw new NoticeRefused('The notice is for another merchant');
  if (eventType.startsWith('TRANSACTION.')) {
    if (textOf(fields, 'appid') !== settings.appId) throw new NoticeRefused('The notice is for another app');
    return { about: 'payment', outTradeNo: textOf(fields, 'out_trade_no'), payment: readPayment(fields) };
  }
  if (eventType.startsWith('REFUND.')) return { about: 'refund', outRefundNo: textOf(fields, 'out_refund_no'), refund: readRefund(fields) };
  return { about: 'other', eventType };
}
