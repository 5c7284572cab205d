/** CEL text -> typed tree of the engine. The library only parses: what a pathway may say is far less than CEL, and its slips need our words and columns. */
import { parse, ParseError, type ASTNode } from '@marcbachmann/cel-js';
import { exprFunctions, type Expr, type ExprFunction } from '../../engine/plan.js';
import type { Parameters } from '../build/parameters.js';
import { adviseName } from '../source/nearest.js';
import type { Place } from '../source/place.js';
import type { Report } from '../source/report.js';
import { sameUnit } from '../units.js';
import { signatures, signatureText } from './functions.js';
import type { Named, Names, ValueType } from './types.js';

/** `starts`: where each part of the tree begins in the text, for complaints found later. */
export type Compiled = { expr: Expr; type: ValueType; named: Named[]; lookBacks: LookBack[]; starts: ReadonlyMap<Expr, number> };
/** One use of history: the numbers are the resolved arguments. */
export type LookBack = { path: string; fn: ExprFunction; args: string[] };
export type ExpressionContext = { names: Names; parameters: Parameters; report: Report };

type Typed = { expr: Expr; type: ValueType };
type Node = ASTNode;

const comparisons = { '==': 'eq', '!=': 'ne', '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge' } as const;
const arithmetic = { '+': 'add', '-': 'sub', '*': 'mul' } as const;

/** A condition (`when`, `askWhen`, `stopWhen`); null after a complaint. */
export function compileCondition(text: string, place: Place, context: ExpressionContext): Compiled | null {
  let ast: Node;
  try {
    ast = parse(text).ast;
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    context.report.errorInText(place, error.range?.start ?? 0, `not a CEL expression: ${error.summary}`, 'correct the expression; docs/pathway-format.md shows what may stand in one');
    return null;
  }
  const named: Named[] = [];
  const lookBacks: LookBack[] = [];
  const starts = new Map<Expr, number>();
  const compiled = newTranslator(place, context, named, lookBacks, starts).translate(ast);
  if (!compiled) return null;
  if (compiled.type.kind !== 'boolean' && compiled.type.kind !== 'unknown') {
    context.report.errorInText(place, ast.start, `a condition must be true or false, but this is ${words(compiled.type)}`, 'compare it with something');
    return null;
  }
  return { ...compiled, named, lookBacks, starts };
}

