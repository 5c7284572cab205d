/** A vendor in memory that answers as scripted, one answer per POST; unscripted POSTs are accepted. Its list is the other side's truth. */
import type { Channel, LookupResult, OutboundMessage, SendResult } from '../../channels/channel.js';
import type { ChannelName } from '../../pathways/engine/vocabulary.js';
import type { Channels } from '../ledger/deps.js';

export type Taken = { providerMessageId: string; to: string; attemptId: string; at: string; body: string };
export type FakeVendor = {
  channel: Channel;
  /** What the vendor really took, in order. */
  taken: Taken[];
  posts: number;
  /** Next answers of `send`, in order. `'take-then-ambiguous'`: accepted at the vendor, but we never hear of it. */
  script: (SendResult | 'take-then-ambiguous' | (() => Promise<SendResult>))[];
  lookups: LookupResult[];
};

/** Vendors never use an id twice, whatever a test resets. */
let issued = 0;

const untouched = (): Omit<FakeVendor, 'channel'> => ({ taken: [], posts: 0, script: [], lookups: [] });

/** As before anything was sent to them or scripted. */
export function startAnew(vendors: Record<string, FakeVendor>): void {
  for (const vendor of Object.values(vendors)) Object.assign(vendor, untouched());
}

type Options = Partial<Pick<Channel, 'receipt' | 'ambiguity' | 'timeoutMs'>>;

export function fakeVendor(name: ChannelName, provider: string, options: Options = {}): FakeVendor {
  const take = ({ attemptId, to, body }: OutboundMessage): string => {
    issued += 1;
    const providerMessageId = `${provider}-${issued}`;
    vendor.taken.push({ providerMessageId, to, attemptId, body, at: '2026-03-02T00:00:00.000Z' });
    return providerMessageId;
  };
  const vendor: FakeVendor = {
    ...untouched(),
    channel: {
      name, provider, timeoutMs: 1_000,
      receipt: { withinMs: 60_000, ifNone: 'sent' }, ambiguity: { lookupAfterMs: 1_000, ifAbsent: 'resend' },
      ...options,
      async send(message) {
        vendor.posts += 1;
        const next = vendor.script.shift();
        if (next === undefined) return { outcome: 'accepted', providerMessageId: take(message) };
        if (next === 'take-then-ambiguous') {
          take(message);
          return { outcome: 'ambiguous', detail: 'the answer was lost' };
        }
        if (typeof next === 'function') return next();
        return next.outcome === 'accepted' ? { outcome: 'accepted', providerMessageId: take(message) } : next;
      },
      async lookup({ attemptId }) {
        const next = vendor.lookups.shift();
        if (next) return next;
        const found = vendor.taken.find((message) => message.attemptId === attemptId);
        return found ? { found: 'yes', providerMessageId: found.providerMessageId, status: 'sent' } : { found: 'no' };
      },
      async list() {
        return vendor.taken.map(({ body: _, ...listed }) => listed);
      },
    },
  };
  return vendor;
}

/** One provider per channel, or several in order. */
export function fakeChannels(vendors: FakeVendor[]): Channels {
  return {
    channelFor: ({ name, tried }) => vendors.find(({ channel }) => channel.name === name && !tried.includes(channel.provider))?.channel ?? null,
    byProvider: (name, provider) => vendors.find(({ channel }) => channel.name === name && channel.provider === provider)?.channel ?? null,
    all: () => vendors.map(({ channel }) => channel),
  };
}
