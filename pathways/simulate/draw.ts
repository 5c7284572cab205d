/** Answers, measurements and personal numbers of one virtual person: from the body where a profile knows the item, else calm ones from the plan. */
import { truth } from '../engine/expression.js';
import { flatten } from '../engine/history.js';
import type { Answers, AnswerValue, PersonalValues } from '../engine/inputs.js';
import type { FormId, PersonalParameter, Plan, Question } from '../engine/plan.js';
import type { Instant, LocalDate } from '../engine/vocabulary.js';
import { addMinutes } from '../time.js';
import { written, type Body, type Day } from './body.js';
import { feared, limitsOf, usualBoolean } from './feared.js';
import type { BodyProfile } from './profile.js';
import type { Random } from './random.js';

export type Asked = { plan: Plan; body: Body; random: Random; flags: Readonly<Record<string, boolean>> };
export type When = { at: Instant; date: LocalDate; day: Day };

/** Conventions of the generator, mark C: how many leave out what may be left out, and how many stop in the middle. */
const leavesOut = { photo: 0.5, other: 0.2 };
const stopsInTheMiddle = 0.01;

/** Only what the page would ask: a question whose `askWhen` is not true is left out. A patient may leave the form half-filled, staff may not. */
export function drawAnswers(asked: Asked, forms: readonly FormId[], when: When, by: 'patient' | 'staff'): Answers {
  const answers: Answers = {};
  const { plan, random } = asked;
  for (const id of forms) {
    for (const question of plan.forms[id]?.questions ?? []) {
      if (question.askWhen && !isAsked(question.askWhen, asked, answers, when)) continue;
      if (!question.required && random.chance(question.type === 'photo' ? leavesOut.photo : leavesOut.other)) continue;
      (answers[id] ??= {})[question.id] = drawAnswer(asked, `${id}.${question.id}`, question, when);
    }
  }
  return by === 'patient' && random.chance(stopsInTheMiddle) ? firstHalf(answers) : answers;
}

function isAsked(askWhen: NonNullable<Question['askWhen']>, { flags }: Asked, answers: Answers, { at, date }: When): boolean {
  const given = flatten(answers);
  const current = (path: string): AnswerValue | undefined => (path.startsWith('patient.') ? flags[path.slice('patient.'.length)] : given[path]);
  return truth(askWhen, { at, date, current, earlier: () => [] }) === true;
}

const firstHalf = (answers: Answers): Answers => Object.fromEntries(Object.entries(answers).slice(0, Math.ceil(Object.keys(answers).length / 2)));

function drawAnswer({ plan, body, random }: Asked, path: string, question: Question, { day }: When): AnswerValue {
  switch (question.type) {
    case 'boolean':
      return body.yes(path, day) ?? (unusual(body, random, day) ? !usualBoolean(plan, path) : usualBoolean(plan, path));
    case 'choice':
      return body.option(path, day, question.options) ?? calmOption(plan, path, question.options, unusual(body, random, day), random);
    case 'multi':
      return [body.option(path, day, question.options) ?? calmOption(plan, path, question.options, unusual(body, random, day), random)];
    case 'number':
      return drawNumber({ plan, body, random }, path, question, day);
    case 'photo':
      return `photo-${random.whole(1, 9999)}`;
    case 'text':
      return '';
  }
}

/** Of what no profile knows: hardly ever out of the ordinary, more often in a trouble. */
const unusual = (body: Body, random: Random, day: Day): boolean => random.chance(body.odd(day));

type Limits = { min: string; max: string; decimals: number };

function drawNumber({ plan, body, random }: Pick<Asked, 'plan' | 'body' | 'random'>, path: string, limits: Limits, day: Day): string {
  return written(body.number(path, day) ?? betweenLimits(plan, path, limits, unusual(body, random, day), random), limits);
}

/** Without a profile: inside the limits that the rules name, seldom beyond. */
function betweenLimits(plan: Plan, path: string, { min, max }: Limits, odd: boolean, random: Random): number {
  const { above, below } = limitsOf(plan, path);
  const low = Math.max(Number(min), ...below);
  const high = Math.min(Number(max), ...above);
  if (odd && above.length > 0) return random.between(high, high + (Number(max) - high) * 0.2);
  if (odd && below.length > 0) return random.between(Number(min), low);
  const span = high - low;
  return above.length > 0 && below.length === 0 ? random.between(low + span * 0.3, low + span * 0.6) : random.between(low + span * 0.4, low + span * 0.6);
}

/** By path; `betweenLimits` answers them, which says little about real patients. */
export function numbersWithoutProfile({ forms, readings }: Plan, { items = {} }: BodyProfile): string[] {
  const asked = Object.values(forms).flatMap(({ id, questions }) => questions.filter(({ type }) => type === 'number').map((question) => `${id}.${question.id}`));
  const measured = Object.values(readings).flatMap(({ id, components }) => Object.keys(components).map((component) => `${id}.${component}`));
  return [...asked, ...measured].filter((path) => !Object.hasOwn(items, path));
}

/** One finger on the scale in two hundred is an impossible value, to be asked again. */
const slipOfTheFinger = 0.005;

export function drawValues({ plan, body, random }: Asked, reading: string, { day }: When): Record<string, string> {
  const kind = plan.readings[reading];
  if (!kind) return {};
  const impossible = random.chance(slipOfTheFinger);
  return Object.fromEntries(Object.entries(kind.components).map(([component, limits]) =>
    [component, impossible ? String(Number(limits.max) * 3) : drawNumber({ plan, body, random }, `${reading}.${component}`, limits, day)]));
}

/** What must be given always; what has a default (or may be missing) for two of five patients. Lists of times get one. */
export function drawPersonal(parameters: NonNullable<Plan['personal']>, { personal = {} }: BodyProfile, random: Random): PersonalValues {
  return Object.fromEntries(Object.entries(parameters).flatMap(([name, parameter]): [string, string | string[]][] => {
    if (!parameter.required && random.chance(0.6)) return [];
    const one = parameter.of === 'time' ? drawTime(parameter, random) : drawBetween(parameter, personal[name], random);
    return [[name, parameter.list ? [one] : one]];
  }));
}

/** The profile's range cut to what may be given; without one, near the default. As many decimals as the bounds have. */
function drawBetween({ min, max, value }: PersonalParameter, range: readonly [number, number] | undefined, random: Random): string {
  const decimals = Math.max(...[min, max].map((bound) => bound.split('.')[1]?.length ?? 0));
  const usual = Number(value?.[0] ?? (Number(min) + Number(max)) / 2);
  const spread = (Number(max) - Number(min)) / 8;
  const [low, high] = range ?? [usual - spread, usual + spread];
  return written(random.between(low, high), { min, max, decimals });
}

/** On the full hour, if the bounds hold one. */
function drawTime({ min, max }: PersonalParameter, random: Random): string {
  const hours = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`).filter((time) => time >= min && time <= max);
  return hours[random.whole(0, Math.max(0, hours.length - 1))] ?? min;
}

/** The option that no rule asks for, else the first. */
function calmOption(plan: Plan, path: string, options: readonly string[], odd: boolean, random: Random): string {
  const calm = options.filter((option) => !feared(plan, path).includes(option));
  const [first = options[0] ?? ''] = calm;
  return odd ? (options[random.whole(0, options.length - 1)] ?? first) : first;
}

/** A patient who was asked to measure again does so within a quarter of an hour. */
export const measuringAgainAt = (at: Instant, random: Random): Instant => addMinutes(at, random.whole(3, 15));