function newTranslator(place: Place, { names, parameters, report }: ExpressionContext, named: Named[], lookBacks: LookBack[], starts: Map<Expr, number>) {
  const refuse = (at: number, message: string, fix: string): null => {
    report.errorInText(place, at, message, fix);
    return null;
  };

  function translate(node: Node): Typed | null {
    const typed = translateNode(node);
    if (typed) starts.set(typed.expr, node.start);
    return typed;
  }

  function translateNode(node: Node): Typed | null {
    switch (node.op) {
      case 'value':
        return literal(node.args, node);
      case 'id':
        return path(node.args, null, node);
      case '.':
        return member(node);
      case 'call':
        return call(node.args[0], node.args[1], node);
      case '&&':
      case '||':
        return logical(node.op === '&&' ? 'and' : 'or', node.args, node);
      case '!_': {
        const of = condition(node.args, '!');
        return of && { expr: { op: 'not', of: of.expr }, type: { kind: 'boolean' } };
      }
      case '-_':
        return negative(node.args, node);
      case '==': case '!=': case '<': case '<=': case '>': case '>=':
        return comparison(node.op, node.args);
      case '+': case '-': case '*':
        return calculation(node.op, node.args);
      case 'in':
        return membership(node.args);
      case '?:':
        return refuse(node.start, '`? :` is not part of the language', 'write two cases: the first that is true decides');
      case '/': case '%':
        return refuse(node.start, `\`${node.op}\` is not part of the language: decimals are exact`, 'multiply the other side instead');
      default:
        return refuse(node.start, `\`${node.op === 'rcall' ? `.${node.args[0]}()` : node.op}\` is not part of the language here`, 'use comparisons, &&, ||, !, in, + - * and the look-back functions');
    }
  }

  function literal(value: unknown, node: Node): Typed | null {
    if (typeof value === 'boolean') return { expr: { op: 'bool', value }, type: { kind: 'boolean' } };
    if (typeof value === 'string') return { expr: { op: 'text', value }, type: { kind: 'text' } };
    if (typeof value === 'bigint' || typeof value === 'number') {
      if (Number(value) === 0 || Number(value) === 1) return { expr: { op: 'num', value: String(value) }, type: { kind: 'number', unit: null } };
      return refuse(node.start, `the number ${String(value)} has no name and no source`, `name it as a parameter with a source and write \`p.<name>\``);
    }
    return refuse(node.start, `${String(value)} is not a value of the language`, 'compare with a number, a text, true or false; `given(x)` asks whether there is a value');
  }

  function member(node: Extract<Node, { op: '.' }>): Typed | null {
    const [owner, name] = node.args;
    if (owner.op !== 'id') return refuse(node.start, 'only one dot: `form.question`, `reading.component`, `patient.flag`, `p.parameter`', 'name the value in one of these ways');
    return owner.args === 'p' ? parameter(name, node) : path(owner.args, name, node);
  }

  function parameter(name: string, node: Node): Typed | null {
    const found = parameters.find(name);
    if (!found) {
      if (parameters.exists(name)) return null;
      return refuse(node.pos, `no parameter \`${name}\``, adviseName(name, parameters.names(), `add \`${name}\` under \`parameters:\``));
    }
    const [value] = found.values;
    if (found.list || value === undefined) return refuse(node.pos, `parameter \`${name}\` is a list; an expression needs one value`, 'use a parameter with a single value');
    if (/^-?\d+(\.\d+)?$/.test(value)) return { expr: { op: 'num', value, name }, type: { kind: 'number', unit: found.unit } };
    return { expr: { op: 'text', value, name }, type: { kind: 'text' } };
  }

  function path(owner: string, name: string | null, node: Node): Typed | null {
    const found = names.find(owner, name);
    if ('message' in found) return refuse(found.at === 'member' ? node.pos : node.start, found.message, found.fix);
    named.push(found);
    return { expr: { op: 'path', path: found.path }, type: found.type };
  }

  function call(fn: string, args: Node[], node: Node): Typed | null {
    if (fn === 'has') return refuse(node.start, '`has(x)` is not part of the language', 'write `given(x)`');
    if (!isFunction(fn)) return refuse(node.start, `no function \`${fn}\``, adviseName(fn, exprFunctions, `use one of ${exprFunctions.join(', ')}`));
    const signature = signatures[fn];
    const [subject, ...rest] = args;
    if (!subject || rest.length !== signature.args.length) return refuse(node.start, `\`${fn}\` takes ${signature.args.length + 1} argument${signature.args.length === 0 ? '' : 's'}, not ${args.length}`, `write \`${signatureText(fn)}\``);
    const of = translate(subject);
    const values = rest.map((one) => translate(one));
    if (!of) return null;
    if (of.expr.op !== 'path') return refuse(subject.start, `\`${fn}\` looks back on one value, not on a calculation`, `write \`${signatureText(fn)}\` with x a question, score or reading`);
    if (fn !== 'given' && (of.expr.path === 'day' || of.expr.path.startsWith('patient.'))) return refuse(subject.start, `\`${of.expr.path}\` has no history`, 'look back on a question, score or reading');
    if (signature.of === 'number' && of.type.kind !== 'number' && of.type.kind !== 'unknown') return refuse(subject.start, `\`${fn}\` needs a number, but \`${of.expr.path}\` is ${words(of.type)}`, 'use `previous`, `latest` or `baseline`, or another value');
    const exprs: Expr[] = [];
    for (const [index, value] of values.entries()) {
      const argument = signature.args[index];
      const at = rest[index]?.start ?? node.start;
      if (!value || !argument) return null;
      if (value.expr.op !== 'num') return refuse(at, `\`${argument.name}\` of \`${fn}\` must be a parameter`, `write \`${signatureText(fn)}\` with \`p.<name>\``);
      const unit = value.type.kind === 'number' ? value.type.unit : null;
      const needed = argument.unit === 'same' ? (of.type.kind === 'number' ? of.type.unit : null) : argument.unit;
      if (unit !== null && needed !== null && !sameUnit(unit, needed)) return refuse(at, `\`${argument.name}\` of \`${fn}\` is in ${needed}, but \`${value.expr.name ?? value.expr.value}\` is in ${unit}`, `use a parameter with unit \`${needed}\``);
      exprs.push(value.expr);
    }
    lookBacks.push({ path: of.expr.path, fn, args: exprs.map((one) => (one.op === 'num' ? one.value : '0')) });
    const type: ValueType = signature.returns === 'same' ? of.type : signature.returns === 'count' ? { kind: 'number', unit: null } : { kind: 'boolean' };
    return { expr: { op: 'call', fn, path: of.expr.path, args: exprs }, type };
  }

  function condition(node: Node, operator: string): Typed | null {
    const typed = translate(node);
    if (!typed || typed.type.kind === 'boolean' || typed.type.kind === 'unknown') return typed;
    return refuse(node.start, `\`${operator}\` joins conditions, but this is ${words(typed.type)}`, 'compare it with something');
  }

  function logical(op: 'and' | 'or', args: readonly Node[], node: Node): Typed | null {
    const parts = args.map((one) => condition(one, node.op));
    const of: Expr[] = [];
    for (const part of parts) {
      if (!part) return null;
      if (part.expr.op === op) of.push(...part.expr.of);
      else of.push(part.expr);
    }
    return { expr: { op, of }, type: { kind: 'boolean' } };
  }

  function negative(of: Node, node: Node): Typed | null {
    const typed = translate(of);
    if (!typed) return null;
    if (typed.type.kind !== 'number') return refuse(node.start, `only a number can be negative, this is ${words(typed.type)}`, 'write `!` for "not"');
    if (typed.expr.op === 'num' && typed.expr.name === undefined) return { ...typed, expr: { op: 'num', value: typed.expr.value === '0' ? '0' : `-${typed.expr.value}` } };
    return { ...typed, expr: { op: 'sub', left: { op: 'num', value: '0' }, right: typed.expr } };
  }

  function comparison(symbol: keyof typeof comparisons, [left, right]: readonly [Node, Node]): Typed | null {
    const a = translate(left);
    const b = translate(right);
    if (!a || !b) return null;
    const made: Typed = { expr: { op: comparisons[symbol], left: a.expr, right: b.expr }, type: { kind: 'boolean' } };
    if (a.type.kind === 'unknown' || b.type.kind === 'unknown') return made;
    const ordered = symbol !== '==' && symbol !== '!=';
    if (a.type.kind === 'number' && b.type.kind === 'number') {
      if (a.type.unit !== null && b.type.unit !== null && !sameUnit(a.type.unit, b.type.unit)) {
        return refuse(right.start, `${source(left)} is in ${a.type.unit}, but ${source(right)} is in ${b.type.unit}`, `compare values of one unit`);
      }
      return made;
    }
    if (ordered) return refuse(a.type.kind === 'number' ? right.start : left.start, `\`${symbol}\` compares numbers, but ${source(a.type.kind === 'number' ? right : left)} is ${words(a.type.kind === 'number' ? b.type : a.type)}`, 'use == or !=, or compare numbers');
    const option = unknownOption(a, b, right) ?? unknownOption(b, a, left);
    if (option) return refuse(option.at, option.message, option.fix);
    if (!comparable(a.type, b.type)) {
      const multi = a.type.kind === 'multi' || b.type.kind === 'multi';
      return refuse(left.start, `${source(left)} is ${words(a.type)} and ${source(right)} is ${words(b.type)}: they can never be equal, so this rule could never fire`, multi ? "write `'option' in form.question`" : 'compare values of one kind');
    }
    return made;
  }

  function calculation(symbol: keyof typeof arithmetic, [left, right]: readonly [Node, Node]): Typed | null {
    const a = translate(left);
    const b = translate(right);
    if (!a || !b) return null;
    for (const [typed, node] of [[a, left], [b, right]] as const) {
      if (typed.type.kind !== 'number' && typed.type.kind !== 'unknown') return refuse(node.start, `\`${symbol}\` calculates with numbers, but this is ${words(typed.type)}`, 'use a number');
    }
    const unit = a.type.kind === 'number' && b.type.kind === 'number' && symbol !== '*' ? (a.type.unit ?? b.type.unit) : null;
    return { expr: { op: arithmetic[symbol], left: a.expr, right: b.expr }, type: { kind: 'number', unit } };
  }

  function membership([left, right]: readonly [Node, Node]): Typed | null {
    const a = translate(left);
    if (right.op === 'list') {
      const items = right.args.map((one) => ({ typed: translate(one), node: one }));
      if (!a) return null;
      const of: Expr[] = [];
      for (const { typed, node } of items) {
        if (!typed) return null;
        const option = unknownOption(a, typed, node);
        if (option) return refuse(option.at, option.message, option.fix);
        if (a.type.kind !== 'unknown' && !comparable(a.type, typed.type)) return refuse(node.start, `${source(left)} is ${words(a.type)} and can never be ${source(node)}`, 'list values of its own kind');
        of.push(typed.expr);
      }
      if (of.length === 0) return refuse(right.start, 'nothing can be in an empty list, so this could never be true', 'list the values');
      return { expr: { op: 'in', left: a.expr, right: { op: 'list', of } }, type: { kind: 'boolean' } };
    }
    const b = translate(right);
    if (!a || !b) return null;
    if (b.type.kind !== 'multi' && b.type.kind !== 'unknown') return refuse(right.start, `\`in\` needs a list or a question with several answers, but ${source(right)} is ${words(b.type)}`, "write `x in ['a', 'b']`, or == for one value");
    const option = unknownOption(b, a, left);
    if (option) return refuse(option.at, option.message, option.fix);
    return { expr: { op: 'in', left: a.expr, right: b.expr }, type: { kind: 'boolean' } };
  }
  return { translate };
}

