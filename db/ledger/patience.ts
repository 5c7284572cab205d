/**
 * Patience with a vendor that took nothing: which attempts are the message's own fault, how long it waits for one channel before it takes the
 * next, and how often it asks again. Pure.
 */
import type { ChannelName, Instant, MessageClass } from '../../pathways/engine/vocabulary.js';
import { earliest, minutesBetween } from '../../pathways/time.js';
import type { AttemptRow } from './rows.js';

/**
 * Minutes between the first time that the vendor asked to wait and the moment for which it asked now: beyond them the next channel is taken, and this one again
 * once it is due. null: it waits for the same way until it expires. By convention (C); an alert must not stand behind a proxy that is down.
 */
const patienceMinutes: Readonly<Record<MessageClass, number | null>> = {
  safety: 1 / 6, 'staff-alert': 1 / 6, dose: 10, visit: 10, 'staff-task': 10, form: null, measurement: null, education: null,
};
/** A vendor that goes on asking to wait is asked after twice the time, up to these seconds; an alert asks oftener. By convention (C). */
const longestPause = { alert: 60, other: 300 };

/** Seen from here: what of an attempt says how it ended. */
type Ended = Pick<AttemptRow, 'channel' | 'state' | 'verdict' | 'code' | 'claimedAt' | 'checkAt' | 'retryDue'>;

const askedToWait = ({ verdict, code }: Ended): boolean => verdict === 'retry' && code === 'throttled';

/** Not taken for a reason that lies with the vendor, its account or our own worker: any other message would have fared the same, so it uses up no attempt. */
export const blameless = (attempt: Ended): boolean => attempt.verdict === 'retry' && (attempt.state === 'rejected' || attempt.code === 'throttled' || attempt.code === 'lease-lost');

/** A channel whose vendor asked to wait until then. `tooLong`: for this message, which takes another meanwhile. */
export type Held = { channel: ChannelName; until: Instant; tooLong: boolean };

export function heldChannels(attempts: readonly Ended[], messageClass: MessageClass): Held[] {
  const patience = patienceMinutes[messageClass];
  return [...new Set(attempts.map(({ channel }) => channel))].flatMap((channel) => {
    const through = attempts.filter((attempt) => attempt.channel === channel);
    const [first, last] = [through.find(askedToWait), through.at(-1)];
    if (!first || !last || !askedToWait(last) || last.checkAt === null || last.retryDue) return [];
    return [{ channel, until: last.checkAt, tooLong: patience !== null && minutesBetween(first.claimedAt, last.checkAt) > patience }];
  });
}

/** When the first of the channels that were asked to wait may be tried again. null: none was. */
export function soonest(attempts: readonly Ended[], messageClass: MessageClass): Instant | null {
  const [first, ...others] = heldChannels(attempts, messageClass).map(({ until }) => until);
  return first === undefined ? null : earliest(first, ...others);
}

/** However short a wait the vendor asks for. */
export function leastPauseMs(attempts: readonly Ended[], channel: ChannelName, messageClass: MessageClass): number {
  const waits = attempts.filter((attempt) => attempt.channel === channel && askedToWait(attempt)).length;
  if (waits === 0) return 0;
  return 1_000 * Math.min(2 ** waits, messageClass === 'safety' || messageClass === 'staff-alert' ? longestPause.alert : longestPause.other);
}
