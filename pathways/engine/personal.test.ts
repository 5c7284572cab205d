import { describe, expect, it } from 'vitest';
import { refusal } from './actions.js';
import { personalMissing, personalProblems } from './personal.js';
import type { Expr, PersonalParameter, Plan } from './plan.js';
import { bloodPressure, everyDay, message, plan, rule, visit } from './testing/plan-builder.js';
import { day, EpisodeUnderTest, started } from './testing/episode-under-test.js';

const number = (unit: string, min: string, max: string, more: Partial<PersonalParameter> = {}): PersonalParameter =>
  ({ of: 'number', list: false, unit, text: `ask.${unit}`, min, max, required: false, value: null, source: 'C', ...more });
const personal: NonNullable<Plan['personal']> = {
  endDay: number('day', '1', '90'), everyDays: number('day', '1', '30', { value: ['1'] }), firstDay: number('day', '0', '30', { value: ['1'] }), target: number('mmHg', '90', '180', { value: ['140'] }),
  hours: { ...number('local time', '05:00', '22:00'), of: 'time', list: true, value: ['09:00'] },
};
const above: Expr = { op: 'gt', left: { op: 'path', path: 'bp.sys' }, right: { op: 'path', path: 'p.target' } };
const doses = message('dose', { kind: 'repeat', anchor: 'discharge', fromDay: 1, everyDays: 1, untilDay: 90, times: ['09:00'], personal: { fromDay: 'firstDay', everyDays: 'everyDays', untilDay: 'endDay', times: 'hours' } });
/** Keeps the episode running when the doses are over. */
const last = message('goodbye', { kind: 'offsets', anchor: 'discharge', unit: 'day', offsets: [80], at: '09:00' });
const heparin = plan({ steps: [doses, last], readings: { bp: bloodPressure }, rules: [{ ...rule('B-1', above, 'yellow'), inputs: ['bp.sys'] }], personal });
const launched = (values: Record<string, string | string[]>, of: Plan = heparin) => new EpisodeUnderTest(of, started({ personal: { values, by: 'doctor' } }));
const dues = (test: EpisodeUnderTest): string[] => test.of('OccurrencePlanned').filter(({ step }) => step === 'dose').map(({ dueAt }) => dueAt);
const ran = (test: EpisodeUnderTest, until: number): EpisodeUnderTest => {
  for (let n = 1; n <= until; n++) {
    test.clock(day(n, '23:00'));
    test.settle(day(n, '23:00'));
  }
  return test;
};
const set = (test: EpisodeUnderTest, at: string, values: Record<string, string | string[] | null>) => test.command('personal-set', at, { values, reason: 'doctor changed it' });

describe('A number given for one patient', () => {
  it('fills the schedule that names it', () => expect(dues(ran(launched({ endDay: '7', everyDays: '3' }), 30))).toEqual([day(1, '09:00'), day(4, '09:00'), day(7, '09:00')]));

  it('not given and without a default: the step does not happen, and the record says why', () => {
    const test = launched({});
    expect(test.of('StepSkipped')).toMatchObject([{ step: 'dose', reason: 'not-given' }]);
    expect(dues(ran(test, 5))).toEqual([]);
    set(test, day(5, '23:30'), { endDay: '8' });
    expect(dues(ran(test, 12))).toEqual([day(6, '09:00'), day(7, '09:00'), day(8, '09:00')]);
  });

  it('is compared like any value, its default until it is given; a missing one decides nothing', () => {
    const measured = (test: EpisodeUnderTest) => test.command('reading-received', day(1, '10:00'), { reading: 'bp', values: { sys: '150', dia: '80' }, measuredAt: day(1, '10:00') });
    expect(measured(launched({}))).toContainEqual(expect.objectContaining({ type: 'EscalationRaised', cause: expect.objectContaining({ inputs: { 'bp.sys': '150', 'p.target': '140' } }) as unknown }));
    expect(measured(launched({ target: '160' })).some(({ type }) => type === 'EscalationRaised')).toBe(false);
    const noDefault = { ...heparin, personal: { ...personal, target: number('mmHg', '90', '180') } };
    expect(measured(launched({}, noDefault))).toContainEqual(expect.objectContaining({ type: 'RulesEvaluated', undecided: [expect.objectContaining({ missing: ['p.target'] })] }));
  });
});

