import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnswerValue } from '../engine/inputs.js';
import { epdsItem10 } from './epds.js';
import type { Question } from './instrument.js';
import { instruments } from './instruments.js';
import { laceCharlson } from './lace.js';
import { morseBand } from './morse.js';
import { scoresOf } from './score.js';

const items = (...values: number[]): Record<string, AnswerValue> => Object.fromEntries(values.map((value, n) => [`item${n + 1}`, String(value)]));
const news = (respiration: number, spo2: number, oxygen: boolean, temperature: string, systolic: number, pulse: number, consciousness: string, spo2Scale = '1') =>
  ({ respiration: String(respiration), spo2: String(spo2), spo2Scale, oxygen, temperature, systolic: String(systolic), pulse: String(pulse), consciousness });
const lace = (stayDays: number, acute: boolean, charlson: number, emergencyVisits: number) =>
  ({ stayDays: String(stayDays), acute, charlson: String(charlson), emergencyVisits: String(emergencyVisits) });
const hospital = (haemoglobin: number, sodium: number, urgent: boolean, stayDays: number, admissions: number, procedure = false, oncology = false) =>
  ({ haemoglobin: String(haemoglobin), sodium: String(sodium), urgent, stayDays: String(stayDays), admissions: String(admissions), procedure, oncology });
const sheet = (length: string, width: string, exudate: number, tissue: number) => ({ length, width, exudate: String(exudate), tissue: String(tissue) });
const full = { feeding: '10', bathing: '5', grooming: '5', dressing: '10', bowels: '10', bladder: '10', toilet: '10', transfer: '15', walking: '15', stairs: '10' };
const fallRisk = { fallen: true, secondDiagnosis: true, aid: 'furniture', intravenous: true, gait: 'impaired', forgetsLimits: true };

/** Published vectors where the clinical content gives a source, derived ones where it says so. */
const vectors: [id: string, answers: Record<string, AnswerValue>, total: string, band?: string][] = [
  // [6]
  ['phq9', items(2, 2, 2, 2, 1, 1, 2, 0, 0), '12', 'moderate'],
  ['phq9', items(1, 1, 2, 1, 0, 1, 1, 0, 0), '7', 'mild'],
  ['phq9', items(1, 1, 1, 1, 0, 1, 1, 0, 0), '6', 'mild'],
  ['phq9', items(3, 3, 3, 3, 3, 3, 3, 3, 3), '27', 'severe'],
  ['phq9', items(1, 1, 1, 1, 0, 0, 0, 0, 0), '4', 'minimal'],
  ['phq9', items(3, 3, 3, 3, 3, 0, 0, 0, 0), '15', 'moderately-severe'],
  ['phq2', items(1, 1), '2', 'negative'],
  ['phq2', items(2, 1), '3', 'positive'],
  ['gad7', items(1, 1, 1, 2, 2, 0, 0), '7', 'mild'],
  ['gad7', items(3, 3, 3, 3, 3, 3, 3), '21', 'severe'],
  // [7], derived: the top option chosen throughout
  ['epds', items(0, 0, 0, 0, 0, 0, 0, 0, 0, 0), '21', 'probable'],
  ['epds', items(3, 3, 0, 3, 0, 0, 0, 0, 0, 0), '30', 'probable'],
  ['epds', items(0, 0, 3, 0, 3, 3, 3, 3, 3, 3), '0', 'unlikely'],
  // [2]
  ['lace', lace(5, true, 5, 2), '14', 'high'],
  ['lace', lace(2, false, 0, 0), '2', 'low'],
  ['lace', lace(10, true, 4, 2), '15', 'high'],
  ['lace', lace(13, false, 3, 0), '8', 'moderate'],
  ['lace', lace(14, true, 4, 4), '19', 'high'],
  ['lace', lace(0, false, 0, 0), '0', 'low'],
  // [3], derived
  ['hospital', hospital(119, 134, true, 5, 2), '7', 'high'],
  ['hospital', hospital(119, 134, true, 5, 1), '5', 'intermediate'],
  ['hospital-2013', hospital(119, 134, true, 5, 1), '7', 'high'],
  ['hospital', hospital(100, 130, true, 9, 6, true, true), '13', 'high'],
  ['hospital', hospital(120, 135, false, 4, 0), '0', 'low'],
  ['hospital-simplified', hospital(100, 130, true, 9, 6, true, true), '12', 'high'],
  // [4], derived
  ['news2', news(28, 92, true, '38.5', 95, 120, 'voice'), '15', 'high'],
  ['news2', news(16, 97, false, '37.0', 120, 70, 'alert'), '0', 'low'],
  ['news2', news(16, 93, false, '37.0', 120, 70, 'alert', '2'), '0', 'low'],
  ['news2', news(16, 93, true, '37.0', 120, 70, 'alert', '2'), '3', 'low'],
  ['news2', news(25, 97, false, '37.0', 120, 70, 'alert'), '3', 'medium'],
  ['news2', news(16, 97, true, '37.0', 120, 70, 'alert', '2'), '5', 'medium'],
  // [5]
  ['barthel', full, '100', 'independent'],
  ['barthel', { ...full, stairs: '5' }, '95', 'mild-dependence'],
  ['barthel-total', { total: '60' }, '60', 'moderate-dependence'],
  ['barthel-total', { total: '40' }, '40', 'severe-dependence'],
  ['barthel-total', { total: '65' }, '65', 'mild-dependence'],
  // [12]
  ['morse', fallRisk, '125', 'high'],
  ['morse', { ...fallRisk, fallen: false, secondDiagnosis: false, aid: 'none', intravenous: false, gait: 'weak' }, '25', 'moderate'],
  // [28]
  ['kubota', { grade: '1', seconds: '5' }, '1', 'normal'],
  ['kubota', { grade: '1', seconds: '5.1' }, '1', 'suspect'],
  ['kubota', { grade: '2' }, '2', 'suspect'],
  ['kubota', { grade: '3' }, '3', 'abnormal'],
  ['kubota', { grade: '5' }, '5', 'nil-by-mouth'],
  // [10]
  ['push', sheet('3.7', '3.1', 1, 3), '12'],
  ['push', sheet('3.2', '2.9', 0, 2), '10'],
  ['push', sheet('2.9', '1.9', 0, 1), '8'],
  ['push', sheet('0', '0', 0, 0), '0'],
  ['push', sheet('30', '30', 3, 4), '17'],
  // [8] [9] [11] [13] [14] [15] [26]
  ['cat', items(2, 2, 2, 2, 1, 1, 0, 0), '10', 'medium'],
  ['cat', items(4, 4, 4, 4, 4, 4, 4, 3), '31', 'very-high'],
  ['mmrc', { grade: '2' }, '2', 'symptomatic'],
  ['braden', { perception: '4', moisture: '4', activity: '4', mobility: '4', nutrition: '4', friction: '3' }, '23', 'none'],
  ['braden', { perception: '2', moisture: '2', activity: '2', mobility: '2', nutrition: '2', friction: '2' }, '12', 'high'],
  ['frail', { fatigue: true, resistance: true, ambulation: true, illnesses: false, weightLoss: false }, '3', 'frail'],
  ['mna-sf', { total: '11' }, '11', 'at-risk'],
  ['brass', { total: '20' }, '20', 'high'],
  ['wagner', { grade: '3' }, '3'],
  ['mrs', { grade: '2' }, '2', 'independent'],
  ['nihss', { total: '42' }, '42'],
  ['tug', { seconds: '13.6' }, '13.6'],
  ['nrs-pain', { pain: '7' }, '7', 'severe'],
];

