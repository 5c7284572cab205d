import type { Plan } from '../../engine/plan.js';
import type { Anchor } from '../../engine/vocabulary.js';
import { within } from '../source/place.js';
import { need, type Context } from './context.js';
import type { Header } from './draft.js';

/** Which dates the plan counts from, when they become known, and how many rounds there are at most. */
export function buildAnchors(written: Header['anchors'], context: Context): Pick<Plan, 'anchors' | 'rounds'> {
  const anchors: Plan['anchors'] = {};
  const rounds: NonNullable<Plan['rounds']> = {};
  for (const [name, text] of Object.entries(written)) {
    const anchor = name as Anchor;
    const place = within(context.draft.place, 'anchors', anchor);
    anchors[anchor] = typeof text === 'string' ? text : 'again';
    if (typeof text === 'string') {
      need(text !== 'again' || context.draft.header.goal !== undefined, context, place, `nobody knows when the last round of \`${anchor}\` has begun, so the course is never over`, `write \`${anchor}: { again: { most: $<parameter that counts> } }\`, or give the pathway a \`goal:\``);
      continue;
    }
    const most = context.parameters.number(text.again.most, within(place, 'again', 'most'), 'count');
    need(!(most < 1), context, within(place, 'again', 'most'), `${most} rounds are none`, 'use 1 or more');
    rounds[anchor] = most;
  }
  return { anchors, ...(Object.keys(rounds).length > 0 && { rounds }) };
}
