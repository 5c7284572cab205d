/** Twilio's Messages API as documented for 2010-04-01: create, fetch, list with pages, signed status callbacks. */
import { createHash } from 'node:crypto';
import twilio from 'twilio';
import { FakeVendor, json, type Receipt, type Reply, type Taken, type VendorRequest } from './fake-vendor.js';

export class FakeTwilio extends FakeVendor {
  readonly name = 'twilio';
  readonly accountSid: string;
  readonly authToken: string;
  protected override readonly happyStatuses = ['sent', 'delivered'];
  pageSize = 50;
  /** The public origin that the signature covers, when it differs from where the webhook really listens. */
  publicOrigin: string | null = null;

  constructor(accountSid = `AC${'0'.repeat(32)}`, authToken = 'twilio-test-token') {
    super();
    this.accountSid = accountSid;
    this.authToken = authToken;
  }

  private get path(): string {
    return `/2010-04-01/Accounts/${this.accountSid}/Messages`;
  }
  protected isSend({ method, url }: VendorRequest): boolean {
    return method === 'POST' && url.pathname === `${this.path}.json`;
  }
  protected override isListing({ method, url }: VendorRequest): boolean {
    return method === 'GET' && url.pathname === `${this.path}.json`;
  }

  protected refuse({ headers }: VendorRequest): Reply | null {
    const expected = `Basic ${Buffer.from(`${this.accountSid}:${this.authToken}`).toString('base64')}`;
    return headers.authorization === expected ? null : failure(401, '20003', 'Authenticate');
  }

  protected take({ body }: VendorRequest): Taken {
    const form = new URLSearchParams(body);
    const callback = form.get('StatusCallback');
    const n = this.nextNumber();
    return this.add({
      id: `SM${createHash('md5').update(`${this.accountSid}/${n}`).digest('hex')}`,
      to: form.get('To') ?? '',
      marker: callback ? new URL(callback).searchParams.get('attempt') : null,
      content: form.get('Body') ?? '',
      at: this.clock().toISOString(),
      via: 'Messages.create',
      status: 'queued',
      ...(callback && { statusCallback: callback }),
    });
  }

  protected accepted(taken: Taken): Reply {
    return json(201, this.resource(taken));
  }
  protected rejected(code: string, { body }: VendorRequest): Reply {
    // The real API quotes the number in its message; ours must never pass that on.
    return failure(['20003', '20005'].includes(code) ? 401 : 400, code, `The number ${new URLSearchParams(body).get('To')} was refused for ${code}`);
  }
  protected throttled(seconds: number): Reply {
    return { ...failure(429, '20429', 'Too Many Requests'), headers: { 'content-type': 'application/json', 'retry-after': String(seconds) } };
  }

  protected answer({ method, url }: VendorRequest, visible: readonly Taken[]): Reply | null {
    if (method !== 'GET') return null;
    const sid = /^\/(SM[^/]+)\.json$/.exec(url.pathname.slice(this.path.length))?.[1];
    if (sid !== undefined && url.pathname.startsWith(`${this.path}/`)) {
      const one = visible.find(({ id }) => id === sid);
      return one ? json(200, this.resource(one)) : failure(404, '20404', 'The requested resource was not found');
    }
    if (url.pathname !== `${this.path}.json`) return null;
    const query = url.searchParams;
    const to = query.get('To');
    const after = query.get('DateSent>');
    const found = visible.filter((t) => (!to || t.to === to) && (!after || t.at >= new Date(after).toISOString())).toReversed();
    const size = Math.min(Number(query.get('PageSize') ?? this.pageSize), this.pageSize);
    const page = Number(query.get('Page') ?? 0);
    const next = new URL(url);
    next.searchParams.set('Page', String(page + 1));
    return json(200, {
      messages: found.slice(page * size, (page + 1) * size).map((t) => this.resource(t)),
      page,
      page_size: size,
      next_page_uri: (page + 1) * size < found.length ? next.pathname + next.search : null,
    });
  }

  receipt(taken: Taken, status: string, errorCode?: string): Receipt {
    if (!taken.statusCallback) throw new Error('This message was sent without a StatusCallback');
    taken.status = status;
    const params: Record<string, string> = {
      MessageSid: taken.id, SmsSid: taken.id, MessageStatus: status, SmsStatus: status, To: taken.to, AccountSid: this.accountSid,
      ApiVersion: '2010-04-01', ...(errorCode && { ErrorCode: errorCode }),
    };
    return this.signed(taken.statusCallback, params);
  }

  /** What a person wrote back. */
  inbound(url: string, { from, to, body, sid, optOutType }: { from: string; to: string; body: string; sid?: string; optOutType?: string }): Receipt {
    const n = this.nextNumber();
    return this.signed(url, {
      MessageSid: sid ?? `SM${createHash('md5').update(`in/${n}`).digest('hex')}`, From: from, To: to, Body: body, NumMedia: '0',
      AccountSid: this.accountSid, ...(optOutType && { OptOutType: optOutType }),
    });
  }

  private signed(url: string, params: Record<string, string>): Receipt {
    const { pathname, search } = new URL(url);
    const told = this.publicOrigin ? this.publicOrigin + pathname + search : url;
    return {
      url,
      init: {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'x-twilio-signature': twilio.getExpectedTwilioSignature(this.authToken, told, params),
        },
        body: new URLSearchParams(params).toString(),
      },
    };
  }

  private resource(t: Taken): Record<string, unknown> {
    const date = new Date(t.at).toUTCString().replace('GMT', '+0000');
    return {
      sid: t.id, account_sid: this.accountSid, to: t.to, from: '+15005550006', body: t.content, status: t.status, direction: 'outbound-api',
      date_created: date, date_sent: date, date_updated: date, num_segments: '1', num_media: '0', error_code: null, error_message: null,
      price: null, price_unit: 'USD', messaging_service_sid: null, api_version: '2010-04-01', uri: `${this.path}/${t.id}.json`,
    };
  }
}

const failure = (status: number, code: string, message: string): Reply =>
  json(status, { code: Number(code), message, more_info: `https://www.twilio.com/docs/errors/${code}`, status });
