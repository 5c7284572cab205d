/** `a.<form>.<question>` fields of a posted record as the API's answers; what was left empty is not there. */
import type { FormText } from '../../../db/read-models/form-list.js';
import type { Answers, AnswerValue } from '../../../pathways/engine/inputs.js';
import type { Form } from './desk.js';

export function answersOf(posted: Form, forms: readonly FormText[]): Answers {
  const answers: Answers = {};
  for (const form of forms) {
    const given = form.questions.flatMap((question): [string, AnswerValue][] => {
      const value = posted[`a.${form.id}.${question.id}`];
      if (value === undefined) return [];
      const list = Array.isArray(value) ? value : [value];
      const first = list[0]?.trim() ?? '';
      switch (question.type) {
        case 'multi': return [[question.id, list]];
        case 'boolean': return first === 'true' || first === 'false' ? [[question.id, first === 'true']] : [];
        case 'photo': return [];
        default: return first === '' ? [] : [[question.id, first]];
      }
    });
    if (given.length > 0) answers[form.id] = Object.fromEntries(given);
  }
  return answers;
}
