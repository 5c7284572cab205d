/** Answers and values drawn from the plan itself: its questions, its options, and the limits its own rules compare with. */
import { scaled } from '../engine/decimal.js';
import type { Answers, AnswerValue, PersonalValues } from '../engine/inputs.js';
import type { Expr, FormId, PersonalParameter, Plan, Question } from '../engine/plan.js';
import type { Habits } from './habits.js';
import type { Random } from './random.js';

/** Photos now and then; numbers usual, rarely beyond the rules' limits. */
export function drawAnswers(plan: Plan, forms: readonly FormId[], habits: Habits, random: Random): Answers {
  const answers: Answers = {};
  for (const id of forms) {
    const values: Record<string, AnswerValue> = {};
    for (const question of plan.forms[id]?.questions ?? []) {
      if (!question.required && random.chance(0.3)) continue;
      values[question.id] = drawAnswer(plan, `${id}.${question.id}`, question, habits, random);
    }
    if (Object.keys(values).length > 0) answers[id] = values;
  }
  return answers;
}

function drawAnswer(plan: Plan, path: string, question: Question, habits: Habits, random: Random): AnswerValue {
  const odd = random.chance(habits.unwell);
  switch (question.type) {
    // Plain words: "no" is the healthy answer to a question about symptoms, "yes" to one about what was understood.
    case 'boolean':
      return usualBoolean(plan, path) ? !odd : odd;
    case 'choice':
      return usualOption(plan, path, question.options, odd, random);
    case 'multi': {
      const option = usualOption(plan, path, question.options, odd, random);
      return [option];
    }
    case 'number':
      return drawNumber(plan, path, { ...question, decimals: question.decimals }, odd, random);
    case 'photo':
      return `photo-${random.whole(1, 9999)}`;
    case 'text':
      return '';
  }
}

export function drawValues(plan: Plan, reading: string, habits: Habits, random: Random): Record<string, string> {
  const kind = plan.readings[reading];
  if (!kind) return {};
  const odd = random.chance(habits.unwell);
  // One finger on the scale in two hundred: an impossible value, to be asked again.
  const impossible = random.chance(0.005);
  return Object.fromEntries(Object.entries(kind.components).map(([component, limits]) =>
    [component, impossible ? String(Number(limits.max) * 3) : drawNumber(plan, `${reading}.${component}`, limits, odd, random)]));
}

type Limits = { min: string; max: string; decimals: number };

/** Between the limits that the rules name; beyond them when unwell. */
function drawNumber(plan: Plan, path: string, { min, max, decimals }: Limits, odd: boolean, random: Random): string {
  const { above, below } = limitsOf(plan, path);
  const low = Math.max(Number(min), ...below);
  const high = Math.min(Number(max), ...above);
  const usual = above.length > 0 && below.length === 0 ? [low + (high - low) * 0.5, low + (high - low) * 0.9] as const : [low + (high - low) * 0.3, low + (high - low) * 0.7] as const;
  const value = odd && above.length > 0 ? random.between(high, high + (Number(max) - high) * 0.5) : odd && below.length > 0 ? random.between(Number(min), low) : random.between(...usual);
  return Math.min(Number(max), Math.max(Number(min), value)).toFixed(decimals);
}

/** What must be given always, what has a default for every second patient; anywhere between its bounds. */
export function drawPersonal(parameters: NonNullable<Plan['personal']>, random: Random): PersonalValues {
  return Object.fromEntries(Object.entries(parameters).flatMap(([name, parameter]): [string, string | string[]][] => {
    if (!parameter.required && parameter.value !== null && random.chance(0.5)) return [];
    const one = parameter.of === 'time' ? drawTime(parameter, random) : drawBetween(parameter, random);
    return [[name, parameter.list ? [one] : one]];
  }));
}

/** As many decimals as the bounds have. */
function drawBetween({ min, max }: PersonalParameter, random: Random): string {
  const decimals = Math.max(...[min, max].map((bound) => bound.split('.')[1]?.length ?? 0));
  return random.between(Number(min), Number(max)).toFixed(decimals);
}

/** On the full hour, if the bounds hold one. */
function drawTime({ min, max }: PersonalParameter, random: Random): string {
  const hours = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`).filter((time) => time >= min && time <= max);
  return hours[random.whole(0, Math.max(0, hours.length - 1))] ?? min;
}

/** The option that no rule asks for, else the first. */
function usualOption(plan: Plan, path: string, options: readonly string[], odd: boolean, random: Random): string {
  const feared = wordsAbout(plan, path);
  const calm = options.filter((option) => !feared.includes(option));
  const [first = options[0] ?? ''] = calm;
  return odd ? (options[random.whole(0, options.length - 1)] ?? first) : first;
}

const usualBoolean = (plan: Plan, path: string): boolean => everyExpr(plan).some((expr) => expr.op === 'eq' && isPath(expr.left, path) && expr.right.op === 'bool' && !expr.right.value)
  || !everyExpr(plan).some((expr) => expr.op === 'path' && expr.path === path);

const isPath = (expr: Expr, path: string): boolean => (expr.op === 'path' || expr.op === 'call') && expr.path === path;

/** Texts that rules compare this path with. */
const wordsAbout = (plan: Plan, path: string): string[] => everyExpr(plan).flatMap((expr) => {
  if (expr.op === 'eq' && isPath(expr.left, path) && expr.right.op === 'text') return [expr.right.value];
  if (expr.op !== 'in') return [];
  if (isPath(expr.right, path) && expr.left.op === 'text') return [expr.left.value];
  return isPath(expr.left, path) && expr.right.op === 'list' ? expr.right.of.flatMap((of) => (of.op === 'text' ? [of.value] : [])) : [];
});

/** Numbers that rules compare this path with: `above` are alarming when exceeded, `below` when undercut. */
function limitsOf(plan: Plan, path: string): { above: number[]; below: number[] } {
  const above: number[] = [];
  const below: number[] = [];
  for (const expr of everyExpr(plan)) {
    if (!('left' in expr) || !('right' in expr) || !isPath(expr.left, path) || expr.right.op !== 'num' || !scaled(expr.right.value)) continue;
    if (expr.op === 'gt' || expr.op === 'ge') above.push(Number(expr.right.value));
    if (expr.op === 'lt' || expr.op === 'le') below.push(Number(expr.right.value));
  }
  return { above, below };
}

/** All parts of all rules' conditions; once per plan, thousands of draws ask for it. */
const parts = new WeakMap<Plan, Expr[]>();
function everyExpr(plan: Plan): Expr[] {
  const known = parts.get(plan);
  if (known) return known;
  const all = plan.rules.flatMap((rule) => rule.cases.flatMap(({ when }) => inside(when)));
  parts.set(plan, all);
  return all;
}

function inside(expr: Expr): Expr[] {
  switch (expr.op) {
    case 'num': case 'text': case 'bool': case 'path': return [expr];
    case 'not': case 'rank': return [expr, ...inside(expr.of)];
    case 'and': case 'or': case 'list': return [expr, ...expr.of.flatMap(inside)];
    case 'call': return [expr, ...expr.args.flatMap(inside)];
    default: return [expr, ...inside(expr.left), ...inside(expr.right)];
  }
}
