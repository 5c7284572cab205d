/** Where the search for a person of one visit stands, with every offer that was made for it. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { needsTwoPeople } from '../../pathways/visits/risk.js';
import type { Db } from '../client.js';
import { riskOf } from '../visits/at-the-door.js';

export type OfferRow = { offerId: string; accountId: string; displayName: string; state: string; madeBy: string; rank: number; cost: Record<string, number>; offeredAt: Instant; expiresAt: Instant; answeredAt: Instant | null; reason: string | null };
export type VisitSearch = { state: string; accountId: string | null; displayName: string | null; slotFrom: Instant; slotUntil: Instant; twoPeople: boolean; offers: OfferRow[] };

/** null: not booked. The newest offer first. */
export async function visitSearch(db: Db, hospitalId: string, occurrence: string): Promise<VisitSearch | null> {
  const [row] = await db<Omit<VisitSearch, 'twoPeople' | 'offers'>[]>`select a.state, a.account_id, p.display_name, a.slot_from, a.slot_until
    from visit_assignment a left join account p on p.id = a.account_id where a.occurrence = ${occurrence} and a.hospital_id = ${hospitalId}`;
  if (!row) return null;
  const offers = await db<OfferRow[]>`select f.id as offer_id, f.account_id, p.display_name, f.state, f.made_by, f.rank, f.cost, f.offered_at, f.expires_at, f.answered_at, f.reason
    from visit_offer f join account p on p.id = f.account_id where f.occurrence = ${occurrence} and f.hospital_id = ${hospitalId} order by f.offered_at desc, f.id desc`;
  const risk = await riskOf(db, hospitalId, occurrence);
  return { ...row, twoPeople: risk !== null && needsTwoPeople(risk.level), offers: [...offers] };
}
