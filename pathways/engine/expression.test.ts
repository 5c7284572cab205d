import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalOf, evaluate, explain, truth, type Earlier, type Scope } from './expression.js';
import type { AnswerValue } from './inputs.js';
import { exprFunctions, type Expr, type ExprFunction } from './plan.js';
import { localDateOf } from '../time.js';

const zone = 'Asia/Shanghai';
const now = '2026-03-10T01:00:00.000Z';
const run = { seed: 20260302, numRuns: 500 };

const num = (value: string, name?: string): Expr => ({ op: 'num', value, ...(name === undefined ? {} : { name }) });
const text = (value: string): Expr => ({ op: 'text', value });
const path = (of: string): Expr => ({ op: 'path', path: of });
const compare = (op: 'lt' | 'le' | 'gt' | 'ge' | 'eq' | 'ne' | 'add' | 'sub' | 'mul', left: Expr, right: Expr): Expr => ({ op, left, right });
const call = (fn: ExprFunction, of: string, ...args: string[]): Expr => ({ op: 'call', fn, path: of, args: args.map((a) => num(a)) });
const bool = (value: boolean): Expr => ({ op: 'bool', value });
const missing = path('nobody.asked');

function scope(current: Record<string, AnswerValue>, earlier: Record<string, [at: string, value: AnswerValue][]> = {}): Scope {
  const known = Object.fromEntries(Object.entries(earlier).map(([key, list]) => [key, list.map(([at, value]): Earlier => ({ at, date: localDateOf(at, zone), value }))]));
  return { at: now, date: localDateOf(now, zone), current: (of) => (Object.hasOwn(current, of) ? current[of] : undefined), earlier: (of) => (Object.hasOwn(known, of) ? known[of] ?? [] : []) };
}

describe('three values', () => {
  const values: [Expr, boolean | null][] = [[bool(true), true], [bool(false), false], [missing, null]];
  const kleeneAnd = (a: boolean | null, b: boolean | null) => (a === false || b === false ? false : a === null || b === null ? null : true);
  const kleeneOr = (a: boolean | null, b: boolean | null) => (a === true || b === true ? true : a === null || b === null ? null : false);

  it('follow Kleene in and, or, not', () => {
    for (const [x, a] of values) {
      expect(truth({ op: 'not', of: x }, scope({}))).toBe(a === null ? null : !a);
      for (const [y, b] of values) {
        expect(truth({ op: 'and', of: [x, y] }, scope({}))).toBe(kleeneAnd(a, b));
        expect(truth({ op: 'or', of: [x, y] }, scope({}))).toBe(kleeneOr(a, b));
      }
    }
  });

  /** Trees of and, or, not over answers that may be missing. */
  const tree: fc.Arbitrary<Expr> = fc.letrec<{ node: Expr }>((tie) => ({
    node: fc.oneof({ maxDepth: 4 },
      fc.constantFrom('f.a', 'f.b', 'f.c', 'f.d').map((of): Expr => compare('eq', path(of), bool(true))),
      tie('node').map((of): Expr => ({ op: 'not', of })),
      fc.tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('node'), { minLength: 1, maxLength: 3 })).map(([op, of]): Expr => ({ op, of }))),
  })).node;
  const answers = fc.record({ 'f.a': fc.boolean(), 'f.b': fc.boolean(), 'f.c': fc.boolean(), 'f.d': fc.boolean() });

  it('never decide what a missing answer could still turn', () => {
    fc.assert(fc.property(tree, answers, fc.subarray(['f.a', 'f.b', 'f.c', 'f.d']), (expr, full, kept) => {
      const partial = Object.fromEntries(Object.entries(full).filter(([key]) => kept.includes(key)));
      const decided = truth(expr, scope(partial));
      if (decided !== null) expect(truth(expr, scope(full))).toBe(decided);
    }), run);
  });

  it('explain what evaluate says', () => {
    fc.assert(fc.property(tree, fc.dictionary(fc.constantFrom('f.a', 'f.b', 'f.c'), fc.boolean()), (expr, given) => {
      const seen = explain(expr, scope(given));
      expect(seen.value).toEqual(evaluate(expr, scope(given)));
      if (seen.value === null) expect(seen.missing.length).toBeGreaterThan(0);
    }), run);
  });
});

