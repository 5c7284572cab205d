/** One virtual body over time: a baseline of its own, days that differ, healing, and troubles that move several values at once. */
import type { AnswerValue } from '../engine/inputs.js';
import type { BodyProfile, ItemProfile, SignalProfile } from './profile.js';
import type { Random } from './random.js';

/** Days of the course, whole and fractional; 0 is the launch. */
export type Day = number;

type Episode = { name: string; from: Day; until: Day; strength: number };

/** How a question is meant to be answered; null: no profile knows it. */
export type Body = {
  number(path: string, day: Day): number | null;
  option(path: string, day: Day, options: readonly string[]): string | null;
  yes(path: string, day: Day): boolean | null;
  /** Share of answers out of the ordinary to what no profile knows. */
  odd(day: Day): number;
  /** Somebody who can help has heard of it: what troubles the body now is over some days sooner. */
  treat(day: Day): void;
};

/** Convention of the generator: from the call of nurse or doctor until the trouble is over. */
const helpsWithinDays = [0.5, 2.5] as const;

/** Convention of the generator. */
const oddShare = { inTrouble: 0.03, well: 0.002 };

/** A few people have most of the troubles. */
const frailties = [0.4, 0.4, 0.7, 0.7, 1, 1, 1.6, 2.2] as const;

export function createBody(profile: BodyProfile, days: number, random: Random): Body {
  const troubles = drawTroubles(profile, days, random);
  const fixed = new Map<string, number>();
  const once = (key: string, draw: () => number): number => {
    const known = fixed.get(key) ?? draw();
    fixed.set(key, known);
    return known;
  };
  const strengthOf = (name: string, day: Day): number => Math.max(0, ...troubles.filter((t) => t.name === name).map((t) => intensity(t, day)));
  const item = (path: string): ItemProfile | undefined => (profile.items && Object.hasOwn(profile.items, path) ? profile.items[path] : undefined);
  const turnDay = (path: string): number => once(`turn ${path}`, () => {
    const of = item(path);
    return of && 'turns' in of && random.chance(of.share) ? random.between(...of.days) : Number.POSITIVE_INFINITY;
  });

  const signal = (name: string, of: SignalProfile, day: Day): number => {
    const own = once(`signal ${name}`, () => of.mean + of.between * normal(random));
    const healed = of.towards ? of.towards.value + (own - of.towards.value) * 0.5 ** (Math.max(0, day) / of.towards.halfDays) : own;
    // Most of the difference from day to day is the day's, the rest the moment's.
    const ofDay = once(`day ${name} ${Math.floor(day)}`, () => normal(random));
    const noise = of.within * (0.8 * ofDay + 0.6 * normal(random));
    const moved = Object.entries(of.in ?? {}).reduce((sum, [trouble, range]) => {
      const strength = strengthOf(trouble, day);
      return strength === 0 ? sum : sum + strength * once(`in ${name} ${trouble} ${Math.floor(day / 7)}`, () => random.between(...range));
    }, 0);
    const spike = of.spikes && random.chance(of.spikes.share) ? random.between(...of.spikes.by) : 0;
    const value = Math.min(of.high, Math.max(of.low, healed + noise + moved + spike));
    return of.multipleOf === undefined ? value : Math.round(value / of.multipleOf) * of.multipleOf;
  };

  const rateOf = (of: { yes: number; in?: Record<string, number> | undefined }, day: Day): number =>
    Object.entries(of.in ?? {}).reduce((rate, [trouble, share]) => Math.max(rate, share * strengthOf(trouble, day)), of.yes);

  return {
    number(path, day) {
      const of = item(path);
      if (of === undefined) return null;
      if ('signal' in of) {
        const known = profile.signals?.[of.signal];
        if (!known) return null;
        return signal(of.signal, known, day);
      }
      if ('dayOf' in of) return Math.min(day, turnDay(of.dayOf));
      if ('daysSince' in of) {
        const since = day + once(`since ${path}`, () => random.between(...of.daysSince));
        return of.every === undefined ? since : since % of.every;
      }
      if ('tally' in of) {
        const asked = (fixed.get(`tally ${path}`) ?? 0) + 1;
        fixed.set(`tally ${path}`, asked);
        return asked;
      }
      return null;
    },
    option(path, day, options) {
      const of = item(path);
      if (of === undefined) return null;
      if ('turns' in of && typeof of.turns === 'string') return day >= turnDay(path) ? of.turns : (of.from ?? options[0] ?? null);
      if (!('weights' in of)) return null;
      const [trouble] = Object.keys(of.in ?? {}).filter((name) => random.chance(strengthOf(name, day)));
      const weights = (trouble !== undefined && of.in?.[trouble]) || of.weights;
      const at = of.per === 'person' ? once(`person ${path}`, () => random.next()) : random.next();
      return weighted(weights, at, options);
    },
    yes(path, day) {
      const of = item(path);
      if (of === undefined) return null;
      if ('turns' in of && typeof of.turns === 'boolean') return day >= turnDay(path) ? of.turns : !of.turns;
      if (!('yes' in of)) return null;
      return (of.per === 'person' ? once(`person ${path}`, () => random.next()) : random.next()) < rateOf(of, day);
    },
    treat(day) {
      for (const trouble of troubles) if (trouble.from <= day && trouble.until > day) trouble.until = Math.min(trouble.until, day + random.between(...helpsWithinDays));
    },
    odd: (day) => (troubles.some((trouble) => intensity(trouble, day) > 0) ? oddShare.inTrouble : oddShare.well),
  };
}

function drawTroubles({ troubles = {} }: BodyProfile, days: number, random: Random): Episode[] {
  const frailty = random.pick(frailties);
  return Object.entries(troubles).flatMap(([name, { perWeek, days: lasting }]) => {
    const found: Episode[] = [];
    for (let day = 0; day < days; day++) {
      if (!random.chance((perWeek / 7) * frailty)) continue;
      const from = day + random.next();
      const until = from + random.between(...lasting);
      found.push({ name, from, until, strength: random.between(0.4, 1) });
      day = Math.ceil(until);
    }
    return found;
  });
}

/** It comes over a day (or the first half of what is shorter), and goes likewise. */
function intensity({ from, until, strength }: Episode, day: Day): number {
  if (day < from || day > until) return 0;
  const ramp = Math.min(1, (until - from) / 2);
  return strength * Math.min(1, (day - from) / ramp + 0.3, (until - day) / ramp + 0.3);
}

/** Standard normal; the sum of twelve is near enough, and never beyond six. */
function normal(random: Random): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += random.next();
  return sum;
}

function weighted(weights: Record<string, number>, at: number, options: readonly string[]): string | null {
  const known = Object.entries(weights).filter(([option]) => options.includes(option));
  const all = known.reduce((sum, [, weight]) => sum + weight, 0);
  let left = at * all;
  for (const [option, weight] of known) {
    left -= weight;
    if (left < 0) return option;
  }
  return known.at(-1)?.[0] ?? null;
}

/** Written with so many decimals, inside the bounds that the page or device allows. */
export function written(value: number, { min, max, decimals }: { min: string; max: string; decimals: number }): AnswerValue & string {
  return Math.min(Number(max), Math.max(Number(min), value)).toFixed(decimals);
}
