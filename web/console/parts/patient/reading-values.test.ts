import { describe, expect, it } from 'vitest';
import { problemOf } from './reading-values.js';

const platelets = { id: 'platelets', label: 'Platelets', unit: '10^9/L', min: '1', max: '2000', decimals: 0 };

describe('a value of a report', () => {
  it('is asked about when it cannot be, and refused when it is no such number', () => {
    expect(['', '1', '2000', '0', '2001', '98.5', 'low'].map((value) => problemOf(platelets, value))).toEqual([null, null, null, 'out-of-range', 'out-of-range', 'too-precise', 'not-a-number']);
    expect(problemOf(platelets, undefined)).toBeNull();
  });
});
