/**
 * Will there be somebody? Per day, district and service: visits that are booked or planned against the visits that the people who may do them
 * can still make. A person counts with the whole load of that day in each district they serve, so capacities of districts do not add up;
 * a gap says that even then it is not enough.
 */
import type { LocalDate } from '../engine/vocabulary.js';
import { atLocal } from '../time.js';
import { dayOff, hoursOn, type Surroundings } from './availability.js';
import { unfitFor } from './eligibility.js';
import type { Demand, Person, Profession } from './staff.js';

export type Planned = { day: LocalDate; service: string; who: Profession; mode: Demand['mode']; district: string | null; booked: boolean };
export type Coverage = { day: LocalDate; district: string | null; service: string; who: Profession; demand: number; booked: number; capacity: number; people: number; gap: number };

/** How many slots of the grid lie in the person's hours, at most the daily load. */
export function dayCapacity(person: Person, day: LocalDate, around: Surroundings): number {
  if (dayOff(person, day, around)) return 0;
  const { grid, slotMinutes } = around.settings;
  const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  const hours = hoursOn(person, day, around.calendar);
  const fits = grid.filter((time) => hours.some(({ from, until }) => from <= time && minutes(time) + slotMinutes <= minutes(until)));
  return Math.min(fits.length, person.dailyLoad);
}

/** One row per day, district and service that has demand, in that order. */
export function coverage(planned: readonly Planned[], people: readonly Person[], around: Surroundings): Coverage[] {
  const groups = new Map<string, Planned[]>();
  for (const one of planned) {
    const key = JSON.stringify([one.day, one.mode === 'home' ? one.district : null, one.service, one.who]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((visits) => rowOf(visits, people, around)).toSorted((a, b) => compare(a.day, b.day) || compare(a.district ?? '', b.district ?? '') || compare(a.service, b.service));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function rowOf(visits: readonly Planned[], people: readonly Person[], around: Surroundings): Coverage {
  const [first] = visits;
  if (!first) throw new RangeError('A group has at least one visit');
  const { day, service, who, mode } = first;
  const district = mode === 'home' ? first.district : null;
  const wanted = { service, who, mode, at: { district, lat: null, lng: null } };
  const able = people.filter((person) => unfitFor(person, wanted, day).length === 0 && dayCapacity(person, day, around) > 0);
  const capacity = able.reduce((sum, person) => sum + dayCapacity(person, day, around), 0);
  return { day, district, service, who, demand: visits.length, booked: visits.filter(({ booked }) => booked).length, capacity, people: able.length, gap: Math.max(0, visits.length - capacity) };
}

/** The stretch of instants that the days cover. */
export const stretchOf = (from: LocalDate, untilExclusive: LocalDate, zone: string): { from: string; until: string } => ({ from: atLocal(from, '00:00', zone), until: atLocal(untilExclusive, '00:00', zone) });
