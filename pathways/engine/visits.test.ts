import { describe, expect, it } from 'vitest';
import { day, EpisodeUnderTest, started } from './testing/episode-under-test.js';
import { everyDay, form, is, message, plan, rule, visit, woundForm } from './testing/plan-builder.js';

/** Agreed with the patient on the afternoon of the discharge. */
const book = (test: EpisodeUnderTest, n: number, on: number): EpisodeUnderTest => {
  test.command('visit-booked', day(0, '16:30'), { occurrence: `e/dressing/${n}`, from: day(on, '10:00'), until: day(on, '11:00') });
  return test;
};
const dressing = (more = {}) => plan({ steps: [visit('dressing', [2, 6], more)], forms: { wound: woundForm }, rules: [rule('W-1', is('wound.pus', true), 'red')] });

describe('a visit', () => {
  it('is planned at launch with its window, booked by a person a day before the eve, and announced once it is booked', () => {
    const test = new EpisodeUnderTest(dressing());
    expect(test.of('OccurrencePlanned')).toMatchObject([
      { occurrence: 'e/dressing/1', dueAt: day(2, '10:00'), windowFrom: day(1), windowUntil: day(5) },
      { occurrence: 'e/dressing/2', dueAt: day(6, '10:00') },
    ]);
    expect(test.planned('eve')).toEqual([]);
    expect(test.planned('book')).toMatchObject([{ occurrence: 'e/dressing/1', recipient: 'case-manager', dueAt: day(0, '18:00') }, { occurrence: 'e/dressing/2', dueAt: day(4, '18:00') }]);
    book(test, 1, 2);
    expect(test.endOf('e/dressing/1/0/book/case-manager')).toBe('superseded');
    expect(test.planned('eve')).toMatchObject([{ id: 'e/dressing/1/1/eve/patient', dueAt: day(1, '18:00'), class: 'visit', params: { date: '2026-03-04', slotFrom: day(2, '10:00') } }]);
  });

  it('moved before its eve: the old reminder ends as superseded, the new one has the next revision and the new day', () => {
    const test = book(new EpisodeUnderTest(dressing()), 1, 2);
    test.command('visit-moved', day(0, '17:00'), { occurrence: 'e/dressing/1', from: day(3, '14:00'), until: day(3, '15:00'), reason: 'clinic' });
    expect(test.endOf('e/dressing/1/1/eve/patient')).toBe('superseded');
    expect(test.planned('eve').at(-1)).toMatchObject({ id: 'e/dressing/1/2/eve/patient', dueAt: day(2, '18:00'), params: { slotFrom: day(3, '14:00') } });
  });

  it('moved on its own day: the eve text would lie, so a person calls', () => {
    const test = book(new EpisodeUnderTest(dressing()), 1, 2);
    test.clock(day(2, '08:00'));
    test.command('visit-moved', day(2, '08:30'), { occurrence: 'e/dressing/1', from: day(2, '14:00'), until: day(2, '15:00'), reason: 'clinic' });
    expect(test.planned('visit-changed')).toMatchObject([{ recipient: 'case-manager', class: 'staff-task', dueAt: day(2, '08:30') }]);
  });

  it('nobody came until hours after the slot (not booked: after the window): failed as missed, never cancelled, and a person is told', () => {
    const test = book(new EpisodeUnderTest(dressing()), 1, 2);
    test.clock(day(3));
    expect(test.of('OccurrenceClosed')).toMatchObject([{ occurrence: 'e/dressing/1', outcome: 'failed', reason: 'missed', at: day(2, '15:00') }]);
    const unbooked = new EpisodeUnderTest(dressing());
    unbooked.clock(day(5, '05:00'));
    expect(unbooked.of('OccurrenceClosed')).toMatchObject([{ occurrence: 'e/dressing/1', reason: 'missed', at: day(5, '04:00') }]);
    expect(test.planned('missed')).toMatchObject([{ recipient: 'case-manager', occurrence: 'e/dressing/1' }]);
  });

  it('missed with the policy to rebook: one more time is planned, announced to nobody until a person agreed it', () => {
    const test = new EpisodeUnderTest(dressing({ missed: 'rebook' }));
    test.command('visit-missed', day(2, '10:30'), { occurrence: 'e/dressing/1', reason: 'no-show' });
    expect(test.episode.occurrences['e/dressing/3']).toMatchObject({ status: 'planned', dueAt: day(3, '10:00') });
    expect(test.planned('book').at(-1)).toMatchObject({ occurrence: 'e/dressing/3', text: 'staff.visit-rebook', dueAt: day(2, '10:30') });
    expect(test.planned('eve').some(({ occurrence }) => occurrence === 'e/dressing/3')).toBe(false);
    test.command('visit-booked', day(2, '11:00'), { occurrence: 'e/dressing/3', from: day(4, '10:00'), until: day(4, '11:00') });
    expect(test.planned('eve').at(-1)).toMatchObject({ id: 'e/dressing/3/1/eve/patient', dueAt: day(3, '18:00') });
    test.command('visit-missed', day(4, '11:00'), { occurrence: 'e/dressing/3', reason: 'no-show' });
    expect(Object.keys(test.episode.occurrences)).not.toContain('e/dressing/4');
  });

  it('an unsafe home is not a missed visit: the head nurse decides', () => {
    const test = new EpisodeUnderTest(dressing({ missed: 'rebook' }));
    test.command('visit-missed', day(2, '10:30'), { occurrence: 'e/dressing/1', reason: 'unsafe-home' });
    expect(test.of('OccurrenceClosed')).toMatchObject([{ outcome: 'failed', reason: 'unsafe-home' }]);
    expect(test.planned('unsafe-home')).toMatchObject([{ recipient: 'head-nurse' }]);
  });

  it('its record meets the rules like any answer', () => {
    const test = new EpisodeUnderTest(dressing());
    test.command('visit-checked-in', day(2, '10:05'), { occurrence: 'e/dressing/1' });
    test.command('visit-completed', day(2, '10:40'), { occurrence: 'e/dressing/1', record: { wound: { redness: 'none', pus: true } }, photos: [] });
    expect(test.of('AnswerRecorded')).toMatchObject([{ occurrence: 'e/dressing/1', answeredBy: 'staff', late: false }]);
    expect(test.of('EscalationRaised')).toMatchObject([{ level: 'red', rules: ['W-1'] }]);
  });
});

