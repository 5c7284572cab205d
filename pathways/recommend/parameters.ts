/** Every number of the recommendation rules, with its source mark (clinical content section 2). All rules are mark C: the hospital confirms them. */
export const recommendParameters = {
  laceHigh: { value: 10, source: '[2] C' },
  laceLow: { value: 4, source: '[2] C' },
  hospitalHigh: { value: 7, source: '[3] C' },
  bradenRisk: { value: 14, source: '[11] C' },
  barthelSevere: { value: 40, source: '[5] C' },
  barthelFull: { value: 100, source: '[5] C' },
  morseHigh: { value: 45, source: '[12] C' },
  frailFrom: { value: 3, source: '[13] C' },
  strokeMrsFrom: { value: 1, source: 'C' },
  strokeMrsUntil: { value: 5, source: 'C' },
  pushOpen: { value: 1, source: '[10] C' },
  wagnerUlcer: { value: 1, source: '[26] C' },
  /** The usual meaning of polypharmacy (WHO, Medication safety in polypharmacy, 2019). */
  medicinesMany: { value: 5, source: 'K' },
} as const;
export type RecommendParameter = keyof typeof recommendParameters;

/** Contacts to add for patients at high risk of coming back: days after discharge (C). */
export const riskContactDays = [1, 14] as const;
