import { z } from 'zod';
import { stepBase } from './step-base.js';
import { Amount, Channels, ClassWord, TextKeyWord } from './words.js';

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
});
