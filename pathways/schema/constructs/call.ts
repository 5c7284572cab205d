import { z } from 'zod';
import { stepBase } from './step-base.js';
import { Amount, CamelId, RoleWord, TextKeyWord } from './words.js';

/** A phone call by staff along a script; answers may be entered during it. */
export const Call = z.strictObject({
  kind: z.literal('call'),
  ...stepBase,
  by: RoleWord.describe('who calls'),
  script: TextKeyWord.describe('what the caller goes through'),
  forms: z.array(CamelId).default([]).describe('answers that may be entered during the call'),
  withinHours: Amount.describe('a call without an outcome by then is reported to the head nurse'),
});
