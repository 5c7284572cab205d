/** WeChat Pay APIv3 for one merchant: verifies what we sign, signs what it says, takes payments and refunds by number, posts sealed notices. */
import { createCipheriv, createSign, createVerify, generateKeyPairSync, randomBytes } from 'node:crypto';
import { FakeVendor, json, type Receipt, type Reply, type Taken, type VendorRequest } from './fake-vendor.js';

type Trade = { outTradeNo: string; total: number; state: 'NOTPAY' | 'SUCCESS' | 'CLOSED'; transactionId: string; at: string; notifyUrl: string };
type Refund = { outRefundNo: string; outTradeNo: string; transactionId: string; refundId: string; refund: number; total: number; status: 'SUCCESS' | 'PROCESSING' | 'ABNORMAL' | 'CLOSED'; at: string };
/** Ways a notice can be wrong. */
export type NoticeFault = 'bad-signature' | 'tampered-body' | 'tampered-seal' | 'other-key-id' | 'other-merchant' | 'old' | 'wrong-amount';

const transactions = /^\/v3\/pay\/transactions\/(native|jsapi)$/;
const trade = /^\/v3\/pay\/transactions\/out-trade-no\/([^/]+)(\/close)?$/;
const refunds = '/v3/refund/domestic/refunds';
/** Made once: a pair costs up to a second. */
const pairs = new Map<string, { publicKey: string; privateKey: string }>();
function keyPair(whose: 'merchant' | 'platform'): { publicKey: string; privateKey: string } {
  const pair = pairs.get(whose) ?? generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
  pairs.set(whose, pair);
  return pair;
}

export class FakeWechatPay extends FakeVendor {
  readonly name = 'wechat-pay';
  readonly appId = 'wxd678efh567hg6787';
  readonly mchId = '1230000109';
  readonly serialNo = '444F4864EA9B34415B6BCF8E7A2F3D4C';
  readonly apiV3Key = 'wuyou-test-api-v3-key-0123456789';
  readonly publicKeyId = 'PUB_KEY_ID_0000000000000024101100397200000006';
  readonly merchant = keyPair('merchant');
  private readonly platform = keyPair('platform');
  readonly trades = new Map<string, Trade>();
  readonly refunds = new Map<string, Refund>();
  /** What a refund becomes when it is taken. */
  refundStatus: Refund['status'] = 'SUCCESS';
  /** Leaves the signature off the next answers. */
  unsigned = 0;

  get settings() {
    return { appId: this.appId, mchId: this.mchId, serialNo: this.serialNo, privateKey: this.merchant.privateKey, apiV3Key: this.apiV3Key, publicKey: this.platform.publicKey, publicKeyId: this.publicKeyId, baseUrl: this.baseUrl };
  }

  /** The payer photographs the code and pays. */
  pay(outTradeNo: string): void {
    const found = this.trades.get(outTradeNo);
    if (!found || found.state === 'CLOSED') throw new Error(`Nobody can pay ${outTradeNo}: ${found?.state ?? 'unknown'}`);
    found.state = 'SUCCESS';
    found.at = this.clock().toISOString();
  }
  finishRefund(outRefundNo: string, status: 'SUCCESS' | 'ABNORMAL'): void {
    const found = this.refunds.get(outRefundNo);
    if (!found) throw new Error(`No refund ${outRefundNo}`);
    found.status = status;
  }

