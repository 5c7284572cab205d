import { z } from 'zod';
import { stepBase } from './step-base.js';
import { Amount, Channels, ClassWord, KebabId, TextKeyWord } from './words.js';

/** Words that packages share, such as `fluid` and `restrict`. */
export const AdvisesText = z.strictObject({ topic: KebabId.describe('what it is about'), value: KebabId.describe('what it tells the patient to do') });

/** One-way: education, exercise or dose reminder. `tick` asks for a done-mark. */
export const Message = z.strictObject({
  kind: z.literal('message'),
  ...stepBase,
  who: z.enum(['patient', 'family']).default('patient'),
  text: TextKeyWord,
  class: ClassWord,
  channels: Channels,
  expiresAfterHours: Amount.describe('not sent any more after this'),
  tick: z.boolean().default(false).describe('asks for a done-mark; a day without it counts as silence'),
  advises: AdvisesText.optional().describe('kept back when another package of the patient says something else on the topic'),
});
