/**
 * Who goes to whom on one day: cheapest feasible insertion, the visit with the fewest possible people first, then exchanges until none
 * helps (`exchanges.ts`). Deterministic: the same day gives the same plan. Its gap to the optimum is measured by `npm run bench -- assignment`.
 */
import type { Person } from '../staff.js';
import { Day, type DayPlan, type DayProblem } from './day.js';
import { improve } from './exchanges.js';

export type Insertion = { person: number; added: number };

/** The person for whom one more visit adds least; null when nobody can take it. */
export function cheapestFor(day: Day, plan: DayPlan, demand: number, except: number | null): Insertion | null {
  let best: Insertion | null = null;
  for (const person of day.people.keys()) {
    if (person === except) continue;
    const taken = day.taken(plan, person);
    if (!day.fits(person, demand, taken)) continue;
    const added = day.personCost(person, [...taken, demand]) - day.personCost(person, taken);
    if (best === null || added < best.added) best = { person, added };
  }
  return best;
}

export function insertCheapest(day: Day): DayPlan {
  const plan: DayPlan = day.demands.map(() => null);
  const order = day.demands.map((_, d) => d).toSorted((a, b) => day.choices(a) - day.choices(b) || ((day.demands[a]?.from ?? '') < (day.demands[b]?.from ?? '') ? -1 : 1));
  for (const demand of order) {
    const best = cheapestFor(day, plan, demand, null);
    if (best) plan[demand] = best.person;
  }
  return plan;
}

export function planDay(problem: DayProblem): { day: Day; plan: DayPlan } {
  const day = new Day(problem);
  return { day, plan: improve(day, insertCheapest(day)) };
}

/** Exchanges cost more than linearly: 40 visits are planned in a fraction of a second, 120 at once in more than ten. */
export const partSize = 40;

/** A day of any size: planned in parts, in the order given, each with what the parts before it took. Who goes to each demand; null: nobody. */
export function planInParts({ people, demands, fixed, around }: DayProblem, size = partSize): (Person | null)[] {
  const taken = [...fixed];
  const result: (Person | null)[] = [];
  for (let start = 0; start < demands.length; start += size) {
    const part = demands.slice(start, start + size);
    const { plan } = planDay({ people, demands: part, fixed: taken, around });
    for (const [i, demand] of part.entries()) {
      const index = plan[i] ?? null;
      const person = index === null ? null : (people[index] ?? null);
      result.push(person);
      if (person) taken.push({ accountId: person.accountId, occurrence: demand.occurrence, from: demand.from, until: demand.until, at: demand.at });
    }
  }
  return result;
}
