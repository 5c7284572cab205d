/** Calls of the look-back functions. */
import { exprFunctions, type Expr, type ExprFunction } from '../../engine/plan.js';
import { adviseName } from '../source/nearest.js';
import { sameUnit } from '../units.js';
import { signatures, signatureText } from './functions.js';
import { typeWords, type Node, type Translator, type Typed } from './translator.js';
import type { ValueType } from './types.js';

export function call(fn: string, args: readonly Node[], node: Node, translator: Translator): Typed | null {
  const { translate, refuse, lookBacks } = translator;
  if (fn === 'has') return refuse(node.start, '`has(x)` is not part of the language', 'write `given(x)`');
  if (!isFunction(fn)) return refuse(node.start, `no function \`${fn}\``, adviseName(fn, exprFunctions, 'leave it out'));
  const { args: wanted, of: needs, returns } = signatures[fn];
  const [subject, ...rest] = args;
  if (!subject || rest.length !== wanted.length) return refuse(node.start, `\`${fn}\` takes ${wanted.length + 1} argument${wanted.length === 0 ? '' : 's'}, not ${args.length}`, `write \`${signatureText(fn)}\``);
  const of = translate(subject);
  const values = rest.map((one) => translate(one));
  if (!of) return null;
  if (of.expr.op !== 'path') return refuse(subject.start, `\`${fn}\` looks back on one value, not on a calculation`, `write \`${signatureText(fn)}\` with x a question, score or reading`);
  const { path } = of.expr;
  if (fn !== 'given' && (path === 'day' || path.startsWith('patient.'))) return refuse(subject.start, `\`${path}\` has no history`, 'look back on a question, score or reading');
  if (needs === 'number' && of.type.kind !== 'number' && of.type.kind !== 'unknown') return refuse(subject.start, `\`${fn}\` needs a number, but \`${path}\` is ${typeWords(of.type)}`, 'use `previous`, `latest` or `baseline`, or another value');
  const exprs = values.map((value, index) => argument(fn, index, value, rest[index] ?? node, of.type, translator));
  if (!exprs.every((one) => one !== null)) return null;
  lookBacks.push({ path, fn, args: exprs.map(({ value }) => value) });
  const type: ValueType = returns === 'same' ? of.type : returns === 'count' ? { kind: 'number', unit: null } : { kind: 'boolean' };
  return { expr: { op: 'call', fn, path, args: exprs }, type };
}

type Constant = Extract<Expr, { op: 'num' }>;

function argument(fn: ExprFunction, index: number, value: Typed | null, node: Node, of: ValueType, { refuse }: Translator): Constant | null {
  const wanted = signatures[fn].args[index];
  if (!value || !wanted) return null;
  if (value.expr.op !== 'num') return refuse(node.start, `\`${wanted.name}\` of \`${fn}\` must be a parameter`, `write \`${signatureText(fn)}\` with \`p.<name>\``);
  const unit = value.type.kind === 'number' ? value.type.unit : null;
  const needed = wanted.unit === 'same' ? (of.kind === 'number' ? of.unit : null) : wanted.unit;
  if (unit !== null && needed !== null && !sameUnit(unit, needed)) return refuse(node.start, `\`${wanted.name}\` of \`${fn}\` is in ${needed}, but \`${value.expr.name ?? value.expr.value}\` is in ${unit}`, `use a parameter with unit \`${needed}\``);
  return value.expr;
}

const isFunction = (name: string): name is ExprFunction => (exprFunctions as readonly string[]).includes(name);
