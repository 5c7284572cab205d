/** Mini Nutritional Assessment, short form: the total 0-14 as scored by staff; 12-14 normal, 8-11 at risk, 0-7 malnourished. Source [14]. © Nestlé. */
import { bandOf, instrument } from './instrument.js';

export const mnaSf = instrument('mna-sf', { total: { kind: 'whole', min: 0, max: 14 } }, ({ total }) =>
  ({ total, band: bandOf(total, [[0, 'malnourished'], [8, 'at-risk'], [12, 'normal']]) }));