describe('published and derived vectors', () => {
  it.each(vectors)('%s %j is %s', (id, answers, total, band) => {
    expect(instruments[id]?.score(answers)).toEqual({ total, ...(band === undefined ? {} : { band }) });
  });

  it('cover every instrument', () => {
    expect(Object.keys(instruments).filter((id) => !vectors.some(([tested]) => tested === id))).toEqual([]);
  });
});

describe('NEWS2 takes the points of each band', () => {
  const base = news(16, 97, false, '37.0', 120, 70, 'alert');
  const points = (change: Record<string, AnswerValue>): number => {
    const score = instruments['news2']?.score({ ...base, ...change });
    return score && 'total' in score ? Number(score.total) : Number.NaN;
  };
  it.each<[question: string, pairs: [value: string, points: number][]]>([
    ['respiration', [['8', 3], ['9', 1], ['11', 1], ['12', 0], ['20', 0], ['21', 2], ['24', 2], ['25', 3]]],
    ['spo2', [['91', 3], ['92', 2], ['93', 2], ['94', 1], ['95', 1], ['96', 0], ['100', 0]]],
    ['systolic', [['90', 3], ['91', 2], ['100', 2], ['101', 1], ['110', 1], ['111', 0], ['219', 0], ['220', 3]]],
    ['pulse', [['40', 3], ['41', 1], ['50', 1], ['51', 0], ['90', 0], ['91', 1], ['110', 1], ['111', 2], ['130', 2], ['131', 3]]],
    ['temperature', [['35.0', 3], ['35.1', 1], ['36.0', 1], ['36.1', 0], ['38', 0], ['38.1', 1], ['39.0', 1], ['39.1', 2]]],
    ['consciousness', [['alert', 0], ['confusion', 3], ['voice', 3], ['pain', 3], ['unresponsive', 3]]],
  ])('of %s', (question, pairs) => {
    expect(pairs.map(([value]) => [value, points({ [question]: value })])).toEqual(pairs);
  });

  it('of SpO2 on scale 2, with and without oxygen', () => {
    const on = (spo2: string, oxygen: boolean) => points({ spo2, oxygen, spo2Scale: '2' }) - (oxygen ? 2 : 0);
    expect(['83', '84', '85', '86', '87', '88', '92', '93', '94', '95', '96', '97'].map((n) => on(n, true))).toEqual([3, 2, 2, 1, 1, 0, 0, 1, 1, 2, 2, 3]);
    expect(['83', '85', '87', '88', '92', '93', '97', '100'].map((n) => on(n, false))).toEqual([3, 2, 1, 0, 0, 0, 0, 0]);
  });
});

