import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evolve } from '../engine/evolve.js';
import { open } from '../engine/open.js';
import { semantics } from '../engine/semantics.js';
import { everything } from '../engine/testing/everything.js';
import { levels } from '../engine/vocabulary.js';
import { readProfiles } from './profile.js';
import { episodeId, simulatePatient } from './simulate.js';
import { addPatient, merge, noTotals, type Totals } from './totals.js';

const profiles = readProfiles(readFileSync(new URL('profiles.yaml', import.meta.url), 'utf8'));

const run = (seed: number, patients: number, days = 35, first = 0, of = profiles): Totals => {
  const totals = noTotals();
  for (let number = first; number < first + patients; number++) addPatient(totals, simulatePatient({ plan: everything, hash: 'h', profiles: of, days, seed, from: '2026-03-02' }, number), number, false);
  return totals;
};

describe('virtual patients', () => {
  it('are the same for the same seed, others for another', () => {
    expect(run(3, 2)).toEqual(run(3, 2));
    expect(run(3, 2)).not.toEqual(run(4, 2));
  });

  it('counted in two parts are as many as counted at once', () => {
    const [parts, whole] = [merge(run(7, 2), run(7, 2, 35, 2)), run(7, 4)];
    expect({ ...parts, patientWeeks: 0 }).toEqual({ ...whole, patientWeeks: 0 });
    expect(parts.patientWeeks).toBeCloseTo(whole.patientWeeks, 9);
  });

  it('stand where the replay of their events stands', () => {
    const { world, startedAt } = simulatePatient({ plan: everything, hash: 'h', profiles, days: 35, seed: 6, from: '2026-03-02' }, 0);
    const start = open({ id: episodeId, plan: { id: everything.id, version: everything.version, hash: 'h' }, semantics, startedAt, zone: everything.zone });
    expect(world.entries.flatMap(({ events }) => events).reduce(evolve, start)).toEqual(world.running.get(episodeId)?.episode);
  });

  it('when the daily cap bites, safety, dose and visit messages never yield', () => {
    const totals = run(1, 12);
    expect(Object.entries(totals.messages).find(([key]) => key.endsWith('daily-cap'))).toBeDefined();
    expect(Object.keys(totals.messages).filter((key) => /^(safety|dose|visit) .*daily-cap/.test(key))).toEqual([]);
    expect(totals.broken).toEqual({});
  });

  it('send no reading that only another package of theirs would ask for', () => {
    const unasked: typeof everything = { ...everything, steps: everything.steps.filter((step) => step.kind !== 'reading') };
    const [reading] = Object.keys(unasked.readings).filter((id) => profiles.packages[everything.id]?.staffReadings?.[id] === undefined);
    const sent = (of: typeof profiles): number => simulatePatient({ plan: unasked, hash: 'h', profiles: of, days: 14, seed: 2, from: '2026-03-02' }, 0).world.entries
      .filter(({ input }) => input.kind === 'reading-received' && input.reading === reading).length;
    expect(sent(profiles)).toBeGreaterThan(0);
    expect(sent({ ...profiles, everybody: { ...profiles.everybody, elsewhere: [reading ?? ''] } })).toBe(0);
  });

  it('meet every kind of end: completed, missed, failed, suppressed, cases at all levels', () => {
    const sickly = { ...profiles, everybody: { ...profiles.everybody, items: { ...profiles.everybody.items, 'wound.pus': { yes: 0.1 }, 'wound.redness': { weights: { none: 60, small: 20, over: 20 } } } } };
    const totals = run(2, 20, 35, 0, sickly);
    for (const key of ['visit completed', 'visit failed', 'form completed', 'form failed', 'reading failed', 'message completed']) expect(totals.steps[key]).toBeGreaterThan(0);
    for (const level of levels) expect(totals.cases[level]).toBeGreaterThan(0);
    expect(totals.statuses.completed).toBeGreaterThan(0);
  });

  it('ninety days of a busy plan stay under 50 KB of state', () => {
    expect(run(5, 2, 90).largestStateBytes).toBeLessThan(50_000);
  });
});
