import { z } from 'zod';
import { stepBase } from './step-base.js';
import { Amount, CamelId, ParamRef, RoleWord, TextKeyWord } from './words.js';

/** Work for staff that is no call and no visit, done when somebody says so. Exactly one of `withinHours` and `byTime`. */
export const Task = z.strictObject({
  kind: z.literal('task'),
  ...stepBase,
  by: RoleWord.describe('who does it'),
  text: TextKeyWord.describe('what is to be done'),
  forms: z.array(CamelId).default([]).describe('filled in by whoever does it; complete, or it is not done'),
  withinHours: Amount.optional().describe('not done so long after it was due, the head nurse is told'),
  byTime: ParamRef.optional().describe('the same at this time of day: the first one at or after it was due'),
});
