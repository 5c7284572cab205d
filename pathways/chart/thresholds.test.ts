import { describe, expect, it } from 'vitest';
import { loadDefinitionOrThrow } from '../../cli/load-definition.js';
import type { Expr, Plan } from '../engine/plan.js';
import { comparisonsOf } from './comparisons.js';
import { rulesReading, thresholdsOf } from './thresholds.js';

const stroke = loadDefinitionOrThrow('stroke-rehab@1').plan;
const num = (value: string, name?: string): Expr => ({ op: 'num', value, ...(name ? { name } : {}) });
const x: Expr = { op: 'path', path: 'r.x' };

describe('Thresholds of blood pressure in stroke rehabilitation', () => {
  it('are those of B-1 and B-2, each with its parameter, unit and source mark', () => {
    const found = thresholdsOf(stroke, 'bloodPressure.systolic');
    expect(found.filter(({ reading }) => reading.as === 'plain')).toEqual([
      expect.objectContaining({ rule: 'B-2', level: 'orange', from: { value: '180', inclusive: true, parameter: 'systolicSevere', unit: 'mmHg', source: '[32]' }, to: null, further: false, confirmed: true }),
      expect.objectContaining({ rule: 'B-1', level: 'orange', from: { value: '160', inclusive: false, parameter: 'systolicRaised', unit: 'mmHg', source: '[1]' }, to: null, further: false, confirmed: true }),
    ]);
  });

  it('say when a value alone decides nothing: B-2s needs symptoms too', () => {
    expect(thresholdsOf(stroke, 'bloodPressure.systolic').find(({ rule }) => rule === 'B-2s')).toMatchObject({
      level: 'red', further: true, reading: { as: 'call', fn: 'latest', args: ['4'] }, from: { value: '180', parameter: 'systolicSevere' },
    });
  });

  it('say it too of a value that a decision already made may keep quiet', () => {
    const rests = loadDefinitionOrThrow('stroke-rehab@2').plan;
    expect(thresholdsOf(rests, 'bloodPressure.systolic').map(({ rule, further }) => [rule, further])).toEqual([['B-2s', true], ['B-2', false], ['B-1r', true]]);
  });

  it('name what the value alone is and what its session', () => {
    const each = loadDefinitionOrThrow('stroke-rehab@3').plan;
    expect(thresholdsOf(each, 'bloodPressure.systolic').filter(({ rule }) => rule === 'B-2c')).toEqual([
      expect.objectContaining({ reading: { as: 'plain' }, further: false, confirmed: true }),
      expect.objectContaining({ reading: { as: 'call', fn: 'alone', args: ['1'] }, further: false, confirmed: true }),
    ]);
  });

  it('differ per component', () => {
    expect(thresholdsOf(stroke, 'bloodPressure.diastolic').map(({ rule, from }) => [rule, from?.value])).toEqual([['B-2s', '110'], ['B-2', '110'], ['B-1', '100']]);
  });
});

describe('Other shapes of a condition', () => {
  it('a fever that counts only when it comes twice', () => {
    expect(thresholdsOf(stroke, 'fever.celsius').find(({ rule, reading }) => rule === 'CORE-3' && reading.as === 'repeated')).toMatchObject({
      from: { value: '38.0', parameter: 'feverLow' }, reading: { as: 'repeated', times: { value: '2', parameter: 'feverTimes' }, withinHours: '48', apartHours: '4' },
    });
  });

  it('a band between two limits is one interval', () => {
    expect(thresholdsOf(stroke, 'vitals.temperature').find(({ rule }) => rule === 'CORE-4v')).toMatchObject({
      level: 'yellow', from: { value: '38.0', inclusive: true }, to: { value: '38.5', inclusive: false }, further: false,
    });
  });

  it('too low counts as well as too high', () => {
    const found = thresholdsOf(stroke, 'vitals.systolic').filter(({ rule }) => rule === 'VITAL-1');
    expect(found).toContainEqual(expect.objectContaining({ from: null, to: expect.objectContaining({ value: '90', inclusive: true, source: '[4]' }) as unknown }));
    expect(found).toContainEqual(expect.objectContaining({ to: null, from: expect.objectContaining({ value: '220', inclusive: true }) as unknown }));
    expect(found.every(({ further }) => further)).toBe(true); // only from 16 years on, and not when pregnant
  });

  it('a fall since the baseline', () => {
    expect(thresholdsOf(stroke, 'barthel.score')).toMatchObject([
      { rule: 'S-4', reading: { as: 'change', direction: 'fall', from: 'previous' }, from: { value: '10', parameter: 'barthelDrop', source: 'C' } },
      { rule: 'S-4', reading: { as: 'change', direction: 'fall', from: 'baseline' } },
    ]);
  });

  it('a rise over the lowest value of some days', () => {
    const rise: Expr = { op: 'ge', left: { op: 'sub', left: x, right: { op: 'call', fn: 'lowest', path: 'r.x', args: [num('3', 'days')] } }, right: num('1.5', 'gain') };
    expect(comparisonsOf(rise)).toEqual([{ path: 'r.x', reading: { as: 'change', direction: 'rise', from: 'lowest', args: ['3'] }, from: { value: '1.5', inclusive: true, parameter: 'gain' }, to: null, further: false }]);
  });

  it('a negation turns the comparison round', () => {
    const not: Expr = { op: 'not', of: { op: 'or', of: [{ op: 'lt', left: x, right: num('38') }, { op: 'ge', left: x, right: num('38.5') }] } };
    expect(comparisonsOf(not)).toMatchObject([{ from: { value: '38', inclusive: true }, to: { value: '38.5', inclusive: false }, further: false }]);
  });

  it('a number on the left means the same', () => {
    expect(comparisonsOf({ op: 'lt', left: num('160'), right: x })).toMatchObject([{ from: { value: '160', inclusive: false }, to: null }]);
  });

  it('what is no interval is left out: another path, inequality, "few such values"', () => {
    const y: Expr = { op: 'path', path: 'r.y' };
    expect(comparisonsOf({ op: 'gt', left: x, right: y })).toEqual([]);
    expect(comparisonsOf({ op: 'ne', left: x, right: num('3') })).toEqual([]);
    expect(comparisonsOf({ op: 'lt', left: { op: 'call', fn: 'countAtLeast', path: 'r.x', args: [num('38'), num('48'), num('4')] }, right: num('2') })).toEqual([]);
  });
});

describe('Every rule of every package that compares a number', () => {
  const plans: Plan[] = ['hip-wound-care', 'hip-home-rehab', 'stroke-rehab', 'discharge-follow-up'].map((id) => loadDefinitionOrThrow(id).plan);
  it('is found by the path it reads, and every bound names its source', () => {
    for (const plan of plans) {
      const paths = new Set(plan.rules.flatMap(({ inputs }) => inputs));
      for (const path of paths) {
        expect(rulesReading(plan, path).length, path).toBeGreaterThan(0);
        for (const { from, to } of thresholdsOf(plan, path)) for (const bound of [from, to]) if (bound) expect(bound.source, `${path} ${bound.value}`).toMatch(/^(\[\d+\]|K|C)/);
      }
    }
  });
});
