import { z } from 'zod';
import { stepBase } from './step-base.js';
import { Amount, CamelId, Channels, ClassWord, TextKeyWord } from './words.js';

/** Questions sent to the patient or family; unanswered ones climb the `unanswered` ladder. */
export const FormStepText = z.strictObject({
  kind: z.literal('form'),
  ...stepBase,
  who: z.enum(['patient', 'family']).default('patient'),
  forms: z.array(CamelId).min(1, { error: 'must name at least one form' }),
  invite: TextKeyWord,
  remind: TextKeyWord,
  class: ClassWord,
  channels: Channels,
  closesAfterHours: Amount,
});
