import { describe, expect, it } from 'vitest';
import { refusal } from './actions.js';
import { hasEnded, nextDue } from './next-due.js';
import { day, EpisodeUnderTest, started } from './testing/episode-under-test.js';
import { bloodPressure, call, coreForm, everyDay, form, is, message, plan, rule, visit, woundForm } from './testing/plan-builder.js';

const course = (more = {}) => plan({
  steps: [visit('dressing', [2, 6]), form('survey', [3], ['wound']), message('tip', everyDay(1, 10, '09:00')), form('check', [30], ['wound'], { phase: 'follow-up' })],
  forms: { wound: woundForm, core: coreForm }, rules: [rule('W-1', is('wound.pus', true), 'red'), rule('W-2', is('wound.redness', 'over'), 'orange'), rule('W-3', is('wound.redness', 'small'), 'yellow')], ...more,
});
const released = (test: EpisodeUnderTest, from: string): string[] => test.of('ObligationReleased').filter(({ at }) => at >= from).map(({ obligation }) => obligation);

describe('a pause', () => {
  it('what comes due in it is suppressed with its reason; what comes after goes out', () => {
    const test = new EpisodeUnderTest(course());
    test.command('pause', day(2, '12:00'), { reason: 'staff' });
    test.clock(day(4, '12:00'));
    expect(test.endOf('e/tip/3/0/tell/patient')).toBe('paused');
    expect(test.endOf('e/survey/1/0/invite/patient')).toBe('paused');
    test.command('resume', day(4, '12:30'), {});
    test.clock(day(5, '12:00'));
    expect(test.planned('tell').find(({ id }) => id === 'e/tip/5/0/tell/patient')).toBeDefined();
    expect(released(test, day(5))).toContain('e/tip/5/0/tell/patient');
  });

  it('resumed while the window is open: the form is asked anew, with a new revision', () => {
    const test = new EpisodeUnderTest(course());
    test.command('pause', day(2, '12:00'), { reason: 'staff' });
    test.command('resume', day(4, '12:30'), {});
    expect(test.planned('invite').find(({ id }) => id.startsWith('e/survey'))).toBeDefined();
    expect(released(test, day(4))).toContain('e/survey/1/1/invite/patient');
    expect(test.planned('remind-1')).toMatchObject([{ dueAt: day(4, '16:30') }]);
  });

  it('resumed after the window: left out with its reason', () => {
    const test = new EpisodeUnderTest(course());
    test.command('pause', day(2, '12:00'), { reason: 'staff' });
    test.command('resume', day(8, '12:30'), {});
    expect(test.of('OccurrenceClosed').find(({ occurrence }) => occurrence === 'e/survey/1')).toMatchObject({ outcome: 'cancelled', reason: 'paused' });
  });

  it('does not stop cases: their ladder is climbed', () => {
    const test = new EpisodeUnderTest(course());
    test.answer(day(2, '10:00'), { wound: { redness: 'none', pus: true } });
    test.command('pause', day(2, '10:10'), { reason: 'staff' });
    test.clock(day(2, '11:00'));
    expect(test.of('EscalationClimbed').length).toBeGreaterThan(0);
  });

  it('an answer in it is still triaged', () => {
    const test = new EpisodeUnderTest(course());
    test.command('pause', day(2, '12:00'), { reason: 'staff' });
    test.answer(day(2, '13:00'), { wound: { redness: 'over' } });
    expect(test.of('EscalationRaised')).toHaveLength(1);
  });
});

describe('readmission', () => {
  it('stops reminders at once and leaves the decision to a person', () => {
    const test = new EpisodeUnderTest(course());
    test.command('patient-readmitted', day(2, '12:00'), {});
    test.clock(day(9));
    expect(test.episode.status).toBe('paused');
    expect(test.planned('readmitted')).toMatchObject([{ recipient: 'case-manager', class: 'staff-task' }]);
    expect(test.endOf('e/tip/3/0/tell/patient')).toBe('readmitted');
    expect(released(test, day(2, '12:00')).filter((id) => id.endsWith('/patient'))).toEqual([]);
  });
});

