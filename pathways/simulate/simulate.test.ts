import { describe, expect, it } from 'vitest';
import { everything } from '../engine/testing/everything.js';
import { simulatePatient } from './simulate.js';
import { addPatient, noTotals, type Totals } from './totals.js';

const run = (seed: number, patients: number, days = 35): Totals => {
  const totals = noTotals();
  for (let number = 0; number < patients; number++) addPatient(totals, simulatePatient({ plan: everything, hash: 'h', days, seed, from: '2026-03-02' }, number));
  return totals;
};

describe('virtual patients', () => {
  it('are the same for the same seed, others for another', () => {
    expect(run(3, 2)).toEqual(run(3, 2));
    expect(run(3, 2)).not.toEqual(run(4, 2));
  });

  it('when the daily cap bites, safety, dose and visit messages never yield', () => {
    const totals = run(1, 8);
    expect(Object.entries(totals.messages).find(([key]) => key.endsWith('daily-cap'))).toBeDefined();
    expect(totals.yielded).toEqual([]);
    expect(Object.keys(totals.messages).filter((key) => /^(safety|dose|visit) .*daily-cap/.test(key))).toEqual([]);
  });

  it('meet every kind of end: completed, missed, failed, suppressed, cases at all levels', () => {
    // Twenty: a form fails only after the calls about it failed too, which hardly one patient in seven manages.
    const totals = run(2, 20);
    for (const key of ['visit completed', 'visit failed', 'form completed', 'form failed', 'reading failed', 'message completed']) expect(totals.steps[key]).toBeGreaterThan(0);
    for (const key of ['red raised', 'orange raised', 'yellow raised']) expect(totals.cases[key]).toBeGreaterThan(0);
    expect(totals.statuses.completed).toBeGreaterThan(0);
  });

  it('ninety days of a busy plan stay under 50 KB of state', () => {
    expect(run(5, 2, 90).largestStateBytes).toBeLessThan(50_000);
  });
});
