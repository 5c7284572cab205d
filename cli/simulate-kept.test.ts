import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { semantics } from '../pathways/engine/semantics.js';
import { merge, noTotals } from '../pathways/simulate/totals.js';
import { keepIn, semanticsOf } from './simulate-kept.js';

const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'kept-'));
  folders.push(made);
  return made;
};
afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true });
});

const run = { seed: 1, from: '2026-03-02', days: null, profiles: 'everybody: {}' };
const twenty = { ...noTotals(), patients: 20, cases: { red: 1, orange: 0, yellow: 3 } };

describe('what a long simulation keeps', () => {
  it('is there for the next run, which adds to it', () => {
    const at = folder();
    keepIn(at, run).write('wound-visit', { totals: twenty, parts: [0] });
    const { totals, parts } = keepIn(at, run).read('wound-visit');
    keepIn(at, run).write('wound-visit', { totals: merge(totals, twenty), parts: [...parts, 20] });
    expect(keepIn(at, run).read('wound-visit')).toMatchObject({ totals: { patients: 40, cases: { red: 2, orange: 0, yellow: 6 } }, parts: [0, 20] });
    expect(readdirSync(at)).toEqual(['wound-visit@1.json']);
  });

  it('begins with nobody', () => {
    expect(keepIn(folder(), run).read('wound-visit')).toEqual({ totals: noTotals(), parts: [] });
  });

  it('is never mixed with other patients', () => {
    const at = folder();
    keepIn(at, run).write('wound-visit', { totals: twenty, parts: [0] });
    for (const other of [{ seed: 2 }, { from: '2026-03-03' }, { days: 30 }, { profiles: 'everybody: { age: [1, 2] }' }]) {
      expect(() => keepIn(at, { ...run, ...other }).read('wound-visit')).toThrow('counted other patients');
    }
  });

  it('is never mixed with what an engine of other semantics did, and says under which it was counted', () => {
    const at = folder();
    keepIn(at, run).write('wound-visit', { totals: twenty, parts: [0] });
    const path = join(at, 'wound-visit@1.json');
    const text = readFileSync(path, 'utf8');
    const { made } = JSON.parse(text) as { made: string };
    expect(semanticsOf({ made })).toBe(semantics);
    const former = JSON.stringify({ ...(JSON.parse(made) as object), semantics: semantics - 1 });
    writeFileSync(path, text.replace(JSON.stringify(made), JSON.stringify(former)));
    expect(() => keepIn(at, run).read('wound-visit')).toThrow("of the engine's semantics");
    expect(semanticsOf({ made: '{"seed":1}' })).toBeNull();
  });
});
