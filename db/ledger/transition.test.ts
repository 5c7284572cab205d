import { describe, expect, it } from 'vitest';
import type { LookupResult, SendResult } from '../../channels/channel.js';
import { afterLookup, afterOverdueReceipt, afterReceipt, afterSend, afterSilence, doubling, mostLookups, type AttemptState, type Policy } from './transition.js';

const policy: Policy = { receipt: { withinMs: 60_000, ifNone: 'sent' }, ambiguity: { lookupAfterMs: 1_000, ifAbsent: 'resend' } };
const instant: Policy = { ...policy, receipt: { withinMs: 0, ifNone: 'sent' } };
const first = { lookups: 0, resends: 0, ageMs: 2_000 };
const last = { ...first, lookups: mostLookups - 1 };
const unknown: LookupResult = { found: 'unknown', detail: 'no answer' };

describe('One POST', () => {
  const cases: [string, SendResult, Policy, object][] = [
    ['accepted waits for its receipt', { outcome: 'accepted', providerMessageId: 'x' }, policy, { state: 'accepted', verdict: null, providerMessageId: 'x', receiptWithinMs: 60_000 }],
    ['accepted by a channel without receipts is sent', { outcome: 'accepted', providerMessageId: 'x' }, instant, { state: 'sent', verdict: 'done', providerMessageId: 'x' }],
    ['throttled was never taken: the same way, later', { outcome: 'throttled', retryAfterMs: 5_000 }, policy, { state: 'absent', verdict: 'retry', code: 'throttled', checkAfterMs: 5_000 }],
    ['ambiguous stays on its way until looked up', { outcome: 'ambiguous', detail: 'reset' }, policy, { state: 'ambiguous', verdict: null, detail: 'reset', checkAfterMs: 1_000 }],
    ['rejected for the recipient goes to the next way', { outcome: 'rejected', reason: 'blocked', code: '9', scope: 'recipient' }, policy, { state: 'rejected', verdict: 'next', code: '9', detail: 'blocked' }],
    ['a dead number is not used again', { outcome: 'rejected', reason: 'no-address', code: '9', scope: 'recipient' }, policy, { state: 'rejected', verdict: 'next', code: '9', detail: 'no-address', deadContact: true }],
    ['whoever unsubscribed there keeps the number', { outcome: 'rejected', reason: 'opted-out', code: '9', scope: 'recipient' }, policy, { state: 'rejected', verdict: 'next', code: '9', detail: 'opted-out', unsubscribed: true }],
    ['an account without money opens the circuit and burns nothing', { outcome: 'rejected', reason: 'balance', code: '9', scope: 'account' }, policy,
      { state: 'rejected', verdict: 'retry', code: '9', detail: 'balance', checkAfterMs: 0, circuit: 'balance' }],
  ];
  it.each(cases)('%s', (_, result, of, expected) => expect(afterSend(result, of)).toEqual(expected));
});

