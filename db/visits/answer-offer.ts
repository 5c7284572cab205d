/** A nurse or therapist answers: yes, no with a reason, or gives back what was accepted. The first yes wins; a person is never in two places. */
import { busyAt } from '../../pathways/visits/availability.js';
import { addHours } from '../../pathways/time.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Crypt } from '../../messages/crypt.js';
import { announceChanges } from '../changes.js';
import { transact, type Sql, type Tx } from '../client.js';
import { demandsOf, engagementsBetween } from './demands.js';
import { assignTo, searchAgain } from './make-offer.js';
import { lookAgain } from './ending-offers.js';
import { peopleOf } from './people.js';
import { surroundingsOf } from './surroundings.js';

export const declineReasons = ['far', 'ill', 'double-booked', 'not-qualified', 'unsafe', 'other'] as const;
export type DeclineReason = (typeof declineReasons)[number];
export type OfferRefusal = { code: 'unknown-offer' | 'offer-expired' | 'offer-withdrawn' | 'already-answered' | 'double-booked' | 'on-leave' | 'visit-under-way' | 'visit-over'; message: string };
/** null: done. */
export type Answer = OfferRefusal | null;

type Row = { id: string; occurrence: string; accountId: string; state: string; slotFrom: Instant; slotUntil: Instant; expired: boolean; visitStatus: string | null };

const refuse = (code: OfferRefusal['code'], message: string): OfferRefusal => ({ code, message });

/** Locks in the order of the record transaction: the visit's search, then its offers. */
async function lockOffer(tx: Tx, hospitalId: string, offerId: string, accountId: string): Promise<Row | null> {
  await tx`select 1 from visit_assignment where occurrence = (select occurrence from visit_offer where id = ${offerId} and hospital_id = ${hospitalId}) for update`;
  const [row] = await tx<Row[]>`select f.id, f.occurrence, f.account_id, f.state, f.slot_from, f.slot_until, f.expires_at <= now() as expired, (select o.status from occurrence o where o.id = f.occurrence) as visit_status
    from visit_offer f where f.id = ${offerId} and f.hospital_id = ${hospitalId} and f.account_id = ${accountId} for update`;
  return row ?? null;
}

export function acceptOffer(sql: Sql, request: { hospitalId: string; offerId: string; accountId: string }): Promise<Answer> {
  const { hospitalId, offerId, accountId } = request;
  return transact(sql, async (tx) => {
    const offer = await lockOffer(tx, hospitalId, offerId, accountId);
    const refusal = notOpen(offer);
    if (!offer || refusal) return offer?.state === 'accepted' ? null : (refusal ?? unknown);
    // One answer of a person at a time: two overlapping visits accepted at once would both look free.
    await tx`select 1 from staff_profile where account_id = ${accountId} for update`;
    const busy = await clash(tx, hospitalId, offer);
    if (busy) return busy;
    await tx`update visit_offer set state = 'accepted', answered_at = now(), answered_by = ${accountId} where id = ${offerId}`;
    await assignTo(tx, hospitalId, offer.occurrence, accountId);
    await announceChanges(tx, hospitalId, [{ topic: 'offer', ref: offer.occurrence }]);
    return null;
  });
}

const unknown = refuse('unknown-offer', 'There is no such offer for you; look at your list again.');

function notOpen(offer: Row | null): OfferRefusal | null {
  if (!offer) return unknown;
  if (offer.state === 'withdrawn') return refuse('offer-withdrawn', 'This offer was withdrawn: the visit was moved, cancelled or given to somebody else.');
  if (offer.state === 'expired' || (offer.state === 'offered' && offer.expired)) return refuse('offer-expired', 'The time to answer this offer is over; the visit is offered to the next person.');
  if (offer.state !== 'offered') return refuse('already-answered', 'This offer has been answered.');
  return null;
}

async function clash(tx: Tx, hospitalId: string, offer: Row): Promise<OfferRefusal | null> {
  const [person] = await peopleOf(tx, hospitalId, offer.accountId);
  const [demand] = await demandsOf(tx, hospitalId, [offer.occurrence]);
  if (!person || !demand) return unknown;
  const around = await surroundingsOf(tx, hospitalId);
  const engagements = (await engagementsBetween(tx, hospitalId, addHours(offer.slotFrom, -12), addHours(offer.slotUntil, 12))).filter((one) => one.occurrence !== offer.occurrence);
  const accepted = await tx<{ occurrence: string }[]>`select occurrence from visit_offer where hospital_id = ${hospitalId} and account_id = ${offer.accountId} and state = 'accepted'`;
  const own = engagements.filter(({ occurrence }) => accepted.some((one) => one.occurrence === occurrence));
  const busy = busyAt(person, demand, own, around);
  if (busy.includes('double-booked')) return refuse('double-booked', 'You have accepted another visit that overlaps with this one; decline this one, or give the other back first.');
  if (busy.includes('leave')) return refuse('on-leave', 'You are on leave that day.');
  return null;
}

export function declineOffer(
  { sql, crypt }: { sql: Sql; crypt: Crypt },
  request: { hospitalId: string; offerId: string; accountId: string; reason: DeclineReason; note?: string | undefined },
): Promise<Answer> {
  const { hospitalId, offerId, accountId, reason, note } = request;
  return transact(sql, async (tx) => {
    const offer = await lockOffer(tx, hospitalId, offerId, accountId);
    if (!offer) return unknown;
    if (offer.state === 'declined') return null;
    if (offer.state === 'accepted') {
      if (offer.visitStatus === 'checked-in') return refuse('visit-under-way', 'You have checked in at this visit: complete it, or record that it did not take place.');
      if (offer.visitStatus === null || !['booked', 'held', 'planned'].includes(offer.visitStatus)) return refuse('visit-over', 'This visit is over.');
    } else {
      const refusal = notOpen(offer);
      if (refusal) return refusal;
    }
    const sealed = note === undefined ? null : crypt.seal(note, `visit-offer/${offerId}`);
    await tx`update visit_offer set state = 'declined', reason = ${reason}, note_enc = ${sealed}, answered_at = now(), answered_by = ${accountId} where id = ${offerId}`;
    await searchAgain(tx, hospitalId, offer.occurrence);
    await lookAgain(tx, hospitalId, offer.slotFrom);
    return null;
  });
}