describe('death', () => {
  it('ends everything at once: steps, messages, watches and cases; nothing is ever due again', () => {
    const test = new EpisodeUnderTest(course());
    test.answer(day(2, '10:00'), { wound: { redness: 'none', pus: true } });
    test.command('patient-died', day(2, '12:00'), {});
    expect(test.episode).toMatchObject({ status: 'stopped', stop: { reason: 'died' }, occurrences: {}, escalations: {} });
    expect(test.of('EscalationClosed')).toMatchObject([{ outcome: 'died' }]);
    expect(Object.values(test.episode.obligations).every(({ state }) => state === 'released')).toBe(true);
    test.settle(day(2, '12:00'), { outcome: 'suppressed', reason: 'died' });
    expect(hasEnded(test.episode)).toBe(true);
    expect(nextDue(test.plan, test.episode)).toBeNull();
  });

  it('an answer after it is kept, and contacts nobody', () => {
    const test = new EpisodeUnderTest(course());
    test.command('patient-died', day(2, '12:00'), {});
    test.answer(day(3), { wound: { redness: 'none', pus: true } });
    expect(test.of('AnswerRecorded')).toMatchObject([{ late: true }]);
    expect(test.of('EscalationRaised')).toEqual([]);
  });
});

describe('an early stop', () => {
  it.each([['withdrawn', 'withdrawn'], ['lost', 'lost'], ['transferred', 'stopped'], ['wrong-package', 'stopped'], ['readmitted', 'readmitted']] as const)('%s ends the steps, their messages as %s', (reason, suppressed) => {
    const test = new EpisodeUnderTest(course());
    test.command('stop', day(2, '12:00'), { reason });
    expect(test.of('OccurrenceClosed').find(({ occurrence }) => occurrence === 'e/survey/1')).toMatchObject({ outcome: 'cancelled', reason });
    expect(test.endOf('e/survey/1/0/invite/patient')).toBe(suppressed);
    expect(test.of('EpisodeStopped')).toMatchObject([{ reason }]);
  });

  it('with a case open: people go on with it, and the episode stops when it is closed', () => {
    const test = new EpisodeUnderTest(course());
    test.answer(day(2, '10:00'), { wound: { redness: 'over' } });
    test.command('stop', day(2, '10:30'), { reason: 'withdrawn' });
    expect(test.episode.status).toBe('stopping');
    test.clock(day(2, '12:30'));
    expect(test.of('EscalationClimbed')).toMatchObject([{ to: ['head-nurse'] }]);
    test.command('escalation-resolved', day(2, '13:00'), { escalation: 'e/escalation/1', resolution: 'seen' });
    expect(test.episode.status).toBe('stopped');
    test.settle(day(2, '13:00'));
    expect(hasEnded(test.episode)).toBe(true);
  });

  it('an answer after it is late, and still triaged', () => {
    const test = new EpisodeUnderTest(course());
    test.command('stop', day(2, '12:00'), { reason: 'lost' });
    test.answer(day(4), { wound: { redness: 'over' } });
    expect(test.of('AnswerRecorded')).toMatchObject([{ late: true }]);
    expect(test.of('EscalationRaised')).toMatchObject([{ level: 'orange' }]);
    expect(hasEnded(test.episode)).toBe(false);
  });
});

