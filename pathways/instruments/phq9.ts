/**
 * Patient Health Questionnaire 9: nine items 0-3, total 0-27; 5/10/15/20 mild, moderate, moderately severe, severe. Source [6]: HL7 SDC PHQ9.
 * Item 9 (self-harm) is read by rules from the answer itself, so it acts even when another item is missing and no total exists.
 */
import { bandOf, instrument, items, sum } from './instrument.js';

export const phq9 = instrument('phq9', items(9, 0, 3), (answers) => {
  const total = sum(answers);
  return { total, band: bandOf(total, [[0, 'minimal'], [5, 'mild'], [10, 'moderate'], [15, 'moderately-severe'], [20, 'severe']]) };
});
