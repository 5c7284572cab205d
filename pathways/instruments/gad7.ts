/** Generalised Anxiety Disorder 7: seven items 0-3, total 0-21; 5/10/15 mild, moderate, severe. Source [6]. */
import { bandOf, instrument, items, sum } from './instrument.js';

export const gad7 = instrument('gad7', items(7, 0, 3), (answers) => {
  const total = sum(answers);
  return { total, band: bandOf(total, [[0, 'minimal'], [5, 'mild'], [10, 'moderate'], [15, 'severe']]) };
});