describe('a form that cannot be scored', () => {
  it.each<[id: string, answers: Record<string, AnswerValue>, words: string]>([
    ['phq9', items(1, 1, 1, 1, 1, 1, 1, 1), 'phq9: item9 is not answered'],
    ['phq9', items(1, 1, 1, 1, 1, 1, 1, 1, 4), 'phq9: item9 cannot be "4", expected a whole number from 0 to 3'],
    ['barthel-total', { total: '62' }, 'expected a multiple of 5 from 0 to 100'],
    ['barthel', { ...full, transfer: '12' }, 'transfer cannot be "12", expected a multiple of 5'],
    ['kubota', { grade: '1' }, 'grade 1 needs the seconds'],
    ['kubota', { grade: '6' }, 'expected a whole number from 1 to 5'],
    ['news2', news(16, 97, false, '77', 120, 70, 'alert'), 'temperature cannot be "77", expected a number from 20 to 46'],
    ['news2', news(16, 97, false, '37', 120, 70, 'asleep'), 'expected one of alert, confusion'],
    ['frail', { fatigue: 'yes' }, 'expected true or false'],
    ['phq2', { item1: '1.5', item2: '0' }, 'item1 cannot be "1.5"'],
  ])('%s says why', (id, answers, words) => {
    const score = instruments[id]?.score(answers);
    expect(score && 'refused' in score ? score.refused : 'scored').toContain(words);
  });
});

describe('totals', () => {
  const answerOf = (question: Question): fc.Arbitrary<AnswerValue> => {
    switch (question.kind) {
      case 'boolean': return fc.boolean();
      case 'choice': return fc.constantFrom(...question.options);
      case 'decimal': return fc.integer({ min: Math.ceil(Number(question.min) * 10), max: Number(question.max) * 10 }).map((n) => String(n / 10));
      case 'whole': {
        const step = question.step ?? 1;
        return fc.integer({ min: Math.ceil(question.min / step), max: Math.floor(question.max / step) }).map((n) => String(n * step));
      }
    }
  };
  const ranges: Record<string, [number, number]> = {
    phq2: [0, 6], phq9: [0, 27], gad7: [0, 21], epds: [0, 30], lace: [0, 19], hospital: [0, 13], 'hospital-2013': [0, 13], 'hospital-simplified': [0, 12],
    news2: [0, 20], barthel: [0, 100], morse: [0, 125], push: [0, 17], braden: [6, 23], cat: [0, 40], frail: [0, 5], mrs: [0, 6],
  };
  it.each(Object.entries(ranges))('of %s lie within %j whatever is answered', (id, [low, high]) => {
    const one = instruments[id];
    if (!one) throw new Error(`${id} is not registered`);
    const answers = fc.record(Object.fromEntries(Object.entries(one.questions).map(([question, kind]) => [question, answerOf(kind)])));
    fc.assert(fc.property(answers, (given) => {
      const score = one.score(given);
      if ('refused' in score) throw new Error(score.refused);
      expect(Number(score.total)).toBeGreaterThanOrEqual(low);
      expect(Number(score.total)).toBeLessThanOrEqual(high);
    }), { seed: 20260302, numRuns: 300 });
  });

  it('never throw, whatever rubbish is answered', () => {
    fc.assert(fc.property(fc.constantFrom(...Object.values(instruments)), fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.boolean(), fc.array(fc.string()))), fc.string(), (one, rubbish, text) => {
      const everywhere = Object.fromEntries(Object.keys(one.questions).map((question) => [question, text]));
      for (const answers of [rubbish, everywhere]) expect(one.score(answers)).toBeTypeOf('object');
    }), { seed: 20260302, numRuns: 500 });
  });
});

it('Charlson weights are those of LACE', () => {
  expect(laceCharlson(new Set(['previous-mi', 'heart-failure', 'dementia', 'metastatic']))).toBe(12);
});

it('the Morse cut is the hospital’s', () => {
  expect([morseBand(45), morseBand(45, 46), morseBand(24)]).toEqual(['high', 'moderate', 'low']);
});

it('every option but the last of the tenth EPDS item acts', () => {
  expect([0, 1, 2, 3].map(epdsItem10)).toEqual([3, 2, 1, 0]);
});

it('a submission is scored form by form, and says which form could not be', () => {
  const forms = { phq2: { id: 'phq2', questions: [], instrument: 'phq2' }, phq9: { id: 'phq9', questions: [], instrument: 'phq9' }, core: { id: 'core', questions: [] } };
  expect(scoresOf(forms, { phq2: items(2, 2), phq9: items(1, 1), core: { pain: '3' }, strange: {} })).toEqual({
    scores: { phq2: '4' },
    refused: { phq9: 'phq9: item3 is not answered' },
  });
});
