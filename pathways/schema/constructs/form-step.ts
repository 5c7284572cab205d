import { z } from 'zod';
import { stepBase } from './step-base.js';
import { Amount, CamelId, Channels, ClassWord, TextKeyWord } from './words.js';

/** Questions sent to the patient or family; unanswered ones climb the `unanswered` ladder. */
export const FormStepText = z.strictObject({
  kind: z.literal('form'),
  ...stepBase,
  who: z.enum(['patient', 'family']).default('patient'),
  forms: z.array(CamelId).min(1, { error: 'must name at least one form' }).describe('asked together, in this order'),
  invite: TextKeyWord.describe('text of the invitation'),
  remind: TextKeyWord.describe('text of the reminders that the unanswered ladder sends'),
  class: ClassWord,
  channels: Channels.describe('tried in this order'),
  closesAfterHours: Amount.describe('afterwards an answer is stored as late, and still triaged'),
});
