/** Modified Rankin scale 0-6: 0-2 independent (the stroke package's endpoint), 3-5 dependent, 6 dead. Criteria by van Swieten 1988; own wording. */
import { bandOf, instrument } from './instrument.js';

export const mrs = instrument('mrs', { grade: { kind: 'whole', min: 0, max: 6 } }, ({ grade }) =>
  ({ total: grade, band: bandOf(grade, [[0, 'independent'], [3, 'dependent'], [6, 'dead']]) }));
