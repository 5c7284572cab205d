import { describe, expect, it } from 'vitest';
import { FakeWechat } from '../test/vendors/fake-wechat.js';
import { parseRegisteredTemplate } from './registered-template.js';
import { type ChannelAsk, type ProviderSettings, createChannels } from './registry.js';
import { smtpSettings } from './smtp-url.js';
import { createMemoryTokenStore } from './wechat/token.js';

const unused = async (): Promise<never> => {
  throw new Error('not used here');
};
const ports = { mailbox: { store: unused, find: unused, since: unused }, tasks: { store: unused, find: unused, since: unused }, tokens: createMemoryTokenStore(), recipientsSince: unused };
const twilio = { accountSid: `AC${'0'.repeat(32)}`, authToken: 't', from: '+15005550006' };
const aliyun = { accessKeyId: 'k', accessKeySecret: 's', signName: 'XX医院', templates: { 'visit.eve': 'SMS_1(surname,slot)' }, endpoint: '127.0.0.1:1', protocol: 'http' as const };
const wechat = { appId: 'wx', appSecret: 's', subscribeTemplates: { 'visit.eve': 'A(thing1=surname)' }, templates: { 'visit.eve': 'B(thing1=surname)', close: 'C' }, baseUrl: 'http://127.0.0.1:1' };
const everything: ProviderSettings = { twilio, aliyun, wechat, wecom: { corpId: 'ww', agentId: 1, secret: 's', baseUrl: 'http://127.0.0.1:1' }, smtp: { url: 'smtp://127.0.0.1:1', from: 'care@example.org' } };

const registry = (providers: ProviderSettings) => createChannels(providers, ports, { publicUrl: 'https://care.example.org' });
const serves = (providers: ProviderSettings, ask: Partial<ChannelAsk>): string | null =>
  registry(providers).channelFor({ hospital: 'real', name: 'sms', to: '+8613912345678', templateKey: 'visit.eve', tried: [], ...ask })?.provider ?? null;

describe('The channels of a hospital', () => {
  it('are stand-ins in training, whatever is configured', () => {
    for (const name of ['sms', 'wechat', 'email', 'wecom'] as const) expect(serves(everything, { hospital: 'training', name })).toBe('inbox');
    expect(serves(everything, { hospital: 'training', name: 'phone-task' })).toBe('worklist');
    expect(serves(everything, { hospital: 'training', tried: ['inbox'] })).toBeNull();
  });

  it('are the local inbox for everybody when nothing is configured', () => {
    for (const name of ['sms', 'wechat', 'email', 'wecom'] as const) expect(serves({}, { name })).toBe('inbox');
    expect(registry({}).inboxOnly).toBe(true);
  });

  it('are only the configured ones in a real hospital: nothing that matters ends in the inbox unseen', () => {
    expect(registry({ twilio }).inboxOnly).toBe(false);
    expect(serves({ twilio }, { name: 'wechat' })).toBeNull();
    expect(serves({ twilio }, { name: 'email' })).toBeNull();
    expect(serves({ aliyun }, { name: 'sms', to: '+85251234567' })).toBeNull();
  });

  it('carry a mainland number by the domestic carrier, any other by Twilio', () => {
    expect(serves(everything, { to: '+8613912345678' })).toBe('aliyun');
    expect(serves(everything, { to: '+85251234567' })).toBe('twilio');
    expect(serves({ twilio }, { to: '+8613912345678' })).toBe('twilio');
  });

  it('try the subscription notice first, then the template message, then nothing of WeChat', () => {
    expect(serves(everything, { name: 'wechat' })).toBe('wechat-subscription');
    expect(serves(everything, { name: 'wechat', tried: ['wechat-subscription'] })).toBe('wechat-template');
    expect(serves(everything, { name: 'wechat', tried: ['wechat-subscription', 'wechat-template'] })).toBeNull();
    expect(serves(everything, { name: 'wechat', templateKey: 'close' })).toBe('wechat-template');
    expect(serves(everything, { name: 'wechat', templateKey: 'never.registered' })).toBeNull();
  });

  it('lead a tap on a WeChat notice to the patients\' entry, the reader\'s code behind the # that no server sees', async () => {
    const vendor = await new FakeWechat().start();
    const account = { ...wechat, appId: vendor.appId, appSecret: vendor.secret, baseUrl: vendor.baseUrl };
    const channels = createChannels({ wechat: account }, ports, { publicUrl: 'https://care.example.org' });
    const send = (tried: string[], params: Record<string, string>) =>
      channels.channelFor({ hospital: 'real', name: 'wechat', to: 'openid', templateKey: 'visit.eve', tried })?.send({ attemptId: `e/${tried.length}${Object.keys(params).length}/wechat/1`, hospitalId: 'h', to: 'openid', body: '', template: { key: 'visit.eve', params }, language: 'zh-CN' });
    for (const tried of [[], ['wechat-subscription']]) {
      expect(await send(tried, { surname: '张', code: '482913' })).toMatchObject({ outcome: 'accepted' });
      expect(await send(tried, { surname: '张' })).toMatchObject({ outcome: 'accepted' });
    }
    await vendor.stop();
    expect(vendor.leads).toEqual(['https://care.example.org/p/#482913', 'https://care.example.org/p/', 'https://care.example.org/p/#482913', 'https://care.example.org/p/']);
  });

  it('can be found again by provider, for lookups and receipts', () => {
    const channels = registry(everything);
    for (const channel of channels.all()) expect(channels.byProvider(channel.name, channel.provider)).toBe(channel);
    expect(channels.byProvider('sms', 'inbox')?.provider).toBe('inbox');
    expect(channels.byProvider('sms', 'pigeon')).toBeNull();
  });
});

