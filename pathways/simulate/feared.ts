/** What a plan's own rules fear of an item: for questions that no profile knows. */
import { scaled } from '../engine/decimal.js';
import type { Expr, Plan } from '../engine/plan.js';

/** Plain words: "no" is the healthy answer to a question about symptoms, "yes" to one about what was understood. */
export const usualBoolean = (plan: Plan, path: string): boolean => everyExpr(plan).some((expr) => expr.op === 'eq' && isPath(expr.left, path) && expr.right.op === 'bool' && !expr.right.value)
  || !everyExpr(plan).some((expr) => expr.op === 'path' && expr.path === path);

const isPath = (expr: Expr, path: string): boolean => (expr.op === 'path' || expr.op === 'call') && expr.path === path;

/** Texts that rules compare this path with. */
export const feared = (plan: Plan, path: string): string[] => everyExpr(plan).flatMap((expr) => {
  if (expr.op === 'eq' && isPath(expr.left, path) && expr.right.op === 'text') return [expr.right.value];
  if (expr.op !== 'in') return [];
  if (isPath(expr.right, path) && expr.left.op === 'text') return [expr.left.value];
  return isPath(expr.left, path) && expr.right.op === 'list' ? expr.right.of.flatMap((of) => (of.op === 'text' ? [of.value] : [])) : [];
});

/** Numbers that rules compare this path with: `above` are alarming when exceeded, `below` when undercut. */
export function limitsOf(plan: Plan, path: string): { above: number[]; below: number[] } {
  const above: number[] = [];
  const below: number[] = [];
  for (const expr of everyExpr(plan)) {
    if (!('left' in expr) || !('right' in expr) || !isPath(expr.left, path) || expr.right.op !== 'num' || !scaled(expr.right.value)) continue;
    if (expr.op === 'gt' || expr.op === 'ge') above.push(Number(expr.right.value));
    if (expr.op === 'lt' || expr.op === 'le') below.push(Number(expr.right.value));
  }
  return { above, below };
}

/** All parts of all rules' conditions; once per plan, thousands of draws ask for it. */
const parts = new WeakMap<Plan, Expr[]>();
function everyExpr(plan: Plan): Expr[] {
  const known = parts.get(plan);
  if (known) return known;
  const all = plan.rules.flatMap((rule) => rule.cases.flatMap(({ when }) => inside(when)));
  parts.set(plan, all);
  return all;
}

function inside(expr: Expr): Expr[] {
  switch (expr.op) {
    case 'num': case 'text': case 'bool': case 'path': return [expr];
    case 'not': case 'rank': return [expr, ...inside(expr.of)];
    case 'and': case 'or': case 'list': return [expr, ...expr.of.flatMap(inside)];
    case 'call': return [expr, ...expr.args.flatMap(inside)];
    default: return [expr, ...inside(expr.left), ...inside(expr.right)];
  }
}
