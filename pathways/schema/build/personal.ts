/** Parameters that are given for one patient: the question, its bounds and its default. */
import { compare, isDecimal } from '../../engine/decimal.js';
import type { PersonalParameter } from '../../engine/plan.js';
import type { Parameter } from '../constructs/parameter.js';
import { within, type Place } from '../source/place.js';
import { isTimeOfDay, normalUnit, sameUnit } from '../units.js';
import { need, type Context } from './context.js';
import type { Item } from './draft.js';
import type { AmountText } from './parameters.js';

export function buildPersonal(context: Context): Record<string, PersonalParameter> {
  return Object.fromEntries(context.draft.parameters.all.flatMap((item): [string, PersonalParameter][] => {
    if (item.text.personal) return [[item.id, build(item, item.text.personal, context)]];
    need(item.text.value !== null, context, within(item.place, 'value'), `parameter \`${item.id}\` has no value`, 'give a value, or say with `personal:` that it is given for each patient');
    return [];
  }));
}

function build({ id, text: { unit, source }, place }: Item<Parameter>, { text, min: least, max: most, required, list }: NonNullable<Parameter['personal']>, context: Context): PersonalParameter {
  const at = within(place, 'personal');
  context.texts.shown(text, within(at, 'text'));
  const of = isTimeOfDay(unit) ? 'time' : 'number';
  const [min, max] = [bound(least, within(at, 'min'), of, unit, context), bound(most, within(at, 'max'), of, unit, context)];
  const parts = { of, list, unit: normalUnit(unit), text, min, max, required, source } as const;
  const known = min !== '' && max !== '';
  need(!known || !before(of, max, min), context, within(at, 'min'), `no value is possible: min ${min} is above max ${max}`, 'exchange the two, or correct the parameter');
  const resolved = context.parameters.look(id);
  const values = resolved && resolved.values.length > 0 ? resolved.values : null;
  need(values === null || resolved?.list === list, context, within(place, 'value'), list ? `\`${id}\` is a list for each patient, but its default is one value` : `\`${id}\` is one value for each patient, but its default is a list`, 'let default and `personal.list` agree');
  for (const value of values ?? []) {
    need(!known || isValue(of, value), context, within(place, 'value'), `the default ${value} is no ${of === 'time' ? 'time of day' : 'number'}`, 'correct the default');
    need(!known || !isValue(of, value) || !(before(of, value, min) || before(of, max, value)), context, within(place, 'value'), `the default ${value} lies outside ${min} to ${max}`, 'widen the bounds, or correct the default');
  }
  return { ...parts, value: values };
}

const timePattern = /^([01]\d|2[0-3]):[0-5]\d$/;
const isValue = (of: 'time' | 'number', value: string): boolean => (of === 'time' ? timePattern.test(value) : isDecimal(value));
const before = (of: 'time' | 'number', a: string, b: string): boolean => (of === 'time' ? a < b : compare(a, b) < 0);

/** Empty after a complaint. */
function bound(ref: AmountText, place: Place, of: 'time' | 'number', unit: string, context: Context): string {
  if (of === 'time') {
    if (typeof ref === 'string') return context.parameters.time(ref, place);
    context.report.error(place, `a time of day has no bound ${ref}`, 'name a parameter with unit `local time`');
    return '';
  }
  const found = context.parameters.decimal(ref, place);
  if (!found) return '';
  need(found.unit === null || sameUnit(found.unit, unit), context, place, `the bound is in ${String(found.unit)}, but the value is in ${unit}`, `use a parameter with unit \`${unit}\``);
  return found.value;
}

export type Own = { name: string; of: PersonalParameter };

function named(ref: string | 0 | 1, { personal: known, parameters }: Context): Own | null {
  const name = String(ref).slice(1);
  const of = typeof ref === 'string' && Object.hasOwn(known, name) ? known[name] : undefined;
  if (of === undefined) return null;
  parameters.find(name);
  return { name, of };
}

/** The personal number that a field in days names; null for a number of the package. */
export function personalDay(ref: string | 0 | 1, place: Place, context: Context): Own | null {
  const own = named(ref, context);
  if (own) need(own.of.of === 'number' && sameUnit(own.of.unit, 'day') && !own.of.list, context, place, `parameter \`${own.name}\` is ${own.of.list ? 'a list' : `in ${own.of.unit}`}, but one value in day is needed here`, 'use a personal parameter with unit `day`');
  return own;
}

/** The same for a list of times. */
export function personalTimes(ref: string, place: Place, context: Context): Own | null {
  const own = named(ref, context);
  if (own) need(own.of.of === 'time', context, place, `parameter \`${own.name}\` is in ${own.of.unit}, but times of day are needed here`, 'use a personal parameter with unit `local time`');
  return own;
}
