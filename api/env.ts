/** What every handler finds in its context, and what the whole API is made of. */
import type { Sql } from '../db/client.js';
import type { Principal } from '../db/accounts.js';

export type Reach = 'hospital' | 'care-team';
export type Env = { Variables: {
  requestId: string; principal: Principal | null;
  /** Whose patients the asker sees; the database shows no others. */
  reach: Reach;
  /** What the address names and this hospital does not have; null: nothing. */
  notOurs: (hospitalId: string) => Promise<string | null>;
  /** Patients that a search found, and that stand beside the one of the address: what a route shows of others, for the access log (api/looks.ts). */
  found?: readonly string[]; beside?: readonly string[];
} };

/** Set by `authorise`: present in every route that is not public. */
export function principalOf(c: { get(key: 'principal'): Principal | null }): Principal {
  const principal = c.get('principal');
  if (principal === null) throw new Error('A route without authorise() asked for the principal');
  return principal;
}

export type Database = Sql;
