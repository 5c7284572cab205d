/** The slots that a visit can be booked or moved into now. What a patient picks is checked again when it is booked: others book too. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { addDays, addMinutes, atLocal, localDateOf } from '../../pathways/time.js';
import { freeSlots as judged, gridSlots, type Capacity, type FreeSlot } from '../../pathways/visits/slots.js';
import type { Surroundings } from '../../pathways/visits/availability.js';
import { wallTimeOf } from '../../workflows/episode-clock.js';
import { fromMs } from '../../pathways/time.js';
import type { Db } from '../client.js';
import { engagementsBetween, pendingDemands } from './demands.js';
import { peopleOf } from './people.js';
import { surroundingsOf } from './surroundings.js';
import { visitFacts, type VisitFacts } from './visit-facts.js';

export type OfferedSlot = FreeSlot & { fromWall: Instant; inWindow: boolean };
export type SlotRefusal = { code: 'unknown-visit' | 'visit-closed' | 'visit-under-way' | 'held-by-red' | 'episode-not-running'; message: string };
export type Slots = { zone: string; windowFrom: Instant; windowUntil: Instant; slots: OfferedSlot[]; refusal: null } | { refusal: SlotRefusal };

/** Why no slot can be given at all. */
export function slotRefusal(facts: VisitFacts | null): SlotRefusal | null {
  if (!facts) return { code: 'unknown-visit', message: 'This hospital has no such visit; take its id from the timeline.' };
  if (facts.status === 'checked-in') return { code: 'visit-under-way', message: 'The visit is under way.' };
  if (facts.status === 'held') return { code: 'held-by-red', message: 'The visit is held, by a RED case or a pause; it can be booked when that is over.' };
  if (!['planned', 'booked'].includes(facts.status)) return { code: 'visit-closed', message: 'The visit is over or was cancelled.' };
  if (facts.episodeStatus !== 'active') return { code: 'episode-not-running', message: 'The care package is not running now, so nothing can be booked in it.' };
  return null;
}

/** `outside`: also days after the window, for a move with a reason (staff). Days count from today or the window's first day. */
export async function freeSlots(db: Db, request: { hospitalId: string; occurrence: string; days?: number; outside?: boolean }): Promise<Slots> {
  const facts = await visitFacts(db, request.hospitalId, request.occurrence);
  const refusal = slotRefusal(facts);
  if (!facts || refusal) return { refusal: refusal ?? { code: 'unknown-visit', message: 'This hospital has no such visit.' } };
  const around = await surroundingsOf(db, request.hospitalId);
  const days = request.days ?? around.settings.slotDays;
  const opening = openingOf(facts, request.outside === true ? atLocal(addDays(localDateOf(facts.now, around.zone), days), '00:00', around.zone) : null);
  const grid = gridSlots(opening, around, days);
  const capacity = await capacityFor(db, request.hospitalId, grid.map(({ from }) => from), around);
  const slots = judged(grid, facts.wanted, capacity, around).filter(({ from }) => from !== facts.slotFrom);
  const { zone } = around;
  return {
    zone, windowFrom: facts.windowFrom, windowUntil: facts.windowUntil, refusal: null,
    slots: slots.map((slot) => ({ ...slot, fromWall: fromMs(wallTimeOf(facts.clock, slot.from)), inWindow: slot.from >= facts.windowFrom && slot.from < facts.windowUntil })),
  };
}

/** For a patient's booking or moving: the very slot is on the grid, inside the window and has somebody free. */
export async function isSlotFree(db: Db, request: { hospitalId: string; occurrence: string; from: Instant; until: Instant }): Promise<boolean> {
  const found = await freeSlots(db, { ...request, days: 366 });
  return found.refusal === null && found.slots.some((slot) => slot.from === request.from && slot.until === request.until);
}

const openingOf = ({ now, windowFrom, windowUntil, plan }: VisitFacts, until: Instant | null) => ({ now, windowFrom, windowUntil: until !== null && until > windowUntil ? until : windowUntil, quietHours: plan.plan.quietHours });

async function capacityFor(db: Db, hospitalId: string, starts: readonly Instant[], { settings }: Surroundings): Promise<Capacity> {
  const [first, last] = [starts[0], starts.at(-1)];
  const people = await peopleOf(db, hospitalId);
  if (first === undefined || last === undefined) return { people, engagements: [], pending: [] };
  // A day on each side: the daily load and the way from the visit before count too.
  const [from, until] = [addMinutes(first, -24 * 60), addMinutes(last, 24 * 60 + settings.slotMinutes)];
  return { people, engagements: await engagementsBetween(db, hospitalId, from, until), pending: await pendingDemands(db, hospitalId, from, until) };
}
