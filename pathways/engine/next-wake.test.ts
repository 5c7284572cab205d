import { describe, expect, it } from 'vitest';
import { nextDue, nextWake } from './next-due.js';
import type { Schedule } from './plan.js';
import { day, EpisodeUnderTest, started } from './testing/episode-under-test.js';
import { bloodPressure, form, message, plan, reading, task, woundForm } from './testing/plan-builder.js';

const late = started({ patient: { spreadSeconds: 95 } });
const third = (time: string): Schedule => ({ kind: 'offsets', anchor: 'discharge', unit: 'day', offsets: [3], at: time });
const wakeOf = ({ plan: of, episode }: EpisodeUnderTest) => nextWake(of, episode);
const at = (days: number, time: string, seconds: string): string => day(days, time).replace(':00.000Z', `:${seconds}.000Z`);

describe('when an episode has to be woken', () => {
  it.each([
    ['message', plan({ steps: [message('tip', third('10:00'))] })],
    ['form', plan({ steps: [form('survey', [3], ['wound'])], forms: { wound: woundForm } })],
    ['reading', plan({ steps: [reading('pressure', 'blood-pressure', third('10:00'))], readings: { 'blood-pressure': bloodPressure } })],
  ])('a %s opens with the message that tells of it, once, and what is written says it opened in time', (_, of) => {
    const test = new EpisodeUnderTest(of, late);
    expect(nextDue(of, test.episode)).toMatchObject({ at: day(3, '10:00') });
    const wake = wakeOf(test);
    expect(wake).toMatchObject({ at: at(3, '10:01', '35'), what: expect.stringContaining('send') });
    test.clock(wake?.at ?? '');
    expect(test.of('OccurrenceOpened')).toMatchObject([{ at: day(3, '10:00') }]);
    expect(test.of('ObligationReleased')).toMatchObject([{ at: at(3, '10:01', '35') }]);
  });

  it('an answer that comes between the two finds it open', () => {
    const test = new EpisodeUnderTest(plan({ steps: [form('survey', [3], ['wound'])], forms: { wound: woundForm } }), late);
    test.answer(at(3, '10:00', '20'), { wound: { redness: 'none' } }, 'e/survey/1');
    expect(test.of('OccurrenceOpened')).toMatchObject([{ at: day(3, '10:00') }]);
    expect(test.of('OccurrenceClosed')).toMatchObject([{ outcome: 'completed' }]);
    expect(test.endOf('e/survey/1/0/invite/patient')).toBe('answered');
  });

  it('work for staff begins at its hour, whoever else waits', () => {
    const test = new EpisodeUnderTest(plan({ steps: [message('tip', third('10:00')), task('check-file', [3])] }), late);
    expect(wakeOf(test)).toMatchObject({ at: day(3, '10:00'), what: 'check-file/1 open' });
  });

  it('a message that waits for the morning does not keep its step closed', () => {
    const test = new EpisodeUnderTest(plan({ steps: [message('tip', third('22:00'))] }), late);
    expect(wakeOf(test)).toMatchObject({ at: day(3, '22:00'), what: 'tip/1 open' });
  });

  it.each([
    ['without seconds of her own', new EpisodeUnderTest(plan({ steps: [message('tip', third('10:00'))] }), started())],
    ['with a message about safety', new EpisodeUnderTest(plan({ steps: [message('tip', third('10:00'), { class: 'safety' })] }), late)],
  ])('%s both are one instant', (_, test) => {
    expect(wakeOf(test)).toEqual(nextDue(test.plan, test.episode));
    expect(wakeOf(test)).toMatchObject({ at: day(3, '10:00') });
  });
});
