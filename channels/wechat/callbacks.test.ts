import { describe, expect, it } from 'vitest';
import { FakeWechat } from '../../test/vendors/fake-wechat.js';
import { type CallbackQuery, answerUrlCheck, openCallback, readEvent } from './callbacks.js';
import { CallbackRefused, callbackSignature, decryptCallback, encryptCallback } from './crypto.js';

const vendor = new FakeWechat();
vendor.callbackUrl = 'https://care.example.org/webhooks/wechat';
vendor.clock = () => new Date('2026-03-02T01:00:00.000Z');
const now = vendor.clock().getTime();
const settings = { appId: vendor.appId, token: vendor.callbackToken, encodingAesKey: vendor.encodingAesKey };
const openid = 'o6_bmjrPTlm6_2sgVt7hMZOPfL2M';

type Arrived = { query: CallbackQuery; body: string };
const arrived = ({ url, init }: { url: string; init: { body: string } }): Arrived => ({ query: Object.fromEntries(new URL(url).searchParams), body: init.body });
const open = ({ query, body }: Arrived, at = now) => readEvent(openCallback(settings, query, body, at));
const taken = (via: string) => ({ id: '1810988812324364291', to: openid, marker: null, content: '', at: '', via, status: '' });

describe('WeChat’s callbacks', () => {
  it('tie an openid to the patient whose code was scanned, followed before or not', () => {
    const scanned = { kind: 'scanned', openid, scene: 'd-8f3a', at: '2026-03-02T01:00:00.000Z' };
    expect(open(arrived(vendor.event(openid, 'subscribe', '<EventKey><![CDATA[qrscene_d-8f3a]]></EventKey><Ticket>T</Ticket>')))).toMatchObject(scanned);
    expect(open(arrived(vendor.event(openid, 'SCAN', '<EventKey><![CDATA[d-8f3a]]></EventKey>')))).toMatchObject(scanned);
    expect(open(arrived(vendor.event(openid, 'subscribe', '<EventKey></EventKey>')))).toMatchObject({ kind: 'followed', openid });
    expect(open(arrived(vendor.event(openid, 'unsubscribe')))).toMatchObject({ kind: 'unfollowed', openid });
  });

  it('become receipts that match the 64-bit id, copies under one key', () => {
    const delivered = { providerMessageId: '1810988812324364291', status: 'delivered', dedupeKey: '1810988812324364291/delivered' };
    for (const [via, provider] of [['template', 'wechat-template'], ['bizsend', 'wechat-subscription']] as const) {
      expect(open(arrived(vendor.receipt(taken(via), 'success')))).toEqual({ kind: 'receipts', provider, receipts: [delivered] });
      expect(open(arrived(vendor.receipt(taken(via), 'failed:user block')))).toMatchObject({ receipts: [{ status: 'failed' }] });
    }
    expect(open(arrived(vendor.receipt(taken('template'), 'failed: system failed')))).toMatchObject({ receipts: [{ code: 'system-failed' }] });
  });

  it('leave a receipt without an id alone (reported with client_msg_id)', () => {
    expect(open(arrived(vendor.receipt({ ...taken('template'), id: '0' }, 'success')))).toEqual({ kind: 'receipts', provider: 'wechat-template', receipts: [] });
  });

  it('tell which notices a person accepts now, one or several at a time', () => {
    const one = '<List><TemplateId><![CDATA[A]]></TemplateId><SubscribeStatusString><![CDATA[accept]]></SubscribeStatusString></List>';
    const two = one + one.replace('[A]', '[B]').replace('accept', 'reject');
    expect(open(arrived(vendor.event(openid, 'subscribe_msg_popup_event', `<SubscribeMsgPopupEvent>${one}</SubscribeMsgPopupEvent>`)))).toMatchObject({ changes: [{ templateId: 'A', accepted: true }] });
    expect(open(arrived(vendor.event(openid, 'subscribe_msg_change_event', `<SubscribeMsgChangeEvent>${two}</SubscribeMsgChangeEvent>`)))).toMatchObject({
      changes: [{ templateId: 'A', accepted: true }, { templateId: 'B', accepted: false }],
    });
  });

  it('become texts, with the meaning of 退订', () => {
    expect(open(arrived(vendor.textMessage(openid, '退订', '23457436543654365')))).toEqual({
      kind: 'text',
      text: { provider: 'wechat', from: openid, to: 'gh_7f083739789a', text: '退订', at: '2026-03-02T01:00:00.000Z', dedupeKey: '23457436543654365', consent: 'opt-out' },
    });
    expect(open(arrived(vendor.textMessage(openid, '<b>37.5 & 𠮷</b>', '1')))).toMatchObject({ text: { text: '<b>37.5 & 𠮷</b>', consent: null } });
  });

  it.each([
    ['voice', '<MediaId>m1</MediaId><Format>amr</Format><Recognition><![CDATA[胸口很痛]]></Recognition>', /一段语音，微信识别为“胸口很痛”.*消息管理.*a voice message; WeChat heard “胸口很痛”.*mp\.weixin\.qq\.com/],
    ['voice', '<MediaId>m1</MediaId><Format>amr</Format>', /一段语音。.*a voice message\. /],
    ['image', '<PicUrl>http://x</PicUrl><MediaId>m2</MediaId>', /一张图片。.*a picture\. /],
    ['video', '<MediaId>m3</MediaId>', /一段视频.*a video/],
    ['shortvideo', '<MediaId>m4</MediaId>', /一段小视频.*a short video/],
    ['location', '<Location_X>30.25</Location_X><Location_Y>120.16</Location_Y><Scale>15</Scale><Label><![CDATA[湖滨路1号]]></Label>', /一个位置：“湖滨路1号 · 30\.25 · 120\.16”.*a place: “湖滨路1号/],
    ['link', '<Title><![CDATA[换药视频]]></Title><Url><![CDATA[https://example.org/v]]></Url>', /一个链接：“换药视频 · https:\/\/example\.org\/v”.*a link/],
    ['file', '<Title><![CDATA[报告.pdf]]></Title>', /一个文件：“报告\.pdf”.*a file/],
    ['sticker', '', /一条非文字消息.*a message that is no text/],
    ['toString', '', /一条非文字消息/],
  ])('that are a %s become a sentence that says what came and where it is', (type, more, says) => {
    expect(open(arrived(vendor.message(openid, type, more, '77')))).toMatchObject({ kind: 'text', text: { provider: 'wechat', from: openid, text: '', enclosed: expect.stringMatching(says), dedupeKey: '77', consent: null } });
  });

  it('are refused when anything about them is wrong', () => {
    const genuine = arrived(vendor.event(openid, 'SCAN', '<EventKey>1</EventKey>'));
    const stolen = encryptCallback(vendor.encodingAesKey, 'wx-another-account', '<xml></xml>');
    const { timestamp = '', nonce = '' } = genuine.query;
    const forged: [string, Arrived, number?][] = [
      ['a changed body', { ...genuine, body: genuine.body.replace(/<Encrypt><!\[CDATA\[../, '<Encrypt><![CDATA[ZZ') }],
      ['a wrong signature', { ...genuine, query: { ...genuine.query, msg_signature: '0'.repeat(40) } }],
      ['a short signature', { ...genuine, query: { ...genuine.query, msg_signature: '00' } }],
      ['another timestamp', { ...genuine, query: { ...genuine.query, timestamp: '1' } }],
      ['a replay after six minutes', genuine, now + 6 * 60_000],
      ['a time in the future', genuine, now - 6 * 60_000],
      ['another account’s envelope', { query: { timestamp, nonce, msg_signature: callbackSignature(settings.token, timestamp, nonce, stolen) }, body: `<xml><Encrypt>${stolen}</Encrypt></xml>` }],
      ['plain mode', { query: genuine.query, body: '<xml><FromUserName>x</FromUserName></xml>' }],
      ['an entity bomb', { query: genuine.query, body: '<!DOCTYPE x [<!ENTITY a "b">]><xml><Encrypt>&a;</Encrypt></xml>' }],
      ['no XML', { query: genuine.query, body: 'hello' }],
      ['nothing', { query: {}, body: '' }],
    ];
    for (const [what, request, at] of forged) expect(() => open(request, at), what).toThrow(CallbackRefused);
  });

  it('refuse every single flipped byte of a ciphertext whose signature was forged along', () => {
    const encrypted = encryptCallback(settings.encodingAesKey, settings.appId, '<xml><A>1</A></xml>', Buffer.alloc(16, 7));
    const bytes = Buffer.from(encrypted, 'base64');
    // The first block is random filling and the XML itself is covered only by the signature; length, padding and app id are checked.
    for (const position of [16, 17, bytes.length - 1, bytes.length - 17]) {
      const changed = Buffer.from(bytes);
      changed[position] = (changed[position] ?? 0) ^ 0xff;
      expect(() => decryptCallback(settings.encodingAesKey, settings.appId, changed.toString('base64'))).toThrow(CallbackRefused);
    }
  });

  it('agree with the example of the vendor’s own guide', () => {
    const encrypted = 'P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==';
    expect(callbackSignature('QDG6eK', '1409659589', '263014780', encrypted)).toBe('5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3');
    expect(decryptCallback('jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C', 'wx5823bf96d3bd56c7', encrypted)).toBe('1616140317555161061');
  });

  it('answer the console’s check of the URL with what it sent, if it knows our token', () => {
    const query = { timestamp: '1', nonce: '2', echostr: '5927782489442352469', signature: callbackSignature(settings.token, '1', '2') };
    expect(answerUrlCheck(settings, query)).toBe('5927782489442352469');
    expect(() => answerUrlCheck({ ...settings, token: 'other' }, query)).toThrow(CallbackRefused);
  });
});
