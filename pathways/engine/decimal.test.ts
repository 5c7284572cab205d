import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, average, compare, format, isDecimal, mean, multiply, parseDecimal, round, scaled, subtract } from './decimal.js';

const run = { seed: 20260302, numRuns: 1000 };
/** Integers of a given scale, so that the truth is integer arithmetic. */
const tenths = fc.integer({ min: -99_999, max: 99_999 });
const asTenths = (n: number) => `${n < 0 ? '-' : ''}${Math.floor(Math.abs(n) / 10)}.${Math.abs(n) % 10}`;

describe('a weight on the edge of a rule', () => {
  it('64.1 kg is 1.5 kg above 62.6, although a float says less', () => {
    expect(64.1 - 62.6 >= 1.5).toBe(false);
    expect(compare(subtract('64.1', '62.6'), '1.5')).toBe(0);
  });

  it('64.4 kg is not more than 2.0 kg above 62.4, although a float says more', () => {
    expect(64.4 - 62.4 > 2).toBe(true);
    expect(compare(subtract('64.4', '62.4'), '2.0')).toBe(0);
  });
});

describe('decimals', () => {
  it('agree with integer arithmetic on tenths', () => {
    fc.assert(fc.property(tenths, tenths, (a, b) => {
      expect(compare(asTenths(a), asTenths(b))).toBe(Math.sign(a - b) + 0);
      expect(compare(add(asTenths(a), asTenths(b)), asTenths(a + b))).toBe(0);
      expect(compare(subtract(asTenths(a), asTenths(b)), asTenths(a - b))).toBe(0);
      expect(round(multiply(asTenths(a), asTenths(b)), 2)).toBe(round(format({ units: BigInt(a) * BigInt(b), scale: 2 }), 2));
    }), run);
  });

  it('have one canonical spelling, and it means the same', () => {
    fc.assert(fc.property(fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }), fc.integer({ min: 0, max: 9 }), (units, scale) => {
      const text = format({ units, scale });
      expect(parseDecimal(text)).toBe(text);
      const back = scaled(text);
      expect(back && back.units * 10n ** BigInt(scale - back.scale)).toBe(units);
    }), run);
    expect([parseDecimal('07.50'), parseDecimal('-0'), parseDecimal('-0.50'), parseDecimal('100')]).toEqual(['7.5', '0', '-0.5', '100']);
  });

  it('refuse in words what is not a number', () => {
    for (const text of ['', ' 1', '1,5', '1e3', '+1', '.5', '5.', 'NaN', 'Infinity', '0x10', '１２', '1'.repeat(16), '38.5°C']) {
      expect(isDecimal(text)).toBe(false);
      expect(scaled(text)).toBe(null);
      expect(() => parseDecimal(text)).toThrow('is not a decimal number');
    }
  });

  it('round halves away from zero and keep the declared decimals', () => {
    expect([round('36.05', 1), round('36.049', 1), round('-0.5', 0), round('120', 1), round('38.96', 1), round('-0.04', 1)]).toEqual(['36.1', '36.0', '-1', '120.0', '39.0', '0.0']);
  });

  it('do not round a mean up into a rule', () => {
    expect(mean(['134.9', '135.0', '134.98'])).toBe('134.96');
    expect(mean(['1', '1', '2'])).toBe('1.333333');
    expect(mean([])).toBe(null);
    expect(average([])).toBe(null);
  });
});
