import { describe, expect, it } from 'vitest';
import { day, EpisodeUnderTest, started } from './testing/episode-under-test.js';
import { everyDay, form, is, message, plan, rule, visit, woundForm } from './testing/plan-builder.js';

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

describe('A triggered step that is `once`', () => {
  const once = plan({
    forms: { wound: woundForm }, rules: [rule('W-1', is('wound.pus', true), null, { start: ['look'] })],
    steps: [form('ask', [1, 3, 5, 7], ['wound']), visit('look', [], { schedule: { kind: 'triggered', afterHours: 0, at: '10:00', once: true }, missed: 'close' })],
  });
  const says = (run: EpisodeUnderTest, n: number): void => {
    run.command('answer-received', day(n, '11:00'), { answers: { wound: { pus: true } }, answeredBy: 'patient' });
  };
  const visited = (run: EpisodeUnderTest, n: number, occurrence: string): void => {
    run.command('visit-completed', day(n, '10:30'), { occurrence, record: { wound: { pus: false } }, photos: [] });
  };
  const planned = (run: EpisodeUnderTest): number => run.of('OccurrencePlanned').filter(({ step }) => step === 'look').length;

  it('is not started by a rule again once it took place, but by staff', () => {
    const run = new EpisodeUnderTest(once);
    says(run, 1);
    visited(run, 2, `${run.episode.id}/look/1`);
    says(run, 3);
    expect(planned(run)).toBe(1);
    expect(run.of('StepSkipped').at(-1)).toMatchObject({ step: 'look', reason: 'used-up' });
    run.command('steps-start', day(3, '12:00'), { steps: ['look'], reason: 'the nurse wants it' });
    expect(planned(run)).toBe(2);
  });

  it('is started again when it was missed', () => {
    const run = new EpisodeUnderTest(once);
    says(run, 1);
    run.clock(day(6, '10:00'));
    says(run, 6);
    expect(planned(run)).toBe(2);
  });

  it('was started again in episodes that run under the third semantics', () => {
    const run = new EpisodeUnderTest(once, started(), 3);
    says(run, 1);
    visited(run, 2, `${run.episode.id}/look/1`);
    says(run, 3);
    expect(planned(run)).toBe(2);
  });
});
