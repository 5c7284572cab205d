/**
 * Kubota 洼田 30 mL water test, source [28]. Grade 1: in one go without choking, normal within 5 s, suspect when slower; 2: in two or more
 * goes, suspect; 3-5: choking, abnormal; 5: nil by mouth. `seconds` is needed for grade 1 only.
 */
import { order, scaled } from '../engine/decimal.js';
import { instrument } from './instrument.js';

const fiveSeconds = scaled('5');

export const kubota = instrument(
  'kubota',
  { grade: { kind: 'whole', min: 1, max: 5 }, seconds: { kind: 'decimal', min: '0', max: '600', optional: true } },
  ({ grade, seconds }) => {
    if (grade === 1 && !seconds) return { refused: 'kubota: grade 1 needs the seconds, because up to 5 s is normal and slower is suspect' };
    if (grade === 5) return { total: grade, band: 'nil-by-mouth' };
    if (grade >= 3) return { total: grade, band: 'abnormal' };
    const fast = grade === 1 && seconds && fiveSeconds && order(seconds, fiveSeconds) <= 0;
    return { total: grade, band: fast ? 'normal' : 'suspect' };
  },
);
