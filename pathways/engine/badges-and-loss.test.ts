import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addHours, addMinutes } from '../time.js';
import { refusal } from './actions.js';
import { anyInputs } from './testing/any-input.js';
import { day, EpisodeUnderTest, started } from './testing/episode-under-test.js';
import { following } from './testing/following.js';
import { call, coreForm, form, is, message, plan, rule, visit, woundForm } from './testing/plan-builder.js';

const forms = { wound: woundForm, core: coreForm };
const quest = () => new EpisodeUnderTest(plan({
  forms, loss: { by: 'responsible-nurse', script: 'loss.call' }, rewards: [{ badges: 2, text: 'reward.two' }], rules: [rule('W-1', is('wound.pus', true), 'red')],
  steps: [
    form('ask', [1, 3, 5], ['wound'], { badge: 'badge.ask' }), call('talk', [2], { badge: 'badge.talk' }), message('teach', { kind: 'offsets', anchor: 'discharge', unit: 'day', offsets: [6, 9], at: '22:30' }),
    visit('class', [8], { badge: 'badge.class' }),
  ],
  texts: { digest: 'digest', close: 'close', optOut: 'optout', repeatReading: 'again' },
}));
const attend = (test: EpisodeUnderTest, n: number, redness: string) => test.answer(day([1, 3, 5][n - 1] ?? 1, '11:00'), { wound: { redness } }, `e/ask/${n}`);

describe('badges', () => {
  it.each([['none', 'over'], ['over', 'none']])('are for attending, whatever is answered (%s, %s), and the reward comes once', (first, second) => {
    const test = quest();
    attend(test, 1, first);
    attend(test, 2, second);
    attend(test, 3, first);
    expect(test.of('BadgeEarned').map(({ badge, count }) => [badge, count])).toEqual([['badge.ask', 1], ['badge.ask', 2], ['badge.ask', 3]]);
    expect(test.of('RewardEarned')).toMatchObject([{ badges: 2, text: 'reward.two' }]);
    expect(test.planned('reward')).toMatchObject([{ class: 'education', recipient: 'patient', text: 'reward.two' }]);
  });

  it('are not earned by what did not take place or was answered too late', () => {
    const test = quest();
    test.clock(day(5));
    test.answer(day(5), { wound: { redness: 'none' } }, 'e/ask/1');
    expect(test.of('BadgeEarned').filter(({ occurrence }) => occurrence === 'e/ask/1' || occurrence === 'e/talk/1')).toEqual([]);
  });
});

describe('the loss of a pregnancy', () => {
  it('stops everything that is planned, a person calls, and nothing is said at the end', () => {
    const test = quest();
    attend(test, 1, 'none');
    test.command('stop', day(2, '09:00'), { reason: 'pregnancy-loss' });
    expect(test.planned('loss')).toMatchObject([{ recipient: 'responsible-nurse', text: 'loss.call', class: 'staff-task' }]);
    test.clock(day(60));
    expect(test.planned('close')).toEqual([]);
    expect(Object.keys(test.episode.occurrences)).toEqual([]);
    expect(test.episode.status).toBe('stopped');
  });

  it('a message that the ledger sends back for later is not sent later', () => {
    const test = quest();
    attend(test, 1, 'none');
    attend(test, 2, 'none');
    const [reward] = test.planned('reward');
    test.clock(day(3, '12:00'));
    test.command('stop', day(3, '12:30'), { reason: 'pregnancy-loss' });
    if (!reward) throw new Error('no reward was planned');
    test.feed({ kind: 'messages-settled', at: day(3, '12:40'), outcomes: [{ obligation: reward.id, occurrence: null, escalation: null, purpose: 'reward', class: 'education', recipient: 'patient', outcome: 'deferred', until: day(4, '08:00'), reason: 'quiet-hours' }] });
    expect(test.endOf(reward.id)).toBe('pregnancy-loss');
  });

  it('an open RED stays open with its people', () => {
    const test = quest();
    test.answer(day(1, '11:00'), { wound: { redness: 'none', pus: true } });
    test.command('stop', day(1, '11:05'), { reason: 'pregnancy-loss' });
    expect(Object.keys(test.episode.escalations)).toHaveLength(1);
    expect(test.episode.status).toBe('stopping');
    test.clock(day(1, '13:00'));
    expect(test.of('EscalationClimbed').length).toBeGreaterThan(0);
    test.command('escalation-resolved', day(1, '14:00'), { escalation: 'e/escalation/1', resolution: 'seen' });
    expect(test.episode.status).toBe('stopped');
  });

  it('is refused where the package is with no pregnancy', () => {
    const test = new EpisodeUnderTest(plan({ steps: [form('ask', [1], ['wound'])], forms }));
    expect(refusal(test.plan, test.episode, { kind: 'stop', at: day(1), commandId: 'x', by: 'y', reason: 'pregnancy-loss' })?.code).toBe('no-such-end');
  });

  it('whatever happened before and happens after it: nothing is earned, and nothing but safety is written to her or her family', () => {
    fc.assert(fc.property(anyInputs, anyInputs, (before, after) => {
      const test = new EpisodeUnderTest(following, started());
      let at = started().at;
      const play = (inputs: typeof before): void => {
        for (const { after: minutes, pick, make } of inputs) {
          at = addMinutes(at, minutes);
          test.feed(make(test, at, pick));
        }
      };
      play(before);
      if (!['active', 'paused'].includes(test.episode.status)) return;
      const from = test.events.length;
      at = addHours(test.episode.lastAt, 1);
      test.clock(at);
      if (!['active', 'paused'].includes(test.episode.status)) return;
      const until = test.events.length;
      test.command('stop', at, { reason: 'pregnancy-loss' });
      play(after);
      test.clock(addHours(test.episode.lastAt, 24 * 90));
      const later = test.events.slice(until);
      expect(until).toBeGreaterThanOrEqual(from);
      expect(later.filter(({ type }) => type === 'BadgeEarned' || type === 'RewardEarned' || type === 'GoalReached')).toEqual([]);
      const toHer = (recipient: string): boolean => recipient === 'patient' || recipient === 'family';
      expect(later.flatMap((event) => (event.type === 'ObligationPlanned' && toHer(event.obligation.recipient) && event.obligation.class !== 'safety' ? [event.obligation.id] : []))).toEqual([]);
      const released = later.flatMap((event) => (event.type === 'ObligationReleased' ? [event.obligation] : []));
      const known = new Map(test.of('ObligationPlanned').map(({ obligation }) => [obligation.id, obligation]));
      expect(released.filter((id) => { const of = known.get(id); return of !== undefined && toHer(of.recipient) && of.class !== 'safety'; })).toEqual([]);
      expect(test.of('EpisodeStopping').at(-1)?.reason === 'pregnancy-loss' ? test.planned('loss').length : 1).toBe(1);
    }), { numRuns: 25, seed: 20260304 });
  }, 60_000);
});
