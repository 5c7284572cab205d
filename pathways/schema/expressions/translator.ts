/** What the translators of the parts of an expression share. */
import type { ASTNode } from '@marcbachmann/cel-js';
import type { Expr, ExprFunction } from '../../engine/plan.js';
import type { Parameters } from '../build/parameters.js';
import { adviseName } from '../source/nearest.js';
import type { Named, Names, ValueType } from './types.js';

export type Node = ASTNode;
export type Typed = { expr: Expr; type: ValueType };

/** One use of history: the numbers are the resolved arguments. */
export type LookBack = { path: string; fn: ExprFunction; args: string[] };

export type Translator = {
  names: Names;
  parameters: Parameters;
  named: Named[];
  lookBacks: LookBack[];
  /** Null after a complaint. */
  translate(node: Node): Typed | null;
  /** Complains at a character of the expression. */
  refuse(at: number, message: string, fix: string): null;
};

export const sourceOf = (node: Node): string => `\`${node.input.slice(node.start, node.end)}\``;

export const typeWords = (type: ValueType): string =>
  ({ number: 'a number', boolean: 'true or false', choice: 'one of its options', multi: 'several of its options', text: 'a text', photo: 'a photo', unknown: 'unknown' })[type.kind];

/** Whether two values can ever be equal. */
export function comparable(a: ValueType, b: ValueType): boolean {
  const [left, right] = [a, b].map(({ kind }) => (kind === 'choice' ? 'text' : kind));
  return left === right && left !== 'multi' && left !== 'photo';
}

/** A choice compared with a text that is none of its options: always false, hence refused. */
export function unknownOption(question: Typed, value: Typed, node: Node): { at: number; message: string; fix: string } | null {
  if (question.type.kind !== 'choice' && question.type.kind !== 'multi') return null;
  if (value.expr.op !== 'text' || question.type.options.includes(value.expr.value)) return null;
  const path = question.expr.op === 'path' || question.expr.op === 'call' ? question.expr.path : 'the question';
  return { at: node.start, message: `\`${path}\` has no option '${value.expr.value}'`, fix: adviseName(value.expr.value, question.type.options, `use one of ${question.type.options.join(', ')}`) };
}
