/** What a vendor's error code means to the ledger, as data: codes change more often than code does. */
import type { RejectReason, SendResult } from './channel.js';

export type CodeEffect =
  /** Definitely not taken, and asking again as it is would not help. */
  | { then: 'rejected'; reason: RejectReason; scope: 'recipient' | 'content' | 'account'; source: string }
  /** Definitely not taken; the same again later may pass. */
  | { then: 'throttled'; retryAfterMs: number; source: string }
  /** The vendor itself does not say whether it took the message. */
  | { then: 'ambiguous'; source: string };

export type CodeTable = Readonly<Record<string, CodeEffect>>;

export const minutes = (n: number): number => n * 60_000;
export const hours = (n: number): number => n * 3_600_000;

/** Applies one table entry. Only the code is passed on: vendors quote numbers and names in their messages. */
export function applyCode(vendor: string, code: string, effect: CodeEffect): SendResult {
  switch (effect.then) {
    case 'rejected':
      return { outcome: 'rejected', reason: effect.reason, code, scope: effect.scope };
    case 'throttled':
      return { outcome: 'throttled', retryAfterMs: effect.retryAfterMs };
    case 'ambiguous':
      return { outcome: 'ambiguous', detail: `${vendor} answered ${code}` };
  }
}
