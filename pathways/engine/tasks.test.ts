import { describe, expect, it } from 'vitest';
import { refusal } from './actions.js';
import { day, EpisodeUnderTest } from './testing/episode-under-test.js';
import { above, call, everyDay, form, is, plan, rule, task, woundForm } from './testing/plan-builder.js';

const forms = { wound: woundForm };
const later = { deadline: { byTime: '20:00' } } as const;
const ends = (test: EpisodeUnderTest) => test.of('OccurrenceClosed').map(({ occurrence, outcome, reason }) => [occurrence, outcome, reason]);

describe('a task', () => {
  it('is handed to its role when it is due, and ends when somebody says it is done', () => {
    const test = new EpisodeUnderTest(plan({ steps: [task('review', [2], { by: 'duty-doctor' })] }));
    test.clock(day(2, '10:00'));
    expect(test.planned('task')).toMatchObject([{ recipient: 'duty-doctor', channels: ['phone-task'], text: 'do.review', class: 'staff-task' }]);
    test.command('task-recorded', day(2, '11:00'), { occurrence: 'e/review/1', outcome: 'done', note: 'drain may come out' });
    expect(test.of('TaskRecorded')).toMatchObject([{ occurrence: 'e/review/1', outcome: 'done', by: 'somebody', note: 'drain may come out' }]);
    expect(ends(test)).toEqual([['e/review/1', 'completed', null]]);
    test.clock(day(9));
    expect(test.of('OccurrenceOverdue')).toEqual([]);
    expect(test.of('CourseCompleted')).toHaveLength(1);
  });

  it('may be done before it is due', () => {
    const test = new EpisodeUnderTest(plan({ steps: [task('review', [2])] }));
    test.command('task-recorded', day(1, '11:00'), { occurrence: 'e/review/1', outcome: 'done' });
    test.clock(day(3));
    expect(ends(test)).toEqual([['e/review/1', 'completed', null]]);
    expect(test.of('ObligationReleased')).toEqual([]);
  });

  it('that is not done in time goes to the head nurse, stays open, and becomes a case when nobody does it', () => {
    const test = new EpisodeUnderTest(plan({ steps: [task('review', [2], { deadline: { withinHours: 4 } })] }));
    test.clock(day(2, '13:59'));
    expect(test.of('OccurrenceOverdue')).toEqual([]);
    test.clock(day(2, '14:00'));
    expect(test.of('OccurrenceOverdue')).toMatchObject([{ at: day(2, '14:00'), occurrence: 'e/review/1' }]);
    expect(test.planned('task-overdue')).toMatchObject([{ recipient: 'head-nurse', text: 'staff.task-overdue' }]);
    expect(ends(test)).toEqual([]);
    test.clock(day(4, '09:59'));
    expect(ends(test)).toEqual([]);
    test.clock(day(4, '10:00'));
    expect(ends(test)).toEqual([['e/review/1', 'failed', 'missed']]);
    expect(test.of('EscalationRaised')).toMatchObject([{ level: 'yellow', rules: ['TASKS'], instruction: 'do.task-undone', patientText: null }]);
  });

  it('that is overdue may still be done', () => {
    const test = new EpisodeUnderTest(plan({ steps: [task('review', [2])] }));
    test.clock(day(3, '12:00'));
    test.command('task-recorded', day(3, '12:00'), { occurrence: 'e/review/1', outcome: 'done' });
    expect(ends(test)).toEqual([['e/review/1', 'completed', null]]);
    test.clock(day(9));
    expect(test.of('EscalationRaised')).toEqual([]);
  });

  it('by a time of day is due the same day, or the next when that time has passed', () => {
    const of = (at: string) => {
      const test = new EpisodeUnderTest(plan({ forms, steps: [form('ask', [1], ['wound']), task('comment', [], { ...later, schedule: { kind: 'triggered', afterHours: 0 } })], rules: [rule('W-1', is('wound.pus', true), null, { start: ['comment'] })] }));
      test.answer(day(1, at), { wound: { redness: 'none', pus: true } });
      return test.episode.occurrences['e/comment/1']?.next;
    };
    expect(of('19:59')).toEqual({ what: 'overdue', at: day(1, '20:00') });
    expect(of('20:01')).toEqual({ what: 'overdue', at: day(2, '20:00') });
  });

  it('that is not needed ends with that reason', () => {
    const test = new EpisodeUnderTest(plan({ steps: [task('review', [2])] }));
    test.command('task-recorded', day(2, '11:00'), { occurrence: 'e/review/1', outcome: 'not-needed', note: 'drain fell out' });
    expect(ends(test)).toEqual([['e/review/1', 'cancelled', 'not-needed']]);
  });

  it('with forms is done only when they are complete; the answers meet the rules', () => {
    const test = new EpisodeUnderTest(plan({ forms, steps: [task('review', [2], { forms: ['wound'] })], rules: [rule('W-2', above('wound.pain', '6'), 'orange')] }));
    const given = (answers: Record<string, Record<string, string>>) => ({ occurrence: 'e/review/1', outcome: 'done' as const, answers });
    expect(refusal(test.plan, test.episode, { kind: 'task-recorded', at: day(2, '11:00'), commandId: 'x', by: 'd', ...given({ wound: { pain: '8' } }) })).toMatchObject({ code: 'incomplete-task' });
    test.command('task-recorded', day(2, '11:00'), given({ wound: { pain: '8' } }));
    expect(test.of('InputIgnored')).toMatchObject([{ reason: 'not filled in: wound.redness' }]);
    test.command('task-recorded', day(2, '11:00'), given({ wound: { redness: 'none', pain: '8' } }));
    expect(test.of('AnswerRecorded')).toMatchObject([{ answeredBy: 'staff', late: false }]);
    expect(test.of('EscalationRaised')).toMatchObject([{ level: 'orange', rules: ['W-2'] }]);
    expect(ends(test)).toEqual([['e/review/1', 'completed', null]]);
  });

  it('is refused with a sentence when it is no task, not open, or not needed without a reason', () => {
    const test = new EpisodeUnderTest(plan({ forms, steps: [task('review', [2]), form('ask', [1], ['wound'])] }));
    const say = (occurrence: string, outcome: 'done' | 'not-needed' = 'done') => refusal(test.plan, test.episode, { kind: 'task-recorded', at: day(2), commandId: 'x', by: 'd', occurrence, outcome })?.code;
    expect([say('e/ask/1'), say('e/review/9'), say('e/review/1', 'not-needed'), say('e/review/1')]).toEqual(['wrong-kind', 'no-open-occurrence', 'no-reason', undefined]);
  });

  it('in hand goes on in a pause; one that is not begun waits for its end', () => {
    const test = new EpisodeUnderTest(plan({ steps: [task('chase', [1]), task('review', [2])] }));
    test.clock(day(1, '10:00'));
    test.command('pause', day(1, '12:00'), { reason: 'staff' });
    test.clock(day(2, '12:00'));
    expect(test.of('OccurrenceOverdue')).toMatchObject([{ occurrence: 'e/chase/1' }]);
    expect(test.of('OccurrenceHeld')).toMatchObject([{ occurrence: 'e/review/1' }]);
    expect(test.episode.obligations['e/review/1/0/task/responsible-nurse']).toBeUndefined();
    test.command('resume', day(2, '13:00'), {});
    expect(test.episode.occurrences['e/review/1']).toMatchObject({ status: 'open', next: { what: 'overdue', at: day(2, '21:00') } });
    expect(test.planned('task').map(({ id }) => id)).toContain('e/review/1/1/task/responsible-nurse');
  });

  it.each(['call', 'task'] as const)('started by a rule in a pause is all that is left of what was found: a %s is given out at the end of the pause, however long that took', (kind) => {
    const under = (semantics?: number) => {
      const triggered = { schedule: { kind: 'triggered', afterHours: 0 } } as const;
      const started = kind === 'call' ? call('ask', [], triggered) : task('ask', [], triggered);
      const test = new EpisodeUnderTest(plan({ steps: [started, call('later', [20])], forms, rules: [rule('W-7', is('wound.pus', true), null, { start: ['ask'] })] }), undefined, semantics);
      test.command('pause', day(2, '12:00'), { reason: 'unsafe-home' });
      test.answer(day(2, '13:00'), { wound: { redness: 'none', pus: true } });
      test.clock(day(4, '11:59'));
      expect(test.of('ObligationReleased')).toEqual([]);
      expect(test.episode.occurrences['e/ask/1']).toMatchObject({ status: 'held' });
      test.command('resume', day(4, '12:00'), {});
      return test;
    };
    const test = under();
    expect(test.of('ObligationReleased')).toMatchObject([{ at: day(4, '12:00'), obligation: expect.stringContaining('e/ask/1/1/') as string }]);
    expect(test.episode.occurrences['e/ask/1']).toMatchObject({ status: 'open', next: { what: 'overdue', at: day(4, '20:00') } });
    expect(test.episode.occurrences['e/ask/1']?.windowUntil).toBe(test.of('OccurrenceMoved')[0]?.windowUntil);
    test.clock(day(10));
    expect(test.of('EscalationRaised')).toHaveLength(1);
    expect(ends(under(6))).toEqual([['e/ask/1', 'cancelled', 'paused']]);
  });

  it('a call that a rule had started before the pause, and nobody made by its end, is given out again; the call of a plan ends as before', () => {
    const under = (semantics?: number) => {
      const test = new EpisodeUnderTest(plan({ steps: [call('ask', [], { schedule: { kind: 'triggered', afterHours: 0 } }), call('weekly', [2]), call('later', [20])], forms, rules: [rule('W-7', is('wound.pus', true), null, { start: ['ask'] })] }), undefined, semantics);
      test.answer(day(2, '11:00'), { wound: { redness: 'none', pus: true } });
      test.command('pause', day(2, '12:00'), { reason: 'unsafe-home' });
      test.clock(day(4, '12:00'));
      return test;
    };
    const test = under();
    expect(test.episode.occurrences['e/ask/1']).toMatchObject({ status: 'held' });
    expect(ends(test)).toEqual([['e/weekly/1', 'cancelled', 'paused']]);
    test.command('resume', day(4, '12:00'), {});
    expect(test.planned('call').map(({ id }) => id)).toContain('e/ask/1/1/call/case-manager');
    test.command('call-recorded', day(4, '13:00'), { occurrence: 'e/ask/1', outcome: 'reached' });
    expect(ends(test)).toContainEqual(['e/ask/1', 'completed', null]);
    expect(ends(under(6)).map(([id]) => id)).toEqual(['e/weekly/1', 'e/ask/1']);
  });

  it('repeats like any step, one open at a time being no matter', () => {
    const test = new EpisodeUnderTest(plan({ steps: [task('comment', [], { ...later, schedule: everyDay(1, 3, '17:00') })] }));
    test.clock(day(1, '17:00'));
    test.command('task-recorded', day(1, '19:00'), { occurrence: 'e/comment/1', outcome: 'done' });
    test.clock(day(2, '20:00'));
    expect(test.of('OccurrenceOverdue')).toMatchObject([{ occurrence: 'e/comment/2', at: day(2, '20:00') }]);
    test.clock(day(3, '17:00'));
    expect(Object.keys(test.episode.occurrences)).toEqual(['e/comment/2', 'e/comment/3']);
  });

  it('ends with the patient', () => {
    const test = new EpisodeUnderTest(plan({ steps: [task('review', [2])] }));
    test.clock(day(2, '10:00'));
    test.command('patient-died', day(2, '11:00'), {});
    expect(ends(test)).toEqual([['e/review/1', 'cancelled', 'died']]);
  });
});
