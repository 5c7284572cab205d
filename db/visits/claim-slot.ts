/**
 * A booking is refused where it is taken in, before anybody is told that it stands: under one lock per hospital, against what is recorded and
 * against bookings that are stored and not yet recorded. Two who want the last free slot at once queue here, and the second hears so. The
 * engine could not refuse: it knows one patient's episode, and the hospital's people are not its input (ADR 0031).
 */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { localDateOf } from '../../pathways/time.js';
import type { Demand } from '../../pathways/visits/staff.js';
import type { Tx } from '../client.js';
import { freeSlots, isFree, type SlotRule } from './slots.js';
import { visitFacts } from './visit-facts.js';

export type SlotClaim = { occurrence: string; from: Instant; until: Instant; rule: SlotRule };
export type ClaimRefusal = { code: 'slot-taken'; message: string };

/** Any constant: the lock's second name beside the hospital's. */
const bookingLock = 3;
/** So many other times are named in a refusal (C). */
const namedTimes = 3;

/** null: somebody is free then, and nobody else gets that time until this transaction ends. */
export async function claimSlot(tx: Tx, hospitalId: string, { occurrence, from, until, rule }: SlotClaim): Promise<ClaimRefusal | null> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${hospitalId}, ${bookingLock}))`;
  const facts = await visitFacts(tx, hospitalId, occurrence);
  // What is no visit, or holds this time already, is for the engine to judge.
  if (!facts || (facts.slotFrom === from && facts.slotUntil === until)) return null;
  const stored = await storedBookings(tx, hospitalId, occurrence);
  if (await isFree(tx, hospitalId, facts, { from, until }, { rule, stored })) return null;
  return { code: 'slot-taken', message: `Nobody is free for this visit at that time (any more). ${await otherTimes(tx, hospitalId, occurrence, stored)}` };
}

/** Bookings and moves of other visits that were taken in and whose workflow has not recorded them yet: each will need somebody too. */
async function storedBookings(tx: Tx, hospitalId: string, except: string): Promise<Demand[]> {
  const rows = await tx<{ occurrence: string; from: Instant; until: Instant; wished: string | null }[]>`
    select distinct on (payload->>'occurrence') payload->>'occurrence' as occurrence, payload->>'from' as "from", payload->>'until' as until, payload->>'assignee' as wished from inbox
    where hospital_id = ${hospitalId} and state = 'accepted' and kind in ('visit-booked', 'visit-moved') and payload->>'occurrence' <> ${except}
    order by payload->>'occurrence', received_at desc`;
  const demands: Demand[] = [];
  for (const { occurrence, ...slot } of rows) {
    const facts = await visitFacts(tx, hospitalId, occurrence);
    if (facts) demands.push({ ...facts.wanted, ...slot });
  }
  return demands;
}

async function otherTimes(tx: Tx, hospitalId: string, occurrence: string, stored: readonly Demand[]): Promise<string> {
  const found = await freeSlots(tx, { hospitalId, occurrence, stored });
  const times = found.refusal === null ? found.slots.slice(0, namedTimes).map(({ from, localFrom }) => `${localDateOf(from, found.zone)} ${localFrom}`) : [];
  return times.length > 0 ? `Still free: ${times.join(', ')}.` : 'No time is free inside the visit\'s window: book it all the same and find somebody, or put it on the waitlist.';
}
