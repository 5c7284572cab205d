import type { Plan, Step } from '../../engine/plan.js';
import { within } from '../source/place.js';
import { need, type Context } from './context.js';

/** Rewards, and what is said by a person after a loss. Empty when the pathway has neither. */
export function buildRewards(steps: Step[], context: Context): Pick<Plan, 'rewards' | 'loss'> {
  const { header, place: root } = context.draft;
  const rewards = (header.rewards ?? []).map(({ badges, text }, index) => {
    const place = within(root, 'rewards', index);
    context.texts.sent(text, within(place, 'text'), { class: 'education', channels: ['wechat', 'sms'] });
    const count = context.parameters.number(badges, within(place, 'badges'), 'count');
    need(!(count < 1), context, within(place, 'badges'), 'a reward for no badge at all is none', 'use 1 or more');
    return { badges: count, text };
  });
  if (rewards.length > 0) need(steps.some(({ badge }) => badge !== undefined), context, within(root, 'rewards'), 'no step earns a badge, so nobody ever gets a reward', 'give steps a `badge:`');
  checkBadges(context);
  const { loss } = header;
  if (loss) context.texts.shown(loss.script, within(root, 'loss', 'script'));
  return { ...(rewards.length > 0 && { rewards }), ...(loss && { loss }) };
}

/** A badge is for attending. What a value decides, or what nobody attends, earns none. */
function checkBadges(context: Context): void {
  for (const { text, place } of context.draft.steps.all) {
    if (text.badge === undefined) continue;
    const at = within(place, 'badge');
    context.texts.shown(text.badge, at);
    const { schedule } = text;
    need(text.kind !== 'reading', context, at, 'a measurement is completed only by a value that is believed, so this badge would depend on the value', 'give the badge to a step that is attended: a visit, a form, a call or a ticked message');
    need(text.kind !== 'task', context, at, 'staff does this task: the patient attends nothing', 'give the badge to a step that is attended: a visit, a form, a call or a ticked message');
    need(text.kind !== 'message' || text.tick, context, at, 'this message ends with its delivery: nobody attends it', 'add `tick: true`, or leave the badge out');
    need(!schedule.triggered, context, at, 'a rule starts this step, so this badge would depend on what was answered', 'give the badge to a step with a schedule of its own');
    need(!(schedule.repeat?.stopWhen ?? schedule.after?.stopWhen), context, at, 'this schedule ends with a value, so the number of badges would depend on it', 'leave `stopWhen` or the badge out');
  }
}
