import type { FormStep, Reminder, Step, TaskStep, VisitStep } from '../../engine/plan.js';
import type { StepText } from '../constructs/step.js';
import { adviseName } from '../source/nearest.js';
import { within, type Place } from '../source/place.js';
import { need, type Context } from './context.js';
import type { Item } from './draft.js';
import { buildSchedule } from './schedules.js';

export const buildSteps = (context: Context): Step[] => context.draft.steps.all.map((item) => buildStep(item, context));

function buildStep({ id, text, place }: Item<StepText>, context: Context): Step {
  const base = { id, phase: text.phase, schedule: buildSchedule(id, text.schedule, within(place, 'schedule'), context), holidays: text.holidays, label: text.label, ...(text.badge !== undefined && { badge: text.badge }) };
  context.texts.shown(text.label, within(place, 'label'));
  const hours = (ref: string | 0 | 1, key: string): number => {
    const value = context.parameters.number(ref, within(place, key), 'hour');
    need(!(value <= 0), context, within(place, key), `${value} hours leave no time at all`, 'use more than 0 hours');
    return value;
  };
  switch (text.kind) {
    case 'visit':
      return { ...base, ...visit(text, place, context) };
    case 'form':
      context.texts.sent(text.invite, within(place, 'invite'), text);
      context.texts.sent(text.remind, within(place, 'remind'), text);
      return { ...base, ...formStep(text, place, context), closesAfterHours: hours(text.closesAfterHours, 'closesAfterHours') };
    case 'call':
      context.texts.shown(text.script, within(place, 'script'));
      return { ...base, kind: 'call', by: text.by, script: text.script, forms: forms(text.forms, within(place, 'forms'), context), withinHours: hours(text.withinHours, 'withinHours') };
    case 'reading':
      context.texts.sent(text.text, within(place, 'text'), text);
      if (!context.draft.readings.has(text.reading)) {
        context.report.error(within(place, 'reading'), `no reading \`${text.reading}\``, adviseName(text.reading, context.draft.readings.ids(), `add \`${text.reading}\` under \`readings:\``));
      }
      return { ...base, kind: 'reading', reading: text.reading, text: text.text, class: text.class, channels: text.channels, withinHours: hours(text.withinHours, 'withinHours') };
    case 'message':
      context.texts.sent(text.text, within(place, 'text'), text);
      return { ...base, kind: 'message', who: text.who, text: text.text, class: text.class, channels: text.channels, expiresAfterHours: hours(text.expiresAfterHours, 'expiresAfterHours'), tick: text.tick, ...(text.advises && { advises: text.advises }) };
    case 'task':
      context.texts.shown(text.text, within(place, 'text'));
      return { ...base, kind: 'task', by: text.by, text: text.text, forms: forms(text.forms, within(place, 'forms'), context), deadline: deadline(text, place, context, hours) };
  }
}

function deadline({ withinHours, byTime }: Extract<StepText, { kind: 'task' }>, place: Place, context: Context, hours: (ref: string | 0 | 1, key: string) => number): TaskStep['deadline'] {
  if (withinHours !== undefined && byTime === undefined) return { withinHours: hours(withinHours, 'withinHours') };
  if (withinHours === undefined && byTime !== undefined) return { byTime: context.parameters.time(byTime, within(place, 'byTime')) };
  context.report.errorAtKey(place, withinHours === undefined ? 'nobody would ever miss this task: it has no deadline' : 'this task has two deadlines', 'give it `withinHours: $<parameter>` or `byTime: $<parameter>`, one of the two');
  return { withinHours: 0 };
}

type Base = 'id' | 'phase' | 'schedule' | 'holidays' | 'label';

function visit(text: Extract<StepText, { kind: 'visit' }>, place: Place, context: Context): Omit<VisitStep, Base> {
  for (const key of ['materials', 'sop'] as const) text[key].forEach((one, index) => context.texts.shown(one, within(place, key, index)));
  const services = (context.draft.header.package?.units ?? []).map(({ service }) => service);
  if (!services.includes(text.service) && !context.draft.refused.has('package')) {
    context.report.error(within(place, 'service'), `the package does not sell the service \`${text.service}\``, adviseName(text.service, services, `add \`{ service: ${text.service}, count: $<parameter> }\` under \`package.units\``));
  }
  const earlyDays = context.parameters.number(text.window.early, within(place, 'window', 'early'), 'day');
  const lateDays = context.parameters.number(text.window.late, within(place, 'window', 'late'), 'day');
  if (earlyDays + lateDays < 0) {
    context.report.error(within(place, 'window'), `the window starts ${fromDue(-earlyDays)} and ends ${fromDue(lateDays)}: it ends before it starts`, 'count both sides as days >= 0: `early` before, `late` after the due date');
  } else {
    for (const [key, days] of [['early', earlyDays], ['late', lateDays]] as const) {
      need(!(days < 0), context, within(place, 'window', key), `\`${key}\` is ${days} days, so the due date is outside its own window`, 'use 0 or more days');
    }
  }
  const missedAfterHours = context.parameters.number(text.missedAfterHours, within(place, 'missedAfterHours'), 'hour');
  need(!(missedAfterHours < 0), context, within(place, 'missedAfterHours'), 'a visit cannot be missed before its window has ended', 'use 0 or more hours');
  const reminders = text.reminders.map((_, index) => reminder(text, index, within(place, 'reminders', index), context));
  return {
    kind: 'visit', who: text.who, place: text.place, service: text.service, window: { earlyDays, lateDays }, materials: text.materials, sop: text.sop,
    record: forms(text.record, within(place, 'record'), context), missedAfterHours, missed: text.missed, reminders,
  };
}

const fromDue = (days: number): string => (days === 0 ? 'on the due date' : `${Math.abs(days)} ${Math.abs(days) === 1 ? 'day' : 'days'} ${days < 0 ? 'before' : 'after'} the due date`);

function reminder(text: Extract<StepText, { kind: 'visit' }>, index: number, place: Place, context: Context): Reminder {
  const one = text.reminders[index];
  if (!one) throw new RangeError('No such reminder');
  context.texts.sent(one.text, within(place, 'text'), one);
  if (text.reminders.findIndex(({ purpose }) => purpose === one.purpose) < index) {
    context.report.error(within(place, 'purpose'), `two reminders of this visit have the purpose \`${one.purpose}\``, 'give each reminder a purpose of its own');
  }
  const daysBefore = context.parameters.number(one.daysBefore, within(place, 'daysBefore'), 'day');
  need(!(daysBefore < 0), context, within(place, 'daysBefore'), 'the reminder would come after the visit', 'use 0 or more days');
  return { purpose: one.purpose, text: one.text, daysBefore, at: context.parameters.time(one.at, within(place, 'at')), class: one.class, to: one.to, channels: one.channels };
}

const formStep = (text: Extract<StepText, { kind: 'form' }>, place: Place, context: Context): Omit<FormStep, Base | 'closesAfterHours'> => ({
  kind: 'form', who: text.who, forms: forms(text.forms, within(place, 'forms'), context), invite: text.invite, remind: text.remind, class: text.class, channels: text.channels,
});

function forms(ids: string[], place: Place, context: Context): string[] {
  ids.forEach((id, index) => {
    if (context.draft.forms.has(id)) return;
    context.report.error(within(place, index), `no form \`${id}\``, adviseName(id, context.draft.forms.ids(), `add \`${id}\` under \`forms:\``));
  });
  return ids;
}