describe('completion', () => {
  /** Everything is done in time. */
  const obedient = (test: EpisodeUnderTest, until: string): void => {
    for (let due = nextDue(test.plan, test.episode); due !== null && due.at <= until; due = nextDue(test.plan, test.episode)) {
      test.clock(due.at);
      test.settle(due.at);
    }
  };

  it('the course is complete with its last step, the episode with its last follow-up', () => {
    const test = new EpisodeUnderTest(course({ texts: { digest: 'digest', close: 'close', optOut: null, repeatReading: null } }));
    obedient(test, day(11));
    expect(test.of('CourseCompleted')).toMatchObject([{ at: day(10, '09:00') }]);
    expect(test.episode).toMatchObject({ status: 'active', phase: 'follow-up' });
    obedient(test, day(40));
    expect(test.of('EpisodeCompleted')).toMatchObject([{ at: day(33, '10:00') }]);
    expect(test.planned('close')).toMatchObject([{ text: 'close', recipient: 'patient' }]);
    expect(test.of('ObligationPlanned').at(-1)?.at).toBe(day(33, '10:00'));
  });

  it('an open case of any level keeps it open (ADR 0004)', () => {
    const test = new EpisodeUnderTest(plan({ steps: [form('survey', [1], ['wound'])], forms: { wound: woundForm }, rules: [rule('W-3', is('wound.redness', 'small'), 'yellow')] }));
    test.answer(day(1, '11:00'), { wound: { redness: 'small' } }, 'e/survey/1');
    test.settle(day(1, '11:00'));
    expect(test.episode).toMatchObject({ status: 'active', phase: 'follow-up' });
    test.command('escalation-resolved', day(1, '12:00'), { escalation: 'e/escalation/1', resolution: 'seen' });
    expect(test.episode.status).toBe('completed');
  });
});

describe('what the patient wants', () => {
  it('opted out: the confirmation goes by the account, never by SMS; opted in again: nothing special', () => {
    const test = new EpisodeUnderTest(course());
    test.command('opt-out', day(1, '12:00'), {});
    expect(test.planned('opt-out')).toMatchObject([{ text: 'optout', channels: ['wechat'] }]);
    expect(test.episode.facts.optedOut).toBe(true);
    test.command('opt-in', day(1, '13:00'), {});
    expect(test.episode.facts.optedOut).toBe(false);
  });

  it('another time zone moves what is still to come to the same local time there, and sends nothing again', () => {
    const test = new EpisodeUnderTest(course());
    test.clock(day(1, '12:00'));
    test.command('zone-changed', day(1, '12:00'), { zone: 'Europe/Berlin' });
    expect(test.episode.occurrences['e/survey/1']).toMatchObject({ revision: 1, dueAt: '2026-03-05T09:00:00.000Z' });
    expect(test.endOf('e/survey/1/0/invite/patient')).toBe('superseded');
    test.clock(day(2, '17:00'));
    expect(test.of('ObligationReleased').map(({ obligation }) => obligation).filter((id) => id.startsWith('e/tip/2'))).toEqual(['e/tip/2/1/tell/patient']);
  });
});

