import { describe, expect, it } from 'vitest';
import { quantile, rangeOf, ratiosOf } from './numbers.js';

describe('order statistics', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
  it('take the nearest rank', () => expect([0, 0.5, 0.99, 1].map((q) => quantile(hundred, q))).toEqual([1, 50, 99, 100]));
  it('name least, middle and most', () => expect(rangeOf([9, 1, 4])).toEqual({ least: 1, middle: 4, most: 9 }));
  it('say nothing about nothing', () => expect(quantile([], 0.5)).toBeNaN());
  it('compare round by round', () => expect(ratiosOf([3, 8], [2, 4])).toEqual([1.5, 2]));
});
