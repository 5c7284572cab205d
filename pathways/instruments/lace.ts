/**
 * LACE index 0-19 for death or unplanned readmission within 30 days, source [2] (CMAJ 2010;182:551). Bands 0-4 / 5-9 / 10 and more.
 * Traps in public code: a "modified LACE" scores 14 days and more as 6; a Charlson of exactly 4 is 5 points, not 4.
 */
import { bandOf, instrument } from './instrument.js';

const stayPoints = (days: number) => (days <= 3 ? days : days <= 6 ? 4 : days <= 13 ? 5 : 7);

export const lace = instrument(
  'lace',
  {
    stayDays: { kind: 'whole', min: 0, max: 3660 },
    acute: { kind: 'boolean' },
    /** Weighted sum, see `laceCharlson`. */
    charlson: { kind: 'whole', min: 0, max: 60 },
    /** Emergency visits in the six months before, the index visit excluded. */
    emergencyVisits: { kind: 'whole', min: 0, max: 500 },
  },
  (a) => {
    const total = stayPoints(a.stayDays) + (a.acute ? 3 : 0) + (a.charlson >= 4 ? 5 : a.charlson) + Math.min(a.emergencyVisits, 4);
    return { total, band: bandOf(total, [[0, 'low'], [5, 'moderate'], [10, 'high']]) };
  },
);

/** Weights as LACE uses them [2]; not those of 1987. HIV 4 is mark K. */
export const laceCharlsonWeights = {
  'previous-mi': 1, cerebrovascular: 1, 'peripheral-vascular': 1, 'diabetes-uncomplicated': 1,
  'heart-failure': 2, 'diabetes-end-organ': 2, 'chronic-lung': 2, 'mild-liver-or-renal': 2, tumour: 2,
  dementia: 3, 'connective-tissue': 3,
  'severe-liver-or-renal': 4, hiv: 4,
  metastatic: 6,
} as const;

export const laceCharlson = (conditions: ReadonlySet<keyof typeof laceCharlsonWeights>): number =>
  [...conditions].reduce((points, condition) => points + laceCharlsonWeights[condition], 0);
