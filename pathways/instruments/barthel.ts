/**
 * Barthel index 0-100, multiples of 5 only. Bands of the Chinese nursing grading (WS/T 431 style, source [5]): up to 40 重度依赖, 41-60 中度,
 * 61-99 轻度, 100 无需依赖. Rehabilitation texts use other bands. `barthel` takes the ten items, `barthel-total` a total scored elsewhere.
 */
import { bandOf, instrument, sum } from './instrument.js';

const upTo = <const Max extends number>(max: Max) => ({ kind: 'whole' as const, min: 0, max, step: 5 });
const scored = (total: number) => ({ total, band: bandOf(total, [[0, 'severe-dependence'], [41, 'moderate-dependence'], [61, 'mild-dependence'], [100, 'independent']]) });

export const barthel = instrument(
  'barthel',
  {
    feeding: upTo(10), bathing: upTo(5), grooming: upTo(5), dressing: upTo(10), bowels: upTo(10),
    bladder: upTo(10), toilet: upTo(10), transfer: upTo(15), walking: upTo(15), stairs: upTo(10),
  },
  (answers) => scored(sum(answers)),
);

export const barthelTotal = instrument('barthel-total', { total: upTo(100) }, ({ total }) => scored(total));
