/** Numbers and times of one person: what was given, else the default, and the plan with this patient's own schedules in it. */
import { isDecimal, order, scaled } from './decimal.js';
import type { Episode } from './episode.js';
import type { PersonalValues } from './inputs.js';
import type { PersonalParameter, Plan, Schedule, Step } from './plan.js';

type Given = { personal?: Episode['personal'] | undefined };
type Own = Given & { recounts?: Episode['recounts'] | undefined; numbering?: Episode['numbering'] | undefined };

const parameterOf = ({ personal }: Pick<Plan, 'personal'>, name: string): PersonalParameter | undefined =>
  personal && Object.hasOwn(personal, name) ? personal[name] : undefined;

/** All values of a parameter for this patient; null when neither given nor defaulted. */
export function personalValues(plan: Pick<Plan, 'personal'>, { personal }: Given, name: string): string[] | null {
  const given = personal && Object.hasOwn(personal, name) ? personal[name] : undefined;
  if (given !== undefined) return typeof given === 'string' ? [given] : given;
  return parameterOf(plan, name)?.value ?? null;
}

/** As answers by path, `p.<name>`: what a page knows of the patient's own numbers before anything is sent. */
export const personalPaths = (plan: Pick<Plan, 'personal'>, given: Given): Record<string, string> =>
  Object.fromEntries(Object.keys(plan.personal ?? {}).flatMap((name) => {
    const value = personalOf(plan, given, name);
    return value === undefined ? [] : [[`p.${name}`, value]];
  }));

/** The one value that an expression reads; undefined: missing. */
export const personalOf = (plan: Pick<Plan, 'personal'>, given: Given, name: string): string | undefined => personalValues(plan, given, name)?.[0];

export type PersonalProblem = { name: string; code: 'missing' | 'invalid'; message: string };

/** What is wrong with values given for a patient, a sentence each: which parameter, what is allowed. */
export function personalProblems(plan: Pick<Plan, 'personal' | 'id' | 'version'>, values: Readonly<Record<string, string | string[] | null>>): PersonalProblem[] {
  return Object.entries(values).flatMap(([name, value]): PersonalProblem[] => {
    const parameter = parameterOf(plan, name);
    if (!parameter) {
      const known = Object.keys(plan.personal ?? {});
      return [{ name, code: 'invalid', message: `${plan.id}@${plan.version} asks for no personal value "${name}"; it asks for ${known.join(', ') || 'none'}.` }];
    }
    if (value === null) return parameter.required ? [missing(name, parameter)] : [];
    const wrong = wrongWith(parameter, typeof value === 'string' ? [value] : value, Array.isArray(value));
    return wrong === null ? [] : [{ name, code: 'invalid', message: `${name} ${wrong}; ${allowed(parameter)}.` }];
  });
}

/** At launch: also what must be given and was not. */
export function personalMissing(plan: Pick<Plan, 'personal'>, values: PersonalValues): PersonalProblem[] {
  return Object.entries(plan.personal ?? {}).flatMap(([name, parameter]) => (parameter.required && !Object.hasOwn(values, name) ? [missing(name, parameter)] : []));
}

const missing = (name: string, parameter: PersonalParameter): PersonalProblem =>
  ({ name, code: 'missing', message: `${name} must be given for this patient; ${allowed(parameter)}.` });

const allowed = ({ of, list, min, max, unit }: PersonalParameter): string => {
  const each = of === 'time' ? `a time from ${min} to ${max}` : `a number from ${min} to ${max} ${unit}`;
  return list ? `allowed is a list of one or more, each ${each}, in rising order` : `allowed is ${each}`;
};

/** More values than any day or course has slots for. */
const mostValues = 24;

function wrongWith(parameter: PersonalParameter, values: readonly string[], isList: boolean): string | null {
  if (isList !== parameter.list) return parameter.list ? 'is one value, not a list' : 'is a list, not one value';
  if (values.length === 0 || values.length > mostValues) return `holds ${values.length} values`;
  for (const [index, value] of values.entries()) {
    if (!isWellFormed(parameter, value)) return `is "${value.slice(0, 40)}"`;
    if (ordered(parameter, value, parameter.min) < 0 || ordered(parameter, value, parameter.max) > 0) return `is ${value}`;
    const former = values[index - 1];
    if (former !== undefined && ordered(parameter, value, former) <= 0) return `does not rise: ${former} is followed by ${value}`;
  }
  return null;
}

