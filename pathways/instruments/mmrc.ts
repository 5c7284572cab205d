/** Modified MRC breathlessness 0-4; 2 and more symptomatic. Sources [8][9]. */
import { bandOf, instrument } from './instrument.js';

export const mmrc = instrument('mmrc', { grade: { kind: 'whole', min: 0, max: 4 } }, ({ grade }) =>
  ({ total: grade, band: bandOf(grade, [[0, 'few-symptoms'], [2, 'symptomatic']]) }));
