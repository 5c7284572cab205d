/**
 * May we ship the question wording of an instrument in an open-source product that is used commercially? Data with its source: the
 * licensing table of the clinical content (its source numbers in brackets). Wording that we may not ship is loaded by a licensed hospital.
 */
export type Licence = {
  name: string;
  /**
   * `wording`: questions may be shipped. `own-words`: formula or criteria are free, the questions are our own wording.
   * `totals`: scores only; nothing but the total may be asked in words. `none`: do not ship the instrument at all.
   */
  ship: 'wording' | 'own-words' | 'totals' | 'none';
  reason: string;
  source: string;
};

export const licences: Readonly<Record<string, Licence>> = {
  phq2: { name: 'PHQ-2', ship: 'wording', reason: 'no permission needed to reproduce, translate, display or distribute', source: '[6]' },
  phq9: { name: 'PHQ-9', ship: 'wording', reason: 'no permission needed to reproduce, translate, display or distribute', source: '[6]' },
  gad7: { name: 'GAD-7', ship: 'wording', reason: 'no permission needed to reproduce, translate, display or distribute', source: '[6]' },
  mmrc: { name: 'mMRC', ship: 'wording', reason: 'any purpose including commercial', source: '[9]' },
  frail: { name: 'FRAIL', ship: 'wording', reason: 'may be shipped; the Chinese text is our own', source: '[13]' },
  sarcf: { name: 'SARC-F', ship: 'wording', reason: 'may be shipped; the Chinese text is our own', source: '[13]' },
  news2: { name: 'NEWS2', ship: 'wording', reason: 'acknowledge the Royal College of Physicians, do not modify the chart', source: '[4]' },
  lace: { name: 'LACE', ship: 'own-words', reason: 'formula; cite', source: '[2]' },
  hospital: { name: 'HOSPITAL', ship: 'own-words', reason: 'formula; cite', source: '[3]' },
  hospital2013: { name: 'HOSPITAL (2013)', ship: 'own-words', reason: 'formula; cite', source: '[3]' },
  hospitalsimplified: { name: 'HOSPITAL (simplified)', ship: 'own-words', reason: 'formula; cite', source: '[3]' },
  nyha: { name: 'NYHA', ship: 'own-words', reason: 'criteria; cite', source: 'C' },
  mrs: { name: 'mRS', ship: 'own-words', reason: 'criteria; cite', source: 'C' },
  nihss: { name: 'NIHSS', ship: 'own-words', reason: 'criteria; cite', source: 'C' },
  wagner: { name: 'Wagner', ship: 'own-words', reason: 'criteria; cite', source: '[26]' },
  ctcae: { name: 'CTCAE', ship: 'own-words', reason: 'criteria; cite', source: '[36]' },
  kubota: { name: 'Kubota 洼田', ship: 'own-words', reason: 'criteria; cite', source: '[28]' },
  nrs: { name: 'NRS', ship: 'own-words', reason: 'criteria; cite', source: 'C' },
  nrspain: { name: 'NRS', ship: 'own-words', reason: 'criteria; cite', source: 'C' },
  tug: { name: 'TUG', ship: 'own-words', reason: 'a timed test; cite', source: 'C' },
  barthel: { name: 'Barthel', ship: 'totals', reason: 'commercial use needs permission', source: '[5]' },
  push: { name: 'PUSH', ship: 'totals', reason: 'not in for-profit products', source: '[10]' },
  epds: { name: 'EPDS', ship: 'totals', reason: 'not online or republished without written permission', source: '[7]' },
  braden: { name: 'Braden', ship: 'totals', reason: 'paid licence', source: '[11]' },
  cat: { name: 'CAT', ship: 'totals', reason: '© GSK', source: '[8]' },
  mnasf: { name: 'MNA-SF', ship: 'totals', reason: '© Nestlé', source: '[14]' },
  morse: { name: 'Morse', ship: 'totals', reason: 'ask the holder', source: 'K' },
  brass: { name: 'BRASS', ship: 'totals', reason: 'ask the holder', source: 'K' },
  proctcae: { name: 'PRO-CTCAE', ship: 'none', reason: 'no alteration, sale, diagnostic or therapeutic use', source: '[36]' },
  kccq12: { name: 'KCCQ-12', ship: 'none', reason: 'licence needed', source: '[14a]' },
  eq5d: { name: 'EQ-5D', ship: 'none', reason: 'licence needed', source: '[14a]' },
  mmas: { name: 'MMAS', ship: 'none', reason: 'licence needed', source: 'K' },
  mmse: { name: 'MMSE', ship: 'none', reason: 'licence needed', source: 'K' },
  oxfordhip: { name: 'Oxford Hip', ship: 'none', reason: 'licence needed', source: 'K' },
  eortc: { name: 'EORTC', ship: 'none', reason: 'licence needed', source: 'K' },
  fact: { name: 'FACT', ship: 'none', reason: 'licence needed', source: 'K' },
};

/** By instrument or form id, whatever its spelling: `eq-5d`, `EQ5D` and `bradenTotal` are recognised. */
export function licenceOf(id: string): Licence | null {
  const plain = id.toLowerCase().replace(/[^a-z0-9]/g, '').replace(/(total|score)$/, '');
  return Object.hasOwn(licences, plain) ? (licences[plain] ?? null) : null;
}
