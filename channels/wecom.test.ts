import { describe, expect, it } from 'vitest';
import { FakeWecom } from '../test/vendors/fake-wecom.js';
import type { OutboundMessage } from './channel.js';
import { channelContract } from './channel.contract.js';
import { createMemoryTokenStore } from './wechat/token.js';
import { type WecomSettings, createWecomChannel, createWecomTokens } from './wecom.js';

const settings = (vendor: FakeWecom): WecomSettings => ({ corpId: vendor.corpId, agentId: vendor.agentId, secret: vendor.secret, origin: vendor.baseUrl, timeoutMs: 2_000 });
const message: OutboundMessage = { attemptId: 'e/wecom/1', hospitalId: 'h', to: 'nurse-7', body: '请在30分钟内处理', template: { key: 'staff.alert', params: {} }, language: 'zh-CN' };

channelContract('WeCom', {
  create: async (clock) => {
    const vendor = await new FakeWecom().start();
    const tokens = createWecomTokens(settings(vendor), createMemoryTokenStore(), clock.now);
    return { vendor, open: (timeoutMs) => createWecomChannel({ ...settings(vendor), timeoutMs }, tokens, clock.now) };
  },
  to: 'nurse-7',
  rejections: [
    { code: '81013', reason: 'no-address', scope: 'recipient' },
    { code: '45002', reason: 'content', scope: 'content' },
    { code: '60020', reason: 'credentials', scope: 'account' },
    { code: '99999', reason: 'other', scope: 'recipient' },
  ],
  throttle: { seconds: 1, retryAfterMs: 60_000 },
  markerOf: null,
  canLookUp: false,
  canList: false,
});

describe('WeCom', () => {
  const withVendor = async (work: (vendor: FakeWecom) => Promise<void>): Promise<void> => {
    const vendor = await new FakeWecom().start();
    try {
      await work(vendor);
    } finally {
      await vendor.stop();
    }
  };

  it('waits instead of posting a 31st message within a minute, which WeCom would drop without a word', () =>
    withVendor(async (vendor) => {
      let now = Date.parse('2026-03-02T01:00:00.000Z');
      vendor.clock = () => new Date(now);
      const all = settings(vendor);
      const channel = createWecomChannel(all, createWecomTokens(all, createMemoryTokenStore(), () => now), () => now);
      for (let n = 1; n <= 30; n++) {
        expect(await channel.send(message)).toMatchObject({ outcome: 'accepted' });
        now += 1_000;
      }
      expect(await channel.send(message)).toEqual({ outcome: 'throttled', retryAfterMs: 30_000 });
      expect(await channel.send({ ...message, to: 'doctor-1' })).toMatchObject({ outcome: 'accepted' });
      now += 30_000;
      expect(await channel.send(message)).toMatchObject({ outcome: 'accepted' });
      expect(vendor.dropped).toBe(0);
      expect(vendor.received()).toHaveLength(32);
    }));

  it('does not call a success for nobody a success', () =>
    withVendor(async (vendor) => {
      vendor.gone.add('nurse-7');
      const all = settings(vendor);
      expect(await createWecomChannel(all, createWecomTokens(all, createMemoryTokenStore())).send(message)).toEqual({ outcome: 'rejected', reason: 'no-address', code: 'invaliduser', scope: 'recipient' });
    }));
});