describe('a RED case', () => {
  const red = (): EpisodeUnderTest => {
    const test = new EpisodeUnderTest(plan({ steps: [visit('dressing', [2, 6]), visit('video', [3], { place: 'online' }), form('survey', [1], ['wound'])], forms: { wound: woundForm }, rules: [rule('W-1', is('wound.pus', true), 'red')] }));
    book(test, 1, 2);
    test.answer(day(1, '11:00'), { wound: { redness: 'none', pus: true } }, 'e/survey/1');
    return test;
  };

  it('holds visits at home at once, but neither online visits nor messages', () => {
    const test = red();
    expect(test.of('OccurrenceHeld').map(({ occurrence }) => occurrence)).toEqual(['e/dressing/1', 'e/dressing/2']);
    expect(test.endOf('e/dressing/1/1/eve/patient')).toBe('held-by-red');
    expect(test.episode.occurrences['e/video/1']?.status).toBe('planned');
  });

  it('cleared: a visit still to come keeps its time and is announced anew', () => {
    const test = red();
    test.command('escalation-resolved', day(1, '15:00'), { escalation: 'e/escalation/1', resolution: 'seen' });
    expect(test.of('OccurrenceReleased').map(({ occurrence }) => occurrence)).toEqual(['e/dressing/1', 'e/dressing/2']);
    expect(test.planned('eve').at(-1)).toMatchObject({ id: 'e/dressing/1/2/eve/patient', dueAt: day(1, '18:00') });
  });

  it('cleared after the visit was due: another day inside its window, agreed by a person', () => {
    const test = red();
    test.command('escalation-resolved', day(3, '15:00'), { escalation: 'e/escalation/1', resolution: 'seen' });
    expect(test.of('OccurrenceMoved')).toMatchObject([{ occurrence: 'e/dressing/1', dueAt: day(4, '10:00'), booking: 'needed', reason: 'released' }]);
    expect(test.planned('book')).toContainEqual(expect.objectContaining({ id: 'e/dressing/1/2/book/case-manager', dueAt: day(3, '15:00') }));
  });

  it('cleared after the window: cancelled with its reason, and a person is told', () => {
    const test = red();
    test.command('escalation-resolved', day(5, '15:00'), { escalation: 'e/escalation/1', resolution: 'seen' });
    expect(test.of('OccurrenceClosed').find(({ occurrence }) => occurrence === 'e/dressing/1')).toMatchObject({ outcome: 'cancelled', reason: 'held-by-red' });
    expect(test.planned('held')).toHaveLength(1);
  });
});

