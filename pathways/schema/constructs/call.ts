import { z } from 'zod';
import { stepBase } from './step-base.js';
import { Amount, CamelId, RoleWord, TextKeyWord } from './words.js';

/** A phone call by staff along a script; answers may be entered during it. */
export const Call = z.strictObject({
  kind: z.literal('call'),
  ...stepBase,
  by: RoleWord,
  script: TextKeyWord,
  forms: z.array(CamelId).default([]),
  withinHours: Amount,
});