describe('A registered template in the settings', () => {
  it('names its id and where each variable gets its value', () => {
    expect(parseRegisteredTemplate('SMS_1', 's')).toEqual({ id: 'SMS_1', fields: {} });
    expect(parseRegisteredTemplate('SMS_1(surname, slot)', 's').fields).toEqual({ surname: { param: 'surname' }, slot: { param: 'slot' } });
    expect(parseRegisteredTemplate("nG-x_1(thing1=surname, thing4='上门, (10:00)')", 's')).toEqual({ id: 'nG-x_1', fields: { thing1: { param: 'surname' }, thing4: { text: '上门, (10:00)' } } });
  });

  it('is refused with the setting, the text and what would be right', () => {
    expect(() => parseRegisteredTemplate('SMS 1', 'ALIYUN_SMS_TEMPLATES, text "close"')).toThrow('ALIYUN_SMS_TEMPLATES, text "close": "SMS 1" is not <template id>(<field>=<parameter>, ...)');
    expect(() => parseRegisteredTemplate('SMS_1(a=b=c)', 's')).toThrow('"a=b=c" is neither');
  });
});

describe('The mail server in the settings', () => {
  it('is read from a URL, with TLS required across a network', () => {
    expect(smtpSettings({ url: 'smtp://care%40x:p%2Fw@mail.example.org', from: '无忧 <care@example.org>' })).toEqual({
      host: 'mail.example.org', port: 587, secure: false, requireTls: true, auth: { user: 'care@x', pass: 'p/w' }, from: { name: '无忧', address: 'care@example.org' },
    });
    expect(smtpSettings({ url: 'smtps://mail.example.org', from: 'care@example.org' })).toMatchObject({ port: 465, secure: true, from: { name: '', address: 'care@example.org' } });
    expect(smtpSettings({ url: 'smtp://127.0.0.1:1025', from: 'care@example.org' })).toMatchObject({ port: 1025, requireTls: false });
    expect(() => smtpSettings({ url: 'smtp://h', from: 'nobody' })).toThrow('EMAIL_FROM');
  });
});