describe('A look-up after silence', () => {
  it('adopts what the vendor has', () => {
    expect(afterLookup({ found: 'yes', providerMessageId: 'x', status: 'delivered' }, first, policy, 'form')).toEqual({ state: 'delivered', verdict: 'done', providerMessageId: 'x' });
    expect(afterLookup({ found: 'yes', providerMessageId: 'x', status: 'failed' }, first, policy, 'form')).toMatchObject({ state: 'failed', verdict: 'next' });
  });

  it('sends again only what the vendor never took, and not more often than its policy allows', () => {
    expect(afterLookup({ found: 'no' }, first, policy, 'dose')).toMatchObject({ state: 'absent', verdict: 'retry' });
    expect(afterLookup({ found: 'no' }, { ...first, resends: 1 }, policy, 'form')).toMatchObject({ state: 'absent', verdict: 'next' });
    const window: Policy = { ...policy, ambiguity: { ...policy.ambiguity, resend: { withinMs: 1_000, atMost: 3 } } };
    expect(afterLookup({ found: 'no' }, first, window, 'form')).toMatchObject({ verdict: 'next' });
  });

  it('asks a vendor that cannot say again, each time after twice the wait', () => {
    const waits = [0, 1, 2].map((lookups) => afterLookup(unknown, { ...first, lookups }, policy, 'form').checkAfterMs);
    expect(waits).toEqual([2_000, 4_000, 8_000]);
  });

  it('goes to the next channel when nobody can say, and records the possible double before it', () => {
    expect(afterLookup(unknown, last, policy, 'visit')).toEqual({ state: 'ambiguous', verdict: 'next', detail: 'no answer', possiblyDoubled: true });
  });

  it('does not ask a vendor twice that can never say', () => {
    expect(afterLookup({ ...unknown, final: true }, first, policy, 'visit')).toMatchObject({ verdict: 'next', possiblyDoubled: true });
  });

  it('never risks a second dose reminder: a person takes over', () => {
    expect(afterLookup(unknown, last, policy, 'dose')).toEqual({ state: 'ambiguous', verdict: 'fail', detail: 'no answer' });
    expect(Object.entries(doubling).filter(([, rule]) => rule === 'never').map(([of]) => of)).toEqual(['dose', 'measurement', 'education']);
  });

  it('resends a doubtful one only where the channel says that this is safe', () => {
    const safe: Policy = { ...policy, ambiguity: { ...policy.ambiguity, ifUnknown: 'resend', resend: { withinMs: 60_000, atMost: 1 } } };
    expect(afterLookup({ ...unknown, final: true }, first, safe, 'form')).toMatchObject({ verdict: 'resend', possiblyDoubled: true });
    expect(afterLookup({ ...unknown, final: true }, { ...first, resends: 1 }, safe, 'form')).toMatchObject({ verdict: 'next', possiblyDoubled: true });
  });

  it('keeps an accepted message sent when the vendor, asked for its receipt, cannot say', () => {
    expect(afterOverdueReceipt(unknown, last, policy)).toMatchObject({ state: 'sent', verdict: 'done' });
    expect(afterOverdueReceipt(unknown, first, policy)).toMatchObject({ state: 'accepted', verdict: null });
    expect(afterOverdueReceipt({ found: 'no' }, first, policy)).toMatchObject({ state: 'failed', verdict: 'next' });
    expect(afterOverdueReceipt({ found: 'yes', providerMessageId: 'x', status: 'delivered' }, first, policy)).toMatchObject({ state: 'delivered', verdict: 'done' });
  });
});

describe('Receipts', () => {
  const states: AttemptState[] = ['sending', 'ambiguous', 'absent', 'rejected', 'accepted', 'sent', 'delivered', 'failed'];

  it('only ever move to the right of accepted < sent < delivered | failed', () => {
    const moves = states.flatMap((state) => (['accepted', 'sent', 'delivered', 'failed'] as const).filter((status) => afterReceipt(state, status) !== null).map((status) => `${state} -> ${status}`));
    expect(moves.filter((move) => /^(sent|delivered|failed)/.test(move))).toEqual(['sent -> delivered', 'sent -> failed']);
    expect(moves.filter((move) => move.startsWith('accepted'))).toEqual(['accepted -> sent', 'accepted -> delivered', 'accepted -> failed']);
  });

  it('end the same in whatever order they come', () => {
    const orders = [['accepted', 'sent', 'delivered'], ['delivered', 'accepted', 'sent'], ['sent', 'delivered', 'accepted'], ['sent', 'accepted', 'delivered', 'delivered']] as const;
    const ends = orders.map((order) => order.reduce<AttemptState>((state, status) => afterReceipt(state, status)?.state ?? state, 'accepted'));
    expect(new Set(ends)).toEqual(new Set(['delivered']));
  });

  it('that never come are closed by the channel\'s stated policy', () => {
    expect(afterSilence('sent', 'accepted')).toMatchObject({ state: 'sent', verdict: 'done' });
    expect(afterSilence('failed', 'accepted')).toMatchObject({ state: 'failed', verdict: 'next' });
    expect(afterSilence('lookup', 'accepted')).toBeNull();
  });
});
