import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnswerValue } from '../engine/inputs.js';
import { epdsItem10 } from './epds.js';
import type { Question } from './instrument.js';
import { instruments } from './instruments.js';
import { laceCharlson, laceCharlsonWeights } from './lace.js';
import { morseBand } from './morse.js';
import { scoresOf } from './score.js';
import { instrumentsPage } from './testing/page.js';
import { full, items, news, vectors } from './testing/vectors.js';

describe('published and derived vectors', () => {
  it.each(vectors)('$instrument: $said', ({ instrument: id, answers, total, band }) => {
    expect(instruments[id]?.score(answers)).toEqual({ total, ...(band === undefined ? {} : { band }) });
  });

  it('cover every instrument, and are listed with their licences in docs/instruments.md', async () => {
    expect(Object.keys(instruments).filter((id) => !vectors.some((one) => one.instrument === id))).toEqual([]);
    await expect(instrumentsPage()).toMatchFileSnapshot('../../docs/instruments.md');
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
    phq2: [0, 6], phq9: [0, 27], epds: [0, 30], lace: [0, 19], hospital: [0, 13], 'hospital-2013': [0, 13], 'hospital-simplified': [0, 12],
    news2: [0, 20], barthel: [0, 100], morse: [0, 125], push: [0, 17], braden: [6, 23], cat: [0, 40], frail: [0, 5], mrs: [0, 6], nyha: [1, 4], gad7: [0, 21], 'mna-sf': [0, 14], brass: [0, 40], wagner: [0, 5], nihss: [0, 42], 'nrs-pain': [0, 10],
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

describe('what public code gets wrong', () => {
  const total = (id: string, answers: Record<string, AnswerValue>): string => { const score = instruments[id]?.score(answers); return score && 'total' in score ? score.total : 'refused'; };
  const lace = (stayDays: string, charlson = '0', emergencyVisits = '0', acute = false) => total('lace', { stayDays, acute, charlson, emergencyVisits });
  const hospital = (change: Record<string, AnswerValue>) => total('hospital', { haemoglobin: '120', sodium: '135', oncology: false, procedure: false, urgent: false, stayDays: '4', admissions: '0', ...change });

  it('a stay of 14 days is 7 points, not the 6 of a "modified LACE"; every length has its points', () => {
    expect(['0', '1', '2', '3', '4', '6', '7', '13', '14', '90'].map((days) => lace(days))).toEqual(['0', '1', '2', '3', '4', '4', '5', '5', '7', '7']);
  });
  it('a Charlson of 4 is 5 points, not 4; four emergency visits and more are 4', () => {
    expect(['0', '3', '4', '12'].map((charlson) => lace('0', charlson))).toEqual(['0', '3', '5', '5']);
    expect(['0', '3', '4', '9'].map((visits) => lace('0', '0', visits))).toEqual(['0', '3', '4', '4']);
  });
  it('LACE has Charlson weights of its own: dementia 3 and heart failure 2, where 1987 gave 1 each, and metastatic 6', () => {
    expect(laceCharlsonWeights).toEqual({
      'previous-mi': 1, cerebrovascular: 1, 'peripheral-vascular': 1, 'diabetes-uncomplicated': 1, 'heart-failure': 2, 'diabetes-end-organ': 2, 'chronic-lung': 2, 'mild-liver-or-renal': 2, tumour: 2,
      dementia: 3, 'connective-tissue': 3, 'severe-liver-or-renal': 4, hiv: 4, metastatic: 6,
    });
  });
  it('HOSPITAL gives the procedure point for "yes", and counts a stay of exactly 5 days', () => {
    expect([hospital({ procedure: false }), hospital({ procedure: true }), hospital({ stayDays: '4' }), hospital({ stayDays: '5' })]).toEqual(['0', '1', '0', '2']);
    expect([hospital({ haemoglobin: '119.9' }), hospital({ haemoglobin: '120' }), hospital({ sodium: '134.9' }), hospital({ oncology: true }), hospital({ urgent: true })]).toEqual(['1', '0', '1', '2', '1']);
    expect(['0', '1', '2', '5', '6'].map((admissions) => hospital({ admissions }))).toEqual(['0', '0', '2', '2', '5']);
  });
  it('EPDS: items 1, 2 and 4 count down the list, the others up; item 10 is the self-harm item', () => {
    const one = (item: number, place: number) => Number(total('epds', { ...items(0, 0, 3, 0, 3, 3, 3, 3, 3, 3), [`item${item}`]: String(place) }));
    expect([1, 2, 4].map((item) => [0, 1, 2, 3].map((place) => one(item, place)))).toEqual(Array.from({ length: 3 }, () => [0, 1, 2, 3]));
    expect([3, 5, 6, 7, 8, 9, 10].map((item) => [0, 1, 2, 3].map((place) => one(item, place)))).toEqual(Array.from({ length: 7 }, () => [3, 2, 1, 0]));
  });
  it('PUSH multiplies decimals, not floats: 4.1 x 0.5 is 2.05 cm2, charted as 2.1', () => {
    expect((4.1 * 0.5).toFixed(1)).toBe('2.0');
    expect(total('push', { length: '4.1', width: '0.5', exudate: '0', tissue: '0' })).toBe('5');
  });
});

describe('a question that is left out', () => {
  const complete = new Map(vectors.map((one) => [one.instrument, one.answers]));
  it.each(Object.values(instruments).flatMap(({ id, questions }) => Object.entries(questions).map(([question, { optional }]) => ({ id, question, optional: optional === true }))))('$id without $question', ({ id, question, optional }) => {
    const { [question]: _, ...rest } = complete.get(id) ?? {};
    const score = instruments[id]?.score(rest);
    expect(score && 'refused' in score ? score.refused : 'scored').toBe(optional ? 'scored' : `${id}: ${question} is not answered`);
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
