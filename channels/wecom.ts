/**
 * WeCom (企业微信) application messages, for staff only. WeCom silently drops what exceeds 30 a minute for one member, so the limit is
 * kept here and answers `throttled`; there is no call that says what became of a message.
 */
import type { Channel, LookupResult, OutboundMessage, SendResult } from './channel.js';
import { applyCode, minutes } from './code-table.js';
import { noAnswer } from './one-post.js';
import { UnreadableAnswer, callWechat } from './wechat/api.js';
import { tokenRefusals } from './wechat/codes.js';
import { type AccessTokens, TokenRefused, type TokenStore, createAccessTokens, tokenOrResult } from './wechat/token.js';
import { unknownWecomCode, wecomCodes } from './wecom-codes.js';

export type WecomSettings = {
  corpId: string;
  agentId: number;
  secret: string;
  /** Counted in this process: with several workers give each its share of WeCom's 30. */
  perMemberPerMinute?: number;
  /** `https://qyapi.weixin.qq.com` unless a test or a proxy stands in. */
  origin?: string;
  timeoutMs?: number;
  lookupAfterMs?: number;
};

const defaultOrigin = 'https://qyapi.weixin.qq.com';

export function createWecomTokens({ corpId, agentId, secret, origin = defaultOrigin, timeoutMs = 8_000 }: WecomSettings, store: TokenStore, now: () => number = Date.now): AccessTokens {
  return createAccessTokens({
    provider: `wecom/${corpId}/${agentId}`,
    store,
    now,
    fetchToken: async () => {
      const { errcode, fields } = await callWechat({ origin, path: '/cgi-bin/gettoken', query: { corpid: corpId, corpsecret: secret }, timeoutMs });
      const { access_token: token, expires_in: seconds } = fields;
      if (errcode !== '0' || typeof token !== 'string' || typeof seconds !== 'number') throw new TokenRefused('WeCom', errcode);
      return { token, expiresAt: new Date(now() + seconds * 1_000).toISOString() };
    },
  });
}

export function createWecomChannel(settings: WecomSettings, tokens: AccessTokens, now: () => number = Date.now): Channel {
  const { agentId, origin = defaultOrigin, timeoutMs = 8_000, lookupAfterMs = minutes(1), perMemberPerMinute = 30 } = settings;
  const pace = createMemberPace(perMemberPerMinute);
  return {
    name: 'wecom',
    provider: 'wecom',
    timeoutMs,
    // WeCom sends no receipts; an alert is proved by somebody acknowledging it, and the ladder climbs until then.
    receipt: { withinMs: 0, ifNone: 'sent' },
    ambiguity: { lookupAfterMs, ifAbsent: 'next-channel', ifUnknown: 'next-channel' },

    async send({ to, body }: OutboundMessage): Promise<SendResult> {
      const waitMs = pace.waitMs(to, now());
      if (waitMs > 0) return { outcome: 'throttled', retryAfterMs: waitMs };
      const token = await tokenOrResult(tokens, 'WeCom', wecomCodes);
      if (typeof token !== 'string') return token;
      pace.count(to, now());
      try {
        const { errcode, msgid, fields } = await callWechat({
          origin, path: '/cgi-bin/message/send', query: { access_token: token }, timeoutMs,
          body: { touser: to, msgtype: 'text', agentid: agentId, text: { content: body }, safe: 0 },
        });
        if (tokenRefusals.has(errcode)) {
          tokens.refused(token);
          return { outcome: 'throttled', retryAfterMs: 1_000 };
        }
        if (errcode !== '0') return applyCode('WeCom', errcode, wecomCodes[errcode] ?? unknownWecomCode);
        // A success for nobody: the member left or cannot see the application.
        if (fields['invaliduser']) return { outcome: 'rejected', reason: 'no-address', code: 'invaliduser', scope: 'recipient' };
        if (fields['unlicenseduser']) return { outcome: 'rejected', reason: 'blocked', code: 'unlicenseduser', scope: 'recipient' };
        return msgid ? { outcome: 'accepted', providerMessageId: msgid } : { outcome: 'ambiguous', detail: 'WeCom answered without a message id' };
      } catch (error) {
        if (error instanceof UnreadableAnswer) return { outcome: 'ambiguous', detail: `WeCom answered ${error.status}` };
        return noAnswer('WeCom', error);
      }
    },

    lookup: async (): Promise<LookupResult> => ({ found: 'unknown', final: true, detail: 'WeCom has no call that tells what became of a message' }),
    list: async () => null,
  };
}

/** Sliding window of one minute per member. */
function createMemberPace(perMinute: number): { waitMs(member: string, now: number): number; count(member: string, now: number): void } {
  const posted = new Map<string, number[]>();
  const recent = (member: string, now: number): number[] => (posted.get(member) ?? []).filter((at) => now - at < minutes(1));
  return {
    waitMs: (member, now) => {
      const times = recent(member, now);
      const oldest = times[0];
      return times.length >= perMinute && oldest !== undefined ? oldest + minutes(1) - now : 0;
    },
    count: (member, now) => void posted.set(member, [...recent(member, now), now]),
  };
}
