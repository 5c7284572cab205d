/** NIH Stroke Scale: the total (0-42) that a certified clinician scored; items are not asked at home. */
import { instrument } from './instrument.js';

export const nihss = instrument('nihss', { total: { kind: 'whole', min: 0, max: 42 } }, ({ total }) => ({ total }));