describe('comparison', () => {
  const weights = scope({ 'weight.kg': '64.4', 'wound.redness': 'over-2cm', 'wound.worse': true, 'core.signs': ['face', 'arm'], 'core.kinds': [], 'core.note': '' }, { 'weight.kg': [['2026-03-09T00:00:00.000Z', '62.4']] });

  it('is of decimals: 64.4 kg is not more than 2.0 above 62.4', () => {
    const gain = compare('sub', path('weight.kg'), call('lowest', 'weight.kg', '3'));
    expect(truth(compare('gt', gain, num('2.0')), weights)).toBe(false);
    expect(truth(compare('ge', gain, num('2.0')), weights)).toBe(true);
    expect(decimalOf(evaluate(gain, weights))).toBe('2');
  });

  it('orders and computes', () => {
    const of = (op: 'lt' | 'le' | 'gt' | 'ge' | 'eq' | 'ne', a: string, b: string) => truth(compare(op, num(a), num(b)), weights);
    expect([of('lt', '1', '2'), of('le', '2', '2.0'), of('gt', '1', '2'), of('ge', '2', '2'), of('eq', '38', '38.0'), of('ne', '38', '38.0')]).toEqual([true, true, false, true, true, false]);
    expect(decimalOf(evaluate(compare('mul', num('1.5'), compare('add', num('0.1'), num('0.2'))), weights))).toBe('0.45');
  });

  it('is of words and of yes and no', () => {
    expect(truth(compare('eq', path('wound.redness'), text('over-2cm')), weights)).toBe(true);
    expect(truth(compare('ne', path('wound.redness'), text('over-2cm')), weights)).toBe(false);
    expect(truth(compare('eq', path('wound.worse'), bool(true)), weights)).toBe(true);
  });

  it('of different kinds is missing, never an exception', () => {
    for (const expr of [compare('lt', path('wound.redness'), num('2')), compare('eq', path('wound.worse'), num('1')), compare('eq', path('core.signs'), text('face')), { op: 'not', of: num('1') } as Expr, compare('eq', path('wound.redness'), num('2'))]) {
      expect(truth(expr, weights)).toBe(null);
    }
  });

  it('asks whether a word is in a list or in the answers ticked', () => {
    const isIn = (item: Expr, list: Expr) => truth({ op: 'in', left: item, right: list }, weights);
    expect(isIn(text('face'), path('core.signs'))).toBe(true);
    expect(isIn(text('speech'), path('core.signs'))).toBe(false);
    expect(isIn(text('anticoagulant'), path('core.kinds'))).toBe(false);
    expect(isIn(text('face'), missing)).toBe(null);
    expect(isIn(path('wound.redness'), { op: 'list', of: [text('none'), text('over-2cm')] })).toBe(true);
    expect(isIn(text('x'), { op: 'list', of: [text('y'), missing] })).toBe(null);
    expect(isIn(missing, path('core.signs'))).toBe(null);
    expect(isIn(text('x'), text('xyz'))).toBe(null);
  });
});

