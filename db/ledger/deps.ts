/** What the ledger is given: the database, the channels, the keys, and where vendors report delivery. */
import type { Channel } from '../../channels/channel.js';
import type { Hook } from '../../activities/hook.js';
import type { Crypt } from '../../messages/crypt.js';
import type { ChannelName } from '../../pathways/engine/vocabulary.js';
import type { Sql } from '../client.js';

export type ChannelAsk = {
  hospital: 'real' | 'training';
  name: ChannelName;
  to: string;
  templateKey: string;
  /** Providers of this channel that refused this message already. */
  tried: readonly string[];
};

export type Channels = {
  /** One POST per send, so a channel may have several providers in order; null: none is left. */
  channelFor(ask: ChannelAsk): Channel | null;
  byProvider(name: ChannelName, provider: string): Channel | null;
  all(): Channel[];
};

export type LedgerDeps = { sql: Sql; channels: Channels; crypt: Crypt; publicUrl: string; hook: Hook };
