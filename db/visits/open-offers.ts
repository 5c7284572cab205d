/** Who has been asked for a visit and has not answered yet. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Db } from '../client.js';

/** `expiresAt`: wall time; then the next person is asked. */
export type OpenOffer = { displayName: string; expiresAt: Instant };

/** Of the occurrence row o, as a JSON list of `OpenOffer`. */
export const openOffers = (sql: Db) => sql`(select coalesce(jsonb_agg(jsonb_build_object('displayName', asked.display_name, 'expiresAt', to_char(v.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by v.expires_at, v.id), '[]')
  from visit_offer v join account asked on asked.id = v.account_id where v.occurrence = o.id and v.state = 'offered' and v.expires_at > now())`;