describe('looking back', () => {
  // Ten o'clock temperatures of four days, and today's.
  const days = scope({ 'fever.c': '38.2', 'day': '8' }, { 'fever.c': [['2026-03-06T02:00:00.000Z', '37.0'], ['2026-03-07T02:00:00.000Z', '38.4'], ['2026-03-09T02:00:00.000Z', '38.0'], ['2026-03-09T22:00:00.000Z', '38.6']] });
  const value = (expr: Expr, at = days) => {
    const v = evaluate(expr, at);
    return typeof v === 'boolean' ? v : decimalOf(v);
  };

  it('finds the value before, and the first of all', () => {
    expect(value(call('previous', 'fever.c'))).toBe('38.6');
    expect(value(call('baseline', 'fever.c'))).toBe('37.0');
    expect(value(call('baseline', 'fever.c'), scope({ 'fever.c': '37.5' }))).toBe('37.5');
    expect(value(call('previous', 'fever.c'), scope({ 'fever.c': '37.5' }))).toBe(null);
  });

  it('takes the newest when nothing came now, not older than so many hours', () => {
    const silent = scope({}, { 'fever.c': [['2026-03-09T02:00:00.000Z', '38.0']] });
    expect(value(call('latest', 'fever.c', '23'), silent)).toBe('38.0');
    expect(value(call('latest', 'fever.c', '22'), silent)).toBe(null);
    expect(value(call('latest', 'fever.c', '1'))).toBe('38.2');
  });

  it('counts days as local dates, current value excluded', () => {
    // 22:00 UTC on the 9th is 06:00 on the 10th in Shanghai.
    expect(value(call('lowest', 'fever.c', '0'))).toBe('38.6');
    expect(value(call('lowest', 'fever.c', '1'))).toBe('38');
    expect(value(call('lowest', 'fever.c', '4'))).toBe('37');
    expect(value(call('highest', 'fever.c', '4'))).toBe('38.6');
    expect(value(call('mean', 'fever.c', '1'))).toBe('38.3');
    expect(value(call('mean', 'fever.c', '3'))).toBe('38.3333333');
    expect(value(call('lowest', 'weight.kg', '3'))).toBe(null);
  });

  it('averages with the current value included', () => {
    expect(value(call('meanOf', 'fever.c', '0'))).toBe('38.4');
    expect(value(call('meanOf', 'fever.c', '0'), scope({ 'fever.c': '38.2' }))).toBe('38.2');
    expect(value(call('meanOf', 'fever.c', '9'), scope({}, { 'fever.c': [['2026-03-09T02:00:00.000Z', '38.0']] }))).toBe(null);
  });

  it('counts fevers four hours apart, today’s among them', () => {
    const fevers = (threshold: string, hours: string, apart: string, at = days) => value(call('countAtLeast', 'fever.c', threshold, hours, apart), at);
    // 3 h before now, 23 h before now, 71 h before now.
    expect(fevers('38.0', '72', '4')).toBe('3');
    expect(fevers('38.0', '72', '3')).toBe('4');
    expect(fevers('38.0', '48', '4')).toBe('2');
    expect(fevers('38.3', '72', '3')).toBe('0');
  });

  it('counts no fever when today’s temperature is normal, and cannot count without one', () => {
    const before: Record<string, [string, string][]> = { 'fever.c': [['2026-03-09T02:00:00.000Z', '38.5'], ['2026-03-09T08:00:00.000Z', '38.5']] };
    expect(value(call('countAtLeast', 'fever.c', '38.0', '48', '4'), scope({ 'fever.c': '36.8' }, before))).toBe('0');
    expect(value(call('countAtLeast', 'fever.c', '38.0', '48', '4'), scope({}, before))).toBe(null);
  });

  it('always knows whether a value was given', () => {
    expect([value(call('given', 'fever.c')), value(call('given', 'nobody.asked')), value(call('given', 'f.empty'), scope({ 'f.empty': '' }))]).toEqual([true, false, false]);
  });

  it('is missing when an argument is', () => {
    expect(evaluate({ op: 'call', fn: 'latest', path: 'fever.c', args: [missing] }, days)).toBe(null);
  });
});

describe('explaining', () => {
  it('lists values, named parameters, and what was missing', () => {
    const expr: Expr = { op: 'and', of: [
      compare('ge', path('core.pain'), num('4', 'painModerate')),
      compare('ge', compare('sub', path('core.pain'), call('previous', 'core.pain')), num('2', 'painRise')),
    ] };
    expect(explain(expr, scope({ 'core.pain': '5' }))).toEqual({
      value: null,
      inputs: { 'core.pain': '5', 'previous(core.pain)': null },
      parameters: { painModerate: '4', painRise: '2' },
      missing: ['previous(core.pain)'],
    });
    expect(explain(call('countAtLeast', 'core.pain', '4', '48', '0'), scope({ 'core.pain': '5' })).inputs).toEqual({ 'countAtLeast(core.pain, 4, 48, 0)': '1' });
  });
});

