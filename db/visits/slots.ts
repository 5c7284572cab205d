/** The slots that a visit can be booked or moved into now. What is picked is checked again when it is booked (claim-slot.ts): others book too. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { addDays, addMinutes, atLocal, localDateOf } from '../../pathways/time.js';
import { freeIn, freeSlots as judged, gridSlots, whyNoSlot, type Capacity, type FreeSlot, type NoSlotReason } from '../../pathways/visits/slots.js';
import type { Demand } from '../../pathways/visits/staff.js';
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
export type Slots = { zone: string; windowFrom: Instant; windowUntil: Instant; slots: OfferedSlot[]; /** Why the window has no slot; null: it has. */ none: NoSlotReason | null; refusal: null } | { refusal: SlotRefusal };

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
export async function freeSlots(db: Db, request: { hospitalId: string; occurrence: string; days?: number; outside?: boolean; /** Bookings on their way (claim-slot.ts). */ stored?: readonly Demand[] }): Promise<Slots> {
  const facts = await visitFacts(db, request.hospitalId, request.occurrence);
  const refusal = slotRefusal(facts);
  if (!facts || refusal) return { refusal: refusal ?? { code: 'unknown-visit', message: 'This hospital has no such visit.' } };
  const around = await surroundingsOf(db, request.hospitalId);
  const days = request.days ?? around.settings.slotDays;
  const opening = openingOf(facts, request.outside === true ? atLocal(addDays(localDateOf(facts.now, around.zone), days), '00:00', around.zone) : null);
  const grid = gridSlots(opening, around, days);
  const capacity = await capacityFor(db, request.hospitalId, grid.map(({ from }) => from), around, request.stored);
  const slots = judged(grid, facts.wanted, capacity, around).filter(({ from }) => from !== facts.slotFrom);
  const { zone } = around;
  const inWindow = ({ from }: { from: Instant }): boolean => from >= facts.windowFrom && from < facts.windowUntil;
  return {
    zone, windowFrom: facts.windowFrom, windowUntil: facts.windowUntil, refusal: null,
    slots: slots.map((slot) => ({ ...slot, fromWall: fromMs(wallTimeOf(facts.clock, slot.from)), inWindow: inWindow(slot) })),
    none: slots.some(inWindow) ? null : whyNoSlot(openingOf(facts, null), grid.filter(inWindow), facts.wanted, capacity, around),
  };
}

/** `grid`: whoever books for themselves, at the hospital's times inside the visit's window. `anytime`: staff, who may agree any time. */
export type SlotRule = 'grid' | 'anytime';
/** Longer than any window: a patient may book a visit of next year. */
const everyDay = 366;

/** Whether somebody is free for the visit at this very time; `stored` as in `freeSlots`. */
export async function isFree(db: Db, hospitalId: string, facts: VisitFacts, slot: { from: Instant; until: Instant }, { rule, stored }: { rule: SlotRule; stored: readonly Demand[] }): Promise<boolean> {
  const around = await surroundingsOf(db, hospitalId);
  const onGrid = (): boolean => gridSlots(openingOf(facts, null), around, everyDay).some(({ from, until }) => from === slot.from && until === slot.until);
  // A freed slot that is kept for this patient may lie beside the grid: staff had agreed its time.
  if (rule === 'grid' && !onGrid() && !(await isKept(db, hospitalId, facts.occurrence, slot.from))) return false;
  return freeIn(slot, facts.wanted, await capacityFor(db, hospitalId, [slot.from], around, stored), around) > 0;
}

async function isKept(db: Db, hospitalId: string, occurrence: string, from: Instant): Promise<boolean> {
  const rows = await db`select 1 from waitlist where hospital_id = ${hospitalId} and occurrence = ${occurrence} and state = 'offered' and slot_from = ${from} and expires_at > now()`;
  return rows.length > 0;
}

const openingOf = ({ now, windowFrom, windowUntil, plan }: VisitFacts, until: Instant | null) => ({ now, windowFrom, windowUntil: until !== null && until > windowUntil ? until : windowUntil, quietHours: plan.plan.quietHours });

async function capacityFor(db: Db, hospitalId: string, starts: readonly Instant[], { settings }: Surroundings, stored: readonly Demand[] = []): Promise<Capacity> {
  const [first, last] = [starts[0], starts.at(-1)];
  const people = await peopleOf(db, hospitalId);
  if (first === undefined || last === undefined) return { people, engagements: [], pending: [] };
  // A day on each side: the daily load and the way from the visit before count too.
  const [from, until] = [addMinutes(first, -24 * 60), addMinutes(last, 24 * 60 + settings.slotMinutes)];
  // Looked at before and after: an offer made or ended between two queries moves a visit from one list to the other, and it must be in one.
  const before = await pendingDemands(db, hospitalId, from, until);
  const engagements = await engagementsBetween(db, hospitalId, from, until);
  const after = await pendingDemands(db, hospitalId, from, until);
  const engaged = new Set(engagements.map(({ occurrence }) => occurrence));
  const moving = new Set(stored.map(({ occurrence }) => occurrence));
  const pending = new Map([...before, ...after].filter(({ occurrence }) => !engaged.has(occurrence) && !moving.has(occurrence)).map((demand) => [demand.occurrence, demand as Demand]));
  return { people, engagements, pending: [...pending.values(), ...stored] };
}
