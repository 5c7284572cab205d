/** What keeps a visit record from being complete: said by name before the visit is completed, not after. The engine asks for the same (visit-refusals.ts). */
import { isDecimal, isWithin } from '../../pathways/engine/decimal.js';
import type { Draft, VisitForm } from './model.js';

/** `range`: the value that was written is no number, or outside these bounds; null: nothing was written. */
export type Gap = { form: string; question: string; title: string; text: string; range: { min: string; max: string; unit: string } | null };

export function gapsOf(forms: readonly VisitForm[], answers: Draft['answers']): Gap[] {
  return forms.flatMap(({ id: form, title, questions }) => questions.flatMap(({ id: question, type, text, required, askWhen, min, max, unit }): Gap[] => {
    const given = answers[form]?.[question];
    const about = { form, question, title, text };
    if (given === undefined) return required && askWhen === null && type !== 'photo' ? [{ ...about, range: null }] : [];
    if (type !== 'number' || min === null || max === null) return [];
    const fits = typeof given === 'string' && isDecimal(given) && isWithin(given, { min, max });
    return fits ? [] : [{ ...about, range: { min, max, unit: unit ?? '' } }];
  }));
}
