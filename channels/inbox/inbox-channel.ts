/**
 * The local inbox: what a phone, mailbox or WeCom would show when no provider is configured, and always in a training hospital.
 * It keeps the same port as the real channels, so the whole ledger runs against it, and the audit reconciles with its list.
 */
import { randomUUID } from 'node:crypto';
import type { ChannelName } from '../../pathways/engine/vocabulary.js';
import type { Channel, LookupResult, OutboundMessage, SendResult } from '../channel.js';
import { withinDeadline } from '../one-post.js';

/** One row of `inbox_message`. */
export type InboxEntry = {
  id: string;
  hospitalId: string;
  channel: ChannelName;
  attemptId: string;
  to: string;
  body: string;
  subject: string | null;
};

/** The table behind the inbox. The database stamps `at`, so that it is the same clock as the ledger's. */
export type Mailbox = {
  /** Inserts; fails when the attempt id is there already. */
  store(entry: InboxEntry): Promise<void>;
  find(channel: ChannelName, attemptId: string): Promise<{ id: string } | null>;
  since(channel: ChannelName, since: string): Promise<{ id: string; to: string; attemptId: string; at: string }[]>;
};

export type InboxOptions = { channel: Exclude<ChannelName, 'phone-task'>; mailbox: Mailbox; timeoutMs?: number; newId?: () => string };

export function createInboxChannel({ channel, mailbox, timeoutMs = 5_000, newId = randomUUID }: InboxOptions): Channel {
  return {
    name: channel,
    provider: 'inbox',
    timeoutMs,
    // The row is the delivery: nothing more will be heard of it.
    receipt: { withinMs: 0, ifNone: 'sent' },
    ambiguity: { lookupAfterMs: 2 * timeoutMs, ifAbsent: 'resend', ifUnknown: 'resend', resend: { withinMs: 24 * 3_600_000, atMost: 3 } },

    async send(message: OutboundMessage): Promise<SendResult> {
      const { attemptId, hospitalId, to, body } = message;
      const id = newId();
      const entry: InboxEntry = { id, hospitalId, channel, attemptId, to, body, subject: message.subject ?? null };
      try {
        await withinDeadline(mailbox.store(entry), timeoutMs);
        return { outcome: 'accepted', providerMessageId: id };
      } catch {
        // A commit whose answer was lost looks the same as one that never happened.
        return { outcome: 'ambiguous', detail: 'The inbox table did not confirm the row' };
      }
    },

    async lookup({ attemptId }: OutboundMessage): Promise<LookupResult> {
      try {
        const row = await withinDeadline(mailbox.find(channel, attemptId), timeoutMs);
        return row ? { found: 'yes', providerMessageId: row.id, status: 'delivered' } : { found: 'no' };
      } catch {
        return { found: 'unknown', detail: 'The inbox table did not answer' };
      }
    },

    async list(since: string) {
      const rows = await mailbox.since(channel, since);
      return rows.map(({ id, to, attemptId, at }) => ({ providerMessageId: id, to, attemptId, at }));
    },
  };
}
