import { z } from 'zod';
import { stepBase } from './step-base.js';
import { Amount, CamelId, Channels, ClassWord, TextKeyWord } from './words.js';

/** The patient is asked to measure; a day without a value counts as silence. */
export const ReadingStepText = z.strictObject({
  kind: z.literal('reading'),
  ...stepBase,
  reading: CamelId.describe('what to measure'),
  text: TextKeyWord,
  class: ClassWord,
  channels: Channels,
  withinHours: Amount.describe('not measured by then is missed, and counts as silence'),
});
