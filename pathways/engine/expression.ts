/**
 * Walks a compiled expression. Three-valued: what nobody answered is `null` (missing), `missing && false` is false, `missing || true` is
 * true, and everything else that touches a missing value is missing. Only `true` ever fires a rule.
 *
 * Nothing in here throws: a value of the wrong kind (the publisher's type check should have stopped it) counts as missing.
 */
import { average, format, minus, order, plus, scaled, times, type Scaled } from './decimal.js';
import type { AnswerValue } from './inputs.js';
import type { Expr, ExprFunction } from './plan.js';
import type { Decimal, Instant, LocalDate } from './vocabulary.js';
import { addDays, addHours, hoursBetween } from '../time.js';

/** One earlier value as rules see it: sessions averaged, one value a day where the reading kind says so. */
export type Earlier = { at: Instant; date: LocalDate; value: AnswerValue };

export type Scope = {
  /** When the current values were measured or answered; windows count back from here. */
  at: Instant;
  /** `at` in the patient's zone. */
  date: LocalDate;
  /** Value of this submission, of the patient's facts (`patient.*`) or of `day`; undefined when there is none. */
  current(path: string): AnswerValue | undefined;
  /** Since when the current value stands, where it is the newest of the history and nothing that arrived just now. */
  since?(path: string): Instant | undefined;
  /** Values before the current one, oldest first. */
  earlier(path: string): readonly Earlier[];
  /** Everything measured until now, as it came, oldest first, with the device that measured it. */
  measured?(path: string): readonly { at: Instant; value: AnswerValue; device?: string }[];
  /** Local date on which the episode began. */
  startedOn?: LocalDate;
};

export type Value = boolean | string | Scaled | readonly Value[] | null;

/** What an evaluation looked at: values by path or call, named parameters, and paths or calls without a value. */
export type Explanation = { inputs: Record<string, AnswerValue | null>; parameters: Record<string, string>; missing: string[] };

export const evaluate = (expr: Expr, scope: Scope): Value => walk(expr, scope, null);

/** `null` when it cannot be decided. */
export const truth = (expr: Expr, scope: Scope): boolean | null => asBoolean(walk(expr, scope, null));

/** The result together with everything that was looked at. */
export function explain(expr: Expr, scope: Scope): Explanation & { value: Value } {
  const seen: Explanation = { inputs: {}, parameters: {}, missing: [] };
  const value = walk(expr, scope, seen);
  return { ...seen, value };
}

function walk(expr: Expr, scope: Scope, seen: Explanation | null): Value {
  switch (expr.op) {
    case 'num':
      if (seen && expr.name) seen.parameters[expr.name] = expr.value;
      return scaled(expr.value);
    case 'text':
      if (seen && expr.name) seen.parameters[expr.name] = expr.value;
      return expr.value;
    case 'bool':
      return expr.value;
    case 'path':
      return noted(seen, expr.path, fromAnswer(scope.current(expr.path)));
    case 'not': {
      const of = asBoolean(walk(expr.of, scope, seen));
      return of === null ? null : !of;
    }
    case 'and':
      return connect(expr.of, scope, seen, false);
    case 'or':
      return connect(expr.of, scope, seen, true);
    case 'in':
      return contains(walk(expr.right, scope, seen), walk(expr.left, scope, seen));
    case 'list':
      return expr.of.map((item) => walk(item, scope, seen));
    case 'rank': {
      const option = walk(expr.of, scope, seen);
      const at = typeof option === 'string' ? expr.options.indexOf(option) : -1;
      return at < 0 ? null : asCount(at);
    }
    case 'call':
      return call(expr.fn, expr.path, expr.args.map((arg) => walk(arg, scope, seen)), scope, seen);
    default:
      return binary(expr.op, walk(expr.left, scope, seen), walk(expr.right, scope, seen));
  }
}

/** `and` is decided by one false, `or` by one true; all parts are walked, so that "why" shows every one. */
function connect(parts: readonly Expr[], scope: Scope, seen: Explanation | null, deciding: boolean): boolean | null {
  let result: boolean | null = !deciding;
  for (const part of parts) {
    const value = asBoolean(walk(part, scope, seen));
    if (value === deciding) {
      if (!seen) return deciding;
      result = deciding;
    } else if (value === null && result !== deciding) result = null;
  }
  return result;
}

type Binary = Extract<Expr, { left: Expr }>['op'];

