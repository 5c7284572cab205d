import { expect, it } from 'vitest';
import { valueIn, valuesIn } from './written.js';

it.each([
  ['', false, null], ['  ', true, null], [' 14 ', false, '14'], ['08：00、20:00', true, ['08:00', '20:00']], ['08:00, 20:00', true, ['08:00', '20:00']], ['08:00;14:00 20:00', true, ['08:00', '14:00', '20:00']],
])('"%s" (list %s) says %j', (text, list, value) => expect(valueIn(text, list)).toEqual(value));

it('what was left empty is not given', () => expect(valuesIn([{ name: 'lastDose', list: false }, { name: 'hours', list: true }], { hours: '09:00' })).toEqual({ hours: ['09:00'] }));
