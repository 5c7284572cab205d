/** By which channel and to which numbers a message goes now. */
import type { Obligation } from '../engine/events.js';
import type { ChannelName, SuppressionReason } from '../engine/vocabulary.js';
import type { Contact, SharedFacts } from './facts.js';
import { messagePolicy } from './message-policy.js';

export type Route = { kind: 'by'; channel: ChannelName; to: string[] } | { kind: 'none'; reason: SuppressionReason };

const contactKind: Partial<Record<ChannelName, Contact['kind']>> = { wechat: 'wechat', sms: 'mobile', email: 'email' };

/** The first channel of the obligation's order that can reach somebody and was not tried; else the reason why there is none. */
export function routeTo(facts: SharedFacts, obligation: Obligation, tried: readonly ChannelName[]): Route {
  const left = obligation.channels.filter((channel) => !tried.includes(channel));
  if (obligation.recipient !== 'patient' && obligation.recipient !== 'family') {
    const [channel] = left;
    return channel === undefined ? { kind: 'none', reason: 'no-contact' } : { kind: 'by', channel, to: [] };
  }
  if (obligation.recipient === 'family' && !facts.consents.family) return { kind: 'none', reason: 'no-consent' };
  const reasons = new Set<SuppressionReason>();
  for (const channel of left) {
    const kind = contactKind[channel];
    if (kind === undefined) return { kind: 'by', channel, to: [] };
    const numbers = contactsFor(facts, obligation.recipient, kind);
    const usable = numbers.filter(({ quarantined }) => !quarantined);
    const consents = channel !== 'sms' || facts.consents.sms || messagePolicy[obligation.class].consent === 'not-needed';
    if (usable.length > 0 && consents) return { kind: 'by', channel, to: usable.map(({ id }) => id) };
    reasons.add(numbers.length === 0 ? 'no-contact' : usable.length === 0 ? 'quarantined' : 'no-consent');
  }
  return { kind: 'none', reason: (['quarantined', 'no-consent'] as const).find((reason) => reasons.has(reason)) ?? 'no-contact' };
}

/**
 * Contacts of one kind in the patient's order. A patient without any number of this kind is reached through the family's, when she
 * allowed it: often they own the only phone.
 */
export function contactsFor(facts: Pick<SharedFacts, 'contacts' | 'consents'>, recipient: 'patient' | 'family', kind: Contact['kind']): Contact[] {
  const inOrder = facts.contacts.filter((contact) => contact.kind === kind).sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
  const own = inOrder.filter(({ owner }) => owner === recipient);
  return own.length > 0 || recipient === 'family' || !facts.consents.family ? own : inOrder;
}
