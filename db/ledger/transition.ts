/**
 * What an attempt becomes when something is heard of it: pure, one function per kind of news. An attempt is on its way while its verdict
 * is null; the verdict then says what may follow. Nothing here ever resends blindly: only an absence that the vendor confirmed, or a
 * policy that accepts a double and records it beforehand.
 */
import type { AmbiguityPolicy, Channel, DeliveryStatus, LookupResult, SendResult } from '../../channels/channel.js';
import type { MessageClass } from '../../pathways/engine/vocabulary.js';
import { assertNever } from '../../pathways/engine/vocabulary.js';

export type AttemptState = 'sending' | 'accepted' | 'sent' | 'delivered' | 'failed' | 'rejected' | 'ambiguous' | 'absent';
export type Verdict = 'done' | 'retry' | 'resend' | 'next' | 'fail';

export type Transition = {
  state: AttemptState;
  /** null: still on its way. */
  verdict: Verdict | null;
  providerMessageId?: string;
  code?: string;
  detail?: string;
  /** Ambiguous: look up after this. Retry: not before this. */
  checkAfterMs?: number;
  receiptWithinMs?: number;
  /** Whatever follows may reach the person a second time. */
  possiblyDoubled?: true;
  /** The provider serves nobody until ops acted. */
  circuit?: 'credentials' | 'balance';
  /** This number or address is of no use. */
  deadContact?: true;
  /** Whoever has it wants nothing sent there. */
  unsubscribed?: true;
};

export type Policy = Pick<Channel, 'receipt' | 'ambiguity'>;
export type History = { lookups: number; resends: number; ageMs: number };

/**
 * May the same words reach a person twice when nobody can say whether the first arrived? `never`: a person takes over instead
 * (a second dose reminder may mean a second dose). Minor messages are not worth the doubt.
 */
export const doubling: Readonly<Record<MessageClass, 'accepted' | 'never'>> = {
  safety: 'accepted', dose: 'never', visit: 'accepted', form: 'accepted', measurement: 'never', education: 'never',
  'staff-alert': 'accepted', 'staff-task': 'accepted',
};

/** A vendor that cannot answer is asked this often, each time after twice the wait. */
export const mostLookups = 4;
/** While a provider is out of money or credentials, this long passes between two attempts through it. */
export const circuitMs = 60_000;

const taken = (status: DeliveryStatus, providerMessageId: string, { receipt }: Policy): Transition => {
  if (status === 'failed') return { state: 'failed', verdict: 'next', providerMessageId };
  if (status === 'delivered') return { state: 'delivered', verdict: 'done', providerMessageId };
  if (receipt.withinMs === 0 && receipt.ifNone === 'sent') return { state: 'sent', verdict: 'done', providerMessageId };
  return { state: status, verdict: null, providerMessageId, receiptWithinMs: receipt.withinMs };
};

/** `leastPauseMs`: this vendor has asked to wait before. */
export function afterSend(result: SendResult, policy: Policy, leastPauseMs = 0): Transition {
  switch (result.outcome) {
    case 'accepted':
      return taken('accepted', result.providerMessageId, policy);
    case 'throttled':
      return { state: 'absent', verdict: 'retry', code: 'throttled', checkAfterMs: Math.max(result.retryAfterMs, leastPauseMs) };
    case 'ambiguous':
      return { state: 'ambiguous', verdict: null, detail: result.detail, checkAfterMs: policy.ambiguity.lookupAfterMs };
    case 'rejected': {
      const { reason, code, scope } = result;
      if (scope === 'account') {
        return { state: 'rejected', verdict: 'retry', code, detail: reason, checkAfterMs: 0, circuit: reason === 'balance' ? 'balance' : 'credentials' };
      }
      return { state: 'rejected', verdict: 'next', code, detail: reason, ...(reason === 'no-address' ? { deadContact: true as const } : {}), ...(reason === 'opted-out' ? { unsubscribed: true as const } : {}) };
    }
    default:
      return assertNever(result);
  }
}

