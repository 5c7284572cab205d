import type { Expr } from '../../engine/plan.js';
import { checkCondition } from '../checks/reach.js';
import { compileCondition } from '../expressions/cel.js';
import type { Place } from '../source/place.js';
import type { Context } from './context.js';

/** The schedule's `stopWhen`; what it looks back on is remembered. Empty when there is none, or after a complaint. */
export function stopCondition(text: string | undefined, place: Place, context: Context): { stopWhen?: Expr } {
  const stop = text === undefined ? null : compileCondition(text, place, context);
  if (!stop) return {};
  checkCondition(stop, place, 'the stop condition', context);
  context.remembered.lookBacks.push(...stop.lookBacks);
  context.remembered.named.push(...stop.named);
  return { stopWhen: stop.expr };
}
