import { z } from 'zod';
import { Amount, RoleWord, Roles, TextKeyWord } from './words.js';

export const Rung = z.strictObject({ afterMinutes: Amount, to: Roles, unless: z.enum(['acknowledged', 'contacted']) });

/** Who is alerted at this level, by when somebody must act, and who hears of it when nobody does. */
export const LevelText = z.strictObject({
  alert: Roles.describe('alerted when a case opens'),
  ackWithinMinutes: Amount.nullable().describe('null: no separate acknowledge deadline'),
  contactWithinMinutes: Amount.describe('somebody must have spoken with the patient by then'),
  ladder: z.array(Rung).min(1, { error: 'must have a rung: somebody has to hear of it when nobody acts' }).describe('who hears of it next, in time order from raise or upgrade'),
  repeatEveryMinutes: Amount.describe('after the last rung, that rung again'),
  patientText: TextKeyWord.nullable().describe('null: no text'),
  patientQuietHours: z.enum(['ignore', 'wait']).describe('wait: the text waits for the morning, the clock does not'),
  alertQuietHours: z.enum(['ignore', 'wait']),
  callBy: RoleWord.nullable().default(null).describe('role that gets a task to call the patient'),
  pausesVisits: z.boolean().default(false).describe('home visits are held until the case is closed'),
});
export type LevelText = z.infer<typeof LevelText>;