describe('any expression over any answers', () => {
  const answer: fc.Arbitrary<AnswerValue> = fc.oneof(fc.string(), fc.boolean(), fc.array(fc.string(), { maxLength: 3 }), fc.integer().map(String), fc.double().map(String));
  const paths = fc.constantFrom('f.a', 'f.b', 'r.c', 'day', '__proto__', 'constructor');
  const tree: fc.Arbitrary<Expr> = fc.letrec<{ node: Expr }>((tie) => ({
    node: fc.oneof({ maxDepth: 4 },
      paths.map(path), fc.string().map(text), fc.boolean().map(bool), fc.oneof(fc.integer().map(String), fc.string()).map((v) => num(v)),
      tie('node').map((of): Expr => ({ op: 'not', of })),
      fc.tuple(fc.constantFrom('and' as const, 'or' as const, 'list' as const), fc.array(tie('node'), { maxLength: 3 })).map(([op, of]): Expr => ({ op, of })),
      fc.tuple(fc.constantFrom('eq', 'ne', 'lt', 'le', 'gt', 'ge', 'add', 'sub', 'mul', 'in'), tie('node'), tie('node')).map(([op, left, right]): Expr => ({ op: op as 'eq', left, right })),
      fc.tuple(fc.constantFrom(...exprFunctions), paths, fc.array(fc.oneof(tie('node'), fc.integer().map((n) => num(String(n)))), { maxLength: 3 })).map(([fn, of, args]): Expr => ({ op: 'call', fn, path: of, args }))),
  })).node;

  it('gives a value and never throws', () => {
    fc.assert(fc.property(tree, fc.dictionary(paths, answer), fc.array(answer, { maxLength: 4 }), (expr, given, before) => {
      const at = scope(given, { 'f.a': before.map((v, n) => [`2026-03-0${n + 1}T00:00:00.000Z`, v]) });
      expect(explain(expr, at).value).toEqual(evaluate(expr, at));
    }), { ...run, numRuns: 3000 });
  });
});

