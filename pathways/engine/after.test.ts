import { describe, expect, it } from 'vitest';
import { localDateOf } from '../time.js';
import type { Schedule } from './plan.js';
import { day, EpisodeUnderTest, zone } from './testing/episode-under-test.js';
import { call, coreForm, form, is, plan, visit, woundForm } from './testing/plan-builder.js';

const rolling = (more: Partial<Extract<Schedule, { kind: 'after' }>> = {}): Schedule =>
  ({ kind: 'after', step: 'care', days: [7], at: '10:00', anchor: 'discharge', firstDay: 4, untilDay: 30, ...more });
const forms = { wound: woundForm, core: coreForm };
const maintained = (schedule: Schedule, more: Parameters<typeof visit>[2] = {}) => new EpisodeUnderTest(plan({ forms, lookBack: { 'wound.redness': { days: 0, keepFirst: false } }, steps: [visit('care', [], { schedule, record: ['wound'], ...more })] }));
const dues = (test: EpisodeUnderTest, step = 'care') => test.of('OccurrencePlanned').filter((one) => one.step === step).map(({ n, dueAt }) => [n, localDateOf(dueAt, zone)]);
const done = (test: EpisodeUnderTest, n: number, at: string, redness = 'small') =>
  test.command('visit-completed', at, { occurrence: `e/care/${n}`, record: { wound: { redness } }, photos: [] });

describe('a rolling maintenance', () => {
  it('counts from the visit really done, not from the one planned', () => {
    const test = maintained(rolling());
    test.command('visit-booked', day(3, '09:00'), { occurrence: 'e/care/1', from: day(6, '10:00'), until: day(6, '11:00') });
    done(test, 1, day(6, '10:30'));
    done(test, 2, day(12, '10:30'));
    expect(dues(test)).toEqual([[1, '2026-03-06'], [2, '2026-03-15'], [3, '2026-03-21']]);
  });

  it('counts on from the due date of one that was missed', () => {
    const test = maintained(rolling());
    test.clock(day(9));
    expect(test.of('OccurrenceClosed')).toMatchObject([{ occurrence: 'e/care/1', outcome: 'failed', reason: 'missed' }]);
    expect(dues(test)).toEqual([[1, '2026-03-06'], [2, '2026-03-13']]);
  });

  it('waits for the replacement of a missed one, and counts from that', () => {
    const test = maintained(rolling(), { missed: 'rebook' });
    test.clock(day(7, '12:00'));
    const replacement = test.of('OccurrencePlanned').at(-1);
    expect(replacement).toMatchObject({ n: 2, replaces: 'e/care/1' });
    expect(test.planned('book').at(-1)?.text).toBe('staff.visit-rebook');
    done(test, 2, day(8, '11:00'));
    expect(dues(test).at(-1)).toEqual([3, '2026-03-17']);
  });

  it('never has two open, whatever is missed, and ends with its last day', () => {
    const test = maintained(rolling(), { missed: 'rebook' });
    for (let n = 0; n < 60; n++) {
      test.clock(day(n, '12:00'));
      expect(Object.keys(test.episode.occurrences).length).toBeLessThanOrEqual(1);
    }
    expect(test.of('StepSkipped').at(-1)).toMatchObject({ step: 'care', n: null, reason: 'schedule-ended' });
    expect(test.of('CourseCompleted')).toHaveLength(1);
  });

  it('ends when its condition is met by the record of the visit itself', () => {
    const test = maintained(rolling({ stopWhen: is('wound.redness', 'none') }));
    done(test, 1, day(4, '10:30'), 'none');
    expect(dues(test)).toHaveLength(1);
    expect(test.of('StepSkipped')).toMatchObject([{ step: 'care', n: null, reason: 'condition-ended' }]);
    expect(test.of('CourseCompleted')).toHaveLength(1);
  });

  it('goes on after a visit that a clinician cancelled, and not after the end of the episode', () => {
    const test = maintained(rolling());
    test.command('visit-cancelled', day(3, '09:00'), { occurrence: 'e/care/1', reason: 'in hospital anyway' });
    expect(dues(test).at(-1)).toEqual([2, '2026-03-13']);
    test.command('stop', day(5), { reason: 'withdrawn' });
    expect(dues(test)).toHaveLength(2);
  });
});

describe('a step after another one', () => {
  const after = (days: number[]): Schedule => ({ kind: 'after', step: 'dressing', days, at: '18:00', anchor: 'discharge' });
  const steps = [visit('dressing', [2, 6], { record: ['wound'] }), call('ask', [], { schedule: after([1]) }), form('look', [], ['core'], { schedule: after([0, 3]) })];

  it('is planned for every completion, from its date', () => {
    const test = new EpisodeUnderTest(plan({ forms, steps }));
    expect(dues(test, 'ask')).toEqual([]);
    test.command('visit-completed', day(3, '10:00'), { occurrence: 'e/dressing/1', record: {}, photos: [] });
    test.command('visit-completed', day(6, '10:00'), { occurrence: 'e/dressing/2', record: {}, photos: [] });
    expect(dues(test, 'ask')).toEqual([[1, '2026-03-06'], [2, '2026-03-09']]);
    expect(dues(test, 'look')).toEqual([[1, '2026-03-05'], [2, '2026-03-08'], [3, '2026-03-08'], [4, '2026-03-11']]);
    expect(test.of('CourseCompleted')).toEqual([]);
  });

  it('is not planned for a visit that did not take place, and then the course may end', () => {
    const test = new EpisodeUnderTest(plan({ forms, steps }));
    test.clock(day(12));
    expect(dues(test, 'ask')).toEqual([]);
    expect(test.of('CourseCompleted')).toHaveLength(1);
  });
});
