/**
 * An answer comes from a page that was shown before another answer made its question pointless: "hit the head: yes", and in another window "fell: no"
 * since. Her word came last and presupposes the first, and the page promised that the hospital gets it at once.
 */
import type { PageItem } from '../../../db/read-models/patient-page.js';
import type { Answers, AnswerValue } from '../../../pathways/engine/inputs.js';
import type { Question } from '../../../pathways/engine/plan.js';
import { everyQuestionOf, isAsked, type Asked } from './questions.js';

/** The answers with the one that it takes for this question to be asked; as they are where it is asked, or where no single one would do. */
export function answersAsAsked(item: PageItem, asked: Asked, answers: Answers): Answers {
  if (isAsked(item, asked, answers)) return answers;
  for (const { form, question } of everyQuestionOf(item, { photos: false })) {
    for (const value of possible(question)) {
      const assumed = { ...answers, [form]: { ...answers[form], [question.id]: value } };
      if (isAsked(item, asked, assumed)) return assumed;
    }
  }
  return answers;
}

function possible(question: Question): AnswerValue[] {
  switch (question.type) {
    case 'boolean':
      return [true, false];
    case 'choice':
      return question.options;
    case 'multi':
      return question.options.map((option) => [option]);
    case 'number':
      return [question.min, question.max];
    case 'photo':
    case 'text':
      return [];
  }
}
