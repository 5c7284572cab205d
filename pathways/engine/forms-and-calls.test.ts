import { describe, expect, it } from 'vitest';
import { day, EpisodeUnderTest, started } from './testing/episode-under-test.js';
import { call, coreForm, everyDay, form, is, message, plan, rule, visit, woundForm } from './testing/plan-builder.js';

const survey = (more = {}) => plan({
  steps: [form('survey', [3], ['wound', 'core'], more)], forms: { wound: woundForm, core: coreForm },
  rules: [rule('W-2', is('wound.redness', 'over'), 'orange'), rule('C-1', is('core.breathless', true), 'red')],
});

describe('a form', () => {
  it('nobody answers: reminders after 4 and 24 hours, a phone task and the family after 48, then it closes as missed, and nobody having called is told', () => {
    const test = new EpisodeUnderTest(survey());
    test.clock(day(7));
    expect(test.of('ObligationReleased').map(({ obligation, at }) => [obligation, at])).toEqual([
      ['e/survey/1/0/invite/patient', day(3, '10:00')],
      ['e/survey/1/0/remind-1/patient', day(3, '14:00')],
      ['e/survey/1/0/remind-2/patient', day(4, '10:00')],
      ['e/survey/1/0/family/family', day(5, '10:00')],
      ['e/survey/1/0/phone-task/case-manager', day(5, '10:00')],
      ['e/survey/1/0/call-overdue/head-nurse', day(6, '10:00')],
    ]);
    expect(test.of('OccurrenceClosed')).toMatchObject([{ outcome: 'failed', reason: 'missed', at: day(6, '10:00') }]);
  });

  it('no family contact: the family is left out', () => {
    const test = new EpisodeUnderTest(survey(), started({ patient: { hasFamilyContact: false } }));
    test.clock(day(7));
    expect(test.planned('family')).toEqual([]);
  });

  it('answered: what was still to come ends as answered', () => {
    const test = new EpisodeUnderTest(survey());
    test.clock(day(3, '15:00'));
    test.answer(day(3, '16:00'), { wound: { redness: 'none' }, core: { breathless: false } }, 'e/survey/1');
    expect(test.of('OccurrenceClosed')).toMatchObject([{ outcome: 'completed' }]);
    expect(['remind-2/patient', 'phone-task/case-manager', 'family/family'].map((rest) => test.endOf(`e/survey/1/0/${rest}`))).toEqual(['answered', 'answered', 'answered']);
  });

  it('answered in part, by an answer given elsewhere: it goes on waiting for the rest', () => {
    const test = new EpisodeUnderTest(survey());
    test.command('answer-received', day(3, '11:00'), { answers: { core: { breathless: false } }, answeredBy: 'patient', sharedFrom: 'other' });
    expect(test.episode.occurrences['e/survey/1']).toMatchObject({ status: 'open', awaiting: ['wound'] });
    test.answer(day(3, '12:00'), { wound: { redness: 'none' } }, 'e/survey/1');
    expect(test.episode.occurrences['e/survey/1']).toBeUndefined();
  });

  it('what is left asks nothing that must be answered: it waits no longer', () => {
    const temperature = { id: 'fever', questions: [{ id: 'celsius', required: false, type: 'number' as const, decimals: 1, min: '30', max: '43', unit: '°C' }] };
    const test = new EpisodeUnderTest(plan({ steps: [form('survey', [3], ['wound', 'fever'])], forms: { wound: woundForm, fever: temperature } }));
    test.answer(day(3, '11:00'), { wound: { redness: 'none' } }, 'e/survey/1');
    expect(test.of('OccurrenceClosed')).toMatchObject([{ outcome: 'completed' }]);
  });

  it('the same forms wait already since this morning: it is not asked again, one answer fills both', () => {
    const test = new EpisodeUnderTest(plan({ steps: [form('photo', [3], ['wound']), form('recheck', [3], ['wound'], { schedule: { kind: 'offsets', anchor: 'discharge', unit: 'day', offsets: [3], at: '15:00' } })], forms: { wound: woundForm } }));
    test.clock(day(3, '15:00'));
    expect(test.endOf('e/recheck/1/0/invite/patient')).toBe('already-open');
    test.answer(day(3, '16:00'), { wound: { redness: 'none' } }, 'e/photo/1');
    expect(test.of('OccurrenceClosed')).toMatchObject([{ occurrence: 'e/photo/1' }, { occurrence: 'e/recheck/1' }]);
  });

  const beside = (first: [string, number, string[]], second: [string, number, string[]], more = {}) => plan({
    steps: [form(first[0], [first[1]], first[2]), form(second[0], [second[1]], second[2], more)], forms: { wound: woundForm, core: coreForm },
  });

  it('waits as a part of a form that was asked exactly a day ago: that one is reminded of, this one is not asked beside it', () => {
    const both = beside(['survey', 3, ['wound', 'core']], ['photo', 4, ['wound']]);
    const [test, former] = [new EpisodeUnderTest(both), new EpisodeUnderTest(both, started(), 4)];
    for (const one of [test, former]) one.clock(day(4, '20:00'));
    expect(test.of('ObligationReleased').map(({ obligation }) => obligation)).toContain('e/survey/1/0/remind-2/patient');
    expect(test.endOf('e/photo/1/0/invite/patient')).toBe('already-open');
    expect(test.planned('remind-1').map(({ occurrence }) => occurrence)).toEqual(['e/survey/1']);
    expect(former.of('ObligationReleased').map(({ obligation }) => obligation)).toContain('e/photo/1/0/remind-1/patient');
    test.answer(day(4, '21:00'), { wound: { redness: 'none' }, core: { breathless: false } }, 'e/survey/1');
    expect(test.of('OccurrenceClosed')).toMatchObject([{ occurrence: 'e/survey/1', outcome: 'completed' }, { occurrence: 'e/photo/1', outcome: 'completed' }]);
  });

  it('waits, and a longer form that asks for all of it is asked: its own reminders end, the call about it stays', () => {
    const both = beside(['photo', 3, ['wound']], ['survey', 3, ['wound', 'core']], { schedule: { kind: 'offsets', anchor: 'discharge', unit: 'day', offsets: [3], at: '12:00' } });
    const [test, former] = [new EpisodeUnderTest(both), new EpisodeUnderTest(both, started(), 4)];
    for (const one of [test, former]) one.clock(day(3, '20:00'));
    expect(['remind-1', 'remind-2'].map((purpose) => test.endOf(`e/photo/1/0/${purpose}/patient`))).toEqual(['already-open', 'already-open']);
    expect(test.of('ObligationReleased').map(({ obligation }) => obligation)).toEqual(['e/photo/1/0/invite/patient', 'e/survey/1/0/invite/patient', 'e/survey/1/0/remind-1/patient']);
    expect(former.of('ObligationReleased').map(({ obligation }) => obligation)).toContain('e/photo/1/0/remind-1/patient');
    test.clock(day(6));
    expect(test.of('ObligationReleased').map(({ obligation }) => obligation)).toContain('e/photo/1/0/phone-task/case-manager');
  });

  const wanted = (afterHours: number, longAt: string) => plan({
    steps: [
      form('survey', [3], ['core']), form('recheck', [], ['wound'], { schedule: { kind: 'triggered', afterHours } }),
      form('long', [3], ['wound', 'legs'], { schedule: { kind: 'offsets', anchor: 'discharge', unit: 'day', offsets: [3], at: longAt } }),
    ],
    forms: { wound: woundForm, core: coreForm, legs: { ...coreForm, id: 'legs' } }, rules: [rule('W-3', is('core.breathless', true), null, { start: ['recheck'] })],
  });
  const underBoth = (both: ReturnType<typeof plan>) => [new EpisodeUnderTest(both), new EpisodeUnderTest(both, started(), 5)] as const;

  it('a rule wanted it, and a longer form asks for all of it since: its own reminders end, the call about it stays', () => {
    const [test, former] = underBoth(wanted(0, '15:00'));
    for (const one of [test, former]) {
      one.answer(day(3, '12:00'), { core: { breathless: true } }, 'e/survey/1');
      one.clock(day(3, '20:00'));
    }
    expect(['remind-1', 'remind-2'].map((purpose) => test.endOf(`e/recheck/1/0/${purpose}/patient`))).toEqual(['already-open', 'already-open']);
    expect(former.of('ObligationReleased').map(({ obligation }) => obligation)).toContain('e/recheck/1/0/remind-1/patient');
    test.clock(day(6));
    expect(test.of('ObligationReleased').map(({ obligation }) => obligation)).toContain('e/recheck/1/0/phone-task/case-manager');
  });

  it('a rule wanted it because of what came after the longer form was asked: it is asked all the same', () => {
    const [test, former] = underBoth(wanted(4, '09:00'));
    for (const one of [test, former]) {
      one.answer(day(3, '11:00'), { core: { breathless: true } }, 'e/survey/1');
      one.clock(day(3, '20:00'));
    }
    expect(test.episode.occurrences['e/long/1']).toMatchObject({ status: 'open', awaiting: ['wound', 'legs'] });
    expect(test.of('ObligationReleased').map(({ obligation }) => obligation)).toContain('e/recheck/1/0/invite/patient');
    expect(former.endOf('e/recheck/1/0/invite/patient')).toBe('already-open');
  });

  it('a rule wanted it, and the longer form was asked since: it is not asked beside it', () => {
    const [test] = underBoth(wanted(4, '13:00'));
    test.answer(day(3, '11:00'), { core: { breathless: true } }, 'e/survey/1');
    test.clock(day(3, '20:00'));
    expect(test.endOf('e/recheck/1/0/invite/patient')).toBe('already-open');
  });

  it('answered elsewhere earlier on its day: it is not asked at all', () => {
    const test = new EpisodeUnderTest(survey());
    test.command('answer-received', day(3, '08:30'), { answers: { wound: { redness: 'none' }, core: { breathless: false } }, answeredBy: 'patient', sharedFrom: 'other' });
    expect(test.endOf('e/survey/1/0/invite/patient')).toBe('answered');
    expect(test.of('OccurrenceClosed')).toMatchObject([{ outcome: 'completed' }]);
  });

  it('answered after it closed: stored as late, and still triaged', () => {
    const test = new EpisodeUnderTest(survey());
    test.answer(day(8), { wound: { redness: 'over' } }, 'e/survey/1');
    expect(test.of('AnswerRecorded')).toMatchObject([{ late: true }]);
    expect(test.of('EscalationRaised')).toMatchObject([{ level: 'orange', rules: ['W-2'] }]);
  });

  it('closes before the phone task would come: the task comes when it closes', () => {
    const test = new EpisodeUnderTest(survey({ closesAfterHours: 12 }));
    test.clock(day(7));
    expect(test.planned('phone-task')).toMatchObject([{ dueAt: day(3, '22:00') }]);
    expect(test.of('ObligationReleased').map(({ obligation }) => obligation)).toContain('e/survey/1/0/phone-task/case-manager');
    expect(test.planned('remind-2')).toEqual([]);
  });

  it('an invitation in the quiet hours waits for the morning, a question about safety does not', () => {
    const at = { schedule: { kind: 'offsets' as const, anchor: 'discharge' as const, unit: 'day' as const, offsets: [3], at: '22:00' } };
    expect(new EpisodeUnderTest(survey(at)).planned('invite')).toMatchObject([{ dueAt: day(4, '08:00') }]);
    expect(new EpisodeUnderTest(survey({ ...at, class: 'safety' })).planned('invite')).toMatchObject([{ dueAt: day(3, '22:00') }]);
  });

  it('reminders of one patient are spread by her own seconds, whatever the package', () => {
    const spread = started({ patient: { spreadSeconds: 95 } });
    expect(new EpisodeUnderTest(survey(), spread).planned('invite')).toMatchObject([{ dueAt: '2026-03-05T02:01:35.000Z' }]);
    const booked = new EpisodeUnderTest(plan({ steps: [visit('dressing', [2])] }), spread);
    booked.command('visit-booked', day(0, '17:00'), { occurrence: 'e/dressing/1', from: day(2, '10:00'), until: day(2, '11:00') });
    expect(booked.planned('eve')).toMatchObject([{ dueAt: '2026-03-03T10:01:35.000Z' }]);
  });

  it('answers that the form does not offer are left out by name, nothing throws', () => {
    const test = new EpisodeUnderTest(survey());
    test.answer(day(3, '11:00'), { wound: { redness: 'purple', pain: '99' }, core: { breathless: true } }, 'e/survey/1');
    expect(test.of('Warned')).toMatchObject([{ code: 'answers-left-out', detail: expect.stringContaining('wound.redness') }]);
    expect(test.of('EscalationRaised')).toMatchObject([{ rules: ['C-1'] }]);
    expect(test.answer(day(3, '12:00'), { nothing: { of: 'this' } }).slice(-2)).toMatchObject([{ type: 'InputIgnored', reason: 'nothing: this plan has no such form' }, { type: 'InputApplied' }]);
  });
});

