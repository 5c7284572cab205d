/** Braden scale 6-23 (friction at most 3): up to 9 severe risk, 10-12 high, 13-14 moderate, 15-18 mild, 19 and more none. Source [11]. Wording by licence. */
import { bandOf, instrument, sum } from './instrument.js';

const upTo = <const Max extends number>(max: Max) => ({ kind: 'whole' as const, min: 1, max });

export const braden = instrument(
  'braden',
  { perception: upTo(4), moisture: upTo(4), activity: upTo(4), mobility: upTo(4), nutrition: upTo(4), friction: upTo(3) },
  (answers) => {
    const total = sum(answers);
    return { total, band: bandOf(total, [[0, 'severe'], [10, 'high'], [13, 'moderate'], [15, 'mild'], [19, 'none']]) };
  },
);
