/** Comparisons, arithmetic, membership and the joining of conditions. */
import type { Expr } from '../../engine/plan.js';
import { sameUnit } from '../units.js';
import { comparable, sourceOf, typeWords, unknownOption, type Node, type Translator, type Typed } from './translator.js';

export const comparisons = { '==': 'eq', '!=': 'ne', '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge' } as const;
export const arithmetic = { '+': 'add', '-': 'sub', '*': 'mul' } as const;

type Pair = readonly [Node, Node];

/** An operand of `&&`, `||` or `!`. */
export function condition(node: Node, operator: string, { translate, refuse }: Translator): Typed | null {
  const typed = translate(node);
  if (!typed || typed.type.kind === 'boolean' || typed.type.kind === 'unknown') return typed;
  return refuse(node.start, `\`${operator}\` joins conditions, but this is ${typeWords(typed.type)}`, 'compare it with something');
}

/** `a && b && c` becomes one node of three. */
export function joined(op: 'and' | 'or', args: readonly Node[], node: Node, translator: Translator): Typed | null {
  const parts = args.map((one) => condition(one, node.op, translator));
  const of: Expr[] = [];
  for (const part of parts) {
    if (!part) return null;
    if (part.expr.op === op) of.push(...part.expr.of);
    else of.push(part.expr);
  }
  return { expr: { op, of }, type: { kind: 'boolean' } };
}

export function negative(of: Node, node: Node, { translate, refuse }: Translator): Typed | null {
  const typed = translate(of);
  if (!typed) return null;
  if (typed.type.kind !== 'number') return refuse(node.start, `only a number can be negative, this is ${typeWords(typed.type)}`, 'write `!` for "not"');
  if (typed.expr.op === 'num' && typed.expr.name === undefined) return { ...typed, expr: { op: 'num', value: typed.expr.value === '0' ? '0' : `-${typed.expr.value}` } };
  return { ...typed, expr: { op: 'sub', left: { op: 'num', value: '0' }, right: typed.expr } };
}

export function comparison(symbol: keyof typeof comparisons, [left, right]: Pair, { translate, refuse }: Translator): Typed | null {
  const [a, b] = [translate(left), translate(right)];
  if (!a || !b) return null;
  const made: Typed = { expr: { op: comparisons[symbol], left: a.expr, right: b.expr }, type: { kind: 'boolean' } };
  if (a.type.kind === 'unknown' || b.type.kind === 'unknown') return made;
  if (a.type.kind === 'number' && b.type.kind === 'number') {
    const differ = a.type.unit !== null && b.type.unit !== null && !sameUnit(a.type.unit, b.type.unit);
    return differ ? refuse(right.start, `${sourceOf(left)} is in ${a.type.unit}, but ${sourceOf(right)} is in ${b.type.unit}`, 'compare values of one unit') : made;
  }
  if (symbol !== '==' && symbol !== '!=') {
    const [wrong, node] = a.type.kind === 'number' ? [b, right] : [a, left];
    return refuse(node.start, `\`${symbol}\` compares numbers, but ${sourceOf(node)} is ${typeWords(wrong.type)}: this can never be true`, 'use == or !=, or compare numbers');
  }
  const option = unknownOption(a, b, right) ?? unknownOption(b, a, left);
  if (option) return refuse(option.at, option.message, option.fix);
  if (comparable(a.type, b.type)) return made;
  const multi = a.type.kind === 'multi' || b.type.kind === 'multi';
  return refuse(left.start, `${sourceOf(left)} is ${typeWords(a.type)} and ${sourceOf(right)} is ${typeWords(b.type)}: they can never be equal, so this rule could never fire`, multi ? "write `'option' in form.question`" : 'compare values of one kind');
}

export function calculation(symbol: keyof typeof arithmetic, [left, right]: Pair, { translate, refuse }: Translator): Typed | null {
  const [a, b] = [translate(left), translate(right)];
  if (!a || !b) return null;
  for (const [typed, node] of [[a, left], [b, right]] as const) {
    if (typed.type.kind !== 'number' && typed.type.kind !== 'unknown') return refuse(node.start, `\`${symbol}\` calculates with numbers, but this is ${typeWords(typed.type)}`, 'use a number');
  }
  const units = [a, b].flatMap(({ type }) => (type.kind === 'number' && type.unit !== null ? [type.unit] : []));
  const [first, second] = units;
  if (symbol !== '*' && first !== undefined && second !== undefined && !sameUnit(first, second)) {
    return refuse(right.start, `${sourceOf(left)} is in ${first}, but ${sourceOf(right)} is in ${second}`, 'calculate with values of one unit');
  }
  return { expr: { op: arithmetic[symbol], left: a.expr, right: b.expr }, type: { kind: 'number', unit: symbol === '*' ? productUnit(a, b) : (first ?? null) } };
}

/** Half of a length is a length: a `ratio` keeps the other unit. Any other product has a unit that nobody named. */
function productUnit(a: Typed, b: Typed): string | null {
  const [x, y] = [a, b].map(({ type }) => (type.kind === 'number' ? type.unit : null));
  return x === 'ratio' ? (y ?? null) : y === 'ratio' ? (x ?? null) : null;
}

export function membership([left, right]: Pair, translator: Translator): Typed | null {
  const { translate, refuse } = translator;
  const a = translate(left);
  if (right.op === 'list') return inList(a, left, right, translator);
  const b = translate(right);
  if (!a || !b) return null;
  if (b.type.kind !== 'multi' && b.type.kind !== 'unknown') return refuse(right.start, `\`in\` needs a list or a question with several answers, but ${sourceOf(right)} is ${typeWords(b.type)}`, "write `x in ['a', 'b']`, or == for one value");
  if (b.type.kind === 'multi' && a.type.kind !== 'unknown' && !comparable(a.type, { kind: 'text' })) return refuse(left.start, `${sourceOf(left)} is ${typeWords(a.type)} and can never be an option`, "write `'option' in form.question`");
  const option = unknownOption(b, a, left);
  if (option) return refuse(option.at, option.message, option.fix);
  return { expr: { op: 'in', left: a.expr, right: b.expr }, type: { kind: 'boolean' } };
}

function inList(a: Typed | null, left: Node, right: Extract<Node, { op: 'list' }>, { translate, refuse }: Translator): Typed | null {
  const items = right.args.map((node) => ({ typed: translate(node), node }));
  if (!a) return null;
  const of: Expr[] = [];
  for (const { typed, node } of items) {
    if (!typed) return null;
    const option = unknownOption(a, typed, node);
    if (option) return refuse(option.at, option.message, option.fix);
    if (a.type.kind !== 'unknown' && !comparable(a.type, typed.type)) return refuse(node.start, `${sourceOf(left)} is ${typeWords(a.type)} and can never be ${sourceOf(node)}`, 'list values of its own kind');
    of.push(typed.expr);
  }
  if (of.length === 0) return refuse(right.start, 'nothing can be in an empty list, so this could never be true', 'list the values');
  return { expr: { op: 'in', left: a.expr, right: { op: 'list', of } }, type: { kind: 'boolean' } };
}
