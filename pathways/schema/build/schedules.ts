import type { Past, Schedule } from '../../engine/plan.js';
import type { ScheduleText } from '../constructs/schedule.js';
import { within, type Place } from '../source/place.js';
import { buildAfter } from './after.js';
import { need, type Context } from './context.js';
import { personalDay, personalTimes } from './personal.js';
import { stopCondition } from './stop-condition.js';

const ways = ['days', 'weeks', 'months', 'repeat', 'triggered', 'after', 'onRequest'] as const;

/** `step`: the id of the step whose schedule it is. */
export function buildSchedule(step: string, text: ScheduleText, place: Place, context: Context): Schedule {
  const chosen = ways.filter((way) => text[way] !== undefined);
  if (chosen.length !== 1) {
    context.report.error(place, chosen.length === 0 ? 'the schedule does not say when' : `the schedule says when in ${chosen.length} ways (${chosen.join(', ')})`, `give exactly one of ${ways.join(', ')}`);
    return { kind: 'triggered', afterHours: Number.NaN };
  }
  const asksNothing = text.past !== undefined && (text.triggered !== undefined || text.after !== undefined || text.onRequest !== undefined);
  need(!asksNothing, context, within(place, 'past'), 'this schedule has no dates of its own, so none can have passed', 'leave `past` out');
  if (text.triggered) return triggered(text, text.triggered, place, context);
  const anchor = anchorOf(text, place, context);
  if (text.after) return buildAfter({ step, anchor, text, of: text.after, place: within(place, 'after') }, context);
  if (text.onRequest) return onRequest(anchor, text, text.onRequest, within(place, 'onRequest'), context);
  if (text.repeat) return repeat(anchor, text, text.repeat, within(place, 'repeat'), context);
  const key = text.days !== undefined ? 'days' : text.weeks !== undefined ? 'weeks' : 'months';
  const unit = ({ days: 'day', weeks: 'week', months: 'month' } as const)[key];
  const offsets = context.parameters.numbers(text[key] ?? [], within(place, key), unit);
  for (const [index, offset] of offsets.entries()) {
    const former = offsets[index - 1];
    if (former !== undefined && offset <= former) {
      context.report.error(within(place, key), `the ${unit}s do not rise: ${former} is followed by ${offset}`, `list each ${unit} once, in rising order`);
    }
  }
  const at = text.at === undefined ? missingTime(place, context) : context.parameters.time(text.at, within(place, 'at'));
  return { kind: 'offsets', anchor, unit, offsets, at, ...pastOf(text.past, within(place, 'past'), context) };
}

function pastOf(past: ScheduleText['past'], place: Place, context: Context): { past?: Past } {
  if (past === undefined || past === 'skip') return past === undefined ? {} : { past };
  const days = context.parameters.number(past.days, within(place, 'days'), 'day');
  need(!(days < 0), context, within(place, 'days'), 'nothing can be made up for before the launch', 'use 0 or more days');
  return { past: { days, at: context.parameters.time(past.at, within(place, 'at')) } };
}

function triggered(text: ScheduleText, { afterHours, at, once }: NonNullable<ScheduleText['triggered']>, place: Place, context: Context): Schedule {
  for (const key of ['anchor', 'at'] as const) {
    if (text[key] !== undefined) context.report.errorAtKey(within(place, key), `a triggered step has no \`${key}\` of its own: it counts from the rule that starts it`, key === 'at' ? 'move `at` into `triggered:`' : 'leave it out');
  }
  const hours = context.parameters.number(afterHours, within(place, 'triggered', 'afterHours'), 'hour');
  need(!(hours < 0), context, within(place, 'triggered', 'afterHours'), `a triggered step cannot begin ${-hours} hours before the rule fired`, 'use 0 or more hours');
  return { kind: 'triggered', afterHours: hours, ...(at !== undefined && { at: context.parameters.time(at, within(place, 'triggered', 'at')) }), ...(once !== undefined && { once }) };
}

