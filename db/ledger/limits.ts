/** Bounds of the ledger's patience. */
import type { Db } from '../client.js';
import { circuitMs } from './transition.js';

/** After so many attempts that were its own fault (patience.ts) an obligation is poison: a person gets it, its neighbours go on. */
export const mostAttempts = 20;

/** Ops was told that this provider refuses everybody; it is asked again only after a while. */
export async function circuitOpen(sql: Db, provider: string): Promise<boolean> {
  const [row] = await sql<{ open: boolean }[]>`select exists (select 1 from alarm where code in ('credentials', 'balance') and ref = ${provider}
    and cleared_at is null and seen_at > now() - make_interval(secs => ${circuitMs / 1000})) as open`;
  return row?.open ?? false;
}