describe('days that do not suit', () => {
  // 2026-02-16 to 02-23 is Spring Festival; 02-14 and 02-28 are worked in exchange.
  const festival = (discharge: string, more = {}) => new EpisodeUnderTest(plan({ steps: [visit('dressing', [2], { holidays: 'next-workday', ...more })] }), started({ at: `${discharge}T08:00:00.000Z`, anchors: { discharge } }));

  it('a public holiday inside a wide window rolls to the next working day', () => {
    const test = festival('2026-02-20', { window: { earlyDays: 0, lateDays: 5 } });
    expect(test.of('OccurrencePlanned')).toMatchObject([{ dueAt: '2026-02-24T02:00:00.000Z', rolledFrom: '2026-02-22' }]);
  });

  it('a roll that would leave the window goes the other way', () => {
    const test = festival('2026-02-13', { window: { earlyDays: 1, lateDays: 1 } });
    expect(test.of('OccurrencePlanned')).toMatchObject([{ dueAt: '2026-02-14T02:00:00.000Z', rolledFrom: '2026-02-15' }]);
  });

  it('no working day in the window: it stays and says so', () => {
    const test = festival('2026-02-16', { window: { earlyDays: 1, lateDays: 1 } });
    expect(test.of('OccurrencePlanned')).toMatchObject([{ dueAt: '2026-02-18T02:00:00.000Z', rolledFrom: null }]);
    expect(test.of('Warned')).toMatchObject([{ code: 'no-workday/dressing/1' }]);
  });

  it('beyond the known holidays one warning is given, not one per step', () => {
    const test = new EpisodeUnderTest(plan({ steps: [visit('dressing', [300, 310], { holidays: 'next-workday' })] }));
    expect(test.of('Warned').filter(({ code }) => code === 'calendar-coverage')).toHaveLength(1);
  });

  it('away from home: the first day back inside the window, to be agreed anew', () => {
    const test = book(new EpisodeUnderTest(dressing()), 1, 2);
    test.command('away-set', day(1, '09:00'), { away: [{ from: '2026-03-04', until: '2026-03-05' }] });
    expect(test.of('OccurrenceMoved')).toMatchObject([{ occurrence: 'e/dressing/1', dueAt: day(4, '10:00'), reason: 'away' }]);
    expect(test.endOf('e/dressing/1/1/eve/patient')).toBe('superseded');
    expect(test.planned('book').at(-1)).toMatchObject({ id: 'e/dressing/1/2/book/case-manager', dueAt: day(1, '09:00') });
  });

  it('away on every day of the window: nothing is announced, a person decides', () => {
    const test = new EpisodeUnderTest(dressing(), started({ patient: { away: [{ from: '2026-03-03', until: '2026-03-06' }] } }));
    expect(test.planned('away')).toMatchObject([{ recipient: 'case-manager', occurrence: 'e/dressing/1' }]);
    expect(test.planned('book').map(({ occurrence }) => occurrence)).toEqual(['e/dressing/2']);
  });
});

