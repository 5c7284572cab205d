/** At most so many SMS a day to one patient, all packages together. The lower class yields; safety, dose and visit never do. */
import type { Obligation } from '../engine/events.js';
import type { ChannelName, Instant, Recipient } from '../engine/vocabulary.js';
import { localDateOf } from '../time.js';
import type { SharedFacts } from './facts.js';
import { messagePolicy } from './message-policy.js';

/** Decided in the same claim. `alone`: a message of its own, not part of a digest. */
export type DecidedToday = { obligation: Obligation; channel: ChannelName; alone: boolean };

type Moment = { at: Instant; decided: readonly DecidedToday[]; due: readonly Obligation[] };

const isOfPatient = (recipient: Recipient): boolean => recipient === 'patient' || recipient === 'family';

/** Room is kept for what is still planned today and ranks higher: a 09:00 tip must not cost the 20:00 dose its place. */
export function exceedsDailyCap(facts: SharedFacts, obligation: Obligation, channel: ChannelName, { at, decided, due }: Moment): boolean {
  const policy = messagePolicy[obligation.class];
  if (policy.dailyCap === 'exempt' || channel !== 'sms' || !isOfPatient(obligation.recipient)) return false;
  const today = localDateOf(at, facts.zone);
  const sent = facts.sent.filter((s) => s.channel === 'sms' && s.carriedBy === undefined && isOfPatient(s.recipient) && localDateOf(s.at, facts.zone) === today).length;
  const now = decided.filter((d) => d.channel === 'sms' && d.alone && isOfPatient(d.obligation.recipient)).length;
  const rides = obligation.digestLabel !== null && decided.some((d) => d.channel === 'sms' && d.obligation.digestLabel !== null && d.obligation.recipient === obligation.recipient);
  const known = new Set([...due.map(({ id }) => id), ...facts.sent.map((s) => s.obligation)]);
  const kept = facts.plannedToday.filter((p) => !known.has(p.obligation) && isOfPatient(p.recipient) && p.dueAt >= at && messagePolicy[p.class].rank < policy.rank).length;
  return !rides && sent + now + kept >= facts.dailySmsCap;
}
