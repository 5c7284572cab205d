import { describe, expect, it } from 'vitest';
import type { ReviewCell } from '../../../../db/read-models/review/measures.js';
import { figure, reaches, targetOf } from './figures.js';

const week = '2026-03-02';
const cell = (measure: ReviewCell['measure'], packageId: string, n: number, of: number | null = null, detail = ''): ReviewCell => ({ week, packageId, measure, detail, n, of });
const cells = [cell('contacts', 'a', 1, 2), cell('contacts', 'b', 8, 8), cell('rating', 'a', 9, 2), cell('revenue', 'a', 29_990), cell('stopped', 'a', 1, null, 'lost'), cell('stopped', 'a', 2, null, 'withdrawn')];

describe('A figure', () => {
  it('of a share weighs packages by their wholes, not by their percentages', () => {
    expect(figure({ cells }, 'contacts', week, null)).toEqual({ n: 9, of: 10, value: 90 });
    expect(figure({ cells }, 'contacts', week, 'a').value).toBe(50);
  });
  it('of stars is their mean, of money yuan, of a count the sum over its reasons', () => {
    expect([figure({ cells }, 'rating', week, 'a').value, figure({ cells }, 'revenue', week, null).value, figure({ cells }, 'stopped', week, 'a').value]).toEqual([4.5, 299.9, 3]);
  });
  it('without rows is 0 for a count and nothing for a share', () => expect([figure({ cells }, 'launched', week, null).value, figure({ cells }, 'readmitted', week, null).value]).toEqual([0, null]));
});

describe('A target', () => {
  it.each([['contacts', 85, '85', true], ['contacts', 84.9, '85', false], ['readmitted', 5, '6', true], ['readmitted', 7, '6', false], ['active', 3, '5', null], ['contacts', null, '85', null], ['contacts', 80, null, null]] as const)('of %s: %s against %s is %s', (measure, value, target, met) => expect(reaches(measure, value, target)).toBe(met));
  it('of all packages is not one package\'s', () => {
    const targets = [{ measure: 'contacts' as const, packageId: null, baseline: null, target: '85', source: 's', reason: 'r', setBy: 'x', setAt: '' }];
    expect(targetOf({ targets }, 'contacts', 'a')).toBeUndefined();
    expect(targetOf({ targets }, 'contacts', null)?.target).toBe('85');
  });
});
