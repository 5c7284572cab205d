/** Resolves `$name`: type, unit and whole numbers are checked where the parameter is used. Unresolved numbers are NaN, so that no check complains twice. */
import type { Decimal, LocalTime } from '../../engine/vocabulary.js';
import type { Parameter, Personal } from '../constructs/parameter.js';
import { adviseName } from '../source/nearest.js';
import { within, writtenAt, type Place } from '../source/place.js';
import type { Report } from '../source/report.js';
import { mendedParameter } from '../source/shape.js';
import { isTimeOfDay, sameUnit } from '../units.js';
import type { Items } from './draft.js';

export type Unit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'local time' | 'count';
export type AmountText = string | 0 | 1;
/** `values` is empty for a personal parameter without a default. */
export type ResolvedParameter = { name: string; values: string[]; list: boolean; unit: string; source: string; personal: Personal | null };

export type Parameters = {
  number(ref: AmountText, place: Place, unit: Unit): number;
  numbers(ref: AmountText | AmountText[], place: Place, unit: Unit): number[];
  /** Any unit; for bounds and thresholds. Null after a complaint. */
  decimal(ref: AmountText, place: Place): { value: Decimal; unit: string | null } | null;
  time(ref: string, place: Place): LocalTime;
  times(ref: string | string[], place: Place): LocalTime[];
  /** For expressions, which report unknown names at their own column. */
  find(name: string): ResolvedParameter | null;
  /** Like `find`, without counting as a use. */
  look(name: string): ResolvedParameter | null;
  exists(name: string): boolean;
  names(): string[];
  unused(): string[];
};

/** `text` null: refused already. */
type Found = { text: string | null; place: Place; name: string };

const decimalPattern = /^-?\d+(\.\d+)?$/;
const timePattern = /^([01]\d|2[0-3]):[0-5]\d$/;

export function parametersOf(items: Items<Parameter>, report: Report): Parameters {
  const used = new Set<string>();
  const resolved = new Map(items.all.map(({ id, text, place }) => [id, resolve(id, text, place)]));

  const find = (name: string): ResolvedParameter | null => {
    used.add(name);
    return resolved.get(name) ?? null;
  };
  /** The values behind one reference, or null after a complaint (or when the parameter itself was refused already). */
  const values = (ref: AmountText, place: Place, unit: Unit | null): ResolvedParameter | null => {
    if (typeof ref === 'number') return { name: '', values: [String(ref)], list: false, unit: unit ?? '', source: '', personal: null };
    if (ref === mendedParameter && report.failed()) return null;
    const name = ref.slice(1);
    const parameter = find(name);
    if (!parameter) {
      if (!items.has(name)) report.error(place, `no parameter \`${name}\``, adviseName(name, items.ids(), `add \`${name}\` under \`parameters:\``));
      return null;
    }
    if (parameter.personal) {
      report.error(place, `parameter \`${name}\` is given for each patient, and cannot stand here`, 'use it in an expression, in `from`, `every`, `until` or `times` of a repeat, or in `first`, `until` and its own interval of `after`');
      return null;
    }
    if (unit && !unitFits(parameter.unit, unit)) {
      report.error(place, `parameter \`${name}\` is in ${parameter.unit}, but ${unit === 'count' ? 'a plain count' : `a value in ${unit}`} is needed here`, unit === 'count' ? 'use a parameter that counts' : `use a parameter with unit \`${unit}\``);
      return null;
    }
    return parameter;
  };
  const each = (ref: AmountText | AmountText[], place: Place, unit: Unit): Found[] => {
    if (!Array.isArray(ref)) return (values(ref, place, unit)?.values ?? [null]).map((text) => ({ text, place, name: String(ref) }));
    return ref.flatMap((one, index) => {
      const at = within(place, index);
      return single(values(one, at, unit), at).map((text) => ({ text, place: at, name: String(one) }));
    });
  };
  const single = (parameter: ResolvedParameter | null, place: Place): (string | null)[] => {
    if (!parameter) return [null];
    if (!parameter.list) return parameter.values;
    report.error(place, `parameter \`${parameter.name}\` is a list, but one value is needed here`, 'use a parameter with a single value');
    return [null];
  };
  const toNumber = ({ text, place, name }: Found, unit: Unit): number => {
    if (text === null) return Number.NaN;
    if (!decimalPattern.test(text)) {
      report.error(place, `\`${name}\` is "${text}", but a number is needed here`, 'use a parameter whose value is a number');
      return Number.NaN;
    }
    if (unit !== 'hour' && text.includes('.') && !/\.0+$/.test(text)) {
      report.error(place, `\`${name}\` is ${text}, but a whole number is needed here`, `give ${unit === 'count' ? 'a count' : `${unit}s`} without a fraction`);
      return Number.NaN;
    }
    return Number(text);
  };
  const toTime = ({ text, place, name }: Found): LocalTime => {
    if (text === null) return '';
    if (timePattern.test(text)) return text;
    report.error(place, `\`${name}\` is "${text}", but a time of day is needed here`, 'use a parameter whose value is a time such as "09:00"');
    return '';
  };
  return {
    number: (ref, place, unit) => {
      const [text] = single(values(ref, place, unit), place);
      return text === undefined ? Number.NaN : toNumber({ text, place, name: String(ref) }, unit);
    },
    numbers: (ref, place, unit) => each(ref, place, unit).map((one) => toNumber(one, unit)),
    decimal: (ref, place) => {
      const parameter = values(ref, place, null);
      const [text] = single(parameter, place);
      if (text === undefined || text === null) return null;
      if (!decimalPattern.test(text)) {
        report.error(place, `\`${ref}\` is "${text}", but a number is needed here`, 'use a parameter whose value is a number');
        return null;
      }
      return { value: text, unit: typeof ref === 'number' ? null : (parameter?.unit ?? null) };
    },
    time: (ref, place) => {
      const [text] = single(values(ref, place, 'local time'), place);
      return text === undefined ? '' : toTime({ text, place, name: ref });
    },
    times: (ref, place) => each(ref as AmountText | AmountText[], place, 'local time').map(toTime),
    find,
    look: (name) => resolved.get(name) ?? null,
    exists: (name) => items.has(name),
    names: () => items.ids(),
    unused: () => items.ids().filter((name) => !used.has(name)),
  };
}

const unitFits = (given: string, needed: Unit): boolean =>
  needed === 'count' ? !isTimeOfDay(given) : sameUnit(given, needed);

function resolve(name: string, { value, unit, source, personal }: Parameter, place: Place): ResolvedParameter {
  const base = { name, unit, source, personal: personal ?? null };
  if (value === null) return { ...base, values: [], list: personal?.list ?? false };
  const list = Array.isArray(value);
  const values = list
    ? value.map((one, index) => written(one, within(place, 'value', index)))
    : [written(value, within(place, 'value'))];
  return { ...base, values, list };
}

/** Numbers stay as the author wrote them: `38.0` is a decimal with one place. */
const written = (value: string | number, place: Place): string => {
  if (typeof value === 'string') return value;
  const text = writtenAt(place);
  return text !== null && decimalPattern.test(text) ? text : String(value);
};
