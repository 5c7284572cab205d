/** Blaylock discharge risk: the total 0-40 only, its item points were not found; 0-10, 11-19, 20 and more. Source [15] (another study cuts at 10). */
import { bandOf, instrument } from './instrument.js';

export const brass = instrument('brass', { total: { kind: 'whole', min: 0, max: 40 } }, ({ total }) =>
  ({ total, band: bandOf(total, [[0, 'low'], [11, 'medium'], [20, 'high']]) }));
