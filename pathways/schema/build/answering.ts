import type { Plan } from '../../engine/plan.js';
import { within } from '../source/place.js';
import { need, type Context } from './context.js';

/** Hours in which questions are answered. Empty when the pathway names none: then the hospital's own rule counts. */
export function buildAnswering(context: Context): Pick<Plan, 'answering'> {
  const { header, place: root } = context.draft;
  const { parameters } = context;
  const answering = (header.answering ?? []).map((window, index) => {
    const place = within(root, 'answering', index);
    const from = parameters.time(window.from, within(place, 'from'));
    const to = parameters.time(window.to, within(place, 'to'));
    need(from === '' || to === '' || from < to, context, within(place, 'to'), `these hours end at ${to}, before they begin at ${from}`, 'let them end later on the same day; hours over midnight are two windows');
    const withinMinutes = parameters.number(window.withinMinutes, within(place, 'withinMinutes'), 'minute');
    need(!(withinMinutes < 1), context, within(place, 'withinMinutes'), 'nobody can answer at once', 'use 1 minute or more');
    return { from, to, withinMinutes, by: window.by };
  });
  return answering.length > 0 ? { answering } : {};
}
