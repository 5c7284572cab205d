/**
 * HOSPITAL score 0-13 for avoidable 30-day readmission, source [3]. `hospital` uses the 2016 bands of earlier admissions (0-1, 2-5, more),
 * `hospital-2013` the first publication's (0, 1-5, more), `hospital-simplified` (2017, 0-12) counts any cancer diagnosis as oncology and drops
 * the procedure. Traps in public code: one package awards the procedure point for "no"; one book prints "stay > 5 days" for 5 and more.
 */
import { order, scaled, type Scaled } from '../engine/decimal.js';
import { bandOf, instrument } from './instrument.js';

const below = (value: Scaled, cut: string): boolean => {
  const limit = scaled(cut);
  return limit !== null && order(value, limit) < 0;
};

const shared = {
  /** g/L at discharge. */
  haemoglobin: { kind: 'decimal', min: '10', max: '300' },
  /** mmol/L at discharge. */
  sodium: { kind: 'decimal', min: '80', max: '220' },
  oncology: { kind: 'boolean' },
  urgent: { kind: 'boolean' },
  stayDays: { kind: 'whole', min: 0, max: 3660 },
  /** In the 12 months before. */
  admissions: { kind: 'whole', min: 0, max: 365 },
} as const;

type Common = { haemoglobin: Scaled; sodium: Scaled; oncology: boolean; urgent: boolean; stayDays: number; admissions: number };

function scored(a: Common, procedure: boolean, someFrom: 1 | 2) {
  const total = (below(a.haemoglobin, '120') ? 1 : 0) + (a.oncology ? 2 : 0) + (below(a.sodium, '135') ? 1 : 0) + (procedure ? 1 : 0)
    + (a.urgent ? 1 : 0) + (a.stayDays >= 5 ? 2 : 0) + (a.admissions > 5 ? 5 : a.admissions >= someFrom ? 2 : 0);
  return { total, band: bandOf(total, [[0, 'low'], [5, 'intermediate'], [7, 'high']]) };
}

const withProcedure = { ...shared, procedure: { kind: 'boolean' } } as const;

export const hospital = instrument('hospital', withProcedure, (a) => scored(a, a.procedure, 2));
export const hospital2013 = instrument('hospital-2013', withProcedure, (a) => scored(a, a.procedure, 1));
export const hospitalSimplified = instrument('hospital-simplified', shared, (a) => scored(a, false, 2));
