/**
 * SMS by Twilio. Twilio has no idempotency key for messages and its list does not show our status callback, so an unanswered POST
 * is looked up by number, time and wording; the callback itself carries the attempt id and settles it sooner.
 */
import twilio from 'twilio';
import type { Channel, KnownIds, LookupResult, OutboundMessage, SendResult } from '../channel.js';
import { applyCode, hours, minutes } from '../code-table.js';
import { noAnswer, retryAfterMs, transportCode, withinDeadline } from '../one-post.js';
import { twilioCodes, twilioStatus, unknownTwilioCode } from './twilio-codes.js';
import { TwilioHttp, TwilioThrottled } from './twilio-http.js';

export type TwilioSettings = {
  accountSid: string;
  authToken: string;
  sender: { from: string } | { messagingServiceSid: string };
  /** Public URL of our status webhook; `?attempt=<attempt id>` is added. */
  statusCallbackUrl?: string;
  /** `https://api.twilio.com` unless a test or a proxy stands in. */
  origin?: string;
  timeoutMs?: number;
  lookupAfterMs?: number;
  receiptWithinMs?: number;
};

/** Twilio's clock and ours may differ by this much when a listing is narrowed by time. */
const clockSkewMs = minutes(2);
const defaultRetryMs = 1_000;

export function createTwilioChannel(settings: TwilioSettings, now: () => number = Date.now): Channel {
  const { accountSid, authToken, sender, origin = 'https://api.twilio.com', timeoutMs = 10_000, lookupAfterMs = minutes(2), receiptWithinMs = minutes(30) } = settings;
  // From the claim on: the POST leaves within `lookupAfterMs` (the ledger's lease), is answered within `timeoutMs`, and the clocks differ.
  const longestMs = lookupAfterMs + timeoutMs + clockSkewMs;
  const client = twilio(accountSid, authToken, { httpClient: new TwilioHttp(origin, timeoutMs), autoRetry: false });

  /** By its id, a message is nobody else's, whatever its words. */
  async function fetchOne(sid: string): Promise<LookupResult> {
    const status = await client.messages(sid).fetch().then((m) => m.status, (error: unknown) => {
      if (error instanceof Error && 'status' in error && error.status === 404) return null;
      throw error;
    });
    return status === null ? { found: 'no' } : { found: 'yes', providerMessageId: sid, status: twilioStatus[status] ?? 'accepted' };
  }

  return {
    name: 'sms',
    provider: 'twilio',
    timeoutMs,
    receipt: { withinMs: receiptWithinMs, ifNone: 'lookup' },
    // Twilio: retrying a POST that timed out or got a 5xx may send it twice. An absent one was never taken.
    ambiguity: { lookupAfterMs, ifAbsent: 'resend', ifUnknown: 'next-channel', resend: { withinMs: hours(24), atMost: 1 } },

    alike: { of: ({ to, body }) => `${to}\n${worded(body)}`, withinMs: longestMs + clockSkewMs },

    async send(message: OutboundMessage): Promise<SendResult> {
      const callback = statusCallback(message, settings.statusCallbackUrl);
      try {
        const sent = await withinDeadline(
          client.messages.create({ to: message.to, body: message.body, ...sender, ...(callback && { statusCallback: callback }) }),
          timeoutMs,
        );
        if (!sent.sid) return { outcome: 'ambiguous', detail: 'Twilio answered without a message id' };
        return { outcome: 'accepted', providerMessageId: sent.sid };
      } catch (error) {
        return resultOf(error, now());
      }
    },

    async lookup(message: OutboundMessage, sentAt: string, { own, others }: KnownIds = { own: null, others: [] }): Promise<LookupResult> {
      try {
        if (own !== null) return await withinDeadline(fetchOne(own), timeoutMs);
        const from = Date.parse(sentAt) - clockSkewMs;
        // What was taken later is another message with the same words: this evening's dose must not stand for this morning's.
        const until = Date.parse(sentAt) + longestMs;
        const listed = await withinDeadline(client.messages.list({ to: message.to, dateSentAfter: new Date(from), pageSize: 100 }), timeoutMs);
        // Newest first, to the second: turned round before the sort, which keeps the order inside a second.
        const ours = listed
          .toReversed()
          .filter((m) => isOutbound(m.direction) && !others.includes(m.sid) && worded(m.body) === worded(message.body) && m.dateCreated.getTime() >= from && m.dateCreated.getTime() <= until)
          .sort((a, b) => a.dateCreated.getTime() - b.dateCreated.getTime())[0];
        if (ours) return { found: 'yes', providerMessageId: ours.sid, status: twilioStatus[ours.status] ?? 'accepted' };
        // The list lags behind the API: too young an absence proves nothing.
        if (now() - Date.parse(sentAt) < lookupAfterMs) return { found: 'unknown', detail: 'Twilio does not list it yet' };
        return { found: 'no' };
      } catch (error) {
        return { found: 'unknown', detail: `Twilio did not answer the lookup (${transportCode(error)})` };
      }
    },

    async list(since: string) {
      const listed = await client.messages.list({ dateSentAfter: new Date(since), pageSize: 1_000 }).catch((error: unknown) => {
        throw new Error(`Twilio did not answer the listing (${transportCode(error)}): run the audit again later`);
      });
      return listed
        .filter((m) => isOutbound(m.direction))
        .map((m) => ({ providerMessageId: m.sid, to: m.to, at: m.dateCreated.toISOString() }));
    },
  };
}

function statusCallback({ attemptId, statusCallbackUrl }: OutboundMessage, fromSettings: string | undefined): string | null {
  const base = statusCallbackUrl ?? fromSettings;
  if (!base) return null;
  const url = new URL(base);
  url.searchParams.set('attempt', attemptId);
  return url.href;
}

function resultOf(error: unknown, now: number): SendResult {
  if (error instanceof TwilioThrottled) return { outcome: 'throttled', retryAfterMs: retryAfterMs(error.retryAfter, defaultRetryMs, now) };
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return noAnswer('Twilio', error);
  if (error.status >= 500) return { outcome: 'ambiguous', detail: `Twilio answered ${error.status}` };
  const code = 'code' in error && error.code ? String(error.code) : `http-${error.status}`;
  return applyCode('Twilio', code, twilioCodes[code] ?? unknownTwilioCode);
}

const isOutbound = (direction: string): boolean => direction.startsWith('outbound');

/** Twilio may recompose accents and trim the end; nothing else of the wording changes on its way. */
const worded = (body: string): string => body.normalize('NFC').trim();
