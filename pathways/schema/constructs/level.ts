import { z } from 'zod';
import { Amount, RoleWord, Roles, TextKeyWord } from './words.js';

export const Rung = z.strictObject({ afterMinutes: Amount, to: Roles, unless: z.enum(['acknowledged', 'contacted']) });

/** Who is alerted at this level, by when somebody must act, and who hears of it when nobody does. */
export const LevelText = z.strictObject({
  alert: Roles,
  ackWithinMinutes: Amount.nullable(),
  contactWithinMinutes: Amount,
  ladder: z.array(Rung).min(1, { error: 'must have a rung: somebody has to hear of it when nobody acts' }),
  repeatEveryMinutes: Amount,
  patientText: TextKeyWord.nullable(),
  patientQuietHours: z.enum(['ignore', 'wait']),
  alertQuietHours: z.enum(['ignore', 'wait']),
  callBy: RoleWord.nullable().default(null),
  pausesVisits: z.boolean().default(false),
});
export type LevelText = z.infer<typeof LevelText>;
