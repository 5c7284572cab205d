/**
 * Exchanges that make a day's plan better, tried in turn until none helps:
 * - two people exchange any part of what they have (every split of both rounds: moving one visit, swapping two, swapping tails are all among them);
 * - a visit without anybody takes the place of one that another person can take;
 * - where one visit must stay without anybody, it is the one that costs the most way.
 * Every exchange lowers the cost, so the loop ends; a pair with very much to do tries only single moves and swaps, to stay fast.
 */
import type { Day, DayPlan } from './day.js';

/** Cheaper by less than this is not worth an exchange: keeps rounding from cycling. Minutes. */
const worthwhile = 1e-6;
/** Up to so many visits of two people every split is tried: 2^8 = 256 splits. */
const splitsUpTo = 8;

export function improve(day: Day, start: DayPlan): DayPlan {
  const plan = [...start];
  const tried = new Map<string, string>();
  while (makeRoom(day, plan) || exchangeParts(day, plan, tried) || leaveAnother(day, plan));
  return plan;
}

/** Two people whose rounds are as they were when nothing helped are not tried again. */
function exchangeParts(day: Day, plan: DayPlan, tried: Map<string, string>): boolean {
  let changed = false;
  for (const p of day.people.keys()) {
    for (let q = p + 1; q < day.people.length; q++) {
      const rounds = `${day.taken(plan, p).join(',')};${day.taken(plan, q).join(',')}`;
      if (tried.get(`${p} ${q}`) === rounds) continue;
      const better = exchange(day, plan, p, q);
      if (!better) tried.set(`${p} ${q}`, rounds);
      changed ||= better;
    }
  }
  return changed;
}

/** The best split of what two people have; what nobody has is offered to them as well. */
function exchange(day: Day, plan: DayPlan, p: number, q: number): boolean {
  const both = [...day.taken(plan, p), ...day.taken(plan, q)];
  if (both.length === 0) return false;
  const now = day.personCost(p, day.taken(plan, p)) + day.personCost(q, day.taken(plan, q));
  let best: { ofP: number[]; cost: number } | null = null;
  for (const ofP of splitsOf(day, plan, both, p, q)) {
    const ofQ = both.filter((demand) => !ofP.includes(demand));
    if (!day.fitsAll(p, ofP) || !day.fitsAll(q, ofQ)) continue;
    const cost = day.personCost(p, ofP) + day.personCost(q, ofQ);
    if (cost < (best?.cost ?? now) - worthwhile) best = { ofP, cost };
  }
  if (!best) return false;
  for (const demand of both) plan[demand] = best.ofP.includes(demand) ? p : q;
  return true;
}

function splitsOf(day: Day, plan: DayPlan, both: number[], p: number, q: number): number[][] {
  if (both.length <= splitsUpTo) return Array.from({ length: 1 << both.length }, (_, mask) => both.filter((_demand, i) => (mask >> i) & 1));
  const [ofP, ofQ] = [day.taken(plan, p), day.taken(plan, q)];
  const moves = [...ofP.map((a) => ofP.filter((other) => other !== a)), ...ofQ.map((b) => [...ofP, b])];
  return [...moves, ...ofP.flatMap((a) => ofQ.map((b) => [...ofP.filter((other) => other !== a), b]))];
}

/** A visit without anybody goes to whoever can take it, or takes the place of one that another person can take. */
function makeRoom(day: Day, plan: DayPlan): boolean {
  for (const [left, nobody] of plan.entries()) {
    if (nobody !== null) continue;
    for (const person of day.people.keys()) {
      const taken = day.taken(plan, person);
      if (day.fits(person, left, taken)) {
        plan[left] = person;
        return true;
      }
      for (const moved of taken) {
        const rest = taken.filter((other) => other !== moved);
        const heir = day.fits(person, left, rest) ? [...day.people.keys()].find((other) => other !== person && day.fits(other, moved, day.taken(plan, other))) : undefined;
        if (heir === undefined) continue;
        plan[moved] = heir;
        plan[left] = person;
        return true;
      }
    }
  }
  return false;
}

function leaveAnother(day: Day, plan: DayPlan): boolean {
  let changed = false;
  for (const left of plan.keys()) {
    let best: { out: number; person: number; saved: number } | null = null;
    for (const [out, person] of plan.entries()) {
      if (plan[left] !== null || person === null) continue;
      const taken = day.taken(plan, person);
      const rest = taken.filter((other) => other !== out);
      if (!day.fits(person, left, rest)) continue;
      const saved = day.personCost(person, taken) - day.personCost(person, [...rest, left]);
      if (saved > (best?.saved ?? worthwhile)) best = { out, person, saved };
    }
    if (!best) continue;
    plan[left] = best.person;
    plan[best.out] = null;
    changed = true;
  }
  return changed;
}
