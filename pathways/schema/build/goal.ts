import type { Plan } from '../../engine/plan.js';
import { checkCondition } from '../checks/reach.js';
import { compileCondition } from '../expressions/cel.js';
import { within } from '../source/place.js';
import { need, type Context } from './context.js';

/** Empty when the pathway names no goal, or after a complaint. */
export function buildGoal(context: Context): Pick<Plan, 'goal'> {
  const { header, place: root } = context.draft;
  if (!header.goal) return {};
  const place = within(root, 'goal');
  const { when, source, label } = header.goal;
  context.texts.shown(label, within(place, 'label'));
  const compiled = compileCondition(when, within(place, 'when'), context);
  if (!compiled) return {};
  checkCondition(compiled, within(place, 'when'), 'the goal', context);
  need(compiled.named.some(({ kind }) => kind !== 'day'), context, within(place, 'when'), 'this goal looks at no answer, score, reading or fact, so it is never looked at', 'compare what shows that the goal is reached; for a mere number of days end the schedules themselves');
  context.remembered.lookBacks.push(...compiled.lookBacks);
  context.remembered.named.push(...compiled.named);
  return { goal: { when: compiled.expr, source, label } };
}
