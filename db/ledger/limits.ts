/** Bounds of the ledger's patience. */
import type { Obligation } from '../../pathways/engine/events.js';
import type { ObligationId } from '../../pathways/engine/vocabulary.js';
import { messagePolicy } from '../../pathways/patient/message-policy.js';
import type { Db } from '../client.js';
import type { ObligationRow } from './rows.js';
import { circuitMs } from './transition.js';

/** After so many attempts that were its own fault (patience.ts) an obligation is poison: a person gets it, its neighbours go on. */
export const mostAttempts = 20;

/** A message that asks, as far as the turn is concerned. */
type Asking = { id: ObligationId; spec: Pick<Obligation, 'class' | 'expiresAt'> };

/**
 * Ops was told that this provider refuses everybody; it is asked again only after a while, by one message. Those that wait for it ask every minute: so for one
 * more such while whoever is less urgent leaves the turn to who is more, by class, then by what expires first. After that anyone: it may have nobody who asks.
 */
export async function circuitOpen(sql: Db, provider: string, { id, spec }: Asking): Promise<boolean> {
  const classes = Object.entries(messagePolicy);
  const rank = messagePolicy[spec.class].rank;
  const [above, beside] = [classes.filter(([, of]) => of.rank < rank), classes.filter(([, of]) => of.rank === rank)].map((some) => some.map(([name]) => name));
  const [row] = await sql<{ open: boolean }[]>`
    with refused as materialized (select max(seen_at) as seen_at from alarm where code in ('credentials', 'balance') and ref = ${provider} and cleared_at is null)
    select coalesce(seen_at > now() - make_interval(secs => ${circuitMs / 1000}), false) or (coalesce(seen_at > now() - make_interval(secs => ${(2 * circuitMs) / 1000}), false)
      and exists (select from obligation o where o.waits_for = ${provider} and o.state = 'released' and o.id <> ${id}
        and (o.class = any(${above ?? []}) or (o.class = any(${beside ?? []}) and o.expires_at < ${spec.expiresAt})))) as open from refused`;
  return row?.open ?? false;
}

/** Whatever waits for a provider says so: it has failed when it expires so, and the most urgent of those that wait has the next turn (ADR 0094). */
export async function waitFor(sql: Db, { id, waitsFor }: Pick<ObligationRow, 'id' | 'waitsFor'>, provider: string): Promise<void> {
  if (waitsFor !== provider) await sql`update obligation set waits_for = ${provider} where id = ${id}`;
}