/** `possibly_doubled` is written with the verdict, so before anything that could double leaves. */
function inDoubt(wished: AmbiguityPolicy, messageClass: MessageClass, detail: string): Transition {
  if (wished === 'fail' || doubling[messageClass] === 'never') return { state: 'ambiguous', verdict: 'fail', detail };
  return { state: 'ambiguous', verdict: wished === 'resend' ? 'resend' : 'next', detail, possiblyDoubled: true };
}

const mayResend = ({ ambiguity }: Policy, { resends, ageMs }: History): boolean =>
  ambiguity.resend === undefined ? resends < 1 : resends < ambiguity.resend.atMost && ageMs < ambiguity.resend.withinMs;

export function afterLookup(result: LookupResult, history: History, policy: Policy, messageClass: MessageClass): Transition {
  const { ambiguity } = policy;
  switch (result.found) {
    case 'yes':
      return taken(result.status, result.providerMessageId, policy);
    case 'no': {
      const wished = ambiguity.ifAbsent === 'resend' && !mayResend(policy, history) ? 'next-channel' : ambiguity.ifAbsent;
      const verdict: Verdict = wished === 'resend' ? 'retry' : wished === 'next-channel' ? 'next' : 'fail';
      return { state: 'absent', verdict, code: 'never-taken', checkAfterMs: 0 };
    }
    case 'unknown': {
      if (result.final !== true && history.lookups + 1 < mostLookups) {
        return { state: 'ambiguous', verdict: null, detail: result.detail, checkAfterMs: ambiguity.lookupAfterMs * 2 ** (history.lookups + 1) };
      }
      const wished = ambiguity.ifUnknown ?? (ambiguity.ifAbsent === 'resend' ? 'next-channel' : ambiguity.ifAbsent);
      return inDoubt(wished === 'resend' && !mayResend(policy, history) ? 'next-channel' : wished, messageClass, result.detail);
    }
    default:
      return assertNever(result);
  }
}

/** The vendor took it but never reported on it, so it was asked: it stays sent unless the vendor itself says that it failed or never was. */
export function afterOverdueReceipt(result: LookupResult, history: History, policy: Policy): Transition {
  if (result.found === 'no') return { state: 'failed', verdict: 'next', detail: 'the vendor does not know it any more' };
  const known = result.found === 'yes' ? taken(result.status, result.providerMessageId, policy) : null;
  if (known && known.verdict !== null) return known;
  if (history.lookups + 1 >= mostLookups || (result.found === 'unknown' && result.final === true)) return { state: 'sent', verdict: 'done', detail: 'no receipt came' };
  return { state: known?.state ?? 'accepted', verdict: null, receiptWithinMs: policy.ambiguity.lookupAfterMs * 2 ** (history.lookups + 1) };
}

const rank: Readonly<Record<AttemptState, number>> = { sending: 0, ambiguous: 0, absent: 0, rejected: 0, accepted: 1, sent: 2, delivered: 3, failed: 3 };

/** null: nothing new. Receipts come late, twice and in any order; a state only ever moves to the right of accepted < sent < delivered | failed. */
export function afterReceipt(state: AttemptState, status: DeliveryStatus, code?: string): Transition | null {
  if (rank[status] <= rank[state]) return null;
  const withCode = code === undefined ? {} : { code };
  if (status === 'failed') return { state: 'failed', verdict: 'next', ...withCode };
  if (status === 'delivered') return { state: 'delivered', verdict: 'done', ...withCode };
  return { state: status, verdict: null, ...withCode };
}

/** No receipt came inside the channel's time: its stated policy closes the matter. null: ask the vendor. */
export function afterSilence(ifNone: Channel['receipt']['ifNone'], state: AttemptState): Transition | null {
  if (ifNone === 'lookup') return null;
  return ifNone === 'sent' ? { state: state === 'accepted' ? 'sent' : state, verdict: 'done', detail: 'no receipt came' } : { state: 'failed', verdict: 'next', detail: 'no receipt came' };
}