function binary(op: Exclude<Binary, 'in'>, left: Value, right: Value): Value {
  if (op === 'eq') return equal(left, right);
  if (op === 'ne') {
    const same = equal(left, right);
    return same === null ? null : !same;
  }
  const [a, b] = [asNumber(left), asNumber(right)];
  if (a === null || b === null) return null;
  switch (op) {
    case 'lt': return order(a, b) < 0;
    case 'le': return order(a, b) <= 0;
    case 'gt': return order(a, b) > 0;
    case 'ge': return order(a, b) >= 0;
    case 'add': return plus(a, b);
    case 'sub': return minus(a, b);
    case 'mul': return times(a, b);
  }
}

const isNumber = (value: Value): value is Scaled => typeof value === 'object' && value !== null && 'units' in value;
const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

/** Answers keep numbers as text, so a text is read as a number where a number is meant. */
const asNumber = (value: Value): Scaled | null => (typeof value === 'string' ? scaled(value) : isNumber(value) ? value : null);
const asBoolean = (value: Value): boolean | null => (typeof value === 'boolean' ? value : null);
/** An empty text is no answer; an empty multiple choice is one: nothing of the list. */
const fromAnswer = (value: AnswerValue | undefined): Value => (value === undefined || value === '' ? null : value);

/** Numbers by value (`38.0` is `38`), the rest as written; different kinds cannot be compared, so missing. */
function equal(a: Value, b: Value): boolean | null {
  if (a === null || b === null || isList(a) || isList(b)) return null;
  if (typeof a === 'boolean' || typeof b === 'boolean') return typeof a === typeof b ? a === b : null;
  if (typeof a === 'string' && typeof b === 'string' && a === b) return true;
  const [x, y] = [asNumber(a), asNumber(b)];
  if (x && y) return order(x, y) === 0;
  return typeof a === 'string' && typeof b === 'string' ? false : null;
}

function contains(list: Value, item: Value): boolean | null {
  if (!isList(list) || item === null) return null;
  const found = list.map((member) => equal(member, item));
  return found.includes(true) ? true : found.includes(null) ? null : false;
}

const toAnswer = (value: Value): AnswerValue | null =>
  isNumber(value) ? format(value) : isList(value) ? value.map((item) => String(toAnswer(item))) : value;

function noted(seen: Explanation | null, name: string, value: Value): Value {
  if (!seen) return value;
  seen.inputs[name] = toAnswer(value);
  if (value === null && !seen.missing.includes(name)) seen.missing.push(name);
  return value;
}

function call(fn: ExprFunction, path: string, args: Value[], scope: Scope, seen: Explanation | null): Value {
  const numbers = args.map(asNumber);
  const name = seen ? `${fn}(${[path, ...numbers.map((n) => (n ? format(n) : '?'))].join(', ')})` : '';
  if (fn !== 'given' && numbers.includes(null)) return noted(seen, name, null);
  return noted(seen, name, functions[fn](path, scope, numbers.filter((n) => n !== null)));
}

/** Hours or days as a number (never a clinical value); within a century, so that no date leaves the calendar. */
const count = (value: Scaled | undefined): number => Math.min(Math.max(Number(format(value ?? { units: 0n, scale: 0 })), 0), 876_000);
const asCount = (n: number): Scaled => ({ units: BigInt(n), scale: 0 });

const current = (path: string, scope: Scope): Value => fromAnswer(scope.current(path));

/** Earlier values of the last so many local dates, the current date included: a weight of yesterday evening is one day old. */
function lately(path: string, scope: Scope, days: number): ReturnType<Scope['earlier']> {
  const from = addDays(scope.date, -days);
  return scope.earlier(path).filter((e) => e.date >= from);
}

const within = (path: string, scope: Scope, days: number): Scaled[] => lately(path, scope, days).map((e) => asNumber(e.value)).filter((n) => n !== null);

const extreme = (values: Scaled[], sign: -1 | 1): Scaled | null =>
  values.reduce<Scaled | null>((best, value) => (best === null || order(value, best) === sign ? value : best), null);

