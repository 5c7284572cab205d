import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { brokenBeyondKnown, readBands } from '../pathways/simulate/bands.js';
import { noTotals } from '../pathways/simulate/totals.js';
import { builtInPackages } from './load-definition.js';
import { builtInProfiles, simulateSome } from './simulate-part.js';
import { formatReport, holds, type Line } from './simulate-report.js';

const packages = builtInPackages();
const profiles = builtInProfiles();
const bands = readBands(readFileSync(new URL('../pathways/simulate/bands.yaml', import.meta.url), 'utf8'));

describe('the built-in packages', () => {
  // Five: what a thousand take minutes for is `wuyou simulate`; here every package is walked from launch to end and audited.
  it.each(packages)('%s takes five patients through the whole course without an error or a broken promise', (name) => {
    const totals = simulateSome({ name, first: 0, count: 5, seed: 4, from: '2026-03-02', days: null }, profiles);
    expect(totals.errors).toEqual([]);
    expect(brokenBeyondKnown(bands, name, { ...totals, patients: 100 })).toEqual([]);
    expect(totals.patients).toBe(5);
    expect(totals.reachedPatient).toBeGreaterThan(0);
  });

  it('each have bands, with a reason for every one', () => {
    expect(packages.filter((name) => !Object.hasOwn(bands, name))).toEqual([]);
    expect(Object.keys(bands).filter((name) => !packages.includes(name))).toEqual([]);
  });
});

describe('a broken promise', () => {
  const once = { count: 1, examples: [] };
  const bands = { p: { known: { sameQuestion: { mostPer100: 2, since: '2026-11-26', why: 'a published version asks for a photo twice' } } } };

  it('is known only of what annoys, and only so often', () => {
    expect(brokenBeyondKnown(bands, 'p', { ...noTotals(), patients: 100, broken: { sameQuestion: once } })).toEqual([]);
    expect(brokenBeyondKnown(bands, 'p', { ...noTotals(), patients: 100, broken: { sameQuestion: { count: 3, examples: [] } } })).toEqual(['sameQuestion']);
    expect(brokenBeyondKnown(bands, 'q', { ...noTotals(), patients: 100, broken: { sameQuestion: once } })).toEqual(['sameQuestion']);
    expect(brokenBeyondKnown(bands, 'p', { ...noTotals(), patients: 100, broken: { yielded: once } })).toEqual(['yielded']);
    expect(() => readBands('p: { known: { yielded: { mostPer100: 1, since: "2026-11-26", why: "this must not be possible" } } }')).toThrow('bands.yaml');
  });
});

describe('the report', () => {
  const line = (more: Partial<Line> = {}): Line => ({ id: 'p', version: 1, cap: 3, days: 30, unknown: [], broken: [], totals: { ...noTotals(), patients: 1 }, verdicts: null, ...more });

  it('holds without bands looked at, not with none written', () => {
    expect(holds(line())).toBe(true);
    expect(holds(line({ verdicts: [] }))).toBe(false);
  });

  it('does not hold when a number left its band, a promise was broken or the engine failed', () => {
    const verdict = { metric: 'visits' as const, value: 2, low: 3, high: 4, ok: false, why: 'three were sold' };
    expect(holds(line({ verdicts: [{ ...verdict, ok: true }] }))).toBe(true);
    expect(holds(line({ verdicts: [verdict] }))).toBe(false);
    expect(holds(line({ totals: { ...noTotals(), errors: ['seed 1, patient 7: boom'] } }))).toBe(false);
    expect(holds(line({ broken: ['atNight'] }))).toBe(false);
    expect(formatReport([line({ verdicts: [verdict] })], { seed: 1, seconds: 1 })).toContain('p: visits that took place, per patient: 2.00, expected 3 to 4 (three were sold)');
  });
});
