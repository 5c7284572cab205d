/** Which thresholds a plan sets on a value, with the parameter's unit and source mark: what a plot draws and its table explains. */
import type { Expr, Plan, RuleId, TextKey } from '../engine/plan.js';
import type { Level } from '../engine/vocabulary.js';
import { comparisonsOf, type Limit, type Reading } from './comparisons.js';

export type Bound = Limit & { unit: string | null; /** `[n]`, `K` or `C`; null: the number has no name, so its source is the rule's. */ source: string | null };

export type Threshold = {
  path: string;
  rule: RuleId;
  /** Index of the case inside the rule. */
  case: number;
  /** null: the rule opens no case but starts steps. */
  level: Level | null;
  reading: Reading;
  from: Bound | null;
  to: Bound | null;
  /** Something else has to be true as well. */
  further: boolean;
  /** A second measurement has to confirm it. */
  confirmed: boolean;
  instruction: TextKey;
  /** Source mark of the rule as a whole. */
  source: string;
};

/** In the order in which the rules speak. Only values that patients and staff report: not `patient.*`, not `day`. */
export function thresholdsOf(plan: Pick<Plan, 'rules' | 'parameters'>, path: string): Threshold[] {
  return plan.rules.flatMap((rule) => rule.cases.flatMap((of, index) =>
    comparisonsOf(of.when).filter((found) => found.path === path).map(({ reading, from, to, further }): Threshold => ({
      path, rule: rule.id, case: index, level: of.level, reading, from: bound(plan, from), to: bound(plan, to), further,
      confirmed: rule.confirm !== undefined, instruction: of.instruction, source: rule.source,
    }))));
}

const bound = ({ parameters }: Pick<Plan, 'parameters'>, limit: Limit | null): Bound | null => {
  if (limit === null) return null;
  const known = limit.parameter === null ? undefined : parameters[limit.parameter];
  return { ...limit, unit: known?.unit ?? null, source: known?.source ?? null };
};

/** Rules that look at the value in any way, also where no threshold can be drawn. */
export const rulesReading = (plan: Pick<Plan, 'rules'>, path: string): RuleId[] =>
  plan.rules.filter(({ cases }) => cases.some(({ when }) => mentions(when, path))).map(({ id }) => id);

function mentions(expr: Expr, path: string): boolean {
  switch (expr.op) {
    case 'path': return expr.path === path;
    case 'call': return expr.path === path || expr.args.some((arg) => mentions(arg, path));
    case 'not': case 'rank': return mentions(expr.of, path);
    case 'and': case 'or': case 'list': return expr.of.some((part) => mentions(part, path));
    case 'num': case 'text': case 'bool': return false;
    default: return mentions(expr.left, path) || mentions(expr.right, path);
  }
}
