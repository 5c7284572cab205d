import { describe, expect, it } from 'vitest';
import type { QuestionText } from '../../db/read-models/form-list.js';
import { gapsOf } from './record-gaps.js';

const question = (id: string, more: Partial<QuestionText> = {}): QuestionText => ({ id, type: 'boolean', required: true, text: `${id}?`, options: [], min: null, max: null, decimals: null, unit: null, askWhen: null, ...more });
const systolic = question('systolic', { type: 'number', min: '20', max: '300', decimals: 0, unit: 'mmHg' });
const forms = [{ id: 'vitals', title: 'Vital signs', instrument: null, questions: [systolic, question('oxygen'), question('note', { type: 'text', required: false }), question('more', { askWhen: { op: 'bool', value: true } })] }];

describe('the gaps of a visit record', () => {
  it('are the required questions without an answer, by name', () => {
    expect(gapsOf(forms, {}).map(({ title, text, range }) => [title, text, range])).toEqual([['Vital signs', 'systolic?', null], ['Vital signs', 'oxygen?', null]]);
  });
  it.each(['999', '19', 'high', ''])('and a value that cannot be: %s', (value) => {
    expect(gapsOf(forms, { vitals: { systolic: value, oxygen: false } })).toMatchObject([{ question: 'systolic', range: { min: '20', max: '300', unit: 'mmHg' } }]);
  });
  it.each(['20', '128', '300'])('there is none when all is answered: %s', (value) => {
    expect(gapsOf(forms, { vitals: { systolic: value, oxygen: false } })).toEqual([]);
  });
});
