/** Calls of the look-back functions. */
import { choiceFunctions, exprFunctions, type Expr, type ExprFunction } from '../../engine/plan.js';
import type { AmountText } from '../build/parameters.js';
import { adviseName } from '../source/nearest.js';
import { sameUnit } from '../units.js';
import { signatures, signatureText } from './functions.js';
import { typeWords, type Node, type Translator, type Typed } from './translator.js';
import { bound, type ValueType } from './types.js';

export function call(fn: string, args: readonly Node[], node: Node, translator: Translator): Typed | null {
  const { translate, refuse, lookBacks } = translator;
  if (fn === 'has') return refuse(node.start, '`has(x)` is not part of the language', 'write `given(x)`');
  if (fn === 'rank') return rank(args, node, translator);
  if (!isFunction(fn)) return refuse(node.start, `no function \`${fn}\``, adviseName(fn, [...exprFunctions, ...choiceFunctions], 'leave it out'));
  const { args: wanted, of: needs, returns } = signatures[fn];
  const [subject, ...rest] = args;
  if (!subject || rest.length !== wanted.length) return refuse(node.start, `\`${fn}\` takes ${wanted.length + 1} argument${wanted.length === 0 ? '' : 's'}, not ${args.length}`, `write \`${signatureText(fn)}\``);
  const of = translate(subject);
  const values = rest.map((one) => translate(one));
  if (!of) return null;
  if (of.expr.op !== 'path') return refuse(subject.start, `\`${fn}\` looks back on one value, not on a calculation`, `write \`${signatureText(fn)}\` with x a question, score or reading`);
  const { path } = of.expr;
  if (fn !== 'given' && (path === 'day' || path === 'week' || path.startsWith('patient.') || path.startsWith('p.'))) return refuse(subject.start, `\`${path}\` has no history`, 'look back on a question, score or reading');
  if (fn === 'deviceGap' && !translator.names.isReading(path)) return refuse(subject.start, `\`${path}\` is not measured by devices`, 'name the component of a reading');
  if (fn === 'alone' && !translator.names.isReading(path)) return refuse(subject.start, `\`${path}\` is answered, so it always stands by itself`, 'name the component of a reading, or use `latest`');
  if (needs === 'number' && of.type.kind !== 'number' && of.type.kind !== 'unknown') return refuse(subject.start, `\`${fn}\` needs a number, but \`${path}\` is ${typeWords(of.type)}`, 'use `previous`, `latest` or `baseline`, or another value');
  const exprs = values.map((value, index) => argument(fn, index, value, rest[index] ?? node, of.type, translator));
  if (!exprs.every((one) => one !== null)) return null;
  lookBacks.push({ path, fn, args: exprs.map((one) => longest(one, translator)) });
  const type: ValueType = returns === 'same' ? of.type : returns === 'count' ? { kind: 'number', unit: null } : { kind: 'boolean' };
  return { expr: { op: 'call', fn, path, args: exprs }, type };
}

/** `rank(x)`, `rank(previous(x))`: of a choice, or of a look-back on one. */
function rank(args: readonly Node[], node: Node, { translate, refuse }: Translator): Typed | null {
  const [subject, ...rest] = args;
  if (!subject || rest.length > 0) return refuse(node.start, `\`rank\` takes 1 argument, not ${args.length}`, 'write `rank(x)` or `rank(previous(x))`');
  const of = translate(subject);
  if (!of) return null;
  if (of.type.kind === 'unknown') return { expr: { op: 'rank', of: of.expr, options: [] }, type: { kind: 'number', unit: null } };
  if (of.type.kind !== 'choice') return refuse(subject.start, `\`rank\` counts the options of a choice, but this is ${typeWords(of.type)}`, 'name a question of type choice');
  return { expr: { op: 'rank', of: of.expr, options: of.type.options }, type: { kind: 'number', unit: null, min: '0', max: String(of.type.options.length - 1), decimals: 0 } };
}

/** A named number, or a patient's own. */
type Constant = Extract<Expr, { op: 'num' | 'path' }>;

/** A patient's own window may be as long as its bound allows: so much history is kept. */
function longest(one: Constant, { parameters }: Translator): string {
  if (one.op === 'num') return one.value;
  const personal = parameters.look(one.path.slice('p.'.length))?.personal;
  return (personal && bound(personal.max as AmountText, parameters)) ?? '0';
}

function argument(fn: ExprFunction, index: number, value: Typed | null, node: Node, of: ValueType, { refuse }: Translator): Constant | null {
  const wanted = signatures[fn].args[index];
  if (!value || !wanted) return null;
  const own = value.expr.op === 'path' && value.expr.path.startsWith('p.') ? value.expr : null;
  const expr = value.expr.op === 'num' ? value.expr : own;
  if (expr === null) return refuse(node.start, `\`${wanted.name}\` of \`${fn}\` must be a parameter`, `write \`${signatureText(fn)}\` with \`p.<name>\``);
  const unit = value.type.kind === 'number' ? value.type.unit : null;
  const needed = wanted.unit === 'same' ? (of.kind === 'number' ? of.unit : null) : wanted.unit;
  if (unit !== null && needed !== null && !sameUnit(unit, needed)) return refuse(node.start, `\`${wanted.name}\` of \`${fn}\` is in ${needed}, but \`${expr.op === 'num' ? (expr.name ?? expr.value) : expr.path}\` is in ${unit}`, `use a parameter with unit \`${needed}\``);
  return expr;
}

const isFunction = (name: string): name is ExprFunction => (exprFunctions as readonly string[]).includes(name);
