/**
 * The comparisons that a compiled condition makes with one value, each said as an interval: `systolic > 160` is "above 160", and
 * `!(x < 38 || x >= 38.5)` is "from 38 to below 38.5". What cannot be said as an interval is left out, never bent.
 */
import type { Expr, ExprFunction } from '../engine/plan.js';
import type { Decimal } from '../engine/vocabulary.js';

export type Limit = { value: Decimal; inclusive: boolean; /** Name of the parameter it comes from; null: written into the condition. */ parameter: string | null };

/** How the compared number is made from the values of the path. `plain`: the value itself. */
export type Reading =
  | { as: 'plain' }
  | { as: 'call'; fn: ExprFunction; args: Decimal[] }
  /** How far the value has moved from an earlier one: a `rise` compares value minus reference, a `fall` reference minus value. */
  | { as: 'change'; direction: 'rise' | 'fall'; from: ExprFunction; args: Decimal[] }
  /** So many values at or above the limit, that far apart, within so many hours. */
  | { as: 'repeated'; times: Limit; withinHours: Decimal; apartHours: Decimal };

/** `further`: the condition asks for something else as well, so this comparison alone meets no rule. */
export type Comparison = { path: string; reading: Reading; from: Limit | null; to: Limit | null; further: boolean };

type Sign = 'lt' | 'le' | 'gt' | 'ge' | 'eq';
type Atom = Omit<Comparison, 'further'>;

export const comparisonsOf = (condition: Expr): Comparison[] => alternatives(pushDown(condition, false), false);

const opposite = { lt: 'ge', le: 'gt', gt: 'le', ge: 'lt', eq: 'ne', ne: 'eq' } as const;
const mirrored: Record<Sign, Sign> = { lt: 'gt', le: 'ge', gt: 'lt', ge: 'le', eq: 'eq' };

/** Negations moved down to the comparisons, which turn round. */
function pushDown(expr: Expr, negate: boolean): Expr {
  switch (expr.op) {
    case 'not':
      return pushDown(expr.of, !negate);
    case 'and':
    case 'or':
      return { op: negate ? (expr.op === 'and' ? 'or' : 'and') : expr.op, of: expr.of.map((part) => pushDown(part, negate)) };
    case 'lt': case 'le': case 'gt': case 'ge': case 'eq': case 'ne':
      return negate ? { ...expr, op: opposite[expr.op] } : expr;
    default:
      return negate ? { op: 'not', of: expr } : expr;
  }
}

function alternatives(expr: Expr, further: boolean): Comparison[] {
  if (expr.op === 'or') return expr.of.flatMap((part) => alternatives(part, further));
  if (expr.op === 'and') return together(expr.of.flatMap((part) => (part.op === 'and' ? part.of : [part])), further);
  const atom = atomOf(expr);
  return atom ? [{ ...atom, further }] : [];
}

/** Both ends of one interval belong together; anything else that must hold is `further`. */
function together(parts: readonly Expr[], further: boolean): Comparison[] {
  const intervals: Atom[] = [];
  let others = 0;
  const inside: Comparison[] = [];
  for (const part of parts) {
    const atom = atomOf(part);
    if (atom === null) {
      others += 1;
      inside.push(...alternatives(part, true));
      continue;
    }
    const known = intervals.find((one) => sameReading(one, atom) && ((one.from === null && atom.from !== null) || (one.to === null && atom.to !== null)));
    if (known) {
      known.from ??= atom.from;
      known.to ??= atom.to;
    } else intervals.push(atom);
  }
  const more = further || others > 0 || intervals.length > 1;
  return [...intervals.map((one) => ({ ...one, further: more })), ...inside];
}

const sameReading = (a: Atom, b: Atom): boolean => a.path === b.path && JSON.stringify(a.reading) === JSON.stringify(b.reading);

function atomOf(expr: Expr): Atom | null {
  if (expr.op !== 'lt' && expr.op !== 'le' && expr.op !== 'gt' && expr.op !== 'ge' && expr.op !== 'eq') return null;
  const [of, limit, sign] = expr.right.op === 'num' ? [expr.left, expr.right, expr.op] : expr.left.op === 'num' ? [expr.right, expr.left, mirrored[expr.op]] : [null, null, null];
  if (of === null || limit === null) return null;
  const read = readingOf(of);
  if (read === null) return null;
  if ('at' in read) return repeated(read.path, read.reading, read.at, { value: limit.value, inclusive: sign === 'ge' || sign === 'eq', parameter: limit.name ?? null }, sign);
  return { path: read.path, reading: read.reading, ...interval(sign, { value: limit.value, inclusive: sign === 'ge' || sign === 'le' || sign === 'eq', parameter: limit.name ?? null }) };
}

const interval = (sign: Sign, limit: Limit): { from: Limit | null; to: Limit | null } =>
  ({ from: sign === 'gt' || sign === 'ge' || sign === 'eq' ? limit : null, to: sign === 'lt' || sign === 'le' || sign === 'eq' ? limit : null });

/** "Fewer than two such values" sets no line: nothing is wrong with any of them. */
const repeated = (path: string, reading: Extract<Reading, { as: 'repeated' }>, at: Limit, times: Limit, sign: Sign): Atom | null =>
  sign === 'ge' || sign === 'gt' ? { path, reading: { ...reading, times }, from: at, to: null } : null;

type Read = { path: string; reading: Exclude<Reading, { as: 'repeated' }> } | { path: string; reading: Extract<Reading, { as: 'repeated' }>; at: Limit };

function readingOf(expr: Expr): Read | null {
  if (expr.op === 'path') return { path: expr.path, reading: { as: 'plain' } };
  if (expr.op === 'call') {
    const args = numbers(expr.args);
    // How many, and how far apart two devices are, draws no line for a value.
    if (args === null || uncharted.includes(expr.fn)) return null;
    if (expr.fn !== 'countAtLeast') return { path: expr.path, reading: { as: 'call', fn: expr.fn, args } };
    const [at, withinHours, apartHours] = expr.args;
    if (at?.op !== 'num' || withinHours?.op !== 'num' || apartHours?.op !== 'num') return null;
    const none: Limit = { value: '0', inclusive: true, parameter: null };
    return { path: expr.path, at: { value: at.value, inclusive: true, parameter: at.name ?? null }, reading: { as: 'repeated', times: none, withinHours: withinHours.value, apartHours: apartHours.value } };
  }
  return expr.op === 'sub' ? changeOf(expr.left, expr.right) : null;
}

const uncharted: readonly ExprFunction[] = ['given', 'count', 'inARow', 'rises', 'deviceGap'];
const references: readonly ExprFunction[] = ['baseline', 'previous', 'lowest', 'highest', 'mean', 'median'];

function changeOf(left: Expr, right: Expr): Read | null {
  const [value, reference, direction] = left.op === 'call' ? [right, left, 'fall' as const] : [left, right, 'rise' as const];
  if (value.op !== 'path' || reference.op !== 'call' || reference.path !== value.path || !references.includes(reference.fn)) return null;
  const args = numbers(reference.args);
  return args && { path: value.path, reading: { as: 'change', direction, from: reference.fn, args } };
}

function numbers(args: readonly Expr[]): Decimal[] | null {
  const values = args.flatMap((arg) => (arg.op === 'num' ? [arg.value] : []));
  return values.length === args.length ? values : null;
}
