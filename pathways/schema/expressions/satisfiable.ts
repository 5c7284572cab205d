/**
 * Can a condition ever be true? Every comparison with a constant cuts a variable's values into a few classes; one value of each class,
 * and "missing", are tried in all combinations with the engine's own evaluator. What is not such a comparison counts as free, so
 * "never" is never said wrongly; too many combinations give `null`: not known.
 */
import { longestRow, truth, type Scope } from '../../engine/expression.js';
import type { Expr } from '../../engine/plan.js';
import type { AnswerValue } from '../../engine/inputs.js';
import type { ValueType } from './types.js';

type Domain = (AnswerValue | undefined)[];
type TypeOf = (path: string) => ValueType;

const mostCombinations = 200_000;

/** Is there a case in which `condition` is true and none of `earlier` is? */
export function canBeTrue(condition: Expr, earlier: readonly Expr[], typeOf: TypeOf): boolean | null {
  const variables = new Map<string, Variable>();
  const own = abstract(condition, typeOf, variables);
  /** What only earlier conditions ask may be missing, and then they are not true; so only this condition's variables vary. */
  const names = [...variables.keys()];
  if ([...variables.values()].some(({ type }) => type.kind === 'unknown')) return null;
  const others = earlier.map((one) => abstract(one, typeOf, variables));
  const domains = names.map((name) => domainOf(variables.get(name)));
  if (domains.reduce((product, domain) => product * domain.length, 1) > mostCombinations) return null;
  const values = new Map<string, AnswerValue | undefined>();
  const scope: Scope = { at: '', date: '', current: (path) => values.get(path), earlier: () => [] };
  const search = (index: number): boolean => {
    const [name, domain] = [names[index], domains[index]];
    if (name === undefined || domain === undefined) return truth(own, scope) === true && others.every((one) => truth(one, scope) !== true);
    return domain.some((value) => {
      values.set(name, value);
      return search(index + 1);
    });
  };
  return search(0);
}

/** The one variable whose own comparisons already contradict each other, to say where to look. */
export function contradiction(condition: Expr, typeOf: TypeOf): string | null {
  if (condition.op !== 'and') return subject(condition, typeOf);
  const bySubject = new Map<string, Expr[]>();
  for (const part of condition.of) {
    const name = subject(part, typeOf);
    if (name !== null) bySubject.set(name, [...(bySubject.get(name) ?? []), part]);
  }
  for (const [name, parts] of bySubject) if (canBeTrue({ op: 'and', of: parts }, [], typeOf) === false) return name;
  return null;
}

function subject(condition: Expr, typeOf: TypeOf): string | null {
  const variables = new Map<string, Variable>();
  abstract(condition, typeOf, variables);
  const [name] = variables.keys();
  return variables.size === 1 && name !== undefined ? name : null;
}

type Variable = { type: ValueType; cuts: Set<string> };

/** Replaces every calculated value by a variable of its own name, and collects what each is compared with. */
function abstract(expr: Expr, typeOf: TypeOf, variables: Map<string, Variable>): Expr {
  const known = (name: string, type: ValueType): Variable => {
    const variable = variables.get(name) ?? { type, cuts: new Set<string>() };
    variables.set(name, variable);
    return variable;
  };
  const free = (one: Expr): Expr => {
    const name = nameOf(one);
    known(name, { kind: 'boolean' });
    return { op: 'path', path: name };
  };
  switch (expr.op) {
    case 'not':
      return { op: 'not', of: abstract(expr.of, typeOf, variables) };
    case 'and':
    case 'or':
      return { op: expr.op, of: expr.of.map((one) => abstract(one, typeOf, variables)) };
    case 'bool':
      return expr;
    case 'path':
      known(expr.path, typeOf(expr.path));
      return expr;
    case 'call':
      if (expr.fn !== 'given') return free(expr);
      known(expr.path, typeOf(expr.path));
      return expr;
    case 'eq': case 'ne': case 'lt': case 'le': case 'gt': case 'ge': {
      const [left, right] = [atom(expr.left, typeOf), atom(expr.right, typeOf)];
      if (!left || !right || (left.name !== null && right.name !== null)) return free(expr);
      const variable = left.name ?? right.name;
      const constant = left.name === null ? left : right;
      if (variable !== null) {
        const { cuts } = known(variable, (left.name === null ? right : left).type);
        if (constant.value !== null) cuts.add(constant.value);
      }
      return { op: expr.op, left: left.expr, right: right.expr };
    }
    case 'in': {
      const item = atom(expr.left, typeOf);
      if (!item || item.name === null || expr.right.op !== 'list') return free(expr);
      const { cuts } = known(item.name, item.type);
      for (const one of expr.right.of) if (one.op === 'text' || one.op === 'num') cuts.add(one.value);
      return { op: 'in', left: item.expr, right: expr.right };
    }
    default:
      return free(expr);
  }
}

