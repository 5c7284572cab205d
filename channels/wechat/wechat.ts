/**
 * WeChat service account. Two providers of the one channel, because each send is one POST: `wechat-subscription` (订阅通知, first choice)
 * and `wechat-template` (模板消息, when the first was definitely refused). WeChat has no call that says what became of a message.
 */
import { createHash } from 'node:crypto';
import type { Channel, LookupResult, OutboundMessage, SendResult } from '../channel.js';
import { applyCode, minutes } from '../code-table.js';
import { noAnswer } from '../one-post.js';
import { UnreadableAnswer, type WechatAnswer, callWechat } from './api.js';
import { tokenRefusals, unknownWechatCode, wechatCodes } from './codes.js';
import { type FieldSource, fillFields } from './fields.js';
import { type AccessTokens, TokenRefused, type TokenStore, createAccessTokens, tokenOrResult } from './token.js';

export type WechatTemplate = { id: string; fields: Record<string, FieldSource>; /** Where a tap leads: the hospital's entry, without patient data. The reader's code is put behind its `#`, which no server sees. */ url?: string };

export type WechatSettings = {
  appId: string;
  secret: string;
  /** Text key -> registered template. */
  subscriptions: Record<string, WechatTemplate>;
  templates: Record<string, WechatTemplate>;
  /** `https://api.weixin.qq.com` unless a test or a proxy stands in. */
  origin?: string;
  timeoutMs?: number;
  lookupAfterMs?: number;
};

type Kind = {
  provider: 'wechat-subscription' | 'wechat-template';
  path: string;
  templates: Record<string, WechatTemplate>;
  body: (message: OutboundMessage, template: WechatTemplate, data: Record<string, { value: string }>) => unknown;
  ambiguity: Channel['ambiguity'];
};

/** A refused token was renewed: ask again shortly. */
const afterTokenRenewalMs = 1_000;

export function createWechatTokens({ appId, secret, origin = 'https://api.weixin.qq.com', timeoutMs = 8_000 }: WechatSettings, store: TokenStore, now: () => number = Date.now): AccessTokens {
  return createAccessTokens({
    provider: `wechat/${appId}`,
    store,
    now,
    fetchToken: async () => {
      const { errcode, fields } = await callWechat({
        origin, path: '/cgi-bin/stable_token', timeoutMs,
        // Not forced: forcing is limited to 20 a day and kills the token that other processes hold.
        body: { grant_type: 'client_credential', appid: appId, secret, force_refresh: false },
      });
      const { access_token: token, expires_in: seconds } = fields;
      if (errcode !== '0' || typeof token !== 'string' || typeof seconds !== 'number') throw new TokenRefused('WeChat', errcode);
      return { token, expiresAt: new Date(now() + seconds * 1_000).toISOString() };
    },
  });
}

export function createWechatSubscriptionChannel(settings: WechatSettings, tokens: AccessTokens): Channel {
  return createKind(settings, tokens, {
    provider: 'wechat-subscription',
    path: '/cgi-bin/message/subscribe/bizsend',
    templates: settings.subscriptions,
    body: (message, { id, url }, data) => ({ touser: message.to, template_id: id, data, ...(url && { page: tapped(url, message) }) }),
    // No client_msg_id here: a second POST could reach her twice.
    ambiguity: { lookupAfterMs: settings.lookupAfterMs ?? minutes(1), ifAbsent: 'next-channel', ifUnknown: 'next-channel' },
  });
}

export function createWechatTemplateChannel(settings: WechatSettings, tokens: AccessTokens): Channel {
  return createKind(settings, tokens, {
    provider: 'wechat-template',
    path: '/cgi-bin/message/template/send',
    templates: settings.templates,
    body: (message, { id, url }, data) => ({ touser: message.to, template_id: id, data, client_msg_id: clientMessageId(message.attemptId), ...(url && { url: tapped(url, message) }) }),
    // client_msg_id makes WeChat take one message once per openid for 10 minutes; two of them are our margin.
    ambiguity: { lookupAfterMs: settings.lookupAfterMs ?? minutes(1), ifAbsent: 'next-channel', ifUnknown: 'resend', resend: { withinMs: minutes(8), atMost: 1 } },
  });
}

const tapped = (url: string, { template: { params: { code } } }: OutboundMessage): string => (code === undefined ? url : `${url}#${code}`);

/** The same for every attempt of one message, so that a resend is recognised: the attempt number at the end is left out. */
export function clientMessageId(attemptId: string): string {
  return createHash('sha256').update(attemptId.replace(/\/\d+$/, '')).digest('hex').slice(0, 32);
}

function createKind(settings: WechatSettings, tokens: AccessTokens, { provider, path, templates, body, ambiguity }: Kind): Channel {
  const { origin = 'https://api.weixin.qq.com', timeoutMs = 8_000 } = settings;
  return {
    name: 'wechat',
    provider,
    timeoutMs,
    // The result event follows within seconds; an account without a configured callback never hears it.
    receipt: { withinMs: minutes(10), ifNone: 'sent' },
    ambiguity,

    async send(message: OutboundMessage): Promise<SendResult> {
      const template = templates[message.template.key];
      if (!template) return { outcome: 'rejected', reason: 'content', code: 'local.TEMPLATE_NOT_REGISTERED', scope: 'content' };
      const fields = fillFields(template.fields, message.template.params);
      if (!fields.ok) return { outcome: 'rejected', reason: 'content', code: fields.code, scope: 'content' };
      const token = await tokenOrResult(tokens, 'WeChat', wechatCodes);
      if (typeof token !== 'string') return token;
      try {
        const answer = await callWechat({ origin, path, query: { access_token: token }, body: body(message, template, fields.data), timeoutMs });
        return resultOf(answer, token, tokens, message.attemptId);
      } catch (error) {
        if (error instanceof UnreadableAnswer) return { outcome: 'ambiguous', detail: `WeChat answered ${error.status}` };
        return noAnswer('WeChat', error);
      }
    },

    lookup: async (): Promise<LookupResult> => ({ found: 'unknown', final: true, detail: 'WeChat has no call that tells what became of a message' }),
    list: async () => null,
  };
}

function resultOf({ errcode, msgid }: WechatAnswer, token: string, tokens: AccessTokens, attemptId: string): SendResult {
  if (errcode === '0') return { outcome: 'accepted', providerMessageId: msgid ?? `attempt:${attemptId}` };
  if (tokenRefusals.has(errcode)) {
    tokens.refused(token);
    return { outcome: 'throttled', retryAfterMs: afterTokenRenewalMs };
  }
  return applyCode('WeChat', errcode, wechatCodes[errcode] ?? unknownWechatCode);
}