describe('a call', () => {
  const first = () => new EpisodeUnderTest(plan({ steps: [call('first-call', [1], { forms: ['core'] })], forms: { core: coreForm }, rules: [rule('C-1', is('core.breathless', true), 'red')] }));
  const outcome = (test: EpisodeUnderTest, at: string, what: 'reached' | 'proxy' | 'busy' | 'off' | 'refused' | 'readmitted' | 'died' | 'wrong-number', more = {}) =>
    test.command('call-recorded', at, { outcome: what, occurrence: 'e/first-call/1', ...more });

  it('is work for a person; not made in its hours the head nurse hears of it, not made in two days it becomes a case', () => {
    const test = first();
    expect(test.planned('call')).toMatchObject([{ recipient: 'case-manager', class: 'staff-task', channels: ['phone-task'], text: 'script', dueAt: day(1, '10:00') }]);
    test.clock(day(2, '10:00'));
    expect(test.of('OccurrenceOverdue')).toMatchObject([{ at: day(1, '18:00') }]);
    expect(test.planned('call-overdue')).toMatchObject([{ recipient: 'head-nurse' }]);
    expect(test.episode.occurrences['e/first-call/1']?.status).toBe('open');
    test.clock(day(3, '10:00'));
    expect(test.of('OccurrenceClosed')).toMatchObject([{ outcome: 'failed', reason: 'missed', at: day(3, '10:00') }]);
    expect(test.of('EscalationRaised')).toMatchObject([{ level: 'yellow', rules: ['CALLS'] }]);
  });

  it('reached: done, and the answers given are triaged', () => {
    const test = first();
    outcome(test, day(1, '11:00'), 'reached', { answers: { core: { breathless: true } } });
    expect(test.of('OccurrenceClosed')).toMatchObject([{ outcome: 'completed' }]);
    expect(test.of('AnswerRecorded')).toMatchObject([{ answeredBy: 'staff', late: false }]);
    expect(test.of('EscalationRaised')).toMatchObject([{ level: 'red' }]);
  });

  it('busy or off: tried again a day later; the third failure opens a YELLOW case and asks for the family', () => {
    const test = first();
    outcome(test, day(1, '11:00'), 'busy');
    expect(test.planned('call-2')).toMatchObject([{ dueAt: day(2, '11:00') }]);
    test.clock(day(2, '11:00'));
    expect(test.of('OccurrenceOverdue')).toEqual([]);
    outcome(test, day(2, '11:30'), 'off');
    outcome(test, day(3, '11:40'), 'off');
    expect(test.of('EscalationRaised')).toMatchObject([{ level: 'yellow', rules: ['CALLS'], instruction: 'do.calls-exhausted', patientText: null }]);
    expect(test.planned('family-call')).toHaveLength(1);
    expect(test.of('OccurrenceClosed')).toMatchObject([{ outcome: 'failed', reason: 'not-reached' }]);
  });

  it('wrong number: quarantined, a person finds the right one, the call is tried again', () => {
    const test = first();
    outcome(test, day(1, '11:00'), 'wrong-number', { contact: 'n1' });
    expect(test.of('ContactQuarantined')).toMatchObject([{ contact: 'n1' }]);
    expect(test.planned('wrong-number')).toHaveLength(1);
    expect(test.planned('call-2')).toHaveLength(1);
  });

  it('refused: failed with that reason, and a person is told', () => {
    const test = first();
    outcome(test, day(1, '11:00'), 'refused');
    expect(test.of('OccurrenceClosed')).toMatchObject([{ outcome: 'failed', reason: 'refused' }]);
    expect(test.planned('call-refused')).toHaveLength(1);
  });

  it('readmitted: the episode pauses; died: it ends at once', () => {
    const readmitted = first();
    outcome(readmitted, day(1, '11:00'), 'readmitted');
    expect(readmitted.episode).toMatchObject({ status: 'paused', pause: { reason: 'readmitted' } });
    const died = first();
    outcome(died, day(1, '11:00'), 'died');
    expect(died.episode.status).toBe('stopped');
  });

  it('made for another package of the patient: ours of that day is done with it', () => {
    const test = first();
    test.command('call-recorded', day(1, '08:00'), { outcome: 'reached', sharedFrom: 'other' });
    expect(test.of('OccurrenceClosed')).toMatchObject([{ occurrence: 'e/first-call/1', outcome: 'completed' }]);
    expect(test.endOf('e/first-call/1/0/call/case-manager')).toBe('done');
  });

  it('that a rule started is not made by the call of another package, nor said to be the same', () => {
    const test = new EpisodeUnderTest(plan({
      steps: [message('exercise', everyDay(1, 9, '09:00'), { tick: true }), call('silence-call', [], { schedule: { kind: 'triggered', afterHours: 0 } })],
      rules: [{ ...rule('X-1', { op: 'bool', value: true }, null, { start: ['silence-call'] }), inputs: [], silence: { step: 'exercise', misses: 1 } }],
    }));
    test.clock(day(1, '09:00'));
    test.clock(day(2, '09:00'));
    expect(test.planned('call')).toMatchObject([{ sharedKey: null }]);
    test.command('call-recorded', day(2, '09:30'), { outcome: 'reached', sharedFrom: 'other' });
    expect(test.of('OccurrenceClosed').filter(({ occurrence }) => occurrence.includes('silence-call'))).toEqual([]);
  });
});

