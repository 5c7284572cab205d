import { z } from 'zod';
import { LevelText } from './level.js';
import { Amount, Amounts, LevelWord, ParamRef, TextKeyWord } from './words.js';

export const Yellows = z.strictObject({ count: Amount.describe('YELLOW rules in one submission'), become: LevelWord });
export const Unanswered = z.strictObject({
  remindHours: Amounts.describe('reminders, in hours after the invitation'),
  phoneTaskHours: Amount.describe('then a person calls'),
  family: z.boolean().describe('the family contact hears of it too'),
});
export const Calls = z.strictObject({
  retryAfterHours: Amount,
  maxAttempts: Amount,
  attemptsWithinDays: Amount,
  exhausted: LevelWord.describe('level of the case after the last failed attempt'),
});
export const QuietHours = z.strictObject({ from: ParamRef.describe('local time'), to: ParamRef.describe('local time, usually next morning') });
export const CommonTexts = z.strictObject({
  digest: TextKeyWord.describe('several reminders of one time in one message: {items}'),
  close: TextKeyWord.nullable(),
  optOut: TextKeyWord.nullable(),
  repeatReading: TextKeyWord.nullable(),
});

/** What the packages of a hospital share. Usually in the `conventions` fragment; a pathway may replace a key whole. */
export const conventions = {
  levels: z.strictObject({ red: LevelText, orange: LevelText, yellow: LevelText }).optional(),
  yellows: Yellows.optional(),
  unanswered: Unanswered.optional(),
  calls: Calls.optional(),
  quietHours: QuietHours.optional(),
  dailySmsCap: Amount.optional().describe('SMS per patient and local day; the lower class yields'),
  staleReadingHours: Amount.optional().describe('an older reading opens a YELLOW review instead of meeting the rules'),
  texts: CommonTexts.optional(),
};
export type ConventionKey = keyof typeof conventions;
