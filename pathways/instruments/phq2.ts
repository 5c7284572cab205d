/** Patient Health Questionnaire, first two items: 0-6, >= 3 positive. Source [6]: HL7 SDC PHQ9; Clinical Practice in Neurology 2013/695925. */
import { bandOf, instrument, items, sum } from './instrument.js';

export const phq2 = instrument('phq2', items(2, 0, 3), (answers) => {
  const total = sum(answers);
  return { total, band: bandOf(total, [[0, 'negative'], [3, 'positive']]) };
});
