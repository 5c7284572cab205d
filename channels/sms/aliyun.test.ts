import { describe, expect, it } from 'vitest';
import { FakeAliyun } from '../../test/vendors/fake-aliyun.js';
import type { OutboundMessage } from '../channel.js';
import { channelContract } from '../channel.contract.js';
import { type AliyunSettings, createAliyunChannel } from './aliyun.js';

const to = '+8613912345678';
const settings = (vendor: FakeAliyun): AliyunSettings => ({
  accessKeyId: vendor.accessKeyId,
  accessKeySecret: vendor.accessKeySecret,
  signNames: { '*': 'XX医院' },
  templates: { 'visit.eve': { code: 'SMS_15305', params: ['surname', 'slot', 'phone'] } },
  origin: vendor.baseUrl,
  timeoutMs: 2_000,
});
const message: OutboundMessage = {
  attemptId: 'e/dressing/1/0/eve/patient/sms/1', hospitalId: 'h', to, body: '', template: { key: 'visit.eve', params: { surname: '张', slot: '10:00', phone: '', extra: 'not registered' } }, language: 'zh-CN',
};

channelContract('SMS by Aliyun', {
  create: async (clock) => {
    const vendor = await new FakeAliyun().start();
    return { vendor, open: (timeoutMs) => createAliyunChannel({ ...settings(vendor), timeoutMs }, async () => [to], clock.now) };
  },
  to,
  toAtVendor: '13912345678',
  rejections: [
    { code: 'isv.MOBILE_NUMBER_ILLEGAL', reason: 'no-address', scope: 'recipient' },
    { code: 'isv.AMOUNT_NOT_ENOUGH', reason: 'balance', scope: 'account' },
    { code: 'isv.BLACK_KEY_CONTROL_LIMIT', reason: 'content', scope: 'content' },
    { code: 'isv.NEVER_HEARD_OF', reason: 'other', scope: 'recipient' },
    { code: 'SignatureDoesNotMatch', reason: 'credentials', scope: 'account' },
  ],
  throttle: { seconds: 7, retryAfterMs: 7_000 },
  markerOf: (attemptId) => attemptId,
  idOf: (taken) => taken.marker ?? '',
  canLookUp: true,
  canList: true,
});

describe('SMS by Aliyun', () => {
  const withVendor = async (work: (vendor: FakeAliyun) => Promise<void>): Promise<void> => {
    const vendor = await new FakeAliyun().start();
    try {
      await work(vendor);
    } finally {
      await vendor.stop();
    }
  };

  it('sends the registered template with exactly its variables, under the hospital’s signature', () =>
    withVendor(async (vendor) => {
      const channel = createAliyunChannel({ ...settings(vendor), signNames: { h: '仁济', '*': 'XX医院' } }, async () => []);
      await channel.send(message);
      expect(vendor.received()).toMatchObject([{ content: '{"surname":"张","slot":"10:00","phone":""}', via: 'SendSms SMS_15305 仁济' }]);
    }));

  it('refuses without a POST what it cannot carry: a foreign number, a key without a template, a sentence with a hole', () =>
    withVendor(async (vendor) => {
      const channel = createAliyunChannel(settings(vendor), async () => []);
      expect(await channel.send({ ...message, to: '+85251234567' })).toMatchObject({ outcome: 'rejected', reason: 'blocked', code: 'local.NOT_MAINLAND' });
      expect(await channel.send({ ...message, template: { key: 'unknown', params: {} } })).toMatchObject({ outcome: 'rejected', reason: 'content' });
      expect(await channel.send({ ...message, template: { key: 'visit.eve', params: { surname: '张' } } })).toMatchObject({ outcome: 'rejected', reason: 'content', code: 'local.VALUE_MISSING' });
      expect(vendor.posts).toBe(0);
    }));

  it('waits when the platform limits one number, and calls its own trouble ambiguous', () =>
    withVendor(async (vendor) => {
      const channel = createAliyunChannel(settings(vendor), async () => []);
      vendor.script({ reject: 'isv.BUSINESS_LIMIT_CONTROL' }, { reject: 'isp.SYSTEM_ERROR' });
      expect(await channel.send(message)).toEqual({ outcome: 'throttled', retryAfterMs: 3_600_000 });
      expect(await channel.send(message)).toMatchObject({ outcome: 'ambiguous' });
    }));

  it('finds a message of one second before midnight in Beijing that was listed the day after', () =>
    withVendor(async (vendor) => {
      const sentAt = '2026-03-02T15:59:59.500Z';
      vendor.clock = () => new Date('2026-03-02T16:00:01.000Z');
      const channel = createAliyunChannel(settings(vendor), async () => [to], () => Date.parse('2026-03-02T16:05:00.000Z'));
      await channel.send(message);
      expect(await channel.lookup(message, sentAt)).toMatchObject({ found: 'yes' });
      expect(await channel.list('2026-03-02T15:00:00.000Z')).toEqual([
        { providerMessageId: message.attemptId, attemptId: message.attemptId, to, at: '2026-03-02T16:00:01.000Z' },
      ]);
    }));

  it('reads the details of a number to the last page', () =>
    withVendor(async (vendor) => {
      const channel = createAliyunChannel(settings(vendor), async () => [to]);
      for (let n = 1; n <= 51; n++) await channel.send({ ...message, attemptId: `e/dressing/${n}/0/eve/patient/sms/1` });
      expect(await channel.list(new Date(Date.now() - 60_000).toISOString())).toHaveLength(51);
      expect(await channel.lookup({ ...message, attemptId: 'e/dressing/51/0/eve/patient/sms/1' }, new Date().toISOString())).toMatchObject({ found: 'yes' });
    }));

  it('shows a second copy of one attempt in the list', () =>
    withVendor(async (vendor) => {
      const channel = createAliyunChannel(settings(vendor), async () => [to]);
      await channel.send(message);
      await channel.send(message);
      expect((await channel.list(new Date(Date.now() - 60_000).toISOString()))?.map((entry) => entry.attemptId)).toEqual([message.attemptId, message.attemptId]);
    }));
});
