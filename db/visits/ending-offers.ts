/** Offers end together with what they were for: the people concerned are told, and whoever else waits for them gets a turn. */
import { v7 as uuidv7 } from 'uuid';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Tx } from '../client.js';
import { notify, type NoticeKind } from './notices.js';

export type WithdrawReason = 'moved' | 'cancelled' | 'held' | 'leave' | 'reassigned' | 'taken';
export type EndedOffer = { id: string; accountId: string; was: 'offered' | 'accepted'; slotFrom: Instant; slotUntil: Instant };

/** Ends what is open or accepted (`states`) for a visit; the accepted person hears `kind`, the asked one that the offer is gone. */
export async function withdrawOffers(
  tx: Tx, hospitalId: string, occurrence: string,
  { reason, kind, states = ['offered', 'accepted'], params = {} }: { reason: WithdrawReason; kind: NoticeKind; states?: readonly ('offered' | 'accepted')[]; params?: Record<string, string | null> },
): Promise<EndedOffer[]> {
  const ended = await tx<EndedOffer[]>`
    with open as (select id, state from visit_offer where occurrence = ${occurrence} and hospital_id = ${hospitalId} and state = any(${[...states]}) for update)
    update visit_offer f set state = 'withdrawn', reason = ${reason}, answered_at = now() from open where f.id = open.id
    returning f.id, f.account_id, open.state as was, f.slot_from, f.slot_until`;
  for (const offer of ended) {
    await notify(tx, hospitalId, { accountId: offer.accountId, occurrence, kind: offer.was === 'accepted' ? kind : 'offer-withdrawn', params: { slotFrom: offer.slotFrom, slotUntil: offer.slotUntil, reason, ...params } });
  }
  return [...ended];
}

/** The time of somebody who had accepted is free again: the waitlist is asked, and visits without anybody are looked at anew. */
export async function freeSlot(tx: Tx, hospitalId: string, occurrence: string, offer: Pick<EndedOffer, 'accountId' | 'slotFrom' | 'slotUntil'>): Promise<void> {
  await tx`insert into freed_slot (id, hospital_id, freed_by, account_id, slot_from, slot_until, wall_from)
    select ${uuidv7()}, ${hospitalId}, ${occurrence}, ${offer.accountId}, ${offer.slotFrom}, ${offer.slotUntil}, wall_of(e.clock, ${offer.slotFrom}::timestamptz)
    from episode e where e.id = split_part(${occurrence}, '/', 1)::uuid`;
  await lookAgain(tx, hospitalId, offer.slotFrom);
}

/** Somebody's day changed: visits of about that time that nobody could take are tried at once. */
export async function lookAgain(tx: Tx, hospitalId: string, near: Instant): Promise<void> {
  await tx`update visit_assignment set next_try_at = now() where hospital_id = ${hospitalId} and state = 'unassigned'
    and slot_from between ${near}::timestamptz - interval '1 day' and ${near}::timestamptz + interval '1 day'`;
}
