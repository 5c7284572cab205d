/**
 * Which answers are a red flag by themselves: picking one makes a RED case true whatever else is answered later, so the page can show
 * what to do before anything was sent. Three-valued: everything not given is missing, and history counts as missing too, because
 * a rule that compares with earlier values cannot be decided on the phone. Cases that speak to nobody by text (self-harm: a person calls) are
 * left out, and so are rules that ask for a second measurement first.
 */
import { compare, format, plus, scaled } from './decimal.js';
import { chosenText } from './escalation/patient-text.js';
import { truth, type Scope } from './expression.js';
import type { AnswerValue } from './inputs.js';
import type { Expr, Form, FormId, Plan, Question, RuleId, TextKey } from './plan.js';

export type RedFlag = { rule: RuleId; case: number; /** What the patient is told at once. */ text: TextKey };
/** `answer`: `true`, `false`, an option, or a number as written. */
export type FlaggedAnswer = { answer: boolean | string; flag: RedFlag };
type FlagPlan = Pick<Plan, 'rules' | 'levels'>;
/** Answers of this submission so far, as rules name them: `core.fall` -> true; and the patient's own numbers, `p.target` -> `140`. */
export type Given = Readonly<Record<string, AnswerValue>>;

/** A question whose numbers have more steps than this is left to the rules after sending. */
const mostSteps = 2_000;
const nothingBefore = { at: '2000-01-01T00:00:00.000Z', date: '2000-01-01', earlier: () => [] };

/** For every form and question of the plan, with nothing else answered. */
export function redFlagAnswers(plan: FlagPlan & Pick<Plan, 'forms'>): Record<FormId, Record<string, FlaggedAnswer[]>> {
  const flagged = Object.values(plan.forms).map((form) => [form.id, Object.fromEntries(form.questions.map((q) => [q.id, redFlagsOf(plan, form, q, {})]).filter(([, found]) => found?.length !== 0))] as const);
  return Object.fromEntries(flagged.filter(([, questions]) => Object.keys(questions).length > 0));
}

/** The answers of one question that raise a red flag, knowing what was answered before it ("fell" yes, then "hit the head" yes). */
export function redFlagsOf(plan: FlagPlan, form: Pick<Form, 'id'>, question: Question, given: Given): FlaggedAnswer[] {
  const path = `${form.id}.${question.id}`;
  const { [path]: _, ...others } = given;
  return answersTo(question).flatMap((answer): FlaggedAnswer[] => {
    const flag = redFlagOf(plan, path, { ...others, [path]: question.type === 'multi' && typeof answer === 'string' ? [answer] : answer });
    return flag === null ? [] : [{ answer, flag }];
  });
}

/** What these answers say now that `path` is among them; null: no red flag that `path` has part in. */
export function redFlagOf(plan: FlagPlan, path: string, given: Given): RedFlag | null {
  const scope: Scope = { ...nothingBefore, current: (of) => (Object.hasOwn(given, of) ? given[of] : undefined) };
  for (const rule of plan.rules) {
    if (rule.silence || rule.confirm || !rule.inputs.includes(path)) continue;
    const index = rule.cases.findIndex((of) => truth(withoutHistory(of.when), scope) === true);
    const found = rule.cases[index];
    if (found?.level !== 'red') continue;
    const text = found.patientText === undefined ? plan.levels.red.patientText : found.patientText;
    if (text !== null) return { rule: rule.id, case: index, text };
  }
  return null;
}

/** What all these answers say as one text, before the case that they will open has said it; null: none of them is a red flag. `numbers`: the patient's own. */
export function redFlagText(plan: FlagPlan, answers: Given, numbers: Given = {}): TextKey | null {
  const flags = Object.keys(answers).flatMap((path) => redFlagOf(plan, path, { ...numbers, ...answers }) ?? []);
  const place = ({ rule }: RedFlag): number => plan.rules.findIndex(({ id }) => id === rule);
  return chosenText(plan, 'red', flags.toSorted((a, b) => place(a) - place(b)).map(({ text }) => text));
}

function answersTo(question: Question): (boolean | string)[] {
  switch (question.type) {
    case 'boolean':
      return [true, false];
    case 'choice':
    case 'multi':
      return question.options;
    case 'number':
      return steps(question);
    case 'photo':
    case 'text':
      return [];
  }
}

function steps({ min, max, decimals }: Extract<Question, { type: 'number' }>): string[] {
  const values: string[] = [];
  const step = scaled(decimals === 0 ? '1' : `0.${'0'.repeat(decimals - 1)}1`);
  for (let at = scaled(min); at && step && compare(format(at), max) <= 0; at = plus(at, step)) {
    if (values.length >= mostSteps) return [];
    values.push(format(at, decimals));
  }
  return values;
}

const missing: Expr = { op: 'path', path: '' };

/** `latest` and `given` of a value that is there say the same whatever came before. */
function withoutHistory(expr: Expr): Expr {
  switch (expr.op) {
    case 'num': case 'text': case 'bool': case 'path':
      return expr;
    case 'not': case 'rank':
      return { ...expr, of: withoutHistory(expr.of) };
    case 'and': case 'or': case 'list':
      return { ...expr, of: expr.of.map(withoutHistory) };
    case 'call':
      return expr.fn === 'latest' || expr.fn === 'given' ? expr : missing;
    default:
      return { ...expr, left: withoutHistory(expr.left), right: withoutHistory(expr.right) };
  }
}
