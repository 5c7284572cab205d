/** Chance that repeats itself: the same seed always draws the same (mulberry32, public domain). Never `Math.random`. */
export type Random = {
  /** 0 <= x < 1. */
  next(): number;
  chance(probability: number): boolean;
  between(low: number, high: number): number;
  whole(low: number, high: number): number;
  pick<T>(from: readonly [T, ...T[]]): T;
};

export function random(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const whole = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    next, whole,
    chance: (probability) => next() < probability,
    between: (low, high) => low + next() * (high - low),
    pick: (from) => from[whole(0, from.length - 1)] ?? from[0],
  };
}
