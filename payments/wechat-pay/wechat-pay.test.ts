import { createVerify } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeWechatPay, type NoticeFault } from '../../test/vendors/fake-wechat-pay.js';
import { paymentContract } from '../payment.contract.js';
import { NoticeRefused, openNotice } from './notice.js';
import { keysOf } from './settings.js';
import { createWechatPay } from './wechat-pay.js';

const notifyUrl = 'https://care.test/webhooks/wechat-pay';
const ask = { outTradeNo: '0190a5c07e4b7c619e6f0a1b2c3d4e5f', amountFen: 128_000, description: '护理服务 WY260302-7KQ2MX', expiresAt: '2026-03-02T02:00:00.000Z' };

paymentContract('WeChat Pay', {
  starts: 'open', canAsk: true, payer: { kind: 'code' },
  create: async () => {
    const vendor = await new FakeWechatPay().start();
    const { settings } = vendor;
    return {
      provider: createWechatPay(settings, { notifyUrl, timeoutMs: 3_000 }), hasty: createWechatPay(settings, { notifyUrl, timeoutMs: 250 }),
      script: (...behaviours) => vendor.script(...behaviours), posts: () => vendor.posts, pay: (no) => vendor.pay(no), stop: () => vendor.stop(),
    };
  },
});

describe('WeChat Pay', () => {
  let vendor: FakeWechatPay;
  beforeEach(async () => {
    vendor = await new FakeWechatPay().start();
  });
  afterEach(() => vendor.stop());
  const provider = () => createWechatPay(vendor.settings, { notifyUrl, timeoutMs: 3_000 });
  const headersOf = ({ headers }: { headers: Record<string, string> }) =>
    ({ timestamp: headers['wechatpay-timestamp'], nonce: headers['wechatpay-nonce'], signature: headers['wechatpay-signature'], serial: headers['wechatpay-serial'] });
  const open = (fault?: NoticeFault) => {
    const notice = vendor.notice(ask.outTradeNo, fault);
    return openNotice(vendor.settings, headersOf(notice), notice.body, Date.now());
  };

  it('gives a code, and inside WeChat what its own dialog needs, signed for it', async () => {
    expect(await provider().start({ ...ask, payer: { kind: 'code' } })).toEqual({ outcome: 'open', how: { codeUrl: 'weixin://wxpay/bizpayurl?pr=0190a5c07' } });
    const inside = await provider().start({ ...ask, outTradeNo: `${ask.outTradeNo.slice(1)}1`, payer: { kind: 'openid', openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' } });
    if (inside.outcome !== 'open' || !('jsapi' in inside.how)) throw new Error('no parameters');
    const { appId, timeStamp, nonceStr, package: pack, paySign } = inside.how.jsapi;
    expect(createVerify('RSA-SHA256').update(`${appId}\n${timeStamp}\n${nonceStr}\n${pack}\n`).verify(vendor.merchant.publicKey, paySign, 'base64')).toBe(true);
  });

  it('says nothing to the payer but the order number, and sends the time in the form that WeChat reads', async () => {
    await provider().start({ ...ask, payer: { kind: 'code' } });
    expect(JSON.parse(vendor.requests[0]?.body ?? '')).toEqual({
      appid: vendor.appId, mchid: vendor.mchId, description: '护理服务 WY260302-7KQ2MX', out_trade_no: ask.outTradeNo, time_expire: '2026-03-02T02:00:00+00:00', notify_url: notifyUrl, amount: { total: 128_000, currency: 'CNY' },
    });
  });

  it('believes no answer without WeChat’s signature', async () => {
    vendor.unsigned = 1;
    expect(await provider().start({ ...ask, payer: { kind: 'code' } })).toMatchObject({ outcome: 'ambiguous' });
    vendor.pay(ask.outTradeNo);
    vendor.unsigned = 1;
    expect(await provider().query(ask.outTradeNo)).toMatchObject({ found: 'unknown' });
    expect(await provider().query(ask.outTradeNo)).toMatchObject({ found: 'paid' });
  });

  it('opens a genuine notice, as often as it comes', async () => {
    await provider().start({ ...ask, payer: { kind: 'code' } });
    vendor.pay(ask.outTradeNo);
    for (let copy = 0; copy < 2; copy++) expect(open()).toMatchObject({ about: 'payment', outTradeNo: ask.outTradeNo, payment: { found: 'paid', amountFen: 128_000 } });
  });

  it.each(['bad-signature', 'tampered-body', 'tampered-seal', 'other-key-id', 'other-merchant', 'old'] as const)('refuses a notice that is %s', async (fault) => {
    await provider().start({ ...ask, payer: { kind: 'code' } });
    vendor.pay(ask.outTradeNo);
    expect(() => open(fault)).toThrow(NoticeRefused);
  });

  it('names the variable of a key that is not one', () => {
    expect(() => keysOf({ ...vendor.settings, privateKey: '-----BEGIN PRIVATE KEY-----\nx' })).toThrow('WECHAT_PAY_PRIVATE_KEY is not an RSA key');
  });
});
