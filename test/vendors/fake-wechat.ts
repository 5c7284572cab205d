/** A WeChat service account: stable_token, subscription notices, template messages with client_msg_id, encrypted callbacks. */
import { callbackSignature, encryptCallback } from '../../channels/wechat/crypto.js';
import { FakeVendor, json, type Receipt, type Reply, type Taken, type VendorRequest } from './fake-vendor.js';

const notice = '/cgi-bin/message/subscribe/bizsend';
const template = '/cgi-bin/message/template/send';

export class FakeWechat extends FakeVendor {
  readonly name = 'wechat';
  readonly appId = 'wx5823bf96d3bd56c7';
  readonly secret = 'wechat-test-secret';
  readonly callbackToken = 'QDG6eK';
  readonly encodingAesKey = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C';
  protected override readonly happyStatuses = ['success'];
  callbackUrl: string | null = null;
  /** Where a tap on each notice leads, as it was sent. */
  readonly leads: (string | null)[] = [];
  /** How many times a token was asked for. */
  tokensAsked = 0;
  private token = 'token-1';

  /** What the platform does when it restarts its token service: all tokens so far are refused with 40001. */
  revokeTokens(): void {
    this.token = `token-${Number(this.token.slice(6)) + 1}`;
  }

  protected isSend({ url }: VendorRequest): boolean {
    return url.pathname === notice || url.pathname === template;
  }
  protected refuse({ url }: VendorRequest): Reply | null {
    if (url.pathname === '/cgi-bin/stable_token') return null;
    return url.searchParams.get('access_token') === this.token ? null : json(200, { errcode: 40001, errmsg: 'invalid credential, access_token is invalid or not latest' });
  }

  protected take({ url, body }: VendorRequest): Taken {
    const sent = JSON.parse(body) as { touser: string; template_id: string; data: unknown; client_msg_id?: string; url?: string; page?: string };
    this.leads.push((url.pathname === notice ? sent.page : sent.url) ?? null);
    const marker = sent.client_msg_id ?? null;
    // Undocumented what a recognised duplicate answers; here: the first one's id, and nothing is added.
    const known = marker && this.received().find((t) => t.marker === marker && t.to === sent.touser);
    if (known) return known;
    return this.add({
      id: String(1810988812324364000n + BigInt(this.nextNumber())),
      to: sent.touser, marker, content: JSON.stringify(sent.data), at: this.clock().toISOString(), via: url.pathname === notice ? 'bizsend' : 'template', status: 'accepted',
    });
  }

  protected accepted({ id }: Taken): Reply {
    return { status: 200, headers: { 'content-type': 'application/json' }, body: `{"errcode":0,"errmsg":"ok","msgid":${id}}` };
  }
  protected rejected(code: string, { body }: VendorRequest): Reply {
    return json(200, { errcode: Number(code), errmsg: `refused ${(JSON.parse(body) as { touser: string }).touser} rid: 1` });
  }
  /** WeChat does not say for how long. */
  protected throttled(): Reply {
    return json(200, { errcode: 45011, errmsg: 'api minute-quota reach limit' });
  }

  protected answer({ url, body }: VendorRequest): Reply | null {
    if (url.pathname !== '/cgi-bin/stable_token') return null;
    this.tokensAsked++;
    const { appid, secret } = JSON.parse(body) as { appid: string; secret: string };
    if (appid !== this.appId || secret !== this.secret) return json(200, { errcode: 40125, errmsg: 'invalid appsecret' });
    return json(200, { access_token: this.token, expires_in: 7200 });
  }

  /** `status`: `success`, `failed:user block`, `failed: system failed`. */
  receipt(taken: Taken, status: string): Receipt {
    taken.status = status;
    if (taken.via === 'template') return this.event(taken.to, 'TEMPLATESENDJOBFINISH', `<MsgID>${taken.id}</MsgID><Status><![CDATA[${status}]]></Status>`);
    const [code, word] = status === 'success' ? ['0', 'success'] : ['43101', 'user refuse'];
    return this.event(taken.to, 'subscribe_msg_sent_event', `<SubscribeMsgSentEvent><List><TemplateId><![CDATA[T]]></TemplateId><MsgID>${taken.id}</MsgID><ErrorCode>${code}</ErrorCode><ErrorStatus><![CDATA[${word}]]></ErrorStatus></List></SubscribeMsgSentEvent>`);
  }

  event(openid: string, event: string, more = '', at = this.clock()): Receipt {
    return this.callback(openid, `<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[${event}]]></Event>${more}`, at);
  }
  textMessage(openid: string, content: string, msgId: string): Receipt {
    return this.message(openid, 'text', `<Content><![CDATA[${content}]]></Content>`, msgId);
  }
  /** Any kind of message: `voice`, `image`, `location`, ... with its own fields. */
  message(openid: string, type: string, fields: string, msgId: string): Receipt {
    return this.callback(openid, `<MsgType><![CDATA[${type}]]></MsgType>${fields}<MsgId>${msgId}</MsgId>`, this.clock());
  }

  private callback(openid: string, inner: string, at: Date): Receipt {
    if (!this.callbackUrl) throw new Error('No callback URL registered: set callbackUrl');
    const seconds = Math.floor(at.getTime() / 1_000);
    const xml = `<xml><ToUserName><![CDATA[gh_7f083739789a]]></ToUserName><FromUserName><![CDATA[${openid}]]></FromUserName><CreateTime>${seconds}</CreateTime>${inner}</xml>`;
    const encrypted = encryptCallback(this.encodingAesKey, this.appId, xml);
    const nonce = String(this.nextNumber());
    const url = new URL(this.callbackUrl);
    for (const [name, value] of Object.entries({
      signature: callbackSignature(this.callbackToken, String(seconds), nonce), timestamp: String(seconds), nonce, openid, encrypt_type: 'aes',
      msg_signature: callbackSignature(this.callbackToken, String(seconds), nonce, encrypted),
    })) url.searchParams.set(name, value);
    return { url: url.href, init: { method: 'POST', headers: { 'content-type': 'text/xml' }, body: `<xml><ToUserName><![CDATA[gh_7f083739789a]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>` } };
  }
}
