/** COPD Assessment Test: eight items 0-5; below 10, 10-20, 21-30, above 30; 10 and more symptomatic. Source [8]. © GSK: no wording here. */
import { bandOf, instrument, items, sum } from './instrument.js';

export const cat = instrument('cat', items(8, 0, 5), (answers) => {
  const total = sum(answers);
  return { total, band: bandOf(total, [[0, 'low'], [10, 'medium'], [21, 'high'], [31, 'very-high']]) };
});
