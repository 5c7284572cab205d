import { describe, expect, it } from 'vitest';
import type { Past, Schedule } from './plan.js';
import { message, plan, visit } from './testing/plan-builder.js';
import { day, EpisodeUnderTest, started } from './testing/episode-under-test.js';

const weeks = (offsets: number[], past?: Past): Schedule => ({ kind: 'offsets', anchor: 'discharge', unit: 'week', offsets, at: '09:00', ...(past && { past }) });
const launchedOn = (n: number, schedule: Schedule) => new EpisodeUnderTest(plan({ steps: [message('tip', schedule), message('last', weeks([40]))] }), started({ at: day(n, '16:00') }));
const dues = (test: EpisodeUnderTest): string[] => test.of('OccurrencePlanned').filter(({ step }) => step === 'tip').map(({ dueAt }) => dueAt);
const skipped = (test: EpisodeUnderTest): (number | null)[] => test.of('StepSkipped').filter(({ step }) => step === 'tip').map(({ n }) => n);

describe('A launch in week 20', () => {
  it('counts weeks of seven days', () => expect(dues(launchedOn(0, weeks([8, 24])))).toEqual([day(56, '09:00'), day(168, '09:00')]));

  it('leaves out what has passed, each with its number', () => {
    const test = launchedOn(140, weeks([8, 12, 24], 'skip'));
    expect([dues(test), skipped(test)]).toEqual([[day(168, '09:00')], [1, 2]]);
    expect(test.of('StepSkipped')[0]).toMatchObject({ reason: 'expired', cause: { policy: 'past-at-start' } });
  });

  it('does not catch up with what it skips, though its window is still open; what is due in this very minute has passed', () => {
    const sameDay = { ...weeks([20, 24], 'skip'), at: '16:00' };
    expect(dues(launchedOn(140, sameDay))).toEqual([day(168, '16:00')]);
    const { past: _, ...usual } = sameDay as Extract<Schedule, { kind: 'offsets' }>;
    expect(dues(launchedOn(140, usual))).toEqual([day(140, '16:00'), day(168, '16:00')]);
  });

  it('makes up for the last one soon after', () => {
    const test = launchedOn(140, weeks([8, 12, 24], { days: 2, at: '10:00' }));
    expect([dues(test), skipped(test)]).toEqual([[day(142, '10:00'), day(168, '09:00')], [1]]);
  });

  it('but not when the next one comes as soon', () => {
    const test = launchedOn(140, weeks([8, 21, 24], { days: 7, at: '10:00' }));
    expect(skipped(test)).toEqual([1]);
    const close = launchedOn(140, weeks([8, 12, 21], { days: 7, at: '09:00' }));
    expect([dues(close), skipped(close)]).toEqual([[day(147, '09:00')], [1, 2]]);
  });

  it('a repeat begins with the first one still to come, and one line stands for the rest', () => {
    const daily: Schedule = { kind: 'repeat', anchor: 'discharge', fromDay: 1, everyDays: 1, untilDay: 200, times: ['09:00', '20:00'], past: 'skip' };
    const test = launchedOn(140, daily);
    expect([dues(test), skipped(test)]).toEqual([[day(140, '20:00')], [279]]);
    test.clock(day(140, '23:00'));
    test.settle(day(140, '23:00'));
    expect(dues(test)).toEqual([day(140, '20:00'), day(141, '09:00')]);
  });

  it('when all is past, nothing is left and nothing hangs', () => {
    const daily: Schedule = { kind: 'repeat', anchor: 'discharge', fromDay: 1, everyDays: 1, untilDay: 3, times: ['09:00'], past: 'skip' };
    expect(dues(launchedOn(10, daily))).toEqual([]);
    expect(dues(launchedOn(200, weeks([8, 12], 'skip')))).toEqual([]);
  });
});

it('a first visit of day 3 happens the day after a launch on day 5, as a visit that somebody books', () => {
  const first = visit('first', [], { schedule: { kind: 'offsets', anchor: 'discharge', unit: 'day', offsets: [3], at: '10:00', past: { days: 1, at: '10:00' } } });
  const test = new EpisodeUnderTest(plan({ steps: [first] }), started({ at: day(5, '11:00') }));
  expect(test.of('OccurrencePlanned')).toMatchObject([{ occurrence: 'e/first/1', dueAt: day(6, '10:00'), windowUntil: day(9) }]);
  expect(test.planned('book')).toHaveLength(1);
});

it('launched in time, the policy changes nothing', () => {
  const test = launchedOn(0, weeks([1, 2], { days: 2, at: '10:00' }));
  expect([dues(test), skipped(test)]).toEqual([[day(7, '09:00'), day(14, '09:00')], []]);
});
