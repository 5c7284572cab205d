import { describe, expect, it } from 'vitest';
import { FakeTwilio } from '../../test/vendors/fake-twilio.js';
import type { Taken } from '../../test/vendors/fake-vendor.js';
import { isFromTwilio, parseTwilioInbound, parseTwilioStatus } from './twilio-webhooks.js';

const publicOrigin = 'https://care.example.org';
const authToken = 'twilio-test-token';
const pathAndQuery = '/webhooks/twilio/status?attempt=e%2Fdressing%2F1%2F0%2Feve%2Fpatient%2Fsms%2F1';
const taken: Taken = {
  id: 'SM1', to: '+85251234567', marker: null, content: '', at: '2026-03-02T01:00:00.000Z', via: 'Messages.create', status: 'queued',
  statusCallback: publicOrigin + pathAndQuery,
};

/** As our server would see it, behind a proxy that speaks plain http to us. */
function arrived(status: string, code?: string) {
  const { init } = new FakeTwilio(undefined, authToken).receipt(taken, status, code);
  const params = Object.fromEntries(new URLSearchParams(init.body));
  return { authToken, publicOrigin, pathAndQuery, signature: init.headers['x-twilio-signature'], params };
}

describe('Twilio’s webhooks', () => {
  it('are believed when the signature covers the public URL with its query', () => {
    expect(isFromTwilio(arrived('delivered'))).toBe(true);
  });

  it('are refused with another host, another query, a changed field, a foreign token or no signature', () => {
    const genuine = arrived('delivered');
    const forged = [
      { ...genuine, publicOrigin: 'http://care.example.org' },
      { ...genuine, publicOrigin: 'http://127.0.0.1:3000' },
      { ...genuine, pathAndQuery: '/webhooks/twilio/status?attempt=other' },
      { ...genuine, params: { ...genuine.params, MessageStatus: 'failed' } },
      { ...genuine, params: { ...genuine.params, Extra: '1' } },
      { ...genuine, authToken: 'other' },
      { ...genuine, signature: null },
      { ...genuine, signature: '' },
    ];
    for (const request of forged) expect(isFromTwilio(request)).toBe(false);
  });

  it('become receipts with our attempt, one key per status', () => {
    const { params } = arrived('undelivered', '30005');
    expect(parseTwilioStatus(params, { attempt: 'e/dressing/1/0/eve/patient/sms/1' })).toEqual({
      providerMessageId: 'SM1', attemptId: 'e/dressing/1/0/eve/patient/sms/1', status: 'failed', code: '30005', dedupeKey: 'SM1/undelivered',
    });
    expect(parseTwilioStatus(arrived('sent').params)).toEqual({ providerMessageId: 'SM1', status: 'sent', dedupeKey: 'SM1/sent' });
  });

  it('leave alone what is not a known message status', () => {
    expect(parseTwilioStatus({ MessageSid: 'SM1', MessageStatus: 'teleported' })).toBeNull();
    expect(parseTwilioStatus({ CallSid: 'CA1', CallStatus: 'completed' })).toBeNull();
  });

  it('tell an opt-out from an ordinary text', () => {
    const at = '2026-03-02T01:00:00.000Z';
    const said = (body: string, more: Record<string, string> = {}) =>
      parseTwilioInbound({ MessageSid: 'SM9', From: '+85251234567', To: '+15005550006', Body: body, ...more }, at)?.consent;
    for (const word of ['STOP', 'stop', ' Stop. ', '退订', 'TD', 'td', 'Ｔ', 'T', '“退订”', '【退订】']) expect(said(word), word).toBe('opt-out');
    for (const word of ['START', '恢复订阅']) expect(said(word), word).toBe('opt-in');
    for (const word of ['please stop by tomorrow', 'TD1', '我不退订', '体温37.2', '', 'thanks']) expect(said(word), word).toBeNull();
    expect(said('arret', { OptOutType: 'STOP' })).toBe('opt-out');
  });

  it('keep the sender, the text and Twilio’s id of it', () => {
    const text = parseTwilioInbound({ MessageSid: 'SM9', From: '+85251234567', To: '+15005550006', Body: '伤口𠮷' }, '2026-03-02T01:00:00.000Z');
    expect(text).toEqual({
      provider: 'twilio', from: '+85251234567', to: '+15005550006', text: '伤口𠮷', at: '2026-03-02T01:00:00.000Z', dedupeKey: 'SM9', consent: null,
    });
    expect(parseTwilioInbound({ MessageSid: 'MM9', From: '+85251234567', To: '+15005550006', Body: '', NumMedia: '2' }, '2026-03-02T01:00:00.000Z')).toMatchObject({
      text: '', consent: null, enclosed: expect.stringMatching(/2个附件.*MM9.*2 attachments.*Twilio console under MM9/),
    });
    expect(parseTwilioInbound({ MessageSid: 'SM9', From: '+85251234567', To: '+15005550006', Body: '好', NumMedia: '0' }, '2026-03-02T01:00:00.000Z')).not.toHaveProperty('enclosed');
    expect(parseTwilioInbound({ From: '+852' }, '2026-03-02T01:00:00.000Z')).toBeNull();
  });
});
