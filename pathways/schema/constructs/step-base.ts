import { z } from 'zod';
import { ScheduleText } from './schedule.js';
import { TextKeyWord } from './words.js';

/** What every kind of step says. */
export const stepBase = {
  phase: z.enum(['course', 'follow-up']).default('course').describe('the course ends before the follow-up phase begins'),
  schedule: ScheduleText,
  holidays: z.enum(['ignore', 'next-workday', 'previous-workday']).default('ignore').describe('a due date on a public holiday or weekend moves to a workday; make-up workdays count as workdays'),
  badge: TextKeyWord.optional().describe('earned by completing it, whatever is answered; shown on the patient’s page'),
  label: TextKeyWord.describe('short name for digests and timelines'),
};
