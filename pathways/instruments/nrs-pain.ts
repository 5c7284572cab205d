/** Pain 0-10 as the patient numbers it: 1-3 mild, 4-6 moderate, 7-10 severe (the CORE-5 cuts of clinical.md section 1, mark C). */
import { bandOf, instrument } from './instrument.js';

export const nrsPain = instrument('nrs-pain', { pain: { kind: 'whole', min: 0, max: 10 } }, ({ pain }) =>
  ({ total: pain, band: bandOf(pain, [[0, 'none'], [1, 'mild'], [4, 'moderate'], [7, 'severe']]) }));
