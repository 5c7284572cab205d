/** Which of the given answers the plan asks for and can use. What is left out is named, never dropped in silence. */
import { isDecimal, isWithin } from './decimal.js';
import type { AnswerValue, Answers } from './inputs.js';
import type { Form, Plan, Question } from './plan.js';

export type AdmittedAnswers = { answers: Answers; problems: string[] };

export function admitAnswers(plan: Pick<Plan, 'forms'>, given: Answers): AdmittedAnswers {
  const answers: Answers = {};
  const problems: string[] = [];
  for (const [formId, values] of Object.entries(given)) {
    const form = Object.hasOwn(plan.forms, formId) ? plan.forms[formId] : undefined;
    if (!form) {
      problems.push(`${formId}: this plan has no such form`);
      continue;
    }
    const kept: Record<string, AnswerValue> = {};
    for (const [id, value] of Object.entries(values)) {
      const question = form.questions.find((q) => q.id === id);
      const problem = question ? problemOf(question, value) : 'no such question';
      if (problem === null) kept[id] = value;
      else problems.push(`${formId}.${id}: ${problem}`);
    }
    if (Object.keys(kept).length > 0) answers[formId] = kept;
  }
  return { answers, problems };
}

function problemOf(question: Question, value: AnswerValue): string | null {
  switch (question.type) {
    case 'boolean':
      return typeof value === 'boolean' ? null : 'answer true or false';
    case 'choice':
      return typeof value === 'string' && question.options.includes(value) ? null : `answer one of ${question.options.join(', ')}`;
    case 'multi':
      return Array.isArray(value) && value.every((v) => question.options.includes(v)) ? null : `answer a list from ${question.options.join(', ')}`;
    case 'number':
      if (typeof value !== 'string' || !isDecimal(value)) return 'answer a number, written like 38.5';
      return isWithin(value, question) ? null : `answer between ${question.min} and ${question.max} ${question.unit}`.trimEnd();
    case 'photo':
    case 'text':
      return typeof value === 'string' && value.length <= 4000 ? null : 'answer text of at most 4000 characters';
  }
}

/** Required questions without an answer; those with `askWhen` are asked by the page, which knows what else was answered. */
export const unansweredRequired = (form: Form, values: Record<string, AnswerValue>): string[] =>
  form.questions.filter((q) => q.required && q.askWhen === undefined && values[q.id] === undefined).map((q) => `${form.id}.${q.id}`);