/** A choice compared with a text that is none of its options: always false, hence refused. */
function unknownOption(question: Typed, value: Typed, node: Node): { at: number; message: string; fix: string } | null {
  if (question.type.kind !== 'choice' && question.type.kind !== 'multi') return null;
  if (value.expr.op !== 'text' || question.type.options.includes(value.expr.value)) return null;
  const path = question.expr.op === 'path' || question.expr.op === 'call' ? question.expr.path : 'the question';
  return { at: node.start, message: `\`${path}\` has no option '${value.expr.value}'`, fix: adviseName(value.expr.value, question.type.options, `use one of ${question.type.options.join(', ')}`) };
}

function comparable(a: ValueType, b: ValueType): boolean {
  const kinds = [a.kind, b.kind].map((kind) => (kind === 'choice' ? 'text' : kind));
  return kinds[0] === kinds[1] && kinds[0] !== 'multi' && kinds[0] !== 'photo';
}

const words = (type: ValueType): string =>
  ({ number: 'a number', boolean: 'true or false', choice: 'one of its options', multi: 'several of its options', text: 'a text', photo: 'a photo', unknown: 'unknown' })[type.kind];

const source = (node: Node): string => `\`${node.input.slice(node.start, node.end)}\``;

const isFunction = (name: string): name is ExprFunction => (exprFunctions as readonly string[]).includes(name);
