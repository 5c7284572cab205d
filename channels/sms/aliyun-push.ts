/**
 * Aliyun's HTTP pushes: SmsReport (what became of our messages) and SmsUp (what people replied), both JSON arrays. They carry no
 * signature, so the push URL registered at the console ends in a secret of ours; answer `aliyunPushTaken` or the platform repeats.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Receipt } from '../channel.js';
import type { InboundText } from '../inbound.js';
import { type ConsentWord, consentIn, consentWords } from '../opt-out-words.js';
import { beijingInstant } from './beijing-time.js';

export const aliyunPushTaken = { code: 0, msg: '接收成功' } as const;

/** Compares the last part of the URL with the configured secret without telling how much of it was right. */
export function isAliyunPushSecret(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return expected.length >= 16 && timingSafeEqual(digest(given), digest(expected));
}

/** SmsReport: one receipt per element that belongs to us; others (no out_id) are left alone. Throws on anything but an array of objects. */
export function parseSmsReport(body: string): Receipt[] {
  return records(body, 'SmsReport').flatMap((report): Receipt[] => {
    const outId = text(report['out_id']);
    if (!outId || typeof report['success'] !== 'boolean') return [];
    const status = report['success'] ? 'delivered' : 'failed';
    const code = text(report['err_code']);
    return [{ providerMessageId: outId, attemptId: outId, status, dedupeKey: `${text(report['biz_id'])}/${outId}/${status}`, ...(code && !report['success'] && { code }) }];
  });
}

/** SmsUp: what people replied to our signature's number. */
export function parseSmsUp(body: string, words: readonly ConsentWord[] = consentWords): InboundText[] {
  return records(body, 'SmsUp').flatMap((up): InboundText[] => {
    const phone = text(up['phone_number']);
    const sequence = text(up['sequence_id']);
    const sentAt = text(up['send_time']);
    if (!phone || !sequence || !sentAt) return [];
    const said = text(up['content']);
    return [{ provider: 'aliyun', from: e164(phone), to: text(up['dest_code']), text: said, at: beijingInstant(sentAt), dedupeKey: sequence, consent: consentIn(said, words) }];
  });
}

const e164 = (phone: string): string => `+86${phone.replace(/^(\+|00)?86(?=1\d{10}$)/, '')}`;

/** `sequence_id` comes as a number; its digits fit a double. */
const text = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '');

function records(body: string, what: string): Record<string, unknown>[] {
  const refuse = (): never => {
    throw new Error(`${what}: expected a JSON array of objects`);
  };
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return refuse();
  }
  if (!Array.isArray(parsed)) return refuse();
  return parsed.filter((item): item is Record<string, unknown> => typeof item === 'object' && item !== null);
}