describe('schedules', () => {
  it('a repeat plans its next occurrence only when the one before begins', () => {
    const test = new EpisodeUnderTest(plan({ steps: [message('exercise', everyDay(1, 3, '09:00', '15:00'))] }));
    expect(test.of('OccurrencePlanned')).toHaveLength(1);
    test.clock(day(1, '09:00'));
    expect(test.of('OccurrencePlanned').map(({ dueAt }) => dueAt)).toEqual([day(1, '09:00'), day(1, '15:00')]);
    test.clock(day(9));
    expect(test.of('OccurrencePlanned')).toHaveLength(6);
  });

  it('ends when its condition is met, once and for all', () => {
    const test = new EpisodeUnderTest(plan({
      steps: [message('tip', { ...everyDay(1, 9, '11:00'), kind: 'repeat', stopWhen: is('wound.redness', 'none') } as ReturnType<typeof everyDay>), form('survey', [2], ['wound'])],
      forms: { wound: woundForm }, rules: [rule('W-9', is('wound.redness', 'over'), 'orange')],
    }));
    test.answer(day(2, '10:30'), { wound: { redness: 'none' } }, 'e/survey/1');
    test.clock(day(9));
    expect(test.of('OccurrenceClosed').find(({ occurrence }) => occurrence === 'e/tip/2')).toMatchObject({ outcome: 'cancelled', reason: 'condition-ended', at: day(2, '11:00') });
    expect(test.of('StepSkipped')).toMatchObject([{ step: 'tip', reason: 'condition-ended' }]);
    expect(test.of('OccurrencePlanned').filter(({ step }) => step === 'tip')).toHaveLength(2);
  });

  it('months are calendar months, clamped to the month\'s end; an unknown optional anchor leaves the step out', () => {
    const monthly = form('check', [], ['wound'], { schedule: { kind: 'offsets', anchor: 'surgery', unit: 'month', offsets: [1], at: '10:00' } });
    const known = new EpisodeUnderTest(plan({ steps: [monthly] }), started({ anchors: { discharge: '2026-03-02', surgery: '2026-01-31' }, at: '2026-02-10T00:00:00.000Z' }));
    expect(known.of('OccurrencePlanned')).toMatchObject([{ dueAt: '2026-02-28T02:00:00.000Z' }]);
    expect(new EpisodeUnderTest(plan({ steps: [monthly] })).of('StepSkipped')).toMatchObject([{ step: 'check', n: null, reason: 'anchor-missing' }]);
  });

  it('launched late: what is still open is caught up with, what is over is left out', () => {
    const test = new EpisodeUnderTest(plan({ steps: [form('survey', [1, 3], ['wound']), visit('dressing', [2], { window: { earlyDays: 0, lateDays: 0 } })], forms: { wound: woundForm } }), started({ at: day(4, '12:00') }));
    expect(test.of('StepSkipped')).toMatchObject([{ step: 'survey', n: 1, reason: 'expired' }, { step: 'dressing', n: 1, reason: 'expired' }]);
    expect(test.planned('invite')).toMatchObject([{ id: 'e/survey/2/0/invite/patient', dueAt: day(4, '12:00') }]);
  });

  it('a clock change moves the instant, not the local time', () => {
    const test = new EpisodeUnderTest(plan({ steps: [message('tip', everyDay(25, 28, '09:00'))] }), started({ zone: 'Europe/Berlin' }));
    test.clock('2026-04-01T00:00:00.000Z');
    expect(test.of('OccurrencePlanned').map(({ dueAt }) => dueAt)).toEqual(['2026-03-27T08:00:00.000Z', '2026-03-28T08:00:00.000Z', '2026-03-29T07:00:00.000Z', '2026-03-30T07:00:00.000Z']);
  });
});
