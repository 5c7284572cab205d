/** Twilio's error codes and statuses as data. Sources: the guides quoted in the team's vendor survey ([K]: confirm against the account's own logs). */
import { type CodeEffect, type CodeTable, hours, minutes } from '../code-table.js';
import type { DeliveryStatus } from '../channel.js';

const recipient = (reason: 'opted-out' | 'no-address' | 'blocked' | 'other', source: string): CodeEffect => ({
  then: 'rejected', reason, scope: 'recipient', source,
});
const account = (reason: 'credentials' | 'balance' | 'other', source: string): CodeEffect => ({ then: 'rejected', reason, scope: 'account', source });
const content = (source: string): CodeEffect => ({ then: 'rejected', reason: 'content', scope: 'content', source });

export const twilioCodes: CodeTable = {
  '20003': account('credentials', 'Authentication failed'),
  '20005': account('credentials', 'Account suspended or closed'),
  '20429': { then: 'throttled', retryAfterMs: 1_000, source: 'Too many requests; a 429 was not processed' },
  '21211': recipient('no-address', 'Invalid To number'),
  '21214': recipient('no-address', 'To number cannot be reached'),
  '21217': recipient('no-address', 'Number does not appear to be valid'),
  '21408': recipient('blocked', 'Region of this number not enabled for the account'),
  '21602': content('Body is required'),
  '21606': account('other', 'From number is not ours or cannot send'),
  '21610': recipient('opted-out', 'Recipient replied STOP'),
  '21611': { then: 'throttled', retryAfterMs: minutes(1), source: 'Queue of the From number is full' },
  '21612': recipient('blocked', 'No route from this sender to this number'),
  '21614': recipient('no-address', 'To is not a mobile number'),
  '21617': content('Body is longer than 1600 characters'),
  '21635': recipient('no-address', 'To is a landline'),
  '30001': { then: 'throttled', retryAfterMs: minutes(1), source: 'Queue overflow' },
  '30002': account('balance', 'Account suspended, usually no balance'),
  '30003': { then: 'throttled', retryAfterMs: minutes(30), source: 'Handset unreachable: later, a few times' },
  '30004': recipient('blocked', 'Message blocked by the recipient or carrier'),
  '30005': recipient('no-address', 'Unknown destination handset'),
  '30006': recipient('no-address', 'Landline or unreachable carrier'),
  '30007': content('Carrier filtered the message'),
  '30008': { then: 'ambiguous', source: 'Unknown error of the carrier' },
  '30022': { then: 'throttled', retryAfterMs: minutes(1), source: 'Carrier rate limit' },
  '30023': { then: 'throttled', retryAfterMs: hours(24), source: 'Carrier daily limit' },
};

/** A 4xx that the table does not know: not taken, and the next channel should try. */
export const unknownTwilioCode: CodeEffect = recipient('other', 'Unknown 4xx: permanent, next channel');

/** Twilio's message status to our lattice. */
export const twilioStatus: Readonly<Record<string, DeliveryStatus>> = {
  accepted: 'accepted', scheduled: 'accepted', queued: 'accepted', sending: 'accepted',
  sent: 'sent',
  delivered: 'delivered', read: 'delivered',
  undelivered: 'failed', failed: 'failed', canceled: 'failed',
};
