import type { Embeds, Plan } from '../../engine/plan.js';
import { within } from '../source/place.js';
import type { Context } from './context.js';

/** Packages that may be started within this one. Empty when the pathway names none. */
export function buildEmbeds({ draft: { header, place: root }, texts }: Context): Pick<Plan, 'embeds'> {
  const embeds = (header.embeds ?? []).map(({ service, packages, label }, index): Embeds => {
    texts.shown(label, within(root, 'embeds', index, 'label'));
    return { service, packages, label };
  });
  return embeds.length > 0 ? { embeds } : {};
}
