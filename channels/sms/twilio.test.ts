import { describe, expect, it } from 'vitest';
import { FakeTwilio } from '../../test/vendors/fake-twilio.js';
import { channelContract } from '../channel.contract.js';
import { createTwilioChannel } from './twilio.js';

channelContract('SMS by Twilio', {
  create: async (clock) => {
    const vendor = await new FakeTwilio().start();
    const { accountSid, authToken } = vendor;
    const settings = {
      accountSid, authToken, sender: { from: '+15005550006' }, origin: vendor.baseUrl, statusCallbackUrl: 'https://care.example.org/webhooks/twilio/status',
    };
    return { vendor, open: (timeoutMs) => createTwilioChannel({ ...settings, timeoutMs }, clock.now) };
  },
  to: '+85251234567',
  rejections: [
    { code: '21211', reason: 'no-address', scope: 'recipient' },
    { code: '21610', reason: 'opted-out', scope: 'recipient' },
    { code: '21408', reason: 'blocked', scope: 'recipient' },
    { code: '21606', reason: 'other', scope: 'account' },
    { code: '30007', reason: 'content', scope: 'content' },
    { code: '29999', reason: 'other', scope: 'recipient' },
  ],
  throttle: { seconds: 7, retryAfterMs: 7_000 },
  markerOf: (attemptId) => attemptId,
  canLookUp: true,
  canList: true,
});

describe('SMS by Twilio', () => {
  it('gives each of two unanswered attempts with the same words a message of its own', async () => {
    const vendor = await new FakeTwilio().start();
    const { accountSid, authToken } = vendor;
    const channel = createTwilioChannel({ accountSid, authToken, sender: { from: '+15005550006' }, origin: vendor.baseUrl, timeoutMs: 2_000, lookupAfterMs: 0 });
    const message = (n: number) => ({ attemptId: `a${n}/sms/1`, hospitalId: 'h', to: '+85251234567', body: '红色预警', template: { key: 'staff.alert', params: {} }, language: 'zh-CN' });
    const sentAt = new Date().toISOString();
    vendor.script('accept-then-500', 'accept-then-500');
    await channel.send(message(1));
    await channel.send(message(2));
    const [first, second] = vendor.received().map((taken) => taken.id);
    expect(await channel.lookup(message(1), sentAt)).toMatchObject({ providerMessageId: first });
    expect(await channel.lookup(message(2), sentAt, { own: null, others: [first ?? ''] })).toMatchObject({ providerMessageId: second });
    expect(await channel.lookup(message(3), sentAt, { own: null, others: [first ?? '', second ?? ''] })).toEqual({ found: 'no' });
    await vendor.stop();
  });

  it('does not take the same words of a later message for its own, however late it looks', async () => {
    const vendor = await new FakeTwilio().start();
    const { accountSid, authToken } = vendor;
    const channel = createTwilioChannel({ accountSid, authToken, sender: { from: '+15005550006' }, origin: vendor.baseUrl, timeoutMs: 2_000 });
    const dose = { attemptId: 'a/sms/1', hospitalId: 'h', to: '+85251234567', body: '请按时服药', template: { key: 'dose', params: {} }, language: 'zh-CN' } as const;
    vendor.script('accept-then-500');
    await channel.send(dose);
    const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
    expect(await channel.lookup(dose, hoursAgo(12))).toEqual({ found: 'no' });
    expect(await channel.lookup(dose, hoursAgo(0))).toMatchObject({ found: 'yes' });
    await vendor.stop();
  });

  it('asks by its id about a message that has one, and says what became of that one alone', async () => {
    const vendor = await new FakeTwilio().start();
    const { accountSid, authToken } = vendor;
    const channel = createTwilioChannel({ accountSid, authToken, sender: { from: '+15005550006' }, origin: vendor.baseUrl, timeoutMs: 2_000 });
    const dose = { attemptId: 'a/sms/1', hospitalId: 'h', to: '+85251234567', body: '请按时服药', template: { key: 'dose', params: {} }, language: 'zh-CN' } as const;
    await channel.send(dose);
    await channel.send(dose);
    const [first, second] = vendor.received();
    Object.assign(first ?? {}, { status: 'delivered' });
    const now = new Date().toISOString();
    expect(await channel.lookup(dose, now, { own: first?.id ?? '', others: [] })).toEqual({ found: 'yes', providerMessageId: first?.id, status: 'delivered' });
    expect(await channel.lookup(dose, now, { own: second?.id ?? '', others: [] })).toEqual({ found: 'yes', providerMessageId: second?.id, status: 'accepted' });
    expect(await channel.lookup(dose, now, { own: 'SMunknown', others: [] })).toEqual({ found: 'no' });
    await vendor.stop();
    expect(await channel.lookup(dose, now, { own: first?.id ?? '', others: [] })).toMatchObject({ found: 'unknown' });
  });

  it('says of two messages that they are alike when the number is the same and the words read the same', () => {
    const { alike } = createTwilioChannel({ accountSid: 'AC1', authToken: 'x', sender: { from: '+1' } });
    const of = (body: string, to = '+85251234567') => alike?.of({ to, body });
    expect(of('请按时服药 ')).toBe(of('请按时服药'));
    expect(of('cafe\u0301')).toBe(of('caf\u00e9'));
    expect(of('请按时服药。')).not.toBe(of('请按时服药'));
    expect(of('请按时服药', '+85251234568')).not.toBe(of('请按时服药'));
    // 2 min to the look-up, 10 s to the time-out, 2 min of difference between the clocks each way.
    expect(alike?.withinMs).toBe(370_000);
  });

  it('reads a listing of several pages to its end', async () => {
    const vendor = await new FakeTwilio().start();
    vendor.pageSize = 2;
    const { accountSid, authToken } = vendor;
    const channel = createTwilioChannel({ accountSid, authToken, sender: { messagingServiceSid: 'MG1' }, origin: vendor.baseUrl, timeoutMs: 1_000 });
    for (const n of [1, 2, 3, 4, 5]) {
      await channel.send({ attemptId: `a/sms/${n}`, hospitalId: 'h', to: '+85251234567', body: `text ${n}`, template: { key: 'k', params: {} }, language: 'en' });
    }
    expect(await channel.list(new Date(Date.now() - 60_000).toISOString())).toHaveLength(5);
    await vendor.stop();
  });

  it('stops the account, not the number, when the credentials are refused', async () => {
    const vendor = await new FakeTwilio().start();
    const channel = createTwilioChannel({ accountSid: vendor.accountSid, authToken: 'wrong', sender: { from: '+1' }, origin: vendor.baseUrl, timeoutMs: 1_000 });
    const result = await channel.send({ attemptId: 'a/sms/1', hospitalId: 'h', to: '+85251234567', body: 'x', template: { key: 'k', params: {} }, language: 'en' });
    expect(result).toEqual({ outcome: 'rejected', reason: 'credentials', code: '20003', scope: 'account' });
    await vendor.stop();
  });
});
