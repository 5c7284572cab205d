import type { Form, Question, ReadingKind } from '../../engine/plan.js';
import { compare } from '../../engine/decimal.js';
import type { FormText, QuestionText } from '../constructs/form.js';
import type { Reading } from '../constructs/reading.js';
import { checkCondition } from '../checks/reach.js';
import { compileCondition } from '../expressions/cel.js';
import { arrives } from '../expressions/types.js';
import { within, type Place } from '../source/place.js';
import { sameUnit } from '../units.js';
import { need, type Context } from './context.js';
import type { Item } from './draft.js';

export const buildForms = (context: Context): Record<string, Form> =>
  Object.fromEntries(context.draft.forms.all.map((item) => [item.id, buildForm(item, context)]));

export const buildReadings = (context: Context): Record<string, ReadingKind> =>
  Object.fromEntries(context.draft.readings.all.map((item) => [item.id, buildReading(item, context)]));

/** The wording key of an option, by convention; null where a question may carry no wording. */
export const optionKey = (question: { text?: string | undefined; optionText?: string | undefined }, option: string): string | null => {
  const prefix = question.optionText ?? question.text;
  return prefix === undefined ? null : `${prefix}.${option}`;
};

function buildForm({ id, text, place }: Item<FormText>, context: Context): Form {
  context.texts.shown(text.title, within(place, 'title'));
  checkOwner(id, 'form', place, context);
  const questions = Object.entries(text.questions).map(([name, question]) => buildQuestion(id, name, question, within(place, 'questions', name), context));
  if (questions.length === 0) context.report.error(within(place, 'questions'), `form \`${id}\` asks nothing`, 'add a question');
  return { id, questions, ...(text.instrument !== undefined && { instrument: text.instrument }) };
}

function buildQuestion(form: string, id: string, text: QuestionText, place: Place, context: Context): Question {
  if (id === 'score') context.report.errorAtKey(place, '`score` is the name of an instrument\'s total', 'give the question another id');
  if (text.text !== undefined) context.texts.asked(text.text, within(place, 'text'));
  const askWhen = text.askWhen === undefined ? null : compileCondition(text.askWhen, within(place, 'askWhen'), context);
  if (askWhen) checkCondition(askWhen, within(place, 'askWhen'), `the question \`${form}.${id}\``, context);
  for (const { path, kind } of askWhen?.named ?? []) {
    const own = !arrives(kind) || (path.startsWith(`${form}.`) && path !== `${form}.${id}`);
    need(own, context, within(place, 'askWhen'), `\`${path}\` is not answered in this form, so nobody knows yet whether to ask`, `ask only after other questions of \`${form}\`, or after \`patient.<flag>\``);
  }
  const base = { id, required: text.required, ...(askWhen && { askWhen: askWhen.expr }) };
  switch (text.type) {
    case 'choice':
    case 'multi':
      text.options.forEach((option, index) => {
        const key = optionKey(text, option);
        if (key !== null) context.texts.shown(key, within(place, 'options', index));
        need(text.options.indexOf(option) === index, context, within(place, 'options', index), `option \`${option}\` is offered twice`, 'offer it once');
      });
      return { ...base, type: text.type, options: text.options };
    case 'number':
      return { ...base, type: 'number', decimals: text.decimals, unit: text.unit, ...bounds(text, text.unit, place, context) };
    default:
      return { ...base, type: text.type };
  }
}

function buildReading({ id, text, place }: Item<Reading>, context: Context): ReadingKind {
  checkOwner(id, 'reading', place, context);
  if (context.draft.forms.get(id)) context.report.errorAtKey(place, `\`${id}\` is a form already, so \`${id}.x\` could mean either`, 'give the reading an id of its own');
  if (text.title !== undefined) context.texts.shown(text.title, within(place, 'title'));
  const components = Object.fromEntries(
    Object.entries(text.components).map(([name, component]) => {
      const at = within(place, 'components', name);
      if (component.label !== undefined) context.texts.shown(component.label, within(at, 'label'));
      const step = component.maxStepPerDay === undefined ? null : context.parameters.decimal(component.maxStepPerDay, within(at, 'maxStepPerDay'));
      return [name, { unit: component.unit, decimals: component.decimals, ...bounds(component, component.unit, at, context), ...(step && { maxStepPerDay: step.value }) }];
    }),
  );
  if (text.combine === 'session-mean' && text.sessionMinutes === undefined) {
    context.report.errorAtKey(within(place, 'combine'), 'a session mean needs to know how long a session is', 'add `sessionMinutes: $<parameter in minutes>`');
  }
  const sessionMinutes = text.sessionMinutes === undefined ? 0 : context.parameters.number(text.sessionMinutes, within(place, 'sessionMinutes'), 'minute');
  return { id, components, combine: text.combine, sessionMinutes };
}

function checkOwner(id: string, what: string, place: Place, context: Context): void {
  if (['p', 'patient', 'day', 'week'].includes(id)) context.report.errorAtKey(place, `\`${id}\` means something else in expressions`, `give the ${what} another id`);
}

function bounds(text: { min: string | 0 | 1; max: string | 0 | 1 }, unit: string, place: Place, context: Context): { min: string; max: string } {
  const min = context.parameters.decimal(text.min, within(place, 'min'));
  const max = context.parameters.decimal(text.max, within(place, 'max'));
  for (const [key, bound] of [['min', min], ['max', max]] as const) {
    need(!bound?.unit || sameUnit(bound.unit, unit), context, within(place, key), `\`${key}\` is in ${String(bound?.unit)}, but the value is in ${unit}`, `use a parameter with unit \`${unit}\``);
  }
  if (!min || !max) return { min: '0', max: '0' };
  need(compare(min.value, max.value) <= 0, context, within(place, 'min'), `no value is possible: min ${min.value} is above max ${max.value}`, 'exchange the two, or correct the parameter');
  return { min: min.value, max: max.value };
}
