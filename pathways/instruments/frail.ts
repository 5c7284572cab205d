/** FRAIL 0-5, one point each; 1-2 pre-frail, 3 and more frail. Source [13]. */
import { bandOf, instrument } from './instrument.js';

const yes = { kind: 'boolean' } as const;

export const frail = instrument('frail', { fatigue: yes, resistance: yes, ambulation: yes, illnesses: yes, weightLoss: yes }, (answers) => {
  const total = Object.values(answers).filter(Boolean).length;
  return { total, band: bandOf(total, [[0, 'robust'], [1, 'pre-frail'], [3, 'frail']]) };
});
