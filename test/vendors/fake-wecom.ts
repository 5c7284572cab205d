/** WeCom's application messages: gettoken, message/send; silently drops what exceeds 30 a minute for one member, as the real one does. */
import { FakeVendor, json, type Receipt, type Reply, type Taken, type VendorRequest } from './fake-vendor.js';

export class FakeWecom extends FakeVendor {
  readonly name = 'wecom';
  readonly corpId = 'wwd08c8e7c775ab44d';
  readonly secret = 'wecom-test-secret';
  readonly agentId = 1000002;
  /** Members that left: WeCom answers success with them as `invaliduser`. */
  readonly gone = new Set<string>();
  dropped = 0;
  private token = 'wecom-token-1';
  private perMinute: { member: string; at: number }[] = [];

  protected isSend({ url }: VendorRequest): boolean {
    return url.pathname === '/cgi-bin/message/send';
  }
  protected refuse({ url }: VendorRequest): Reply | null {
    if (url.pathname === '/cgi-bin/gettoken') return null;
    return url.searchParams.get('access_token') === this.token ? null : json(200, { errcode: 40014, errmsg: 'invalid access_token' });
  }

  protected take({ body }: VendorRequest): Taken {
    const { touser, text } = JSON.parse(body) as { touser: string; text: { content: string } };
    const at = this.clock();
    const taken: Taken = { id: `xxxx${this.nextNumber()}-${at.getTime()}`, to: touser, marker: null, content: text.content, at: at.toISOString(), via: 'message/send', status: 'accepted' };
    if (this.gone.has(touser)) return taken;
    this.perMinute = this.perMinute.filter((sent) => at.getTime() - sent.at < 60_000);
    if (this.perMinute.filter((sent) => sent.member === touser).length >= 30) {
      this.dropped++;
      return taken;
    }
    this.perMinute.push({ member: touser, at: at.getTime() });
    return this.add(taken);
  }

  protected accepted({ id, to }: Taken): Reply {
    return json(200, { errcode: 0, errmsg: 'ok', invaliduser: this.gone.has(to) ? to : '', invalidparty: '', invalidtag: '', unlicenseduser: '', msgid: id, response_code: 'r' });
  }
  protected rejected(code: string, { body }: VendorRequest): Reply {
    return json(200, { errcode: Number(code), errmsg: `${(JSON.parse(body) as { touser: string }).touser} refused, hint: [1] from ip: 1.2.3.4` });
  }
  protected throttled(): Reply {
    return json(200, { errcode: 45009, errmsg: 'api freq out of limit' });
  }
  protected answer({ url }: VendorRequest): Reply | null {
    if (url.pathname !== '/cgi-bin/gettoken') return null;
    const right = url.searchParams.get('corpid') === this.corpId && url.searchParams.get('corpsecret') === this.secret;
    return right ? json(200, { errcode: 0, errmsg: 'ok', access_token: this.token, expires_in: 7200 }) : json(200, { errcode: 40001, errmsg: 'invalid credential' });
  }
  receipt(_taken: Taken, _status: string): Receipt {
    throw new Error('WeCom sends no receipts for application messages');
  }
}
