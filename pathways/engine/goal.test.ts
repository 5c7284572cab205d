import { describe, expect, it } from 'vitest';
import { everyDay, form, is, message, plan, visit, woundForm } from './testing/plan-builder.js';
import { day, EpisodeUnderTest } from './testing/episode-under-test.js';
import type { Plan } from './plan.js';

const lookBack: Plan['lookBack'] = { 'wound.redness': { days: 7, keepFirst: false } };
const goal: Plan['goal'] = { when: { op: 'or', of: [is('wound.redness', 'none'), is('patient.stopped', true)] }, source: 'C', label: 'goal.closed' };
const steps = [
  visit('dressing', [4, 8, 12], { missed: 'rebook' }), form('ask', [2, 30], ['wound']), message('move', everyDay(1, 20, '09:00')),
  visit('care', [], { schedule: { kind: 'after', step: 'care', days: [7], at: '10:00', anchor: 'discharge', firstDay: 5 } }),
  visit('cycle', [], { schedule: { kind: 'offsets', anchor: 'chemo-cycle', unit: 'day', offsets: [1], at: '10:00' } }), form('day-30', [30], ['wound'], { phase: 'follow-up' }),
];
const treated = () => new EpisodeUnderTest(plan({ goal, steps, lookBack, forms: { wound: woundForm }, anchors: { discharge: 'required', 'chemo-cycle': 'again' } }));
const healed = (test: EpisodeUnderTest, at: string) => test.answer(at, { wound: { redness: 'none' } });

describe('an old value', () => {
  const both: Plan['goal'] = { when: { op: 'and', of: [{ op: 'eq', left: { op: 'call', fn: 'latest', path: 'wound.redness', args: [{ op: 'num', value: '48' }] }, right: { op: 'text', value: 'none' } }, is('patient.stopped', true)] }, source: 'C', label: 'goal.closed' };
  const under = (semantics?: number) => {
    const test = new EpisodeUnderTest(plan({ goal: both, steps, lookBack, forms: { wound: woundForm }, anchors: { discharge: 'required', 'chemo-cycle': 'again' } }), undefined, semantics);
    healed(test, day(2, '13:00'));
    return test;
  };
  const stopped = (test: EpisodeUnderTest, at: string) => {
    test.command('facts-changed', at, { flags: { stopped: true }, hasFamilyContact: true });
    return test.of('GoalReached').length;
  };

  it('reaches no goal that asks for one of so many hours', () => {
    expect(stopped(under(), day(4, '12:59'))).toBe(1);
    expect(stopped(under(), day(4, '13:01'))).toBe(0);
  });

  it('did under the former semantics', () => expect(stopped(under(2), day(9))).toBe(1));
});

describe('the goal of a course', () => {
  it('ends what is not booked, keeps the values that were compared, and leaves follow-up alone', () => {
    const test = treated();
    test.clock(day(2, '12:00'));
    test.settle(day(2, '12:01'));
    healed(test, day(2, '13:00'));
    expect(test.of('GoalReached')).toMatchObject([{ label: 'goal.closed', cause: { kind: 'rule', rule: 'goal', inputs: { 'wound.redness': 'none' }, source: 'C' } }]);
    expect(Object.keys(test.episode.occurrences)).toEqual(['e/day-30/1']);
    expect(test.of('OccurrenceClosed').filter(({ reason }) => reason === 'goal-reached').map(({ occurrence }) => occurrence).toSorted()).toEqual(['e/ask/2', 'e/care/1', 'e/dressing/1', 'e/dressing/2', 'e/dressing/3', 'e/move/3']);
    expect(test.of('CourseCompleted')).toHaveLength(1);
    expect(test.episode.status).toBe('active');
  });

  it('a booked visit stays and a person asks; missed then, it is not booked again', () => {
    const test = treated();
    test.command('visit-booked', day(1), { occurrence: 'e/dressing/1', from: day(4, '09:00'), until: day(4, '10:00') });
    healed(test, day(2, '13:00'));
    expect(test.planned('goal-visit')).toMatchObject([{ recipient: 'case-manager', text: 'staff.goal-visit', occurrence: 'e/dressing/1' }]);
    expect(test.of('CourseCompleted')).toEqual([]);
    test.clock(day(6));
    expect(test.of('OccurrenceClosed').find(({ occurrence }) => occurrence === 'e/dressing/1')).toMatchObject({ outcome: 'failed', reason: 'missed' });
    expect(test.of('StepStarted')).toEqual([]);
    expect(test.of('CourseCompleted')).toHaveLength(1);
  });

  it('is reached once; nothing of the course is planned any more, not by a new round either, but a person may start a step', () => {
    const test = treated();
    healed(test, day(2, '13:00'));
    healed(test, day(3, '13:00'));
    test.command('anchor-set', day(4), { anchor: 'chemo-cycle', date: '2026-03-08', reason: 'by mistake' });
    test.clock(day(20));
    expect(test.of('GoalReached')).toHaveLength(1);
    expect(Object.keys(test.episode.occurrences)).toEqual(['e/day-30/1']);
    test.command('steps-start', day(21), { steps: ['dressing'], reason: 'open again' });
    expect(Object.keys(test.episode.occurrences)).toContain('e/dressing/4');
  });

  it('may be a fact about the patient', () => {
    const test = treated();
    test.command('facts-changed', day(3), { flags: { stopped: true }, hasFamilyContact: true });
    expect(test.of('GoalReached')).toHaveLength(1);
  });

  it('is not reached by what is missing', () => {
    const test = treated();
    test.answer(day(2), { wound: { pain: '1' } });
    expect(test.of('GoalReached')).toEqual([]);
  });
});
