/**
 * PUSH 3.0 for pressure injuries 0-17: area (length x width, rounded to 0.1 cm²) 0-10, exudate 0-3, tissue 0-4. Source [10]; area bands are
 * mark K, five published vectors fit them.
 */
import { rounded, times } from '../engine/decimal.js';
import { instrument } from './instrument.js';

/** Upper ends in tenths of a cm²; beyond the last: 10 points. */
const areaEnds = [0, 2, 6, 10, 20, 30, 40, 80, 120, 240];
const centimetres = { kind: 'decimal', min: '0', max: '100' } as const;

export const push = instrument(
  'push',
  { length: centimetres, width: centimetres, exudate: { kind: 'whole', min: 0, max: 3 }, tissue: { kind: 'whole', min: 0, max: 4 } },
  ({ length, width, exudate, tissue }) => {
    const area = rounded(times(length, width), 1);
    const tenths = Number(area.units) * (area.scale === 0 ? 10 : 1);
    const band = areaEnds.findIndex((end) => tenths <= end);
    return { total: (band === -1 ? 10 : band) + exudate + tissue };
  },
);
