/** Which SMS provider carries a number: Twilio cannot serve +86 two-way and forbids links there; the domestic carrier serves nothing else. */
import type { Channel } from '../channel.js';

export type SmsProviders = { twilio?: Channel; aliyun?: Channel };

/** null: no provider is configured for this number. */
export function smsRoute(to: string, { twilio, aliyun }: SmsProviders): Channel | null {
  if (to.startsWith('+86')) return aliyun ?? twilio ?? null;
  return twilio ?? null;
}
