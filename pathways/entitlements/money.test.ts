import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate, formatYuan, parseYuan, portion } from './money.js';

describe('Money', () => {
  it.each([['1280', 128_000], ['1280.5', 128_050], ['0.01', 1], ['19.99', 1999], ['0', 0]])('reads %s as %i fen', (text, fen) => expect(parseYuan(text)).toBe(fen));
  it.each(['', '-1', '1.234', '1e3', '１２', '1,280.00', ' 1', '12345678901'])('does not read "%s"', (text) => expect(parseYuan(text)).toBeNull());
  it.each([[0, '0.00'], [5, '0.05'], [-1999, '-19.99'], [128_000, '1280.00']])('writes %i fen as %s', (fen, text) => expect(formatYuan(fen)).toBe(text));

  it('writes and reads the same for every amount', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 10 ** 12 - 1 }), (fen) => { expect(parseYuan(formatYuan(fen))).toBe(fen); }), { seed: 20260302 });
  });

  it('splits an amount without losing or making a fen, nobody more than one fen from the exact share', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 10 ** 11 }), fc.array(fc.integer({ min: 0, max: 10 ** 9 }), { minLength: 1, maxLength: 12 }), (amount, weights) => {
      const parts = allocate(amount, weights);
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(amount);
      const whole = weights.reduce((sum, weight) => sum + weight, 0);
      if (whole > 0) parts.forEach((part, i) => expect([0, 1]).toContain(part - portion(amount, weights[i] ?? 0, whole)));
    }), { seed: 20260302 });
  });
});
