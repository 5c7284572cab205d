/** The slots that a visit can be booked into: inside its window and the hospital's grid, not at night, not past, and only where somebody is free. */
import type { Instant, LocalDate } from '../engine/vocabulary.js';
import { addDays, addMinutes, atLocal, inQuietHours, localDateOf, localTimeOf, type QuietHours } from '../time.js';
import { busyAt, type Surroundings } from './availability.js';
import { isQualification, unfitFor } from './eligibility.js';
import { everyoneServed } from './matching.js';
import type { Demand, Engagement, Person } from './staff.js';

export type Slot = { from: Instant; until: Instant; day: LocalDate; localFrom: string; localUntil: string };
/** `free`: how many people could take it now. */
export type FreeSlot = Slot & { free: number };

/** Whose visit: its window, the patient's quiet hours, and the episode's clock. `windowUntil` is exclusive. */
export type Opening = { now: Instant; windowFrom: Instant; windowUntil: Instant; quietHours: QuietHours };

/** The grid of so many days from now or the window's first day, whichever is later. */
export function gridSlots({ now, windowFrom, windowUntil, quietHours }: Opening, { zone, settings }: Surroundings, days: number): Slot[] {
  const first = localDateOf(windowFrom > now ? windowFrom : now, zone);
  const soonest = addMinutes(now, settings.noticeMinutes);
  const slots: Slot[] = [];
  for (let i = 0; i < days; i++) {
    const day = addDays(first, i);
    for (const time of settings.grid) {
      const from = atLocal(day, time, zone);
      const until = addMinutes(from, settings.slotMinutes);
      if (from < soonest || from < windowFrom || from >= windowUntil) continue;
      if (inQuietHours(from, quietHours, zone) || inQuietHours(until, quietHours, zone)) continue;
      slots.push({ from, until, day, localFrom: localTimeOf(from, zone), localUntil: localTimeOf(until, zone) });
    }
  }
  return slots;
}

export type Capacity = { people: readonly Person[]; /** Accepted and offered. */ engagements: readonly Engagement[]; /** Booked, and nobody found yet: they need one of the free people too. */ pending: readonly Demand[] };

type Wanted = Omit<Demand, 'from' | 'until'>;

const takers = (demand: Demand, { people, engagements }: Capacity, around: Surroundings): string[] =>
  people
    .filter((person) => !demand.refusedBy.includes(person.accountId) && unfitFor(person, demand, localDateOf(demand.from, around.zone)).length === 0 && busyAt(person, demand, engagements, around).length === 0)
    .map(({ accountId }) => accountId);

/** How many people could take the visit in this slot; 0 also when those who could are needed by visits booked earlier. */
export function freeIn(slot: Pick<Slot, 'from' | 'until'>, wanted: Wanted, capacity: Capacity, around: Surroundings): number {
  const demand: Demand = { ...wanted, from: slot.from, until: slot.until };
  const mine = takers(demand, capacity, around);
  if (mine.length === 0) return 0;
  const rivals = capacity.pending.filter((other) => other.occurrence !== demand.occurrence && other.from < slot.until && slot.from < other.until);
  // A rival whom nobody can take any more is not helped by keeping this slot empty.
  const options = rivals.map((other) => takers(other, capacity, around)).filter((who) => who.length > 0);
  return everyoneServed([...options, mine]) ? mine.length : 0;
}

export const freeSlots = (slots: readonly Slot[], wanted: Wanted, capacity: Capacity, around: Surroundings): FreeSlot[] =>
  slots.map((slot) => ({ ...slot, free: freeIn(slot, wanted, capacity, around) })).filter(({ free }) => free > 0);

/** Why a window has no slot, the first hindrance that would have to go away: its times, then the people, then their calendars. */
export const noSlotReasons = ['window-over', 'no-times', 'nobody-qualified', 'nobody-in-district', 'everybody-declined', 'nobody-works', 'all-busy'] as const;
export type NoSlotReason = (typeof noSlotReasons)[number];

/** `slots`: the grid of the window, none of them free. */
export function whyNoSlot({ now, windowUntil }: Opening, slots: readonly Slot[], wanted: Wanted, { people, engagements }: Capacity, around: Surroundings): NoSlotReason {
  if (windowUntil <= now) return 'window-over';
  if (slots.length === 0) return 'no-times';
  const demands = slots.map((slot): Demand => ({ ...wanted, from: slot.from, until: slot.until }));
  const unfit = (person: Person, demand: Demand) => unfitFor(person, demand, localDateOf(demand.from, around.zone));
  const someSlot = (person: Person, is: (demand: Demand) => boolean): boolean => demands.some((demand) => unfit(person, demand).length === 0 && is(demand));
  const able = people.filter((person) => someSlot(person, () => true));
  if (able.length === 0) return people.some((person) => demands.some((demand) => !unfit(person, demand).some(isQualification))) ? 'nobody-in-district' : 'nobody-qualified';
  const willing = able.filter(({ accountId }) => !wanted.refusedBy.includes(accountId));
  if (willing.length === 0) return 'everybody-declined';
  const atWork = (person: Person): boolean => someSlot(person, (demand) => !busyAt(person, demand, engagements, around).some((why) => why === 'leave' || why === 'holiday' || why === 'hours'));
  return willing.some(atWork) ? 'all-busy' : 'nobody-works';
}
