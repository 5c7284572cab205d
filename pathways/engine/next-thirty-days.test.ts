import { describe, expect, it } from 'vitest';
import { nextThirtyDays } from './next-thirty-days.js';
import { day, EpisodeUnderTest } from './testing/episode-under-test.js';
import { everything } from './testing/everything.js';
import { form, is, message, plan, rule, visit, everyDay, woundForm } from './testing/plan-builder.js';

const small = plan({
  steps: [visit('dressing', [2, 6]), form('survey', [3, 40], ['wound']), message('tip', everyDay(1, 3, '09:00')), form('old', [], ['wound'], { schedule: { kind: 'offsets', anchor: 'surgery', unit: 'day', offsets: [3], at: '10:00' } })],
  forms: { wound: woundForm }, rules: [rule('W-1', is('wound.pus', true), 'red'), rule('W-3', is('wound.redness', 'small'), 'yellow', { persist: { hours: 48, become: 'orange' } })],
});

describe('the next thirty days', () => {
  it('firm: visits with their windows, and what goes out by itself, in time order', () => {
    const { firm, until } = nextThirtyDays(small, new EpisodeUnderTest(small).episode);
    expect(until).toBe(day(31, '00:00'));
    expect(firm.map(({ at, step, what }) => [at, step, what])).toEqual([
      [day(0, '18:00'), 'dressing', 'message'],
      [day(1, '09:00'), 'tip', 'step'], [day(1, '09:00'), 'tip', 'message'], [day(2, '09:00'), 'tip', 'step'], [day(2, '09:00'), 'tip', 'message'],
      [day(2, '10:00'), 'dressing', 'step'], [day(3, '09:00'), 'tip', 'step'], [day(3, '09:00'), 'tip', 'message'],
      [day(3, '10:00'), 'survey', 'step'], [day(3, '10:00'), 'survey', 'message'],
      [day(4, '18:00'), 'dressing', 'message'], [day(6, '10:00'), 'dressing', 'step'],
    ].sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : (a[0] ?? '') > (b[0] ?? '') ? 1 : 0)));
  });

  it('conditional: reminders if nobody answers, and each rule with what it would set going', () => {
    const { conditional } = nextThirtyDays(small, new EpisodeUnderTest(small).episode);
    expect(conditional).toContainEqual({
      if: { kind: 'unanswered', occurrence: 'e/survey/1' },
      then: expect.objectContaining({ kind: 'message', purpose: 'remind-1', at: day(3, '14:00') }),
    });
    expect(conditional.find((c) => c.if.kind === 'rule' && c.if.rule === 'W-1')).toMatchObject({
      if: { inputs: ['wound.pus'], askedBy: ['survey'] },
      then: { kind: 'case', level: 'red', to: ['responsible-nurse', 'duty-doctor'], contactWithinMinutes: 30, callBy: 'duty-doctor', holdsHomeVisits: true },
    });
    expect(conditional.find((c) => c.if.kind === 'rule' && c.if.rule === 'W-3')).toMatchObject({ then: { stillThere: { afterHours: 48, become: 'orange' } } });
  });

  it('an open case: who hears next unless somebody acts', () => {
    const test = new EpisodeUnderTest(small);
    test.answer(day(1, '10:00'), { wound: { redness: 'none', pus: true } });
    expect(nextThirtyDays(small, test.episode).conditional).toContainEqual({
      if: { kind: 'not-acted-on', escalation: 'e/escalation/1', act: 'acknowledged' }, then: { kind: 'rung', at: day(1, '10:30'), to: ['second-line-doctor'] },
    });
  });

  it('suppressed: what stands still or will not be sent, with its reason', () => {
    const red = new EpisodeUnderTest(small);
    red.answer(day(1, '10:00'), { wound: { redness: 'none', pus: true } });
    expect(nextThirtyDays(small, red.episode).suppressed.map(({ occurrence, reason }) => `${occurrence} ${reason}`)).toEqual([
      'e/tip/1 held-by-red', 'e/tip/2 held-by-red', 'e/dressing/1 held-by-red', 'e/tip/3 held-by-red', 'e/dressing/2 held-by-red',
    ]);
    const paused = new EpisodeUnderTest(small);
    paused.command('pause', day(1, '10:00'), { reason: 'staff' });
    expect(nextThirtyDays(small, paused.episode).suppressed.map(({ occurrence, reason }) => `${occurrence} ${reason}`)).toContain('e/tip/2 paused');
    const optedOut = new EpisodeUnderTest(small);
    optedOut.command('opt-out', day(1, '10:00'), {});
    expect(nextThirtyDays(small, optedOut.episode).suppressed.map(({ occurrence, what, reason }) => `${occurrence} ${what} ${reason}`)).toContain('e/survey/1 invite opted-out');
  });

  it('changes nothing, and what it says firmly is what then happens', () => {
    const test = new EpisodeUnderTest(everything);
    const before = JSON.stringify(test.episode);
    const { firm } = nextThirtyDays(everything, test.episode, 4);
    expect(JSON.stringify(test.episode)).toBe(before);
    for (const at of firm.map((item) => item.at)) {
      test.clock(at);
      test.settle(at);
    }
    const released = new Set(test.of('ObligationReleased').map(({ obligation }) => obligation));
    for (const item of firm) if (item.what === 'message') expect(released).toContain(item.obligation);
  });
});
