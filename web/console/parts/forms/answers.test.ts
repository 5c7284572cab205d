import { describe, expect, it } from 'vitest';
import type { FormText, QuestionText } from '../../../../db/read-models/form-list.js';
import { isAsked, numberProblem, problemsOf, readDecimal, readyAnswers, withValue } from './answers.js';

const question = (id: string, more: Partial<QuestionText> = {}): QuestionText =>
  ({ id, type: 'boolean', required: true, text: id, options: [], min: null, max: null, decimals: null, unit: null, askWhen: null, ...more });
const fell = { op: 'eq', left: { op: 'path', path: 'core.fall' }, right: { op: 'bool', value: true } } as const;
const core: FormText = {
  id: 'core', title: 'core', instrument: null,
  questions: [
    question('fall'), question('fallHead', { askWhen: fell }), question('pain', { type: 'number', min: '0', max: '10', decimals: 0, unit: 'NRS' }),
    question('signs', { type: 'multi', required: false, options: [{ id: 'face', text: 'face' }] }),
  ],
};

describe('A form being filled in', () => {
  it('asks what hangs on another answer only once that answer is there', () => {
    const hanging = core.questions[1] ?? question('none');
    expect([{}, { core: { fall: false } }, { core: { fall: true } }].map((answers) => isAsked(hanging, answers))).toEqual([false, false, true]);
  });
  it('says what is missing or impossible, by its place', () => {
    expect(problemsOf([core], { core: { fall: true, pain: '11' } }, 'all')).toEqual({ 'core.fallHead': 'required', 'core.pain': 'out-of-range' });
    expect(problemsOf([core], { core: { pain: '3.5' } }, 'none')).toEqual({ 'core.pain': 'too-precise' });
    expect(problemsOf([core], { core: { pain: 'three' } }, 'none')).toEqual({ 'core.pain': 'not-a-number' });
  });
  it('sends what was asked and answered, nothing else', () => {
    const filled = withValue({ core: { fall: true, fallHead: true, signs: [], pain: '0' } }, 'core', 'fall', false);
    expect(readyAnswers([core], filled)).toEqual({ core: { fall: false, pain: '0' } });
    expect(readyAnswers([core], withValue({ core: { fall: true } }, 'core', 'fall', undefined))).toEqual({});
  });
  it('reads numbers as a Chinese keyboard writes them', () => {
    expect([readDecimal(' ３８．５ '), readDecimal('38。5'), readDecimal('-1')]).toEqual(['38.5', '38.5', '-1']);
  });
});

describe('a value of a report', () => {
  const platelets = { id: 'platelets', label: 'Platelets', unit: '10^9/L', min: '1', max: '2000', decimals: 0 };
  it('is asked about when it cannot be, and refused when it is no such number', () => {
    expect(['', '1', '2000', '0', '2001', '98.5', 'low'].map((value) => numberProblem(platelets, value))).toEqual([null, null, null, 'out-of-range', 'out-of-range', 'too-precise', 'not-a-number']);
    expect(numberProblem(platelets, undefined)).toBeNull();
  });
});
