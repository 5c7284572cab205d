import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeTwilio } from '../test/vendors/fake-twilio.js';
import { FakeWechat } from '../test/vendors/fake-wechat.js';
import { isFromTwilio } from './sms/twilio-webhooks.js';
import { openCallback } from './wechat/callbacks.js';
import { CallbackRefused } from './wechat/crypto.js';

/** Changes one character to another one. */
const changedAt = (text: string, position: number, by: number): string => {
  const at = position % text.length;
  return text.slice(0, at) + String.fromCharCode((text.charCodeAt(at) ^ (1 + (by % 31))) || 88) + text.slice(at + 1);
};
const isRefused = (open: () => unknown): boolean => {
  try {
    open();
    return false;
  } catch (error) {
    if (error instanceof CallbackRefused) return true;
    throw error;
  }
};
const change = fc.record({ part: fc.nat(), position: fc.nat(), by: fc.nat() });
const runs = { numRuns: 5_000, seed: 20260302 };

describe('A webhook changed in one character', () => {
  it('is never taken for Twilio’s', () => {
    const publicOrigin = 'https://care.example.org';
    const vendor = new FakeTwilio();
    const { url, init } = vendor.inbound(`${publicOrigin}/webhooks/twilio/inbound?h=1`, { from: '+85251234567', to: '+15005550006', body: '伤口有点红' });
    const params = Object.fromEntries(new URLSearchParams(init.body));
    const genuine = { authToken: vendor.authToken, publicOrigin, pathAndQuery: url.slice(publicOrigin.length), signature: init.headers['x-twilio-signature'] ?? '', params };
    expect(isFromTwilio(genuine)).toBe(true);
    const names = Object.keys(params);
    fc.assert(
      fc.property(change, ({ part, position, by }) => {
        const which = part % (names.length + 2);
        const name = names[which] ?? '';
        const forged =
          which === names.length ? { ...genuine, signature: changedAt(genuine.signature, position, by) }
          : which > names.length ? { ...genuine, pathAndQuery: changedAt(genuine.pathAndQuery, position, by) }
          : { ...genuine, params: { ...params, [name]: changedAt(params[name] || ' ', position, by) } };
        return !isFromTwilio(forged);
      }),
      runs,
    );
  });

  it('is never taken for WeChat’s', () => {
    const vendor = new FakeWechat();
    vendor.callbackUrl = 'https://care.example.org/webhooks/wechat';
    vendor.clock = () => new Date('2026-03-02T01:00:00.000Z');
    const settings = { appId: vendor.appId, token: vendor.callbackToken, encodingAesKey: vendor.encodingAesKey };
    const now = vendor.clock().getTime();
    const { url, init } = vendor.textMessage('o6_bmjrPTlm6_2sgVt7hMZOPfL2M', '退订', '23457436543654365');
    const query = Object.fromEntries(new URL(url).searchParams);
    const [, encrypted = ''] = /<Encrypt><!\[CDATA\[(.*)\]\]>/.exec(init.body) ?? [];
    expect(openCallback(settings, query, init.body, now)).toContain('退订');
    const signed = ['msg_signature', 'timestamp', 'nonce'] as const;
    fc.assert(
      fc.property(change, ({ part, position, by }) => {
        const name = signed[part % 4];
        const forgedQuery = name ? { ...query, [name]: changedAt(query[name] ?? '', position, by) } : query;
        const forgedBody = name ? init.body : init.body.replace(encrypted, () => changedAt(encrypted, position, by));
        return isRefused(() => openCallback(settings, forgedQuery, forgedBody, now));
      }),
      runs,
    );
  });
});