describe('messages that fail', () => {
  it('a reminder of a visit that nobody could deliver becomes work for a person, once', () => {
    const test = new EpisodeUnderTest(course());
    test.command('visit-booked', day(0, '17:00'), { occurrence: 'e/dressing/1', from: day(2, '10:00'), until: day(2, '11:00') });
    test.clock(day(1, '18:00'));
    test.settle(day(1, '18:05'), { outcome: 'failed', reason: 'all-channels-failed' }, ({ purpose }) => purpose === 'eve');
    expect(test.planned('eve-undelivered')).toMatchObject([{ id: 'e/dressing/1/1/eve-undelivered/case-manager', class: 'staff-task', occurrence: 'e/dressing/1' }]);
    expect(test.of('HandedOver')).toMatchObject([{ to: 'e/dressing/1/1/eve-undelivered/case-manager' }]);
  });

  it('minor ones are told once a day', () => {
    const test = new EpisodeUnderTest(plan({ steps: [message('tip', everyDay(1, 3, '09:00', '11:00', '15:00'))] }));
    for (const at of [day(1, '09:00'), day(1, '11:00'), day(1, '15:00'), day(2, '09:00')]) {
      test.clock(at);
      test.settle(at, { outcome: 'failed', reason: 'all-channels-failed' }, ({ purpose }) => purpose === 'tell');
    }
    expect(test.planned('tell-undelivered').map(({ dueAt }) => dueAt)).toEqual([day(1, '09:00'), day(2, '09:00')]);
    expect(test.of('HandedOver')).toHaveLength(4);
  });

  it('what the hospital’s SMS cap stopped is work for a person, of every kind: each form and visit, minor ones once a day', () => {
    const test = new EpisodeUnderTest(plan({ steps: [form('survey', [1], ['core']), message('tip', everyDay(1, 2, '09:00', '11:00'))], forms: { core: coreForm } }));
    for (const [at, of] of [[day(1, '09:00'), 'tell'], [day(1, '10:00'), 'invite'], [day(1, '11:00'), 'tell']] as const) {
      test.clock(at);
      test.settle(at, { outcome: 'suppressed', reason: 'spend-cap' }, ({ purpose }) => purpose === of);
    }
    expect(test.endOf('e/survey/1/0/invite/patient')).toBe('spend-cap');
    expect([test.planned('invite-undelivered').length, test.planned('tell-undelivered').length]).toEqual([1, 1]);
    expect(test.of('HandedOver')).toHaveLength(3);
  });

  it('a task that cannot be handed out goes to the head nurse, then becomes a warning, and breeds nothing more', () => {
    const test = new EpisodeUnderTest(plan({ steps: [call('first-call', [1])] }));
    for (let i = 0; i < 6; i++) {
      test.clock(day(1, '10:00'));
      test.settle(day(1, '10:00'), { outcome: 'failed', reason: 'nobody-on-duty' });
    }
    expect(test.of('ObligationPlanned').map(({ obligation }) => obligation.id)).toEqual([
      'e/first-call/1/0/call/case-manager', 'e/first-call/1/0/call-undelivered/head-nurse', 'e/first-call/1/0/call-undelivered-undelivered/head-nurse',
    ]);
    expect(test.of('Warned')).toMatchObject([{ code: 'undeliverable' }]);
  });

  it('stricter quiet hours of another package move it; the same news again changes nothing', () => {
    const test = new EpisodeUnderTest(course());
    test.clock(day(3, '10:00'));
    const later = { obligation: 'e/survey/1/0/invite/patient', occurrence: 'e/survey/1', escalation: null, purpose: 'invite', class: 'form', recipient: 'patient', outcome: 'deferred', until: day(3, '12:00'), reason: 'quiet-hours' } as const;
    test.feed({ kind: 'messages-settled', at: day(3, '10:00'), outcomes: [later] });
    expect(test.episode.obligations[later.obligation]).toMatchObject({ state: 'planned', dueAt: day(3, '12:00') });
    expect(test.feed({ kind: 'messages-settled', at: day(3, '10:01'), outcomes: [later] })).toMatchObject([{ type: 'InputIgnored', reason: 'already settled' }, { type: 'InputApplied' }]);
  });
});