describe('A number changed under way', () => {
  it('a later end goes on where the schedule was', () => {
    const test = ran(launched({ endDay: '3' }), 2);
    set(test, day(2, '23:30'), { endDay: '5' });
    expect(dues(ran(test, 9))).toEqual([1, 2, 3, 4, 5].map((n) => day(n, '09:00')));
  });

  it('an earlier end takes back what was only planned', () => {
    const test = ran(launched({ endDay: '9' }), 4);
    set(test, day(4, '23:30'), { endDay: '4' });
    expect(test.of('OccurrenceClosed').at(-1)).toMatchObject({ outcome: 'cancelled', reason: 'superseded' });
    expect(dues(ran(test, 9))).toHaveLength(5);
    expect(test.planned('tell').filter(({ id }) => test.endOf(id) === 'sent')).toHaveLength(4);
  });

  it('an end given after the last dose goes on from now, and sends nothing of the days between', () => {
    const test = ran(launched({ endDay: '2' }), 6);
    set(test, day(6, '23:30'), { endDay: '8' });
    expect(dues(ran(test, 12))).toEqual([1, 2, 7, 8].map((n) => day(n, '09:00')));
  });

  it('another interval counts from the last one that happened', () => {
    const test = ran(launched({ endDay: '20' }), 3);
    set(test, day(3, '23:30'), { everyDays: '7' });
    expect(dues(ran(test, 25)).slice(4)).toEqual([day(10, '09:00'), day(17, '09:00')]);
  });

  it('other hours begin with the next one of the same day', () => {
    const test = launched({ endDay: '2', hours: ['08:00', '20:00'] });
    test.clock(day(1, '12:00'));
    set(test, day(1, '12:00'), { hours: ['09:00', '21:00'] });
    ran(test, 5);
    expect(dues(test)).toEqual([day(1, '08:00'), day(1, '20:00'), day(1, '21:00'), day(2, '09:00'), day(2, '21:00')]);
    const [, atEight] = test.of('OccurrencePlanned').filter(({ step }) => step === 'dose');
    expect(test.of('OccurrenceClosed').find(({ occurrence }) => occurrence === atEight?.occurrence)).toMatchObject({ reason: 'superseded' });
  });

  it('a new first day counts from there, also after an earlier change', () => {
    const test = ran(launched({ endDay: '30' }), 2);
    set(test, day(2, '23:30'), { everyDays: '5' });
    set(test, day(3, '10:00'), { firstDay: '12' });
    expect(dues(ran(test, 32)).slice(4)).toEqual([12, 17, 22, 27].map((n) => day(n, '09:00')));
  });

  it('in a later round counts from that round\'s own day, and a change in it from what happened in it', () => {
    const cycles = plan({ anchors: { discharge: 'required', 'chemo-cycle': 'again' }, rounds: { 'chemo-cycle': 2 }, steps: [{ ...doses, schedule: { ...doses.schedule, anchor: 'chemo-cycle' } as typeof doses.schedule }, last], personal });
    const test = launched({ endDay: '6', everyDays: '1' }, cycles);
    test.command('anchor-set', day(0, '17:00'), { anchor: 'chemo-cycle', date: '2026-03-03', reason: 'first' });
    ran(test, 2);
    set(test, day(2, '23:30'), { everyDays: '2' });
    ran(test, 9);
    test.command('anchor-set', day(9, '23:30'), { anchor: 'chemo-cycle', date: '2026-03-12', reason: 'second' });
    ran(test, 12);
    set(test, day(12, '23:30'), { everyDays: '3' });
    expect(dues(ran(test, 30))).toEqual([2, 3, 4, 6, 11, 13, 14].map((n) => day(n, '09:00')));
  });

  it('never moves a booked visit: a person is asked', () => {
    const visits = plan({ steps: [visit('injection', [], { schedule: { kind: 'repeat', anchor: 'discharge', fromDay: 3, everyDays: 7, untilDay: 60, times: ['10:00'], personal: { everyDays: 'everyDays' } } })], personal: { everyDays: number('day', '1', '60', { value: ['7'] }) } });
    const test = launched({}, visits);
    const [first] = test.of('OccurrencePlanned');
    test.command('visit-booked', day(1, '10:00'), { occurrence: first?.occurrence ?? '', from: day(3, '10:00'), until: day(3, '11:00') });
    set(test, day(1, '11:00'), { everyDays: '28' });
    expect(Object.values(test.episode.occurrences)).toMatchObject([{ status: 'booked', dueAt: day(3, '10:00') }]);
    expect(test.planned('personal-changed')).toMatchObject([{ recipient: 'case-manager', text: 'staff.visit-personal' }]);
    test.command('visit-completed', day(3, '10:40'), { occurrence: first?.occurrence ?? '', record: {}, photos: [] });
    expect(Object.values(test.episode.occurrences)).toMatchObject([{ dueAt: day(31, '10:00') }]);
  });

  it('of a rolling maintenance acts from the next one on; what is planned already is a person\'s to move', () => {
    const rolling = plan({
      steps: [visit('flush', [], { schedule: { kind: 'after', step: 'flush', days: [7], at: '10:00', anchor: 'discharge', firstDay: 7, untilDay: 60, personal: { days: 'everyDays', untilDay: 'endDay' } } }), last],
      personal: { everyDays: number('day', '1', '60', { value: ['7'] }), endDay: number('day', '1', '90', { value: ['60'] }) },
    });
    const test = launched({ everyDays: '5' }, rolling);
    set(test, day(1, '11:00'), { everyDays: '14' });
    const [first] = test.of('OccurrencePlanned').filter(({ step }) => step === 'flush');
    expect(test.planned('personal-changed')).toMatchObject([{ occurrence: first?.occurrence }]);
    test.command('visit-completed', day(7, '10:40'), { occurrence: first?.occurrence ?? '', record: {}, photos: [] });
    expect(test.of('OccurrencePlanned').filter(({ step }) => step === 'flush').map(({ dueAt }) => dueAt)).toEqual([day(7, '10:00'), day(21, '10:00')]);
    set(test, day(8, '11:00'), { endDay: '20' });
    expect(Object.values(test.episode.occurrences).filter(({ step }) => step === 'flush')).toEqual([]);
  });

  it('taken back, the default stands again', () => {
    const test = launched({ endDay: '9', everyDays: '4' });
    set(test, day(1, '12:00'), { everyDays: null });
    expect(dues(ran(test, 4)).slice(2)).toEqual([2, 3, 4, 5].map((n) => day(n, '09:00')));
    expect(test.episode.personal).toEqual({ endDay: '9' });
  });

  it('does nothing twice', () => {
    const test = launched({ endDay: '9' });
    expect(set(test, day(1), { endDay: '9' })).toMatchObject([{ type: 'InputIgnored', reason: 'these values stand already' }, {}]);
  });
});

