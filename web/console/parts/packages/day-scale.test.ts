import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayScale } from './day-scale.js';

describe('The line of days', () => {
  it('begins at its first day, ends at its last, and keeps their order', () => {
    fc.assert(fc.property(fc.integer({ min: -30, max: 0 }), fc.integer({ min: 1, max: 800 }), (first, last) => {
      const { x } = dayScale(first, last, 900);
      expect(x(first)).toBeCloseTo(0);
      expect(x(last)).toBeCloseTo(900);
      for (let day = first; day < last; day++) expect(x(day)).toBeLessThan(x(day + 1));
    }), { seed: 20260302, numRuns: 30 });
  });
  it('names the anchor and the last day, and no tick stands on another', () => {
    const { x, ticks } = dayScale(0, 90, 900);
    expect(ticks).toEqual([0, 1, 3, 7, 14, 30, 60, 90]);
    expect(Math.min(...ticks.slice(1).map((day, n) => x(day) - x(ticks[n] ?? 0)))).toBeGreaterThanOrEqual(34);
  });
});
