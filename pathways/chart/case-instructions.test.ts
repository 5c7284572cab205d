import { expect, it } from 'vitest';
import { is, plan, rule } from '../engine/testing/plan-builder.js';
import { caseInstructions } from './case-instructions.js';

const chest = rule('CORE-1', is('core.chestPain', true), 'red');
const calf = rule('H-1', is('hip.calf', true), 'red');
const [instructionOf1, instructionOf2] = [chest, calf].map(({ cases }) => cases[0]?.instruction ?? '');
const two = { ...calf, id: 'H-2', cases: [{ ...calf.cases[0], instruction: 'do.first' }, { ...calf.cases[0], instruction: 'do.second' }, { ...calf.cases[0], level: null, instruction: 'do.nothing' }] as typeof calf.cases };
const small = plan({ steps: [], rules: [chest, calf, two] });
const said = (rules: string[], met: { rule: string; case: number }[] = [], instruction = instructionOf1 ?? '') => caseInstructions(small, { instruction, rules }, met);

it('says what every rule says that raised the case, the case’s own first', () => expect(said(['CORE-1', 'H-1'])).toEqual([instructionOf1, instructionOf2]));
it('says each thing once', () => expect(said(['CORE-1'])).toEqual([instructionOf1]));
it('takes the case of the rule that was met', () => expect(said(['CORE-1', 'H-2'], [{ rule: 'H-2', case: 1 }])).toEqual([instructionOf1, 'do.second']));
it('guesses nothing where a rule has several and nobody knows which was met', () => expect(said(['CORE-1', 'H-2'])).toEqual([instructionOf1]));
it('keeps to the case where a person raised it or no rule did', () => expect(said(['staff'], [], 'do.raised-by-staff')).toEqual(['do.raised-by-staff']));
