/** Wagner grade of a diabetic foot: 0 intact, 1 superficial, 2 deep, 3 abscess or bone, 4 part gangrene, 5 whole foot. Source [26]. */
import { instrument } from './instrument.js';

export const wagner = instrument('wagner', { grade: { kind: 'whole', min: 0, max: 5 } }, ({ grade }) => ({ total: grade }));
