/** The totals of the scored forms in a submission. */
import type { Answers } from '../engine/inputs.js';
import type { Form, FormId } from '../engine/plan.js';
import type { Decimal } from '../engine/vocabulary.js';
import { instruments } from './instruments.js';

/**
 * `scores`: totals by form, readable as `<form>.score`. `refused`: forms that could not be scored, each with the reason (an item is missing or
 * impossible); their single answers still meet the rules.
 */
export function scoresOf(forms: Readonly<Record<FormId, Form>>, answers: Answers): { scores: Record<FormId, Decimal>; refused: Record<FormId, string> } {
  const scores: Record<FormId, Decimal> = {};
  const refused: Record<FormId, string> = {};
  for (const [form, given] of Object.entries(answers)) {
    const id = Object.hasOwn(forms, form) ? forms[form]?.instrument : undefined;
    if (id === undefined) continue;
    const score = (Object.hasOwn(instruments, id) ? instruments[id] : undefined)?.score(given) ?? { refused: `There is no instrument ${id}` };
    if ('refused' in score) refused[form] = score.refused;
    else scores[form] = score.total;
  }
  return { scores, refused };
}
