/** What the patient has been told already: one contact for several packages, one identical text a day. */
import type { Obligation } from '../engine/events.js';
import type { Instant, ObligationId } from '../engine/vocabulary.js';
import { localDateOf, minutesBetween } from '../time.js';
import type { DecidedToday } from './daily-cap.js';
import type { Sent, SharedFacts } from './facts.js';
import { messagePolicy } from './message-policy.js';

/** Parameters that the reader sees in a patient's text; the others only serve the record. */
const visible = ['date', 'slotFrom', 'slotUntil'];

/** Equal for two messages that read the same: text, language and what is filled in. */
export function textHash(obligation: Pick<Obligation, 'text' | 'params' | 'class'>, language: string): string {
  const names = messagePolicy[obligation.class].audience === 'staff' ? Object.keys(obligation.params).sort() : visible;
  let hash = `${obligation.text}|${language}`;
  for (const name of names) if (obligation.params[name] !== undefined) hash += `|${name}=${obligation.params[name]}`;
  return hash;
}

const isToday = ({ zone }: SharedFacts, at: Instant, sent: Pick<Sent, 'at'>): boolean => localDateOf(sent.at, zone) === localDateOf(at, zone);

/** One package never silences itself: only another one's contact of today makes this one unnecessary. */
const episodeOf = (id: ObligationId): string => id.slice(0, id.indexOf('/'));

/** The message of another package that already makes this contact. */
export function sharedWith(facts: SharedFacts, obligation: Obligation, decided: readonly DecidedToday[], at: Instant): ObligationId | null {
  const { sharedKey, id, recipient } = obligation;
  if (sharedKey === null) return null;
  const same = (other: { sharedKey: string | null; recipient: string }, otherId: ObligationId): boolean =>
    other.sharedKey === sharedKey && other.recipient === recipient && episodeOf(otherId) !== episodeOf(id);
  const sent = facts.sent.find((other) => same(other, other.obligation) && isToday(facts, at, other));
  return sent?.obligation ?? decided.find(({ obligation: other }) => same(other, other.id))?.obligation.id ?? null;
}

/** Two packages that ask for the same value again within this time ask about one reading (C). */
const oneReadingMinutes = 10;

/**
 * An identical text to the same person today, unless its class may repeat it. A request to measure again answers a value that she just sent, so
 * only the same request of another package about that value makes it unnecessary.
 */
export function repeatsToday(facts: SharedFacts, obligation: Obligation, decided: readonly DecidedToday[], at: Instant): ObligationId | null {
  const { sameText } = messagePolicy[obligation.class];
  if (sameText === 'repeats' || (sameText === 'red' && obligation.level === 'red')) return null;
  const hash = textHash(obligation, facts.language);
  const again = obligation.purpose === 'measure-again';
  const counts = (id: ObligationId, sentAt: Instant): boolean => !again || (episodeOf(id) !== episodeOf(obligation.id) && minutesBetween(sentAt, at) <= oneReadingMinutes);
  const sent = facts.sent.find((other) => other.textHash === hash && other.recipient === obligation.recipient && other.obligation !== obligation.id && isToday(facts, at, other) && counts(other.obligation, other.at));
  return sent?.obligation ?? decided.find(({ obligation: other }) => other.recipient === obligation.recipient && textHash(other, facts.language) === hash && counts(other.id, at))?.obligation.id ?? null;
}