describe('a message', () => {
  const exercise = () => new EpisodeUnderTest(plan({
    steps: [message('exercise', everyDay(1, 9, '09:00'), { tick: true }), call('silence-call', [], { schedule: { kind: 'triggered', afterHours: 0 } })],
    rules: [{ ...rule('X-1', { op: 'bool', value: true }, null, { start: ['silence-call'] }), inputs: [], silence: { step: 'exercise', misses: 3 } }],
  }));

  it('without a tick is done with its delivery, or not done with its reason', () => {
    const test = new EpisodeUnderTest(plan({ steps: [message('tip', everyDay(1, 2, '09:00'))] }));
    test.clock(day(1, '09:00'));
    expect(test.episode.occurrences['e/tip/1']?.status).toBe('open');
    test.settle(day(1, '09:00'));
    test.clock(day(2, '09:00'));
    test.settle(day(2, '09:00'), { outcome: 'suppressed', reason: 'daily-cap' });
    expect(test.of('OccurrenceClosed')).toMatchObject([{ outcome: 'completed' }, { outcome: 'cancelled', reason: 'daily-cap' }]);
  });

  it('missed three days running starts what the silence rule says; a tick between begins the count anew', () => {
    const test = exercise();
    test.clock(day(2, '10:00'));
    test.command('step-ticked', day(2, '10:00'), { occurrence: 'e/exercise/2' });
    test.clock(day(5, '16:00'));
    expect(test.of('StepStarted')).toMatchObject([{ step: 'silence-call', at: day(5, '15:00') }]);
  });

  it('its hours pass in the quiet: not sent, with its reason, and nothing hangs', () => {
    const late = message('late', { kind: 'offsets', anchor: 'discharge', unit: 'day', offsets: [1], at: '22:00' });
    const test = new EpisodeUnderTest(plan({ steps: [late] }));
    test.clock(day(3));
    expect(test.endOf('e/late/1/0/tell/patient')).toBe('expired');
    expect(test.episode.status).toBe('completed');
  });
});
