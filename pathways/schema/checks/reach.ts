/** Rules, cases and questions that nothing can ever bring about. */
import type { Expr } from '../../engine/plan.js';
import type { Context } from '../build/context.js';
import type { BuiltRule } from '../build/rules.js';
import type { Compiled } from '../expressions/cel.js';
import { canBeTrue, contradiction } from '../expressions/satisfiable.js';
import type { ValueType } from '../expressions/types.js';
import { within, type Place } from '../source/place.js';

export function checkConditions(rules: BuiltRule[], context: Context): void {
  for (const { rule, place, conditions } of rules) {
    const earlier: Expr[] = [];
    conditions.forEach((condition, index) => {
      const at = within(place, 'cases', index, 'when');
      if (!condition) return;
      const alive = checkCondition(condition, at, `case ${index + 1} of rule ${rule.id}`, context);
      if (alive && isCovered(condition, earlier)) {
        context.report.error(at, `case ${index + 1} of rule ${rule.id} can never fire: whenever it is true, an earlier case is true and decides`, 'move it before that case, or make its condition wider');
      }
      earlier.push(condition.expr);
    });
  }
}

/** False after a complaint. Parts joined by `||` are looked at one by one: a dead part is a mistake even when another one lives. */
export function checkCondition(condition: Compiled, place: Place, what: string, context: Context): boolean {
  const types = typesOf(condition);
  const parts = alternatives(condition.expr);
  const dead = parts.filter((part) => canBeTrue(part, [], types) === false);
  for (const part of dead) {
    const variable = contradiction(part, types);
    const why = variable === null ? 'its parts contradict each other' : `no value of \`${variable}\` makes it true`;
    const whole = dead.length === parts.length ? `${what} can never fire` : `this part of ${what} can never be true`;
    context.report.errorInText(place, condition.starts.get(part) ?? 0, `${whole}: ${why}`, 'correct the bounds or the parameters that they name');
  }
  return dead.length === 0;
}

function isCovered(condition: Compiled, earlier: Expr[]): boolean {
  if (earlier.length === 0) return false;
  return alternatives(condition.expr).every((part) => canBeTrue(part, earlier, typesOf(condition)) === false);
}

const alternatives = (expr: Expr): Expr[] => (expr.op === 'or' ? expr.of : [expr]);

/** What only an earlier case names is never varied, so its type does not matter. */
const typesOf = ({ named }: Compiled) => (path: string): ValueType => named.find((one) => one.path === path)?.type ?? { kind: 'unknown' };