type Atom = { expr: Expr; name: string | null; type: ValueType; value: string | null };

/** A constant, a value or a look-back on one; null for anything calculated. */
function atom(expr: Expr, typeOf: TypeOf): Atom | null {
  switch (expr.op) {
    case 'num':
      return { expr, name: null, type: { kind: 'number', unit: null }, value: expr.value };
    case 'text':
      return { expr, name: null, type: { kind: 'text' }, value: expr.value };
    case 'bool':
      return { expr, name: null, type: { kind: 'boolean' }, value: null };
    case 'path':
      return { expr, name: expr.path, type: typeOf(expr.path), value: null };
    case 'rank': {
      const name = JSON.stringify(expr);
      return { expr: { op: 'path', path: name }, name, type: { kind: 'number', unit: null, min: '0', max: String(expr.options.length - 1), decimals: 0 }, value: null };
    }
    case 'call': {
      const name = nameOf(expr);
      return { expr: { op: 'path', path: name }, name, type: resultType(expr, typeOf(expr.path)), value: null };
    }
    default:
      return null;
  }
}

function resultType({ fn }: Extract<Expr, { op: 'call' }>, of: ValueType): ValueType {
  if (fn === 'given') return { kind: 'boolean' };
  if (fn === 'countAtLeast' || fn === 'count') return { kind: 'number', unit: null, min: '0', decimals: 0 };
  if (fn === 'inARow' || fn === 'rises') return { kind: 'number', unit: null, min: '0', max: String(longestRow), decimals: 0 };
  if (fn === 'deviceGap') return { kind: 'number', unit: of.kind === 'number' ? of.unit : null, min: '0' };
  if (of.kind !== 'number' || (fn !== 'mean' && fn !== 'meanOf' && fn !== 'median')) return of;
  const { decimals: _, ...mean } = of;
  return mean;
}

const nameOf = (expr: Expr): string => {
  if (expr.op !== 'call') return JSON.stringify(expr);
  return `${expr.fn}(${[expr.path, ...expr.args.map((arg) => (arg.op === 'num' ? (arg.name === undefined ? arg.value : `p.${arg.name}`) : arg.op === 'path' ? arg.path : '?'))].join(', ')})`;
};

function domainOf(variable: Variable | undefined): Domain {
  if (!variable) return [undefined];
  const { type, cuts } = variable;
  switch (type.kind) {
    case 'boolean':
      return [true, false, undefined];
    case 'choice':
      return [...type.options, undefined];
    case 'number':
      return [...numbers(type, [...cuts].map(Number)).map(plain), undefined];
    default:
      return [...cuts, '\u0000something else', undefined];
  }
}

/** A value below, at, between and above the cuts, as far as the question admits it. */
function numbers({ min, max, decimals }: Extract<ValueType, { kind: 'number' }>, cuts: number[]): number[] {
  const [from, to] = [min === undefined ? -Infinity : Number(min), max === undefined ? Infinity : Number(max)];
  const points = [...new Set([...cuts, ...[from, to].filter(Number.isFinite)])].sort((a, b) => a - b);
  const step = decimals === undefined ? null : 10 ** -decimals;
  const around = points.flatMap((point, index) => {
    if (step !== null) return [Math.floor(point / step + 1e-9) - 1, Math.floor(point / step + 1e-9), Math.ceil(point / step - 1e-9), Math.ceil(point / step - 1e-9) + 1].map((count) => count * step);
    const next = points[index + 1];
    return [point - 1, point, next === undefined ? point + 1 : (point + next) / 2];
  });
  return [...new Set(around.length === 0 ? [0] : around)].filter((value) => value >= from - 1e-9 && value <= to + 1e-9);
}

const plain = (value: number): string => String(Number(value.toFixed(9)));
