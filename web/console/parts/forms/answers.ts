/** What a form holds while it is filled in, and what of it is sent: numbers as decimal text, only what was asked, nothing that was left empty. */
import type { FormText, QuestionText } from '../../../../db/read-models/form-list.js';
import { isDecimal, isWithin } from '../../../../pathways/engine/decimal.js';
import { truth } from '../../../../pathways/engine/expression.js';
import type { Answers, AnswerValue } from '../../../../pathways/engine/inputs.js';

export type { Answers, AnswerValue };
export type Problem = 'required' | 'not-a-number' | 'out-of-range' | 'too-precise';
export type Problems = Readonly<Record<string, Problem>>;

export const valueOf = (answers: Answers, form: string, question: string): AnswerValue | undefined => answers[form]?.[question];

export const withValue = (answers: Answers, form: string, question: string, value: AnswerValue | undefined): Answers => {
  const { [question]: _, ...rest } = answers[form] ?? {};
  return { ...answers, [form]: value === undefined ? rest : { ...rest, [question]: value } };
};

/** Questions that hang on another answer are asked once that answer is there. Nothing here knows the clock, so `day` counts as missing. */
export const isAsked = ({ askWhen }: QuestionText, answers: Answers): boolean =>
  askWhen === null ||
  truth(askWhen, {
    at: '1970-01-01T00:00:00.000Z', date: '1970-01-01', earlier: () => [],
    current(path) {
      const [form = '', question = ''] = path.split('.');
      return answers[form]?.[question];
    },
  }) === true;

/** Full-width digits and points, as Chinese keyboards write them, and spaces around. */
export const readDecimal = (text: string): string => text.normalize('NFKC').replace('。', '.').trim();

function problemOf(question: QuestionText, value: AnswerValue | undefined): Problem | null {
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return question.required ? 'required' : null;
  if (question.type !== 'number' || typeof value !== 'string') return null;
  return numberProblem(question, value);
}

/** A bound that is null does not bind; without `decimals` only whole numbers fit; an empty field is no problem by itself. */
export function numberProblem({ min, max, decimals }: { min: string | null; max: string | null; decimals: number | null }, value: string | undefined): Exclude<Problem, 'required'> | null {
  if (value === undefined || value === '') return null;
  if (!isDecimal(value)) return 'not-a-number';
  if ((value.split('.')[1] ?? '').length > (decimals ?? 0)) return 'too-precise';
  return isWithin(value, { min: min ?? value, max: max ?? value }) ? null : 'out-of-range';
}

/** By `form.question`. `required`: whether what is missing counts (a call may end half-way: what was said must be sent all the same). */
export function problemsOf(forms: readonly FormText[], answers: Answers, required: 'all' | 'none'): Problems {
  const found: Record<string, Problem> = {};
  for (const { id, questions } of forms) {
    for (const question of questions) {
      if (!isAsked(question, answers)) continue;
      const problem = problemOf(question, valueOf(answers, id, question.id));
      if (problem !== null && (problem !== 'required' || required === 'all')) found[`${id}.${question.id}`] = problem;
    }
  }
  return found;
}

const isEmpty = (value: AnswerValue | undefined): boolean => value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** Exactly as the API takes it. */
export function readyAnswers(forms: readonly FormText[], answers: Answers): Answers {
  const ready: Answers = {};
  for (const { id, questions } of forms) {
    const given = questions.flatMap((question) => {
      const value = valueOf(answers, id, question.id);
      return value === undefined || isEmpty(value) || !isAsked(question, answers) ? [] : [[question.id, value] as const];
    });
    if (given.length > 0) ready[id] = Object.fromEntries(given);
  }
  return ready;
}