/** Each is documented for authors at `exprFunctions` in plan.ts. */
const functions: Record<ExprFunction, (path: string, scope: Scope, args: Scaled[]) => Value> = {
  previous: (path, scope) => fromAnswer(scope.earlier(path).at(-1)?.value),
  baseline: (path, scope) => fromAnswer(scope.earlier(path)[0]?.value ?? scope.current(path)),
  latest: (path, scope, [hours]) => {
    const now = current(path, scope);
    const since = scope.since?.(path);
    if (now !== null) return since !== undefined && since < addHours(scope.at, -count(hours)) ? null : now;
    const newest = scope.earlier(path).at(-1);
    return newest && newest.at >= addHours(scope.at, -count(hours)) ? fromAnswer(newest.value) : null;
  },
  lowest: (path, scope, [days]) => extreme(within(path, scope, count(days)), -1),
  highest: (path, scope, [days]) => extreme(within(path, scope, count(days)), 1),
  mean: (path, scope, [days]) => average(within(path, scope, count(days))),
  meanOf: (path, scope, [days]) => {
    const now = asNumber(current(path, scope));
    return now && average([...within(path, scope, count(days)), now]);
  },
  countAtLeast: (path, scope, [threshold, withinHours, apartHours]) => {
    const now = asNumber(current(path, scope));
    if (now === null || !threshold) return null;
    if (order(now, threshold) < 0) return asCount(0);
    const from = addHours(scope.at, -count(withinHours));
    let [times_, last] = [1, scope.at];
    for (const sample of [...scope.earlier(path)].reverse()) {
      const value = asNumber(sample.value);
      if (sample.at < from) break;
      if (value === null || order(value, threshold) < 0 || hoursBetween(sample.at, last) < count(apartHours)) continue;
      times_ += 1;
      last = sample.at;
    }
    return asCount(times_);
  },
  given: (path, scope) => current(path, scope) !== null,
  count: (path, scope, [days]) => asCount([...lately(path, scope, count(days)).map((e) => fromAnswer(e.value)), current(path, scope)].filter((value) => value !== null).length),
  median: (path, scope, [days]) => {
    const { startedOn } = scope;
    if (startedOn === undefined) return null;
    const until = addDays(startedOn, count(days));
    if (scope.date < until) return null;
    return middle(scope.earlier(path).filter((e) => e.date >= startedOn && e.date < until).map((e) => asNumber(e.value)).filter((n) => n !== null));
  },
  inARow: (path, scope, [threshold]) => {
    const now = asNumber(current(path, scope));
    if (now === null || !threshold) return null;
    return asCount(lengthWhile([now, ...backwards(path, scope)], (value) => order(value, threshold) > 0));
  },
  rises: (path, scope) => {
    const now = asNumber(current(path, scope));
    if (now === null) return null;
    const values = [now, ...backwards(path, scope)];
    return asCount(lengthWhile(values, (value, before) => before !== undefined && order(value, before) > 0));
  },
  deviceGap: (path, scope, [hours]) => {
    const from = addHours(scope.at, -count(hours));
    const newest = new Map<string, Scaled>();
    for (const { at, value, device } of scope.measured?.(path) ?? []) {
      const number = asNumber(fromAnswer(value));
      if (device !== undefined && at >= from && number !== null) newest.set(device, number);
    }
    if (newest.size < 2) return null;
    const values = [...newest.values()];
    const [highest, lowest] = [extreme(values, 1), extreme(values, -1)];
    return highest && lowest && minus(highest, lowest);
  },
  alone: (path, scope, [hours]) => {
    const last = scope.measured?.(path).at(-1);
    return last && last.at >= addHours(scope.at, -count(hours)) ? fromAnswer(last.value) : null;
  },
};

/** As far back as a row is followed; the publisher says so where a rule asks for more. */
export const longestRow = 20;

/** Earlier numbers, newest first; a value that is no number ends the row. */
function backwards(path: string, scope: Scope): Scaled[] {
  const values: Scaled[] = [];
  for (const { value } of scope.earlier(path).slice(-longestRow).reverse()) {
    const number = asNumber(value);
    if (number === null) return values;
    values.push(number);
  }
  return values;
}

/** How many from the first one on hold, each seen with the next (older) one. */
function lengthWhile(values: readonly Scaled[], holds: (value: Scaled, before: Scaled | undefined) => boolean): number {
  const end = values.findIndex((value, index) => !holds(value, values[index + 1]));
  return Math.min(longestRow, end < 0 ? values.length : end);
}

/** The middle one; of an even number the mean of the two in the middle. */
function middle(values: Scaled[]): Scaled | null {
  const sorted = values.toSorted(order);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low && high ? average([low, high]) : null;
}

/** A numeric result as written, for callers outside rules (e.g. showing a derived value). */
export const decimalOf = (value: Value): Decimal | null => (isNumber(value) ? format(value) : typeof value === 'string' && scaled(value) ? value : null);