function repeat(anchor: Anchor, text: ScheduleText, { from, every, until, times, stopWhen }: NonNullable<ScheduleText['repeat']>, place: Place, context: Context): Schedule {
  if (text.at !== undefined) context.report.errorAtKey({ source: place.source, path: [...place.path.slice(0, -1), 'at'] }, 'a repeat has `times`, not `at`', 'move the time into `repeat.times`');
  const personal: NonNullable<Repeat['personal']> = {};
  /** A personal number's default, else whichever bound makes the repeat last longest. */
  const day = (ref: string | 0 | 1, key: 'from' | 'every' | 'until'): number => {
    const own = personalDay(ref, within(place, key), context);
    if (own === null) return context.parameters.number(ref, within(place, key), 'day');
    personal[`${key}Day${key === 'every' ? 's' : ''}` as 'fromDay' | 'everyDays' | 'untilDay'] = own.name;
    return Number(own.of.value?.[0] ?? (key === 'until' ? own.of.max : own.of.min));
  };
  const fromDay = day(from, 'from');
  const everyDays = day(every, 'every');
  const untilDay = day(until, 'until');
  need(!(untilDay < fromDay), context, within(place, 'until'), `the repeat ends on day ${untilDay}, before it begins on day ${fromDay}`, 'let `until` be on or after `from`');
  need(!(everyDays < 1), context, within(place, 'every'), `a repeat every ${everyDays} days never moves on`, 'use 1 day or more');
  const ownTimes = typeof times === 'string' ? personalTimes(times, within(place, 'times'), context) : null;
  if (ownTimes) personal.times = ownTimes.name;
  const hours = ownTimes ? (ownTimes.of.value ?? [ownTimes.of.min]) : context.parameters.times(times, within(place, 'times'));
  for (const [index, hour] of hours.entries()) {
    const former = hours[index - 1];
    if (former !== undefined && hour !== '' && hour <= former) context.report.error(within(place, 'times'), `the times do not rise: ${former} is followed by ${hour}`, 'list each time once, earliest first');
  }
  need(text.past === undefined || text.past === 'skip', context, { source: place.source, path: [...place.path.slice(0, -1), 'past'] }, 'a repeat goes on by itself, so nothing of it is made up for', 'write `past: skip`, or leave it out');
  return { kind: 'repeat', anchor, fromDay, everyDays, untilDay, times: hours, ...stopCondition(stopWhen, within(place, 'stopWhen'), context), ...(text.past === 'skip' && { past: 'skip' }), ...(Object.keys(personal).length > 0 && { personal }) };
}

function onRequest(anchor: Anchor, text: ScheduleText, { most, until }: NonNullable<ScheduleText['onRequest']>, place: Place, context: Context): Schedule {
  if (text.at !== undefined) context.report.errorAtKey({ source: place.source, path: [...place.path.slice(0, -1), 'at'] }, 'what is asked for has no time of its own', 'leave `at` out');
  const count = context.parameters.number(most, within(place, 'most'), 'count');
  const untilDay = context.parameters.number(until, within(place, 'until'), 'day');
  need(!(count < 1), context, within(place, 'most'), `${count} times is never`, 'use 1 or more');
  need(!(untilDay < 0), context, within(place, 'until'), 'the last day lies before the anchor', 'use 0 or more days');
  return { kind: 'onRequest', anchor, most: count, untilDay };
}

type Repeat = Extract<Schedule, { kind: 'repeat' }>;
type Anchor = Extract<Schedule, { anchor: unknown }>['anchor'];

function anchorOf(text: ScheduleText, place: Place, context: Context): Anchor {
  const { anchors = {}, mainAnchor = 'discharge' } = context.draft.header;
  const anchor = text.anchor ?? mainAnchor;
  if (anchors[anchor] === undefined && !context.draft.refused.has('anchors')) {
    context.report.error(text.anchor === undefined ? place : within(place, 'anchor'), `the pathway has no anchor \`${anchor}\``, `add \`${anchor}: required\` or \`${anchor}: optional\` under \`anchors:\``);
  }
  return anchor;
}

function missingTime(place: Place, context: Context): string {
  context.report.errorAtKey(place, 'the schedule has no time of day', 'add `at: $<parameter with a local time>`');
  return '';
}
