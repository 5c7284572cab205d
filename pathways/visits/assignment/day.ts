/**
 * One day's visits and people as numbers: who may take which visit, which two visits no person can do both, and what a person's round costs.
 * The aim, in this order: as few visits without anybody as possible, then the least travel and the most even load.
 */
import { localDateOf } from '../../time.js';
import { busyAt, tooFar, type Surroundings } from '../availability.js';
import { baseOf, routeMinutes } from '../cost.js';
import { unfitFor } from '../eligibility.js';
import type { Demand, Engagement, Person } from '../staff.js';

export type DayProblem = { people: readonly Person[]; demands: readonly Demand[]; /** Accepted and offered visits that stay as they are. */ fixed: readonly Engagement[]; around: Surroundings };

/** Person's index by demand's index; null: nobody. */
export type DayPlan = (number | null)[];

/** Heavier than any day's travel, so that no visit is left without a person to save a way. Minutes. */
export const nobodyMinutes = 100_000;

export class Day {
  readonly people: readonly Person[];
  readonly demands: readonly Demand[];
  private readonly mayTake: boolean[][];
  private readonly clashes: boolean[][];
  private readonly own: Engagement[][];
  private readonly dayOf: string[];
  private readonly fixedOnDay: Map<string, number>[];
  private readonly around: Surroundings;
  /** Exchanges ask for the same rounds again and again. */
  private readonly known = new Map<string, number>();

  constructor({ people, demands, fixed, around }: DayProblem) {
    this.people = people;
    this.demands = demands;
    this.around = around;
    this.own = people.map((person) => fixed.filter((one) => one.accountId === person.accountId));
    this.mayTake = demands.map((demand) => people.map((person, p) => canTake(person, demand, this.own[p] ?? [], around)));
    this.clashes = demands.map((a) => demands.map((b) => a !== b && ((a.from < b.until && b.from < a.until) || tooFar(a, b, around))));
    this.dayOf = demands.map(({ from }) => localDateOf(from, around.zone));
    this.fixedOnDay = this.own.map((mine) => {
      const counts = new Map<string, number>();
      for (const { from } of mine) counts.set(localDateOf(from, around.zone), (counts.get(localDateOf(from, around.zone)) ?? 0) + 1);
      return counts;
    });
  }

  /** Whether the person may take the visit on top of these. The daily load counts the day of the visit. */
  fits(person: number, demand: number, taken: readonly number[]): boolean {
    if (this.mayTake[demand]?.[person] !== true || taken.some((other) => this.clashes[demand]?.[other] === true)) return false;
    const day = this.dayOf[demand] ?? '';
    const sameDay = (this.fixedOnDay[person]?.get(day) ?? 0) + taken.filter((other) => this.dayOf[other] === day).length;
    return sameDay < (this.people[person]?.dailyLoad ?? 0);
  }

  /** Whether the person can do all of these. */
  fitsAll(person: number, taken: readonly number[]): boolean {
    return taken.every((demand, i) => this.fits(person, demand, taken.slice(0, i)));
  }

  choices(demand: number): number {
    return (this.mayTake[demand] ?? []).filter(Boolean).length;
  }

  /** Round, load and acquaintance of one person with these visits, in minutes. What is fixed counts too: it is on the same round. */
  personCost(person: number, taken: readonly number[]): number {
    const key = `${person}:${taken.toSorted((a, b) => a - b).join(',')}`;
    const cost = this.known.get(key) ?? this.roundOf(person, taken);
    this.known.set(key, cost);
    return cost;
  }

  private roundOf(person: number, taken: readonly number[]): number {
    const who = this.people[person];
    if (!who) return 0;
    const added = taken.flatMap((d) => this.demands[d] ?? []);
    const fixed = this.own[person] ?? [];
    const { loadWeightMinutes, continuityMinutes } = this.around.settings;
    const count = fixed.length + added.length;
    const acquainted = added.filter((demand) => demand.known.includes(who.accountId)).length;
    return routeMinutes(baseOf(who), [...fixed, ...added], this.around) + (loadWeightMinutes * count * (count - 1)) / 2 - acquainted * continuityMinutes;
  }

  taken(plan: DayPlan, person: number): number[] {
    return plan.flatMap((p, demand) => (p === person ? [demand] : []));
  }

  cost(plan: DayPlan): number {
    const rounds = this.people.reduce((sum, _, person) => sum + this.personCost(person, this.taken(plan, person)), 0);
    return rounds + plan.filter((p) => p === null).length * nobodyMinutes;
  }
}

/** A wish is not a qualification: the wished person comes first in the offers, but the plan of the day does not depend on it. */
function canTake(person: Person, demand: Demand, own: readonly Engagement[], around: Surroundings): boolean {
  if (demand.refusedBy.includes(person.accountId)) return false;
  if (unfitFor(person, demand, localDateOf(demand.from, around.zone)).length > 0) return false;
  return busyAt(person, demand, own, around).length === 0;
}