const timePattern = /^([01]\d|2[0-3]):[0-5]\d$/;
/** Days between occurrences, or of an end, are whole. */
const isWellFormed = ({ of, unit }: PersonalParameter, value: string): boolean =>
  of === 'time' ? timePattern.test(value) : isDecimal(value) && (unit !== 'day' || /^-?\d+$/.test(value));

function ordered({ of }: PersonalParameter, a: string, b: string): number {
  if (of === 'time') return a < b ? -1 : a > b ? 1 : 0;
  const [x, y] = [scaled(a), scaled(b)];
  return x && y ? order(x, y) : 0;
}

type Known = { personal: Own['personal']; recounts: Own['recounts']; numbering: Own['numbering']; plan: Plan };
/** The last patient's of each plan: one decision asks many times. */
const lastOf = new WeakMap<Plan, Known>();
/** From which plan a patient's own was made, so that making it again starts from the published one. */
const published = new WeakMap<Plan, Plan>();

/** The values that this version asks for. Others are kept, and mean nothing while it is in force. */
export const personalKnownTo = ({ personal: asked }: Pick<Plan, 'personal'>, { personal }: Given): Episode['personal'] =>
  personal && Object.fromEntries(Object.entries(personal).filter(([name]) => asked && Object.hasOwn(asked, name)));

/** The version that a patient's own plan was made of. */
export const publishedPlan = (plan: Plan): Plan => published.get(plan) ?? plan;

/** The plan with this patient's schedules; the same object when nothing in it is personal. */
export function personalPlan(given: Plan, { personal, recounts, numbering }: Own): Plan {
  const plan = publishedPlan(given);
  if (!plan.personal && !recounts && !numbering) return plan;
  const last = lastOf.get(plan);
  if (last && last.personal === personal && last.recounts === recounts && last.numbering === numbering) return last.plan;
  const steps = plan.steps.map((step): Step => {
    const { schedule } = step;
    if (schedule.kind === 'offsets' && numbering?.[step.id]) return { ...step, schedule: { ...schedule, ...numbering[step.id] } };
    if (schedule.kind === 'repeat' && (schedule.personal || recounts?.[step.id])) return { ...step, schedule: ownRepeat(plan, schedule, { personal }, recounts?.[step.id]) };
    return schedule.kind === 'after' && schedule.personal ? { ...step, schedule: ownAfter(plan, schedule, { personal }) } : step;
  });
  const own = { ...plan, steps };
  published.set(own, plan);
  lastOf.set(plan, { personal, recounts, numbering, plan: own });
  return own;
}

type Repeat = Extract<Schedule, { kind: 'repeat' }>;

function ownRepeat(plan: Plan, schedule: Repeat, given: Given, recount: { after: number; fromDay: number } | undefined): Repeat {
  const own: Repeat = { ...schedule };
  for (const key of ['fromDay', 'everyDays', 'untilDay', 'times'] as const) {
    const name = schedule.personal?.[key];
    if (name === undefined) continue;
    const values = personalValues(plan, given, name);
    if (values === null) own.notGiven = true;
    else if (key === 'times') own.times = values;
    else own[key] = Number(values[0]);
  }
  if (recount) Object.assign(own, recount);
  // Nothing of it is planned while a number is missing.
  return own.notGiven ? { ...own, untilDay: own.fromDay - 1 } : own;
}

type After = Extract<Schedule, { kind: 'after' }>;

/** Its numbers are required or have a default, so none is missing. */
function ownAfter(plan: Plan, schedule: After, given: Given): After {
  const own: After = { ...schedule };
  const of = (name: string | undefined): number | null => {
    const value = name === undefined ? undefined : personalValues(plan, given, name)?.[0];
    return value === undefined ? null : Number(value);
  };
  const [firstDay, untilDay, days] = [of(schedule.personal?.firstDay), of(schedule.personal?.untilDay), of(schedule.personal?.days)];
  if (firstDay !== null) own.firstDay = firstDay;
  if (untilDay !== null) own.untilDay = untilDay;
  if (days !== null) own.days = [days];
  return own;
}
