/**
 * The optimum of a small day, to measure the heuristic against: dynamic programming over subsets of visits, person by person,
 * O(people x 3^visits). Twelve visits are half a million splits a person; not for production.
 */
import { nobodyMinutes, type Day, type DayPlan } from './day.js';

const members = (mask: number, count: number): number[] => Array.from({ length: count }, (_, d) => d).filter((d) => (mask >> d) & 1);

/** Infinity where the person cannot do all of these. */
function costsOf(day: Day, person: number): Float64Array {
  const count = day.demands.length;
  const costs = new Float64Array(1 << count).fill(Infinity);
  for (let mask = 0; mask < 1 << count; mask++) {
    const taken = members(mask, count);
    if (taken.every((demand, i) => day.fits(person, demand, taken.slice(0, i)))) costs[mask] = day.personCost(person, taken);
  }
  return costs;
}

export function optimum(day: Day): { plan: DayPlan; cost: number } {
  const count = day.demands.length;
  if (count > 14) throw new RangeError(`The exact solver takes at most 14 visits, not ${count}`);
  const all = (1 << count) - 1;
  let best = Float64Array.from({ length: 1 << count }, (_, mask) => members(mask, count).length * nobodyMinutes);
  const chosen: Int32Array[] = [];
  for (const person of day.people.keys()) {
    const costs = costsOf(day, person);
    const next = new Float64Array(1 << count);
    const pick = new Int32Array(1 << count);
    for (let mask = 0; mask <= all; mask++) {
      let lowest = Infinity;
      for (let sub = mask; ; sub = (sub - 1) & mask) {
        const cost = (costs[sub] ?? Infinity) + (best[mask ^ sub] ?? Infinity);
        if (cost < lowest) {
          lowest = cost;
          pick[mask] = sub;
        }
        if (sub === 0) break;
      }
      next[mask] = lowest;
    }
    best = next;
    chosen.push(pick);
  }
  const plan: DayPlan = day.demands.map(() => null);
  let left = all;
  for (let person = day.people.length - 1; person >= 0; person--) {
    const sub = chosen[person]?.[left] ?? 0;
    for (const demand of members(sub, count)) plan[demand] = person;
    left ^= sub;
  }
  return { plan, cost: best[all] ?? Infinity };
}
