/**
 * SMS to the Chinese mainland by Aliyun (dysmsapi 2017-05-25) through its official SDK. Wording is a registered template with values;
 * the body is only what the ledger stores. `OutId` carries the attempt id and comes back in reports and in the send details, which do
 * not show the BizId: so OutId is the provider's id of a message here, everywhere.
 */
import { createRequire } from 'node:module';
import type Dysms from '@alicloud/dysmsapi20170525';
import type { Channel, DeliveryStatus, LookupResult, OutboundMessage, SendResult } from '../channel.js';
import { applyCode, hours, minutes } from '../code-table.js';
import { noAnswer, transportCode, withinDeadline } from '../one-post.js';
import { aliyunCodes, aliyunEffect } from './aliyun-codes.js';
import { beijingDay, beijingInstant } from './beijing-time.js';

// CommonJS with a default export: loaders disagree on where that is, `require` does not.
const require = createRequire(import.meta.url);
const { default: Client, QuerySendDetailsRequest, SendSmsRequest } = require('@alicloud/dysmsapi20170525') as typeof Dysms;
const { $OpenApiUtil } = require('@alicloud/openapi-core') as typeof import('@alicloud/openapi-core');

export type AliyunSettings = {
  accessKeyId: string;
  accessKeySecret: string;
  /** Approved signature per hospital id; `*` for all others. Without 【】: the platform adds them. */
  signNames: Record<string, string>;
  /** Text key -> approved template code and the names of its variables. */
  templates: Record<string, { code: string; params: string[] }>;
  /** `https://dysmsapi.aliyuncs.com` unless a test or a proxy stands in. */
  origin?: string;
  timeoutMs?: number;
  lookupAfterMs?: number;
  receiptWithinMs?: number;
};

/** Send details can only be asked per number: the audit's list needs to know whom to ask about. */
export type RecipientsSince = (since: string) => Promise<string[]>;

type Detail = { outId: string; sentAt: string; status: DeliveryStatus; phone: string };

const pageSize = 50;

