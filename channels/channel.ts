/**
 * The one port every channel implements. Channels never retry and never de-duplicate: `send` is one POST with the client's own
 * retry off, `lookup` asks the vendor what became of it; only the ledger (`db/ledger/`) decides what follows.
 */
import type { ChannelName } from '../pathways/engine/vocabulary.js';

/** A rendered message for one person, ready to go. */
export type OutboundMessage = {
  /** Our deterministic id of the attempt: `<message id>/<channel>/<attempt no>`; goes to the vendor wherever it offers a place for it. */
  attemptId: string;
  hospitalId: string;
  /** E.164 number, openid, WeCom user id or e-mail address. */
  to: string;
  /** Rendered wording, signature included. */
  body: string;
  /** Template channels (WeChat, domestic SMS) send the key's registered template with these values. */
  template: { key: string; params: Record<string, string> };
  language: string;
  subject?: string;
  /** Calendar invitation for e-mail: stable uid, rising sequence. */
  invite?: { uid: string; sequence: number; method: 'REQUEST' | 'CANCEL'; start: string; end: string; summary: string };
  /** Where the vendor reports delivery, when the channel wants one per message. */
  statusCallbackUrl?: string;
};

/** What one POST did. `ambiguous`: the vendor may or may not have taken it; only a lookup may settle that. */
export type SendResult =
  | { outcome: 'accepted'; providerMessageId: string }
  | { outcome: 'rejected'; reason: RejectReason; code: string; scope: 'recipient' | 'content' | 'account' }
  | { outcome: 'throttled'; retryAfterMs: number }
  | { outcome: 'ambiguous'; detail: string };

export type RejectReason = 'opted-out' | 'no-address' | 'blocked' | 'content' | 'credentials' | 'balance' | 'other';

export type LookupResult =
  | { found: 'yes'; providerMessageId: string; status: DeliveryStatus }
  /** Definitely never taken. */
  | { found: 'no' }
  /** The vendor offers no lookup, or could not answer now. */
  | { found: 'unknown'; detail: string; /** Asking again is pointless: this vendor can never say. */ final?: true };

/** Monotone: a status may only move to the right of the lattice accepted < sent < delivered|failed. */
export type DeliveryStatus = 'accepted' | 'sent' | 'delivered' | 'failed';

export type Receipt = { providerMessageId: string; attemptId?: string; status: DeliveryStatus; code?: string; dedupeKey: string };

/** The vendor's ids that the ledger has already. `own`: this attempt's, when its receipt is overdue; `others`: those of other attempts at this address. */
export type KnownIds = { own: string | null; others: readonly string[] };

export type AmbiguityPolicy = 'resend' | 'next-channel' | 'fail';

export interface Channel {
  readonly name: ChannelName;
  /** Distinguishes providers of one channel: `twilio`, `aliyun`, `inbox`, ... */
  readonly provider: string;
  /** The POST is abandoned (and called ambiguous) after this; the ledger's lease is longer. */
  readonly timeoutMs: number;
  /** How long after acceptance a receipt may come, and what its absence means. */
  readonly receipt: { withinMs: number; ifNone: 'sent' | 'lookup' | 'failed' };
  /** After an ambiguous POST: wait this long, then look up; `resend` only where the vendor makes it safe. */
  readonly ambiguity: {
    lookupAfterMs: number;
    /** The lookup said `no`: the vendor never took it. */
    ifAbsent: AmbiguityPolicy;
    /** The lookup can only say `unknown` (no such call at the vendor, or it does not answer): what follows may double, and must be recorded so. */
    ifUnknown?: AmbiguityPolicy;
    /** A resend is safe only this long after the first POST and this often (WeChat forgets a `client_msg_id` after 10 minutes). Then: next channel. */
    resend?: { withinMs: number; atMost: number };
  };
  /** Only where the vendor's list shows no mark of ours (Twilio): the ledger lets one of several alike messages be on its way at a time. */
  readonly alike?: {
    /** What the list shows of a message; equal for two that a look-up could take for each other. */
    of(message: Pick<OutboundMessage, 'to' | 'body'>): string;
    /** Two that were claimed further apart than this are told apart by the time. */
    withinMs: number;
  };
  send(message: OutboundMessage): Promise<SendResult>;
  lookup(message: OutboundMessage, sentAt: string, known?: KnownIds): Promise<LookupResult>;
  /** Everything the vendor says it took since then: the audit reconciles it one to one with our attempts. null: the vendor has no list. */
  list(since: string): Promise<{ providerMessageId: string; to: string; attemptId?: string; at: string }[] | null>;
}
