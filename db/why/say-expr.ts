/** A compiled condition as a person reads it: `wound.redness == 'over-2cm' || core.temperature >= feverOrange (38.5)`. */
import type { Expr } from '../../pathways/engine/plan.js';
import { assertNever } from '../../pathways/engine/vocabulary.js';

const signs = { eq: '==', ne: '!=', lt: '<', le: '<=', gt: '>', ge: '>=', add: '+', sub: '-', mul: '*', in: 'in' } as const;

export function sayExpr(expr: Expr): string {
  switch (expr.op) {
    case 'num':
      return expr.name === undefined ? expr.value : `${expr.name} (${expr.value})`;
    case 'text':
      return expr.name === undefined ? `'${expr.value}'` : `${expr.name} ('${expr.value}')`;
    case 'bool':
      return String(expr.value);
    case 'path':
      return expr.path;
    case 'not':
      return `!(${sayExpr(expr.of)})`;
    case 'and':
    case 'or':
      return expr.of.map((part) => (part.op === 'and' || part.op === 'or' ? `(${sayExpr(part)})` : sayExpr(part))).join(expr.op === 'and' ? ' && ' : ' || ');
    case 'eq':
    case 'ne':
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
    case 'add':
    case 'sub':
    case 'mul':
    case 'in':
      return `${sayExpr(expr.left)} ${signs[expr.op]} ${sayExpr(expr.right)}`;
    case 'rank':
      return `rank(${sayExpr(expr.of)})`;
    case 'list':
      return `[${expr.of.map(sayExpr).join(', ')}]`;
    case 'call':
      return `${expr.fn}(${[expr.path, ...expr.args.map(sayExpr)].join(', ')})`;
    default:
      return assertNever(expr);
  }
}
