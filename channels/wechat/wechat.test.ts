import { describe, expect, it } from 'vitest';
import { FakeWechat } from '../../test/vendors/fake-wechat.js';
import type { OutboundMessage } from '../channel.js';
import { channelContract } from '../channel.contract.js';
import { createMemoryTokenStore } from './token.js';
import { type WechatSettings, clientMessageId, createWechatSubscriptionChannel, createWechatTemplateChannel, createWechatTokens } from './wechat.js';

const to = 'o6_bmjrPTlm6_2sgVt7hMZOPfL2M';
const fields = { thing1: { param: 'surname' }, time2: { param: 'slot' }, phone_number3: { param: 'phone' }, thing4: { text: '上门服务' } };
const settings = (vendor: FakeWechat): WechatSettings => ({
  appId: vendor.appId, secret: vendor.secret, origin: vendor.baseUrl, timeoutMs: 2_000,
  subscriptions: { 'visit.eve': { id: 'SUB1', fields, url: 'https://care.example.org/entry' } },
  templates: { 'visit.eve': { id: 'TPL1', fields } },
});
const message: OutboundMessage = {
  attemptId: 'e/dressing/1/0/eve/patient/wechat/1', hospitalId: 'h', to, body: '', language: 'zh-CN',
  template: { key: 'visit.eve', params: { surname: '张', slot: '10:00', phone: '010-5555' } },
};
const create = { subscription: createWechatSubscriptionChannel, template: createWechatTemplateChannel };

const rejections = [
  { code: '40003', reason: 'no-address', scope: 'recipient' },
  { code: '43101', reason: 'blocked', scope: 'recipient' },
  { code: '43004', reason: 'opted-out', scope: 'recipient' },
  { code: '43116', reason: 'content', scope: 'content' },
  { code: '48001', reason: 'other', scope: 'account' },
  { code: '99999', reason: 'other', scope: 'recipient' },
] as const;

for (const kind of ['subscription', 'template'] as const) {
  channelContract(`WeChat by ${kind}`, {
    create: async (clock) => {
      const vendor = await new FakeWechat().start();
      const tokens = createWechatTokens(settings(vendor), createMemoryTokenStore(), clock.now);
      return { vendor, open: (timeoutMs) => create[kind]({ ...settings(vendor), timeoutMs }, tokens) };
    },
    to,
    rejections: [...rejections],
    throttle: { seconds: 1, retryAfterMs: 60_000 },
    markerOf: kind === 'template' ? clientMessageId : null,
    canLookUp: false,
    canList: false,
    vendorDeduplicates: kind === 'template',
  });
}

