import { describe, expect, it } from 'vitest';
import { refusal } from './actions.js';
import { nextThirtyDays } from './next-thirty-days.js';
import { day, EpisodeUnderTest } from './testing/episode-under-test.js';
import { call, plan, rule, is, visit, woundForm } from './testing/plan-builder.js';

const asked = (most: number, untilDay = 30) => ({ schedule: { kind: 'onRequest' as const, anchor: 'discharge' as const, most, untilDay } });
const sold = (most = 2) => new EpisodeUnderTest(plan({ steps: [visit('dressing', [], { ...asked(most), missed: 'rebook' })], forms: { wound: woundForm }, rules: [rule('W-1', is('wound.pus', true), 'red')] }));
const book = (test: EpisodeUnderTest, n: number, on: number) => test.command('visit-booked', day(on - 1, '09:00'), { occurrence: `e/dressing/${n}`, from: day(on, '10:00'), until: day(on, '11:00') });
const complete = (test: EpisodeUnderTest, n: number, on: number) => test.command('visit-completed', day(on, '10:40'), { occurrence: `e/dressing/${n}`, record: {}, photos: [] });
const open = (test: EpisodeUnderTest) => Object.values(test.episode.occurrences).map(({ n, status }) => [n, status]);

describe('a visit on request', () => {
  it('stands open without a task for anybody, and the next one as soon as it is booked', () => {
    const test = sold();
    expect(open(test)).toEqual([[1, 'planned']]);
    expect(test.of('ObligationPlanned')).toEqual([]);
    book(test, 1, 5);
    expect(open(test)).toEqual([[1, 'booked'], [2, 'planned']]);
    expect(test.planned('eve')).toHaveLength(1);
    complete(test, 1, 5);
    book(test, 2, 9);
    complete(test, 2, 9);
    expect(test.of('CourseCompleted')).toHaveLength(1);
  });

  it('one that did not take place is not used up', () => {
    const test = sold(1);
    book(test, 1, 5);
    test.clock(day(6));
    expect(test.planned('missed')).toHaveLength(1);
    expect(open(test)).toEqual([[2, 'planned']]);
    test.command('visit-cancelled', day(7), { occurrence: 'e/dressing/2', reason: 'by mistake' });
    expect(open(test)).toEqual([[3, 'planned']]);
  });

  it('ends unused with its last day; a booked one still takes place, and the course waits for it', () => {
    const test = sold();
    test.command('visit-booked', day(29), { occurrence: 'e/dressing/1', from: day(30, '19:30'), until: day(30, '20:30') });
    test.clock(day(31, '00:10'));
    expect(test.of('OccurrenceClosed')).toMatchObject([{ occurrence: 'e/dressing/2', outcome: 'cancelled', reason: 'schedule-ended' }]);
    expect(test.of('CourseCompleted')).toEqual([]);
    test.command('visit-completed', day(31, '00:20'), { occurrence: 'e/dressing/1', record: {}, photos: [] });
    expect(test.of('CourseCompleted')).toHaveLength(1);
  });

  it('waits out a RED case and goes on standing open', () => {
    const test = sold();
    test.answer(day(2), { wound: { redness: 'none', pus: true } });
    expect(open(test)).toEqual([[1, 'held']]);
    test.command('escalation-resolved', day(2, '05:00'), { escalation: 'e/escalation/1', resolution: 'seen' });
    expect(open(test)).toEqual([[1, 'planned']]);
    test.clock(day(20));
    expect([open(test), test.planned('book')]).toEqual([[[1, 'planned']], []]);
  });

  it('stays where it is when the patient is away or moves to another zone, and is no firm date', () => {
    const test = sold();
    test.command('away-set', day(1), { away: [{ from: '2026-03-20', until: '2026-04-05' }] });
    test.command('zone-changed', day(1, '01:00'), { zone: 'Asia/Tokyo' });
    expect([open(test), test.of('OccurrenceMoved')]).toEqual([[[1, 'planned']], []]);
    const { firm, conditional } = nextThirtyDays(test.plan, test.episode, 40);
    expect(firm).toEqual([]);
    expect(conditional.map((one) => one.if)).toContainEqual({ kind: 'request', step: 'dressing' });
  });
});

describe('a call on request', () => {
  it('is started by staff as often as the package holds, and then refused', () => {
    const test = new EpisodeUnderTest(plan({ steps: [call('advice', [], asked(1))] }));
    expect(open(test)).toEqual([]);
    const start = () => refusal(test.plan, test.episode, { kind: 'steps-start', at: day(4), commandId: 'x', by: 'y', steps: ['advice'], reason: 'asked' });
    expect(start()).toBeNull();
    test.command('steps-start', day(3), { steps: ['advice'], reason: 'asked' });
    expect(start()?.code).toBe('used-up');
    test.command('call-recorded', day(3, '01:00'), { occurrence: 'e/advice/1', outcome: 'reached' });
    expect(start()?.code).toBe('used-up');
    expect(test.of('CourseCompleted')).toHaveLength(1);
  });

  it('never asked for, it does not keep the course open beyond its last day', () => {
    const test = new EpisodeUnderTest(plan({ steps: [call('advice', [], asked(1, 10))] }));
    test.clock(day(10, '23:59'));
    expect(test.of('CourseCompleted')).toEqual([]);
    test.clock(day(11));
    expect(test.of('StepSkipped')).toMatchObject([{ step: 'advice', n: null, reason: 'schedule-ended' }]);
    expect(test.of('CourseCompleted')).toHaveLength(1);
  });
});
