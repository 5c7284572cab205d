/** Twilio's status and inbound webhooks. Verify first, then parse; both arrive form-encoded, duplicated and out of order. */
import twilio from 'twilio';
import type { Receipt } from '../channel.js';
import type { InboundText } from '../inbound.js';
import { type ConsentWord, consentIn, consentWords } from '../opt-out-words.js';
import { twilioStatus } from './twilio-codes.js';

export type TwilioWebhook = {
  authToken: string;
  /** Scheme and host that Twilio was told, e.g. `https://care.example.org`. Never rebuilt from the request's Host: a proxy changes it and an attacker chooses it. */
  publicOrigin: string;
  /** As it arrived: `/webhooks/twilio/status?attempt=...`. */
  pathAndQuery: string;
  /** Header `X-Twilio-Signature`. */
  signature: string | null | undefined;
  params: Record<string, string>;
};

/** HMAC-SHA1 over the public URL and the sorted parameters. It has no time in it, so receipts and texts are de-duplicated durably by their key. */
export function isFromTwilio({ authToken, publicOrigin, pathAndQuery, signature, params }: TwilioWebhook): boolean {
  const url = publicOrigin.replace(/\/$/, '') + pathAndQuery;
  // The library throws on what is no URL.
  if (!signature || !URL.canParse(url)) return false;
  return twilio.validateRequest(authToken, signature, url, params);
}

/** null: not a status of a message (Twilio adds kinds; unknown ones are acknowledged and left alone). */
export function parseTwilioStatus(params: Record<string, string>, query: Record<string, string> = {}): Receipt | null {
  const id = params['MessageSid'] ?? params['SmsSid'];
  const said = params['MessageStatus'] ?? params['SmsStatus'];
  const status = said === undefined ? undefined : twilioStatus[said];
  if (!id || !said || !status) return null;
  const code = params['ErrorCode'];
  const attempt = query['attempt'];
  return {
    providerMessageId: id,
    status,
    dedupeKey: `${id}/${said}`,
    ...(attempt && { attemptId: attempt }),
    ...(code && { code }),
  };
}

export function parseTwilioInbound(params: Record<string, string>, receivedAt: string, words: readonly ConsentWord[] = consentWords): InboundText | null {
  const id = params['MessageSid'];
  const from = params['From'];
  const to = params['To'];
  if (!id || !from || !to) return null;
  const text = params['Body'] ?? '';
  const media = Number(params['NumMedia'] ?? '0');
  return {
    provider: 'twilio', from, to, text, at: receivedAt, ...(media > 0 ? { enclosed: mediaIn(media, id) } : {}), dedupeKey: id,
    consent: advanced(params['OptOutType']) ?? consentIn(text, words),
  };
}

const mediaIn = (count: number, id: string): string =>
  `【彩信】发来${count}个附件（图片、视频或其他），请在 Twilio 控制台的短信日志中按编号 ${id} 查看。`
  + `An MMS came with ${count} attachment${count === 1 ? '' : 's'} (pictures, clips or other): look at it in the messaging log of the Twilio console under ${id}.`;

/** Twilio's Advanced Opt-Out already decided what the text means. */
function advanced(type: string | undefined): 'opt-out' | 'opt-in' | null {
  if (type === 'STOP') return 'opt-out';
  if (type === 'START') return 'opt-in';
  return null;
}