  protected isSend({ method, url }: VendorRequest): boolean {
    return method === 'POST' && (transactions.test(url.pathname) || url.pathname === refunds);
  }
  protected override isListing({ method }: VendorRequest): boolean {
    return method === 'GET';
  }
  protected refuse({ method, url, headers, body }: VendorRequest): Reply | null {
    const given = /^WECHATPAY2-SHA256-RSA2048 mchid="(\d+)",nonce_str="([^"]+)",timestamp="(\d+)",serial_no="([^"]+)",signature="([^"]+)"$/.exec(headers.authorization ?? '');
    const [, mchid, nonce = '', timestamp = '', serial, signature = ''] = given ?? [];
    const message = `${method}\n${url.pathname}${url.search}\n${timestamp}\n${nonce}\n${body}\n`;
    const genuine = mchid === this.mchId && serial === this.serialNo && createVerify('RSA-SHA256').update(message).verify(this.merchant.publicKey, signature, 'base64');
    return genuine ? null : this.signed(401, { code: 'SIGN_ERROR', message: 'the signature is wrong' });
  }

  protected take({ url, body }: VendorRequest): Taken {
    const sent = JSON.parse(body) as { out_trade_no: string; out_refund_no?: string; transaction_id?: string; amount: { total: number; refund: number }; notify_url: string };
    if (url.pathname === refunds) return this.takeRefund(sent.out_refund_no ?? '', sent.transaction_id ?? '', sent.amount);
    const known = this.trades.get(sent.out_trade_no);
    if (!known) this.trades.set(sent.out_trade_no, { outTradeNo: sent.out_trade_no, total: sent.amount.total, state: 'NOTPAY', transactionId: `42000000${String(this.nextNumber()).padStart(20, '0')}`, at: '', notifyUrl: sent.notify_url });
    return this.add({ id: sent.out_trade_no, to: '', marker: sent.out_trade_no, content: body, at: this.clock().toISOString(), via: url.pathname, status: 'NOTPAY' });
  }
  /** The same number again is the same refund. */
  private takeRefund(outRefundNo: string, transactionId: string, amount: { total: number; refund: number }): Taken {
    const paid = [...this.trades.values()].find((t) => t.transactionId === transactionId);
    const known = this.received().find((t) => t.marker === outRefundNo);
    if (known) return known;
    this.refunds.set(outRefundNo, { outRefundNo, outTradeNo: paid?.outTradeNo ?? '', transactionId, refundId: `50000000${this.nextNumber()}`, refund: amount.refund, total: amount.total, status: this.refundStatus, at: this.clock().toISOString() });
    return this.add({ id: outRefundNo, to: '', marker: outRefundNo, content: JSON.stringify(amount), at: this.clock().toISOString(), via: refunds, status: this.refundStatus });
  }

  protected accepted({ id, via }: Taken): Reply {
    const refund = this.refunds.get(id);
    if (refund) return this.signed(200, this.refundBody(refund));
    return this.signed(200, via.endsWith('jsapi') ? { prepay_id: `wx${id.slice(0, 20)}` } : { code_url: `weixin://wxpay/bizpayurl?pr=${id.slice(0, 9)}` });
  }
  protected rejected(code: string): Reply {
    return this.signed(400, { code, message: 'refused' });
  }
  protected throttled(): Reply {
    return this.signed(429, { code: 'FREQUENCY_LIMITED', message: 'slow down' });
  }

  protected answer({ method, url }: VendorRequest, visible: readonly Taken[]): Reply | null {
    const seen = (no: string): boolean => visible.some(({ marker }) => marker === no);
    const [, no = '', close] = trade.exec(url.pathname) ?? [];
    if (no !== '' && close === undefined && method === 'GET') {
      const found = seen(no) ? this.trades.get(no) : undefined;
      return found ? this.signed(200, this.tradeBody(found)) : this.signed(404, { code: 'ORDER_NOT_EXIST', message: 'no such order' });
    }
    if (no !== '' && method === 'POST') return this.close(no);
    const refundNo = url.pathname.startsWith(`${refunds}/`) ? url.pathname.slice(refunds.length + 1) : '';
    if (refundNo !== '' && method === 'GET') {
      const found = seen(refundNo) ? this.refunds.get(refundNo) : undefined;
      return found ? this.signed(200, this.refundBody(found)) : this.signed(404, { code: 'RESOURCE_NOT_EXISTS', message: 'no such refund' });
    }
    return null;
  }
  private close(no: string): Reply {
    const found = this.trades.get(no);
    if (found?.state === 'SUCCESS') return this.signed(400, { code: 'ORDER_PAID', message: 'paid' });
    if (found) found.state = 'CLOSED';
    return this.signed(204, null);
  }

  private tradeBody({ outTradeNo, state, transactionId, at, total }: Trade) {
    const paid = state === 'SUCCESS' ? { transaction_id: transactionId, success_time: at.replace(/\.\d+Z$/, '+00:00') } : {};
    return { appid: this.appId, mchid: this.mchId, out_trade_no: outTradeNo, trade_state: state, trade_state_desc: '', ...paid, amount: { total, payer_total: total, currency: 'CNY' } };
  }
  private refundBody({ outRefundNo, outTradeNo, transactionId, refundId, refund, total, status, at }: Refund) {
    return { refund_id: refundId, out_refund_no: outRefundNo, transaction_id: transactionId, out_trade_no: outTradeNo, status, ...(status === 'SUCCESS' ? { success_time: at.replace(/\.\d+Z$/, '+00:00') } : {}), amount: { total, refund, currency: 'CNY' } };
  }

  private sign(timestamp: string, nonce: string, body: string): string {
    return createSign('RSA-SHA256').update(`${timestamp}\n${nonce}\n${body}\n`).sign(this.platform.privateKey, 'base64');
  }
  private headers(body: string, at = this.clock()): Record<string, string> {
    const [timestamp, nonce] = [String(Math.floor(at.getTime() / 1_000)), randomBytes(16).toString('hex')];
    return { 'wechatpay-timestamp': timestamp, 'wechatpay-nonce': nonce, 'wechatpay-serial': this.publicKeyId, 'wechatpay-signature': this.sign(timestamp, nonce, body) };
  }
  private signed(status: number, value: unknown): Reply {
    const body = value === null ? '' : JSON.stringify(value);
    if (this.unsigned > 0) {
      this.unsigned--;
      return json(status, value);
    }
    return { status, headers: { 'content-type': 'application/json; charset=utf-8', ...this.headers(body) }, body };
  }

  /** The notice of a payment (`out_trade_no`) or a refund (`out_refund_no`) as it stands now. */
  notice(no: string, fault?: NoticeFault): Receipt & { headers: Record<string, string>; body: string } {
    const [paid, refund] = [this.trades.get(no), this.refunds.get(no)];
    if (!paid && !refund) throw new Error(`Nothing to notify about ${no}`);
    const { status, ...rest } = refund ? this.refundBody(refund) : { status: '' };
    const plain = paid ? this.tradeBody({ ...paid, total: paid.total - (fault === 'wrong-amount' ? 1 : 0) }) : { ...rest, mchid: this.mchId, refund_status: status };
    const sealed = this.seal(JSON.stringify({ ...plain, ...(fault === 'other-merchant' ? { mchid: '1900000001' } : {}) }), fault === 'tampered-seal');
    let body = JSON.stringify({
      id: `EV-${this.nextNumber()}`, create_time: this.clock().toISOString(), resource_type: 'encrypt-resource', event_type: paid ? 'TRANSACTION.SUCCESS' : `REFUND.${status}`, summary: '',
      resource: { algorithm: 'AEAD_AES_256_GCM', original_type: 'transaction', ...sealed },
    });
    const headers = this.headers(body, fault === 'old' ? new Date(this.clock().getTime() - 6 * 60_000) : this.clock());
    if (fault === 'bad-signature') headers['wechatpay-signature'] = 'WECHATPAY/SIGNTEST/abc';
    if (fault === 'other-key-id') headers['wechatpay-serial'] = 'PUB_KEY_ID_1';
    if (fault === 'tampered-body') body = body.replace('"summary":""', '"summary":"x"');
    const all = { 'content-type': 'application/json', ...headers };
    return { url: paid?.notifyUrl ?? '', init: { method: 'POST', headers: all, body }, headers: all, body };
  }
  private seal(plain: string, broken: boolean): { ciphertext: string; nonce: string; associated_data: string } {
    const nonce = randomBytes(6).toString('hex');
    const cipher = createCipheriv('aes-256-gcm', this.apiV3Key, nonce).setAAD(Buffer.from('transaction'));
    const closed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    if (broken) closed[10] = (closed[10] ?? 0) ^ 1;
    return { ciphertext: Buffer.concat([closed, cipher.getAuthTag()]).toString('base64'), nonce, associated_data: 'transaction' };
  }
  receipt(taken: Taken): Receipt {
    return this.notice(taken.id);
  }
}