describe('what may be done is refused in plain words', () => {
  it.each([
    ['resume', {}, 'wrong-state'],
    ['visit-booked', { occurrence: 'e/dressing/9', from: day(3), until: day(4) }, 'no-open-occurrence'],
    ['visit-booked', { occurrence: 'e/survey/1', from: day(3), until: day(4) }, 'wrong-kind'],
    ['visit-booked', { occurrence: 'e/dressing/1', from: day(-3), until: day(-2) }, 'slot-past'],
    ['visit-booked', { occurrence: 'e/dressing/1', from: day(3), until: day(2) }, 'bad-slot'],
    ['visit-booked', { occurrence: 'e/dressing/1', from: day(20, '10:00'), until: day(20, '11:00') }, 'outside-window'],
    ['visit-booked', { occurrence: 'e/dressing/1', from: day(3, '02:00'), until: day(3, '03:00') }, 'slot-at-night'],
    ['visit-checked-in', { occurrence: 'e/dressing/1' }, 'visit-not-yet'],
    ['visit-completed', { occurrence: 'e/dressing/1', record: { wound: { redness: 'none' } }, photos: [] }, 'visit-not-yet'],
    ['answer-received', { answers: { wound: { redness: 'purple' } }, answeredBy: 'patient' }, 'bad-answers'],
    ['answer-received', { answers: {}, answeredBy: 'patient' }, 'no-answers'],
    ['answer-received', { answers: { wound: { redness: 'none' } }, answeredBy: 'patient', occurrence: 'other/survey/1' }, 'foreign-form'],
    ['reading-received', { reading: 'weight', values: { kg: '80' }, measuredAt: day(1) }, 'unknown-reading'],
    ['call-recorded', { outcome: 'reached' }, 'no-call'],
    ['escalation-resolved', { escalation: 'e/escalation/4', resolution: 'x' }, 'no-open-escalation'],
    ['zone-changed', { zone: 'Mars/Base' }, 'bad-zone'],
    ['away-set', { away: [{ from: '2026-03-09', until: '2026-03-01' }] }, 'bad-dates'],
    ['steps-start', { steps: ['dance'], reason: 'x' }, 'unknown-step'],
  ] as const)('%s %j: %s', (kind, body, code) => {
    const test = new EpisodeUnderTest(course(), started());
    const input = { kind, at: day(0, '17:00'), commandId: 'c', by: 'somebody', ...body } as unknown as Parameters<typeof refusal>[2];
    const refused = refusal(test.plan, test.episode, input);
    expect(refused?.code).toBe(code);
    expect(refused?.message).toMatch(/^.{20,}[.]$/);
  });

  it('a visit record without its required answers is not a completed visit', () => {
    const test = new EpisodeUnderTest(plan({ steps: [visit('dressing', [2], { record: ['wound'] })], forms: { wound: woundForm } }));
    const complete = (record: Record<string, Record<string, string>>) => refusal(test.plan, test.episode, { kind: 'visit-completed', at: day(2, '10:30'), commandId: 'c', by: 'nurse', occurrence: 'e/dressing/1', record, photos: [] });
    expect(complete({})).toMatchObject({ code: 'record-incomplete', message: expect.stringContaining('wound.redness') });
    expect(complete({ wound: { redness: 'none' } })).toBeNull();
  });

  it('a visit moved outside its window with a reason is taken, and the head nurse hears of it', () => {
    const test = new EpisodeUnderTest(course());
    const input = { kind: 'visit-moved', at: day(1, '10:00'), commandId: 'c', by: 'nurse', occurrence: 'e/dressing/1', from: day(20, '10:00'), until: day(20, '11:00'), reason: 'abroad' } as const;
    expect(refusal(test.plan, test.episode, input)).toBeNull();
    test.feed(input);
    expect(test.planned('late')).toMatchObject([{ recipient: 'head-nurse', text: 'staff.visit-late', dueAt: day(1, '10:00') }]);
  });

  it.each([
    [{ values: { sys: '120' }, measuredAt: day(1) }, 'incomplete-reading'],
    [{ values: { sys: '120', dia: '80' }, measuredAt: day(9) }, 'measured-in-the-future'],
    [{ values: { sys: '120', dia: '80' }, measuredAt: '0000-01-01T00:00:00.000Z' }, 'measured-long-ago'],
  ])('a reading %j is refused as %s', (body, code) => {
    const test = new EpisodeUnderTest(plan({ readings: { bp: bloodPressure } }));
    expect(refusal(test.plan, test.episode, { kind: 'reading-received', at: day(1, '10:00'), commandId: 'c', by: 'patient', reading: 'bp', ...body })?.code).toBe(code);
  });

  it('a reading of a device that has lost its clock is taken, and so is, on replay, one from before 1970 that a run took', () => {
    const test = new EpisodeUnderTest(plan({ readings: { bp: bloodPressure } }));
    const reading = (measuredAt: string) => ({ kind: 'reading-received', at: day(1, '10:00'), commandId: 'c', by: 'device', reading: 'bp', values: { sys: '120', dia: '80' }, measuredAt }) as const;
    for (const measuredAt of ['1970-01-01T00:05:00.000Z', '2000-01-01T00:00:00.000Z']) expect(refusal(test.plan, test.episode, reading(measuredAt))).toBeNull();
    expect(refusal(test.plan, { ...test.episode, semantics: 6 }, reading('1969-12-31T23:59:59.999Z'))).toBeNull();
  });
});
