import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomDay } from '../testing/random-day.js';
import { Day, nobodyMinutes, type DayPlan } from './day.js';
import { optimum } from './exact.js';
import { improve } from './exchanges.js';
import { insertCheapest, planDay, planInParts } from './heuristic.js';

const anyDay = fc.record({ seed: fc.integer({ min: 1, max: 100_000 }), visits: fc.integer({ min: 1, max: 7 }), people: fc.integer({ min: 1, max: 4 }) });
const feasible = (day: Day, plan: DayPlan): boolean => [...day.people.keys()].every((person) => day.fitsAll(person, day.taken(plan, person)));

/** Every way of giving visits to people or to nobody: the definition of the optimum, for very small days. */
function bestByTrying(day: Day): number {
  const options = [null, ...day.people.keys()];
  let best = Infinity;
  const plan: DayPlan = day.demands.map(() => null);
  const visit = (i: number): void => {
    if (i === day.demands.length) {
      if (feasible(day, plan)) best = Math.min(best, day.cost(plan));
      return;
    }
    for (const option of options) {
      plan[i] = option;
      visit(i + 1);
    }
  };
  visit(0);
  return best;
}

describe('The plan of a day', () => {
  it('never gives anybody what they cannot do, and leaves no visit that somebody still could take (property)', () => {
    fc.assert(fc.property(anyDay, ({ seed, visits, people }) => {
      const { day, plan } = planDay(randomDay(seed, visits, people));
      expect(feasible(day, plan)).toBe(true);
      for (const [demand, person] of plan.entries()) {
        if (person === null) expect([...day.people.keys()].some((p) => day.fits(p, demand, day.taken(plan, p)))).toBe(false);
      }
    }), { seed: 20260302, numRuns: 60 });
  });

  it('is never better than the optimum, and exchanges never make it worse (property)', () => {
    fc.assert(fc.property(anyDay, ({ seed, visits, people }) => {
      const day = new Day(randomDay(seed, visits, people));
      const first = insertCheapest(day);
      const [inserted, improved, best] = [day.cost(first), day.cost(improve(day, first)), optimum(day).cost];
      expect(improved).toBeLessThanOrEqual(inserted + 1e-6);
      expect(best).toBeLessThanOrEqual(improved + 1e-6);
    }), { seed: 20260302, numRuns: 60 });
  });

  it('is within 5 % of the optimum on average over 60 seeded days, and serves as many visits on all but a few', () => {
    let [gap, unserved] = [0, 0];
    for (let seed = 1; seed <= 60; seed++) {
      const { day, plan } = planDay(randomDay(seed, 9, 4));
      const best = optimum(day).cost;
      const left = (cost: number): number => Math.floor(cost / nobodyMinutes);
      unserved += left(day.cost(plan)) - left(best);
      if (left(day.cost(plan)) === left(best)) gap += (day.cost(plan) - best) / Math.max(1, best - left(best) * nobodyMinutes) / 60;
    }
    expect(gap).toBeLessThan(0.05);
    expect(unserved).toBeLessThanOrEqual(2);
  });

  it('in parts is as feasible as at once: nobody is in two places across the parts (property)', () => {
    fc.assert(fc.property(anyDay, ({ seed, visits, people }) => {
      const problem = randomDay(seed, visits, people);
      const plan = planInParts(problem, 2).map((person) => (person === null ? null : problem.people.indexOf(person)));
      expect(plan).toHaveLength(visits);
      expect(feasible(new Day(problem), plan)).toBe(true);
    }), { seed: 20260302, numRuns: 60 });
    const problem = randomDay(3, 6, 3);
    expect(planInParts(problem).map((person) => (person === null ? null : problem.people.indexOf(person)))).toEqual(planDay(problem).plan);
  });

  it('is the same whenever it is made', () => {
    expect(planDay(randomDay(42, 9, 4)).plan).toEqual(planDay(randomDay(42, 9, 4)).plan);
  });
});

describe('The exact solver', () => {
  it('agrees with trying everything', () => {
    for (let seed = 1; seed <= 25; seed++) {
      const day = new Day(randomDay(seed, 5, 3));
      const { plan, cost } = optimum(day);
      expect([seed, cost]).toEqual([seed, bestByTrying(day)]);
      expect([seed, day.cost(plan), feasible(day, plan)]).toEqual([seed, cost, true]);
    }
  });
  it('refuses more than it can do', () => {
    expect(() => optimum(new Day(randomDay(1, 15, 2)))).toThrow(/at most 14 visits, not 15/);
  });
});
