/** What it costs that a person takes a visit: extra travel on that day, how loaded the day is already, and whether the patient knows them. */
import { localDateOf } from '../time.js';
import type { Surroundings } from './availability.js';
import { nowhere, type Engagement, type Person, type Place } from './staff.js';
import { travelMinutes } from './travel.js';

/** All in minutes of travel, so that they add up; `continuity` is negative or 0. */
export type Cost = { travelMinutes: number; load: number; continuity: number; total: number };

export type Stop = { from: string; at: Place };

export const baseOf = (person: Person): Place => (person.baseDistrict === null ? nowhere : { ...nowhere, district: person.baseDistrict });

/** Travel of a day's round: base, the visits in time order, base. Online visits lie nowhere and cost no way. */
export function routeMinutes(base: Place, stops: readonly Stop[], { map, settings }: Pick<Surroundings, 'map' | 'settings'>): number {
  const places = [base, ...stops.filter(({ at }) => at.district !== null || at.lat !== null).toSorted((a, b) => (a.from < b.from ? -1 : 1)).map(({ at }) => at), base];
  return places.slice(1).reduce((sum, place, i) => sum + travelMinutes(places[i] ?? nowhere, place, map, settings), 0);
}

/** The cost of adding one visit to what the person has on that local day. */
export function costOf(person: Person, demand: Stop & { known: string[] }, engagements: readonly Engagement[], around: Surroundings): Cost {
  const day = localDateOf(demand.from, around.zone);
  const sameDay = engagements.filter((one) => one.accountId === person.accountId && localDateOf(one.from, around.zone) === day);
  const base = baseOf(person);
  const travel = routeMinutes(base, [...sameDay, demand], around) - routeMinutes(base, sameDay, around);
  const load = sameDay.length * around.settings.loadWeightMinutes;
  const continuity = demand.known.includes(person.accountId) ? -around.settings.continuityMinutes : 0;
  return { travelMinutes: travel, load, continuity, total: travel + load + continuity };
}

/** At equal cost whoever may do fewest other things comes first, so that specialists stay free for what only they may do (C). */
export const fewestOtherUses = (a: Pick<Person, 'certificates' | 'skills'>, b: Pick<Person, 'certificates' | 'skills'>): number =>
  a.certificates.length - b.certificates.length || a.skills.length - b.skills.length;
