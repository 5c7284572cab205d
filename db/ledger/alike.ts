/** Two alike messages in doubt at once could not be told apart on the vendor's list: one of them is on its way, the others wait, released (ADR 0061). */
import type { Channel, OutboundMessage } from '../../channels/channel.js';
import type { Crypt } from '../../messages/crypt.js';
import type { Instant, ObligationId } from '../../pathways/engine/vocabulary.js';
import type { Tx } from '../client.js';

/** null: this vendor knows our own id, so nothing is mistaken for anything. */
export const alikeOf = (crypt: Crypt, { alike }: Channel, message: OutboundMessage): string | null => (alike === undefined ? null : crypt.index(alike.of(message)));

/** When to ask again; null: that moment has come, but nobody has looked yet. */
export type Ahead = { until: Instant | null };
type Asking = { channel: Channel; alike: string; obligation: ObligationId };

/**
 * The alike message that must be known of first, and when it may be: the end of its POST, its lease or its look-up, or, of a doubt that was
 * given up, the moment from which the time on the vendor's list tells the two apart. null: nothing is ahead. An obligation never
 * waits for itself: whether it may go twice is decided where the doubt is given up.
 */
export async function alikeAhead(tx: Tx, { channel: { provider, timeoutMs, alike: window }, alike, obligation }: Asking): Promise<Ahead | null> {
  const seconds = (window?.withinMs ?? 0) / 1_000;
  const [row] = await tx<{ found: boolean; until: Instant | null }[]>`
    select count(*) > 0 as found, case when max(until) > now() then max(until)::timestamptz(3) end as until from (
      select case when state = 'ambiguous' then check_at when posted_until > now() then posted_until else lease_until end as until
        from attempt, lateral (select claimed_at + make_interval(secs => ${timeoutMs / 1_000}) as posted_until) post
        where provider = ${provider} and alike_hmac = ${alike} and verdict is null and state in ('sending', 'ambiguous')
      union all
      select claimed_at + make_interval(secs => ${seconds}) from attempt
        where provider = ${provider} and alike_hmac = ${alike} and verdict is not null and state = 'ambiguous' and obligation_id <> ${obligation}
          and claimed_at > now() - make_interval(secs => ${seconds})) ahead`;
  return row?.found ? { until: row.until } : null;
}
