/**
 * Decimal numbers as written, compared and added as scaled integers. In floats 64.1 - 62.6 falls below 1.5 and 64.4 - 62.4 above 2.0,
 * and a heart-failure rule would fire or stay silent by accident.
 *
 * At the edge (`parseDecimal`) a bad string is refused in words; inside the engine (`scaled`) it is `null`, never an exception.
 */
import type { Decimal } from './vocabulary.js';

/** `units` / 10^`scale`. */
export type Scaled = { units: bigint; scale: number };

/** Enough for any measurement, short enough that no hostile string can keep the processor busy. */
const form = /^(-?)(\d{1,15})(?:\.(\d{1,9}))?$/;

/** `null` when the text is not a plain decimal number (no exponent, no sign `+`, no blanks, at most 15 digits before and 9 after the point). */
export function scaled(text: string): Scaled | null {
  return short(text) ?? long(text);
}

/** Digits that a float counts exactly, read one by one: a pattern and a bigint of its text take ten times as long. Null: look properly. */
function short(text: string): Scaled | null {
  const first = text.charCodeAt(0) === 45 ? 1 : 0;
  if (text.length === first || text.length > 12) return null;
  let units = 0;
  let point = -1;
  for (let i = first; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 46 && point < 0 && i > first && i < text.length - 1) point = i;
    else if (code >= 48 && code <= 57) units = units * 10 + code - 48;
    else return null;
  }
  const scale = point < 0 ? 0 : text.length - 1 - point;
  return scale > 9 ? null : { units: BigInt(first === 1 ? -units : units), scale };
}

function long(text: string): Scaled | null {
  const match = form.exec(text);
  if (!match) return null;
  const [, sign, whole = '0', fraction = ''] = match;
  const units = BigInt(whole + fraction);
  return { units: sign ? -units : units, scale: fraction.length };
}

export const isDecimal = (text: string): boolean => form.test(text);

/** The one canonical spelling (`07.50` is `7.5`, `-0` is `0`). Throws RangeError with what would be right. */
export function parseDecimal(text: string): Decimal {
  const value = scaled(text);
  if (!value) throw new RangeError(`"${text.slice(0, 40)}" is not a decimal number: write digits with at most one point, like 38.5`);
  return format(value);
}

const power = (n: number): bigint => 10n ** BigInt(n);

function aligned(a: Scaled, b: Scaled): [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale);
  return [a.units * power(scale - a.scale), b.units * power(scale - b.scale), scale];
}

export function order(a: Scaled, b: Scaled): -1 | 0 | 1 {
  const [x, y] = a.scale === b.scale ? [a.units, b.units] : aligned(a, b);
  return x < y ? -1 : x > y ? 1 : 0;
}

export function plus(a: Scaled, b: Scaled): Scaled {
  const [x, y, scale] = aligned(a, b);
  return { units: x + y, scale };
}

export function minus(a: Scaled, b: Scaled): Scaled {
  const [x, y, scale] = aligned(a, b);
  return { units: x - y, scale };
}

export const times = (a: Scaled, b: Scaled): Scaled => ({ units: a.units * b.units, scale: a.scale + b.scale });

/** Integer division, halves away from zero, as a person rounds. */
function divideRounded(units: bigint, by: bigint): bigint {
  const doubled = 2n * (units < 0n ? -units : units) + by;
  const quotient = doubled / (2n * by);
  return units < 0n ? -quotient : quotient;
}

/** To so many decimals, halves away from zero: 36.05 is 36.1, -0.5 is -1. */
export const rounded = (a: Scaled, decimals: number): Scaled =>
  a.scale <= decimals ? a : { units: divideRounded(a.units, power(a.scale - decimals)), scale: decimals };

/** Digits that a mean keeps beyond its values': enough that 134.96 does not become 135.0 and meet a rule. */
const meanDigits = 6;

/** `null` for no values. */
export function average(values: readonly Scaled[]): Scaled | null {
  if (values.length === 0) return null;
  const sum = values.reduce(plus);
  return { units: divideRounded(sum.units * power(meanDigits), BigInt(values.length)), scale: sum.scale + meanDigits };
}

/** Without needless zeros; `decimals` keeps at least so many. */
export function format(a: Scaled, decimals = 0): Decimal {
  const negative = a.units < 0n;
  const digits = (negative ? -a.units : a.units).toString().padStart(a.scale + 1, '0');
  const whole = digits.slice(0, digits.length - a.scale);
  const fraction = digits.slice(digits.length - a.scale).replace(/0+$/, '').padEnd(decimals, '0');
  return `${negative ? '-' : ''}${whole}${fraction ? `.${fraction}` : ''}`;
}

const read = (text: Decimal): Scaled => {
  const value = scaled(text);
  if (!value) throw new RangeError(`"${text.slice(0, 40)}" is not a decimal number: write digits with at most one point, like 38.5`);
  return value;
};

/** On strings that were parsed at the edge already; these throw as `parseDecimal` does, so keep them out of rule evaluation. */
export const compare = (a: Decimal, b: Decimal): -1 | 0 | 1 => order(read(a), read(b));
/** Both ends belong to it. */
export const isWithin = (value: Decimal, { min, max }: { min: Decimal; max: Decimal }): boolean => compare(value, min) >= 0 && compare(value, max) <= 0;
export const add = (a: Decimal, b: Decimal): Decimal => format(plus(read(a), read(b)));
export const subtract = (a: Decimal, b: Decimal): Decimal => format(minus(read(a), read(b)));
export const multiply = (a: Decimal, b: Decimal): Decimal => format(times(read(a), read(b)));
export const round = (a: Decimal, decimals: number): Decimal => format(rounded(read(a), decimals), decimals);
export const mean = (values: readonly Decimal[]): Decimal | null => {
  const value = average(values.map(read));
  return value && format(value);
};