describe('Rows, counts, first days, devices', () => {
  const at = (n: number): string => `2026-03-0${n}T01:00:00.000Z`;
  const pain = (...values: string[]): Record<string, [string, string][]> => ({ 'w.pain': values.map((value, i): [string, string] => [at(i + 1), value]) });
  const result = (fn: ExprFunction, args: string[], current: Record<string, AnswerValue>, earlier: Record<string, [string, AnswerValue][]>, more: Partial<Scope> = {}) => decimalOf(evaluate(call(fn, 'w.pain', ...args), { ...scope(current, earlier), ...more }));

  it.each([
    [['11', '12'], '10.1', '3'], [['11', '12'], '10', '0'], [['11', '10', '12'], '11', '2'], [['10', '9'], '11', '1'], [[], '11', '1'],
  ])('inARow: earlier %j, current %s, strictly above 10', (earlier, current, expected) => expect(result('inARow', ['10'], { 'w.pain': current }, pain(...earlier))).toBe(expected));
  it('inARow and rises are missing without a current value, and follow no row further than twenty', () => {
    expect(result('inARow', ['10'], {}, pain('11'))).toBeNull();
    expect(result('rises', [], {}, pain('11'))).toBeNull();
    const long: Record<string, [string, AnswerValue][]> = { 'w.pain': Array.from({ length: 40 }, (_, i) => [new Date(Date.UTC(2026, 1, 1) + i * 3_600_000).toISOString(), String(20 + i)]) };
    expect(result('inARow', ['10'], { 'w.pain': '99' }, long)).toBe('20');
    expect(result('rises', [], { 'w.pain': '99' }, long)).toBe('20');
  });
  it.each([
    [['3', '4'], '5', '2'], [['3', '4'], '4', '0'], [['5', '3', '4'], '5', '2'], [[], '5', '0'], [['3', '4'], '4.1', '2'],
  ])('rises: earlier %j, current %s', (earlier, current, expected) => expect(result('rises', [], { 'w.pain': current }, pain(...earlier))).toBe(expected));

  it('count counts the current value and those of so many days back, and is 0, not missing, without any', () => {
    expect(result('count', ['3'], { 'w.pain': '4' }, pain('1', '2', '3', '4', '5', '6', '7', '8', '9'))).toBe('4');
    expect(result('count', ['3'], {}, pain('1', '2', '3', '4', '5', '6', '7', '8', '9'))).toBe('3');
    expect(result('count', ['3'], {}, {})).toBe('0');
  });

  it.each([['2026-03-01', '3', '2'], ['2026-03-01', '4', '2.5'], ['2026-03-02', '2', '2.5'], ['2026-03-08', '2', '8.5'], ['2026-03-08', '3', null], ['2026-03-01', '9', '5']])(
    'median of the first days: began %s, %s days: %s', (startedOn, days, expected) => expect(result('median', [days], { 'w.pain': '99' }, pain('1', '2', '3', '4', '5', '6', '7', '8', '9'), { startedOn })).toBe(expected));
  it('median is missing when nothing was measured in those days, or nobody knows when they were', () => {
    expect(result('median', ['2'], {}, pain(), { startedOn: '2026-03-01' })).toBeNull();
    expect(result('median', ['2'], {}, pain('1'))).toBeNull();
  });

  it('deviceGap takes the newest value of each device within the hours, and needs two', () => {
    const measured = (...samples: [string, string, string?][]) => ({ measured: () => samples.map(([when, value, device]) => ({ at: when, value, ...(device !== undefined && { device }) })) });
    expect(result('deviceGap', ['72'], {}, {}, measured([at(8), '120', 'a'], [at(9), '150', 'b'], [at(9), '128', 'a']))).toBe('22');
    expect(result('deviceGap', ['24'], {}, {}, measured([at(8), '120', 'a'], [at(9), '150', 'b']))).toBeNull();
    expect(result('deviceGap', ['72'], {}, {}, measured([at(8), '120'], [at(9), '150', 'b']))).toBeNull();
    expect(result('deviceGap', ['72'], {}, {}, measured([at(7), '120', 'a'], [at(8), '150', 'b'], [at(9), '90', 'c']))).toBe('60');
  });

  it('alone takes the value measured last by itself, whatever its session or day makes of it, while it is young enough', () => {
    const measured = (...samples: [string, string][]) => ({ measured: () => samples.map(([when, value]) => ({ at: when, value })) });
    const session = measured([at(7), '124'], [at(8), '205']);
    expect(result('alone', ['1'], { 'w.pain': '164.5' }, {}, { ...session, at: at(8) })).toBe('205');
    expect(result('alone', ['24'], {}, {}, { ...session, at: at(9) })).toBe('205');
    expect(result('alone', ['23'], {}, {}, { ...session, at: at(9) })).toBeNull();
    expect(result('alone', ['24'], {}, {}, { measured: () => [] })).toBeNull();
    expect(result('alone', ['24'], {}, {})).toBeNull();
  });

  it('rank is the place among the options, also of a look-back; a word that is none is missing', () => {
    const rank = (of: Expr): Expr => ({ op: 'rank', of, options: ['none', 'some', 'much'] });
    const s = scope({ 'w.red': 'much' }, { 'w.red': [[at(1), 'none']] });
    expect(decimalOf(evaluate(compare('sub', rank(path('w.red')), rank(call('previous', 'w.red'))), s))).toBe('2');
    expect(evaluate(rank(path('w.red')), scope({ 'w.red': 'purple' }))).toBeNull();
    expect(evaluate(rank(path('w.red')), scope({}))).toBeNull();
  });
});
