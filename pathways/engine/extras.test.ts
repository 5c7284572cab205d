import { describe, expect, it } from 'vitest';
import { day, EpisodeUnderTest, started } from './testing/episode-under-test.js';
import { everyDay, message, plan, visit } from './testing/plan-builder.js';

const daily = plan({ steps: [message('tip', everyDay(1, 10, '09:00'))] });
const weekly = plan({ steps: [visit('dressing', [], { schedule: { kind: 'repeat', anchor: 'discharge', fromDay: 7, everyDays: 7, untilDay: 28, times: ['10:00'] }, missed: 'rebook' })] });

const numbers = (run: EpisodeUnderTest): number[] => run.of('OccurrencePlanned').map(({ n }) => n);
const letPass = (run: EpisodeUnderTest, until: number): void => {
  for (let n = 1; n <= until; n += 1) {
    run.clock(day(n, '12:00'));
    run.settle(day(n, '12:01'));
  }
};

describe('An extra occurrence of a repeat', () => {
  it('started by hand does not end the repeat', () => {
    const run = new EpisodeUnderTest(daily);
    run.clock(day(2, '10:00'));
    run.command('steps-start', day(2, '11:00'), { steps: ['tip'], reason: 'asked for' });
    run.settle(day(2, '11:01'));
    run.command('steps-start', day(3, '11:00'), { steps: ['tip'], reason: 'asked for' });
    letPass(run, 11);
    expect(numbers(run)).toEqual([1, 2, 3, 10_001, 4, 10_002, 5, 6, 7, 8, 9, 10]);
    expect(run.episode.status).toBe('completed');
  });

  it('in place of a missed visit does not end the repeat, and is not replaced itself', () => {
    const run = new EpisodeUnderTest(weekly);
    letPass(run, 40);
    expect(numbers(run)).toEqual([1, 10_001, 2, 10_002, 3, 10_003, 4, 10_004]);
    expect(run.of('OccurrenceClosed').every(({ outcome }) => outcome === 'failed')).toBe(true);
    expect(run.episode.phase).toBe('follow-up');
  });

  it('ended it in episodes that run under the first semantics: their history stays what it was', () => {
    const run = new EpisodeUnderTest(daily, started(), 1);
    run.clock(day(2, '10:00'));
    run.command('steps-start', day(2, '11:00'), { steps: ['tip'], reason: 'asked for' });
    letPass(run, 11);
    expect(numbers(run)).toEqual([1, 2, 3, 11]);
  });
});
