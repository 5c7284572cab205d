/** CEL text -> typed tree of the engine. The library only parses: what a pathway may say is far less than CEL, and its slips need our words and columns. */
import { parse, ParseError } from '@marcbachmann/cel-js';
import type { Expr } from '../../engine/plan.js';
import type { AmountText, Parameters, ResolvedParameter } from '../build/parameters.js';
import { adviseName } from '../source/nearest.js';
import type { Place } from '../source/place.js';
import type { Report } from '../source/report.js';
import { call } from './calls.js';
import { calculation, comparison, condition, joined, membership, negative } from './operators.js';
import { typeWords, type LookBack, type Node, type Translator, type Typed } from './translator.js';
import { isTimeOfDay } from '../units.js';
import { bound, type Named, type Names, type ValueType } from './types.js';

/** `starts`: where each part of the tree begins in the text, for complaints found later. */
export type Compiled = { expr: Expr; type: ValueType; named: Named[]; lookBacks: LookBack[]; starts: ReadonlyMap<Expr, number> };
export type ExpressionContext = { names: Names; parameters: Parameters; report: Report };

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
  const starts = new Map<Expr, number>();
  const translator = newTranslator(place, context, starts);
  const compiled = translator.translate(ast);
  if (!compiled) return null;
  if (compiled.type.kind !== 'boolean' && compiled.type.kind !== 'unknown') {
    return translator.refuse(ast.start, `a condition must be true or false, but this is ${typeWords(compiled.type)}`, 'compare it with something');
  }
  return { ...compiled, named: translator.named, lookBacks: translator.lookBacks, starts };
}

function newTranslator(place: Place, { names, parameters, report }: ExpressionContext, starts: Map<Expr, number>): Translator {
  const translator: Translator = {
    names, parameters, named: [], lookBacks: [],
    translate: (node) => {
      const typed = translateNode(node, translator);
      if (typed) starts.set(typed.expr, node.start);
      return typed;
    },
    refuse: (at, message, fix) => {
      report.errorInText(place, at, message, fix);
      return null;
    },
  };
  return translator;
}

function translateNode(node: Node, translator: Translator): Typed | null {
  const { refuse } = translator;
  switch (node.op) {
    case 'value':
      return literal(node.args, node, translator);
    case 'id':
      return path(node.args, null, node, translator);
    case '.':
      return member(node, translator);
    case 'call':
      return call(node.args[0], node.args[1], node, translator);
    case '&&':
    case '||':
      return joined(node.op === '&&' ? 'and' : 'or', node.args, node, translator);
    case '!_': {
      const of = condition(node.args, '!', translator);
      return of && { expr: { op: 'not', of: of.expr }, type: { kind: 'boolean' } };
    }
    case '-_':
      return negative(node.args, node, translator);
    case '==': case '!=': case '<': case '<=': case '>': case '>=':
      return comparison(node.op, node.args, translator);
    case '+': case '-': case '*':
      return calculation(node.op, node.args, translator);
    case 'in':
      return membership(node.args, translator);
    case '?:':
      return refuse(node.start, '`? :` is not part of the language', 'write two cases: the first that is true decides');
    case '/': case '%':
      return refuse(node.start, `\`${node.op}\` is not part of the language: decimals are exact`, 'multiply the other side instead');
    default:
      return refuse(node.start, `\`${node.op === 'rcall' ? `.${node.args[0]}()` : node.op}\` is not part of the language here`, 'use comparisons, &&, ||, !, in, + - * and the look-back functions');
  }
}

function literal(value: unknown, node: Node, { refuse }: Translator): Typed | null {
  if (typeof value === 'boolean') return { expr: { op: 'bool', value }, type: { kind: 'boolean' } };
  if (typeof value === 'string') return { expr: { op: 'text', value }, type: { kind: 'text' } };
  if (typeof value !== 'bigint' && typeof value !== 'number') {
    return refuse(node.start, `${String(value)} is not a value of the language`, 'compare with a number, a text, true or false; `given(x)` asks whether there is a value');
  }
  if (Number(value) === 0 || Number(value) === 1) return { expr: { op: 'num', value: String(value) }, type: { kind: 'number', unit: null } };
  refuse(node.start, `the number ${String(value)} has no name and no source`, 'name it as a parameter with a source and write `p.<name>`');
  // Refused, yet looked at further: an author should hear at once that `x > 5 && x < 2` never fires, too.
  return /^\d+(\.\d+)?$/.test(String(value)) ? { expr: { op: 'num', value: String(value) }, type: { kind: 'number', unit: null } } : null;
}

function member(node: Extract<Node, { op: '.' }>, translator: Translator): Typed | null {
  const [owner, name] = node.args;
  if (owner.op !== 'id') return translator.refuse(node.start, 'only one dot: `form.question`, `reading.component`, `patient.flag`, `p.parameter`', 'name the value in one of these ways');
  return owner.args === 'p' ? parameter(name, node, translator) : path(owner.args, name, node, translator);
}

function parameter(name: string, node: Node, translator: Translator): Typed | null {
  const { parameters, refuse } = translator;
  const found = parameters.find(name);
  if (!found) return parameters.exists(name) ? null : refuse(node.pos, `no parameter \`${name}\``, adviseName(name, parameters.names(), `add \`${name}\` under \`parameters:\``));
  if (found.personal) return personal(found, node, translator);
  const [value] = found.values;
  if (found.list || value === undefined) return refuse(node.pos, `parameter \`${name}\` is a list; an expression needs one value`, 'use a parameter with a single value');
  if (/^-?\d+(\.\d+)?$/.test(value)) return { expr: { op: 'num', value, name }, type: { kind: 'number', unit: found.unit } };
  return { expr: { op: 'text', value, name }, type: { kind: 'text' } };
}

/** A patient's own number is a value like another: it may be missing, and "why" shows which it was. */
function personal({ name, list, unit, personal: own }: ResolvedParameter, node: Node, { parameters, named, refuse }: Translator): Typed | null {
  if (list || own?.list) return refuse(node.pos, `parameter \`${name}\` is a list; an expression needs one value`, 'use a parameter with a single value');
  if (isTimeOfDay(unit)) return refuse(node.pos, `parameter \`${name}\` is a time of day, which no expression compares`, 'use it in `times` of a repeat');
  const [min, max] = [own && bound(own.min as AmountText, parameters), own && bound(own.max as AmountText, parameters)];
  const type: ValueType = { kind: 'number', unit, ...(min && { min }), ...(max && { max }) };
  const path = `p.${name}`;
  named.push({ path, kind: 'personal', type });
  return { expr: { op: 'path', path }, type };
}

function path(owner: string, name: string | null, node: Node, { names, named, refuse }: Translator): Typed | null {
  const found = names.find(owner, name);
  if ('message' in found) return refuse(found.at === 'member' ? node.pos : node.start, found.message, found.fix);
  named.push(found);
  return { expr: { op: 'path', path: found.path }, type: found.type };
}