describe('WeChat', () => {
  const withVendor = async (work: (vendor: FakeWechat) => Promise<void>): Promise<void> => {
    const vendor = await new FakeWechat().start();
    try {
      await work(vendor);
    } finally {
      await vendor.stop();
    }
  };
  const template = (vendor: FakeWechat, more: Partial<WechatSettings> = {}, store = createMemoryTokenStore()) => {
    const all = { ...settings(vendor), ...more };
    return createWechatTemplateChannel(all, createWechatTokens(all, store));
  };

  it('keeps all 64 bits of a message id', () =>
    withVendor(async (vendor) => {
      expect(await template(vendor).send(message)).toEqual({ outcome: 'accepted', providerMessageId: '1810988812324364001' });
    }));

  it('asks for one token however many sends start at once', () =>
    withVendor(async (vendor) => {
      const channel = template(vendor);
      await Promise.all(Array.from({ length: 20 }, (_, n) => channel.send({ ...message, attemptId: `e/${n}/wechat/1` })));
      expect(vendor.received()).toHaveLength(20);
      expect(vendor.tokensAsked).toBe(1);
    }));

  it('asks the store once for sends that start together', () =>
    withVendor(async (vendor) => {
      const store = createMemoryTokenStore();
      let reads = 0;
      const counted = { ...store, read: (provider: string) => (reads++, store.read(provider)) };
      const channel = template(vendor, {}, counted);
      await Promise.all(Array.from({ length: 20 }, (_, n) => channel.send({ ...message, attemptId: `e/${n}/wechat/1` })));
      expect(reads).toBe(1);
    }));

  it('answers a refused token by waiting once, and the next send carries a fresh one', () =>
    withVendor(async (vendor) => {
      const channel = template(vendor);
      await channel.send(message);
      vendor.revokeTokens();
      const next = { ...message, attemptId: 'e/other/wechat/1' };
      expect(await channel.send(next)).toEqual({ outcome: 'throttled', retryAfterMs: 1_000 });
      expect(vendor.received()).toHaveLength(1);
      expect(await channel.send(next)).toMatchObject({ outcome: 'accepted' });
      expect(vendor.tokensAsked).toBe(2);
    }));

  it('shares a renewed token between two workers', () =>
    withVendor(async (vendor) => {
      const store = createMemoryTokenStore();
      const [a, b] = [template(vendor, {}, store), template(vendor, {}, store)];
      await a.send(message);
      await b.send({ ...message, attemptId: 'e/b/wechat/1' });
      vendor.revokeTokens();
      await Promise.all([a.send({ ...message, attemptId: 'e/c/wechat/1' }), b.send({ ...message, attemptId: 'e/d/wechat/1' })]);
      await Promise.all([a.send({ ...message, attemptId: 'e/c/wechat/1' }), b.send({ ...message, attemptId: 'e/d/wechat/1' })]);
      expect(vendor.received()).toHaveLength(4);
      expect(vendor.tokensAsked).toBe(2);
    }));

  it('renews a token before it expires', () =>
    withVendor(async (vendor) => {
      let now = Date.parse('2026-03-02T01:00:00.000Z');
      const tokens = createWechatTokens(settings(vendor), createMemoryTokenStore(), () => now);
      await tokens.current();
      now += 114 * 60_000;
      await tokens.current();
      expect(vendor.tokensAsked).toBe(1);
      now += 2 * 60_000;
      await tokens.current();
      expect(vendor.tokensAsked).toBe(2);
    }));

  it('stops the account when the secret is refused, and posts nothing', () =>
    withVendor(async (vendor) => {
      expect(await template(vendor, { secret: 'wrong' }).send(message)).toEqual({ outcome: 'rejected', reason: 'credentials', code: '40125', scope: 'account' });
      expect(vendor.posts).toBe(0);
    }));

  it('refuses, without a POST, values that would lose the notice', () =>
    withVendor(async (vendor) => {
      const channel = template(vendor);
      const send = (surname: string) => channel.send({ ...message, template: { key: 'visit.eve', params: { surname, slot: '10:00', phone: '010-5555' } } });
      expect(await send('长'.repeat(21))).toMatchObject({ outcome: 'rejected', reason: 'content', code: 'local.FIELD_TOO_LONG' });
      expect(await send('两\n行')).toMatchObject({ code: 'local.FIELD_HAS_NEWLINE' });
      expect(await send('  ')).toMatchObject({ code: 'local.FIELD_EMPTY' });
      expect(await channel.send({ ...message, template: { key: 'none', params: {} } })).toMatchObject({ code: 'local.TEMPLATE_NOT_REGISTERED' });
      expect(vendor.posts).toBe(0);
      expect(await send('𠮷'.repeat(20))).toMatchObject({ outcome: 'accepted' });
    }));

  it('lets WeChat recognise a resend of one message by the same client_msg_id', () =>
    withVendor(async (vendor) => {
      const channel = template(vendor);
      vendor.script('accept-then-500');
      expect(await channel.send(message)).toMatchObject({ outcome: 'ambiguous' });
      expect(await channel.send({ ...message, attemptId: 'e/dressing/1/0/eve/patient/wechat/2' })).toMatchObject({ outcome: 'accepted' });
      expect(vendor.received()).toHaveLength(1);
    }));
});