export function createAliyunChannel(settings: AliyunSettings, recipientsSince: RecipientsSince, now: () => number = Date.now): Channel {
  const { origin = 'https://dysmsapi.aliyuncs.com', timeoutMs = 10_000, lookupAfterMs = minutes(2), receiptWithinMs = minutes(30) } = settings;
  const { protocol, host } = new URL(origin);
  // No retryOptions: the SDK then makes one call. Its own read timeout is the same as ours; ours also covers a stalled body.
  const client = new Client(
    new $OpenApiUtil.Config({
      accessKeyId: settings.accessKeyId,
      accessKeySecret: settings.accessKeySecret,
      endpoint: host,
      protocol: protocol.replace(':', ''),
      readTimeout: timeoutMs,
      connectTimeout: timeoutMs,
    }),
  );

  async function detailsOf(phone: string, day: string): Promise<Detail[]> {
    const found: Detail[] = [];
    for (let currentPage = 1; ; currentPage++) {
      const request = new QuerySendDetailsRequest({ phoneNumber: domestic(phone), sendDate: day, currentPage, pageSize });
      const { body } = await withinDeadline(client.querySendDetails(request), timeoutMs);
      if (body?.code !== 'OK') throw Object.assign(new Error('Aliyun refused the query'), { code: safeCode(body?.code) });
      const page = body.smsSendDetailDTOs?.smsSendDetailDTO ?? [];
      for (const { outId, sendDate, sendStatus, phoneNum } of page) {
        if (outId && sendDate) found.push({ outId, sentAt: beijingInstant(sendDate), status: detailStatus(sendStatus), phone: `+86${phoneNum ?? domestic(phone)}` });
      }
      if (page.length < pageSize || found.length >= Number(body.totalCount ?? 0)) return found;
    }
  }

  return {
    name: 'sms',
    provider: 'aliyun',
    timeoutMs,
    receipt: { withinMs: receiptWithinMs, ifNone: 'lookup' },
    // The vendor's page: SendSms is not idempotent; after a timeout check the send details before sending again.
    ambiguity: { lookupAfterMs, ifAbsent: 'resend', ifUnknown: 'next-channel', resend: { withinMs: hours(24), atMost: 1 } },

    async send(message: OutboundMessage): Promise<SendResult> {
      const { attemptId, to, template } = message;
      if (!to.startsWith('+86')) return { outcome: 'rejected', reason: 'blocked', code: 'local.NOT_MAINLAND', scope: 'recipient' };
      const registered = settings.templates[template.key];
      if (!registered) return { outcome: 'rejected', reason: 'content', code: 'local.TEMPLATE_NOT_REGISTERED', scope: 'content' };
      const signName = settings.signNames[message.hospitalId] ?? settings.signNames['*'];
      if (!signName) return { outcome: 'rejected', reason: 'content', code: 'local.SIGNATURE_NOT_REGISTERED', scope: 'content' };
      // A sentence with a hole in it is worse than the next channel.
      if (registered.params.some((name) => template.params[name] === undefined)) return { outcome: 'rejected', reason: 'content', code: 'local.VALUE_MISSING', scope: 'content' };
      const values = Object.fromEntries(registered.params.map((name) => [name, template.params[name]]));
      const request = new SendSmsRequest({
        phoneNumbers: domestic(to), signName, templateCode: registered.code, templateParam: JSON.stringify(values), outId: attemptId,
      });
      try {
        const { body } = await withinDeadline(client.sendSms(request), timeoutMs);
        if (body?.code === 'OK') return { outcome: 'accepted', providerMessageId: attemptId };
        if (!body?.code) return { outcome: 'ambiguous', detail: 'Aliyun answered without a code' };
        return applyCode('Aliyun', safeCode(body.code), aliyunEffect(body.code));
      } catch (error) {
        return resultOf(error);
      }
    },

    async lookup({ attemptId, to }: OutboundMessage, sentAt: string): Promise<LookupResult> {
      try {
        // A message of 23:59:59 may be listed under the next day.
        const days = new Set([beijingDay(Date.parse(sentAt)), beijingDay(Date.parse(sentAt) + lookupAfterMs)]);
        for (const day of days) {
          const ours = (await detailsOf(to, day)).find((detail) => detail.outId === attemptId);
          if (ours) return { found: 'yes', providerMessageId: ours.outId, status: ours.status };
        }
        if (now() - Date.parse(sentAt) < lookupAfterMs) return { found: 'unknown', detail: 'Aliyun does not list it yet' };
        return { found: 'no' };
      } catch (error) {
        return { found: 'unknown', detail: `Aliyun did not answer the lookup (${transportCode(error)})` };
      }
    },

    async list(since: string) {
      const listed: { providerMessageId: string; to: string; attemptId: string; at: string }[] = [];
      try {
        for (const phone of new Set((await recipientsSince(since)).filter((number) => number.startsWith('+86')))) {
          for (let at = Date.parse(since); beijingDay(at) <= beijingDay(now()); at += hours(24)) {
            const details = await detailsOf(phone, beijingDay(at));
            listed.push(...details.filter((d) => d.sentAt >= toSecond(since)).map((d) => ({ providerMessageId: d.outId, to: d.phone, attemptId: d.outId, at: d.sentAt })));
          }
        }
        return listed;
      } catch (error) {
        throw new Error(`Aliyun did not answer the listing (${transportCode(error)}): run the audit again later`);
      }
    },
  };
}

/** Aliyun's own times have no fraction of a second. */
const toSecond = (instant: string): string => `${instant.slice(0, 19)}.000Z`;

const domestic = (e164: string): string => e164.replace(/^\+86/, '');

/** 1 waiting for the report, 2 failed, 3 received. */
function detailStatus(status: number | undefined): DeliveryStatus {
  if (status === 3) return 'delivered';
  if (status === 2) return 'failed';
  return 'accepted';
}

/** A code is passed on only when it looks like one; the rest of an answer may quote the number. */
const safeCode = (code: string | undefined): string => (code && /^[\w.]{1,64}$/.test(code) && !/\d{7}/.test(code) ? code : 'UNREADABLE_CODE');

function resultOf(error: unknown): SendResult {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return noAnswer('Aliyun', error);
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : null;
  if (status === null) return noAnswer('Aliyun', error);
  const code = safeCode(error.code);
  const known = aliyunCodes[code];
  if (known?.then === 'throttled' || code.startsWith('Throttling')) {
    const asked = 'retryAfter' in error && typeof error.retryAfter === 'number' ? error.retryAfter : null;
    const otherwise = known?.then === 'throttled' ? known.retryAfterMs : 1_000;
    return { outcome: 'throttled', retryAfterMs: asked ?? otherwise };
  }
  if (status >= 500) return { outcome: 'ambiguous', detail: `Aliyun answered ${status}` };
  return applyCode('Aliyun', code, aliyunEffect(code));
}
