/** Timed up and go, in seconds. The cut (13.5 s, mark C) is a parameter of the package, not of the test. */
import { format } from '../engine/decimal.js';
import { instrument } from './instrument.js';

export const tug = instrument('tug', { seconds: { kind: 'decimal', min: '1', max: '600' } }, ({ seconds }) => ({ total: format(seconds) }));
