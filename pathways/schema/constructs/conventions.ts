import { z } from 'zod';
import { LevelText } from './level.js';
import { Amount, Amounts, LevelWord, ParamRef, TextKeyWord } from './words.js';

export const Yellows = z.strictObject({ count: Amount, become: LevelWord });
export const Unanswered = z.strictObject({ remindHours: Amounts, phoneTaskHours: Amount, family: z.boolean() });
export const Calls = z.strictObject({ retryAfterHours: Amount, maxAttempts: Amount, attemptsWithinDays: Amount, exhausted: LevelWord });
export const QuietHours = z.strictObject({ from: ParamRef, to: ParamRef });
export const CommonTexts = z.strictObject({
  digest: TextKeyWord,
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
  dailySmsCap: Amount.optional(),
  staleReadingHours: Amount.optional(),
  texts: CommonTexts.optional(),
};
export type ConventionKey = keyof typeof conventions;
