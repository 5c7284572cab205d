import { z } from 'zod';
import { ScheduleText } from './schedule.js';
import { TextKeyWord } from './words.js';

/** What every kind of step says. */
export const stepBase = {
  phase: z.enum(['course', 'follow-up']).default('course'),
  schedule: ScheduleText,
  holidays: z.enum(['ignore', 'next-workday', 'previous-workday']).default('ignore'),
  label: TextKeyWord,
};
