/** WeChat Pay APIv3, direct merchant: Native (a code to photograph) and JSAPI (inside WeChat), refunds, queries. */
import { randomBytes } from 'node:crypto';
import type { PaymentProvider } from '../payment.js';
import { sign } from './crypto.js';
import { createCall, type Answer } from './http.js';
import { readPayment, readRefund } from './read.js';
import { keysOf, type WechatPaySettings } from './settings.js';

export type WechatPayOptions = { notifyUrl: string; timeoutMs?: number; now?: () => number };

/** How long to leave it alone when it does not say. */
const restMs = 60_000;
/** Answers after which nobody knows: WeChat's own table says to ask again with the same number. */
const undecided = new Set(['SYSTEM_ERROR', 'BIZERR_NEED_RETRY', 'BANK_ERROR']);
const busy = new Set(['FREQUENCY_LIMITED', 'RATELIMIT_EXCEEDED', 'RATE_LIMITED']);
const unknownPayment = new Set(['ORDER_NOT_EXIST', 'ORDERNOTEXIST', 'RESOURCE_NOT_EXISTS']);

const codeOf = ({ code }: Record<string, unknown>): string => (typeof code === 'string' && /^[A-Z_]{1,60}$/.test(code) ? code : 'UNSAID');
type Trouble = { outcome: 'rejected'; code: string } | { outcome: 'throttled'; retryAfterMs: number } | { outcome: 'ambiguous'; detail: string };

/** null: it was taken. */
function troubleOf(answer: Answer): Trouble | null {
  if (answer.kind === 'unreachable') return { outcome: 'throttled', retryAfterMs: restMs };
  if (answer.kind === 'unknown') return { outcome: 'ambiguous', detail: answer.detail };
  if (answer.status < 300) return null;
  const code = codeOf(answer.body);
  if (answer.status === 429 || busy.has(code)) return { outcome: 'throttled', retryAfterMs: restMs };
  if (answer.status >= 500 || undecided.has(code)) return { outcome: 'ambiguous', detail: `WeChat Pay answered ${answer.status} ${code}` };
  return { outcome: 'rejected', code };
}

export function createWechatPay(settings: WechatPaySettings, { notifyUrl, timeoutMs = 10_000, now = Date.now }: WechatPayOptions): PaymentProvider {
  const keys = keysOf(settings);
  const call = createCall(settings, keys, { timeoutMs, now });
  const trade = (outTradeNo: string): string => `/v3/pay/transactions/out-trade-no/${encodeURIComponent(outTradeNo)}`;

  function jsapi(prepayId: string) {
    const [timeStamp, nonceStr, pack] = [String(Math.floor(now() / 1_000)), randomBytes(16).toString('hex'), `prepay_id=${prepayId}`];
    return { appId: settings.appId, timeStamp, nonceStr, package: pack, signType: 'RSA' as const, paySign: sign(keys.signing, settings.appId, timeStamp, nonceStr, pack) };
  }

  return {
    channel: 'wechat-pay',
    timeoutMs,
    async start({ outTradeNo, amountFen, description, expiresAt, payer }) {
      if (payer.kind === 'desk') return { outcome: 'rejected', code: 'NOT_ONLINE' };
      const inside = payer.kind === 'openid';
      const answer = await call('POST', `/v3/pay/transactions/${inside ? 'jsapi' : 'native'}`, {
        appid: settings.appId, mchid: settings.mchId, description, out_trade_no: outTradeNo, time_expire: expiresAt.replace(/\.\d+Z$/, '+00:00'), notify_url: notifyUrl,
        amount: { total: amountFen, currency: 'CNY' }, ...(inside ? { payer: { openid: payer.openid } } : {}),
      });
      const trouble = troubleOf(answer);
      if (trouble) return trouble;
      const body = answer.kind === 'answered' ? answer.body : {};
      const given = body[inside ? 'prepay_id' : 'code_url'];
      if (typeof given !== 'string' || given === '') return { outcome: 'ambiguous', detail: 'WeChat Pay took it without giving a code' };
      return { outcome: 'open', how: inside ? { jsapi: jsapi(given) } : { codeUrl: given } };
    },
    async query(outTradeNo) {
      const answer = await call('GET', `${trade(outTradeNo)}?mchid=${settings.mchId}`);
      if (answer.kind === 'answered' && answer.status === 200) return readPayment(answer.body);
      if (answer.kind === 'answered' && answer.status === 404 && unknownPayment.has(codeOf(answer.body))) return { found: 'absent' };
      return { found: 'unknown', detail: detailOf(answer) };
    },
    async close(outTradeNo) {
      await call('POST', `${trade(outTradeNo)}/close`, { mchid: settings.mchId });
    },
    async refund({ outRefundNo, transactionId, amountFen, totalFen }) {
      const answer = await call('POST', '/v3/refund/domestic/refunds', {
        transaction_id: transactionId, out_refund_no: outRefundNo, notify_url: notifyUrl, amount: { refund: amountFen, total: totalFen, currency: 'CNY' },
      });
      const trouble = troubleOf(answer);
      if (trouble) return trouble;
      const found = readRefund(answer.kind === 'answered' ? answer.body : {});
      if (found.found === 'succeeded') return { outcome: 'succeeded', providerRefundId: found.providerRefundId, at: found.at };
      if (found.found === 'processing') return { outcome: 'processing', providerRefundId: found.providerRefundId };
      return found.found === 'failed' ? { outcome: 'rejected', code: found.code } : { outcome: 'ambiguous', detail: 'WeChat Pay took the refund without saying where it stands' };
    },
    async queryRefund(outRefundNo) {
      const answer = await call('GET', `/v3/refund/domestic/refunds/${encodeURIComponent(outRefundNo)}`);
      if (answer.kind === 'answered' && answer.status === 200) return readRefund(answer.body);
      if (answer.kind === 'answered' && answer.status === 404 && codeOf(answer.body) === 'RESOURCE_NOT_EXISTS') return { found: 'absent' };
      return { found: 'unknown', detail: detailOf(answer) };
    },
  };
}

const detailOf = (answer: Answer): string =>
  answer.kind === 'unreachable' ? 'WeChat Pay cannot be reached' : answer.kind === 'unknown' ? answer.detail : `WeChat Pay answered ${answer.status} ${codeOf(answer.body)}`;
