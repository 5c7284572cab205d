/**
 * A safety form that a rule starts because of a value, and a rule that wants this value beside its answers: the value must count for as long as the
 * form is open. Otherwise whoever answers late, as the reminder asks her to, is told nothing. Other forms are compared within hours of their own.
 */
import type { FormStep, Step } from '../../engine/plan.js';
import type { Context } from '../build/context.js';
import type { BuiltRule } from '../build/rules.js';
import { within } from '../source/place.js';

export function checkWindows(rules: readonly BuiltRule[], steps: readonly Step[], context: Context): void {
  for (const step of steps) {
    if (step.kind !== 'form' || step.class !== 'safety' || step.schedule.kind !== 'triggered') continue;
    const starters = rules.filter(({ rule }) => rule.cases.some(({ start }) => start.includes(step.id)));
    checkForm(step, step.schedule.afterHours + step.closesAfterHours, new Set(starters.flatMap(({ rule }) => rule.inputs)), rules, context);
  }
}

function checkForm({ id, forms }: FormStep, open: number, because: ReadonlySet<string>, rules: readonly BuiltRule[], { report }: Context): void {
  const asks = (path: string): boolean => forms.includes(path.slice(0, path.indexOf('.')));
  for (const { rule, place, conditions } of rules)
    for (const [index, condition] of conditions.entries()) {
      if (!condition?.named.some(({ path }) => asks(path))) continue;
      for (const { fn, path, args: [hours] } of condition.lookBacks) {
        if ((fn !== 'latest' && fn !== 'alone') || asks(path) || !because.has(path) || !(Number(hours) < open)) continue;
        report.warning(within(place, 'cases', index, 'when'), `rule ${rule.id} forgets \`${path}\` after ${hours ?? '0'} hours, but \`${id}\`, started because of it, is open for ${open}`, 'let the value count longer than the form is open');
      }
    }
}
