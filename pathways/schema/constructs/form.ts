import { z } from 'zod';
import { Amount, CamelId, CelText, KebabId, TextKeyWord } from './words.js';

const questionBase = {
  /** Absent only in forms of an instrument whose wording we may not ship. */
  text: TextKeyWord.optional().describe('wording; absent only where the licence of the instrument forbids us to ship it'),
  required: z.boolean().default(true).describe('whether the form is complete without it'),
  askWhen: CelText.optional().describe('asked only when this is true of earlier answers in the form'),
};

/** Wording of the options: `<optionText>.<option>`, by default `<text>.<option>`; one set can serve all items of a scale. */
const optionText = TextKeyWord.optional().describe('prefix of the option wordings, by default the question’s own text key');
const Options = z.array(KebabId).min(2, { error: 'must offer at least two options' });

export const QuestionText = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('boolean'), ...questionBase }),
  z.strictObject({ type: z.literal('choice'), options: Options, optionText, ...questionBase }),
  z.strictObject({ type: z.literal('multi'), options: Options, optionText, ...questionBase }),
  z.strictObject({
    type: z.literal('number'),
    decimals: z.int().min(0).max(6),
    min: Amount,
    max: Amount,
    unit: z.string().min(1),
    ...questionBase,
  }),
  z.strictObject({ type: z.literal('photo'), ...questionBase }),
  z.strictObject({ type: z.literal('text'), ...questionBase }),
]);
export type QuestionText = z.infer<typeof QuestionText>;

/** Questions in the order in which they are asked. With an instrument, its total is readable as `<form>.score`. */
export const FormText = z.strictObject({
  title: TextKeyWord,
  instrument: KebabId.optional().describe('scores the form; the total is readable as form.score'),
  questions: z.record(CamelId, QuestionText),
});
export type FormText = z.infer<typeof FormText>;