describe('What is refused, with a sentence', () => {
  const said = (values: Record<string, string | string[] | null>) => personalProblems(heparin, values).map(({ message: sentence }) => sentence);
  it.each([
    [{ endDay: '91' }, 'endDay is 91; allowed is a number from 1 to 90 day.'],
    [{ endDay: '0' }, 'endDay is 0; allowed is a number from 1 to 90 day.'],
    [{ endDay: '7.5' }, 'endDay is "7.5"; allowed is a number from 1 to 90 day.'],
    [{ hours: ['20:00', '08:00'] }, 'hours does not rise: 20:00 is followed by 08:00; allowed is a list of one or more, each a time from 05:00 to 22:00, in rising order.'],
    [{ hours: '08:00' }, 'hours is one value, not a list; allowed is a list of one or more, each a time from 05:00 to 22:00, in rising order.'],
    [{ hours: ['23:00'] }, 'hours is 23:00; allowed is a list of one or more, each a time from 05:00 to 22:00, in rising order.'],
    [{ constructor: '1' }, 'test-package@1 asks for no personal value "constructor"; it asks for endDay, everyDays, firstDay, target, hours.'],
  ])('%j', (values, sentence) => expect(said(values)).toEqual([sentence]));
  it('both bounds are allowed', () => expect(said({ endDay: '1' }).concat(said({ endDay: '90' }))).toEqual([]));
  it('a required one that is missing, or taken back', () => {
    const required = plan({ personal: { endDay: number('day', '1', '90', { required: true }) } });
    expect(personalMissing(required, {})).toMatchObject([{ code: 'missing', message: 'endDay must be given for this patient; allowed is a number from 1 to 90 day.' }]);
    expect(personalMissing(required, { endDay: '3' })).toEqual([]);
    expect(personalProblems(required, { endDay: null })).toMatchObject([{ code: 'missing' }]);
  });
  it('by the command, before anything is recorded', () => {
    const test = launched({ endDay: '9' });
    expect(refusal(heparin, test.episode, { kind: 'personal-set', at: day(1), commandId: 'x', by: 'doctor', values: { endDay: '300' }, reason: 'r' })).toMatchObject({ code: 'bad-personal-value' });
  });
});

it('a plan without personal numbers is walked as it is', () => {
  const test = new EpisodeUnderTest(plan({ steps: [message('tip', everyDay(1, 2, '09:00'))] }));
  expect(test.episode).not.toHaveProperty('personal');
  expect(test.episode).not.toHaveProperty('recounts');
  expect(JSON.stringify(test.events)).not.toContain('personal');
});
