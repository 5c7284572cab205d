/** New York Heart Association class 1-4 (I-IV): I no limitation, II slight, III marked, IV symptoms at rest. Criteria of the NYHA (9th edition, 1994); own wording. */
import { instrument } from './instrument.js';

export const nyha = instrument('nyha', { grade: { kind: 'whole', min: 1, max: 4 } }, ({ grade }) => ({ total: grade }));
