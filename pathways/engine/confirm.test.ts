import { describe, expect, it } from 'vitest';
import type { Expr } from './plan.js';
import { day, EpisodeUnderTest, started } from './testing/episode-under-test.js';
import { above, bloodPressure, coreForm, is, plan, rule } from './testing/plan-builder.js';

const latest = (path: string, hours: string): Expr => ({ op: 'call', fn: 'latest', path, args: [{ op: 'num', value: hours }] });
const yes: Expr = { op: 'bool', value: true };
const high = above('bp.sys', '160');
const confirm = { askAfterMinutes: 5, withinMinutes: 30, text: 'bp.repeat' };
const of = (when: Expr, under?: number) => new EpisodeUnderTest(plan({ forms: { core: coreForm }, readings: { bp: { ...bloodPressure, combine: 'each' } }, rules: [rule('B-1', when, 'orange', { confirm })] }), started(), under);
const measure = (test: EpisodeUnderTest, sys: string, time: string) => test.command('reading-received', day(1, time), { reading: 'bp', values: { sys, dia: '80' }, measuredAt: day(1, time) });
const after = (test: EpisodeUnderTest) => {
  test.clock(day(1, '09:00'));
  return [test.of('WatchEnded').map(({ result }) => result), test.of('EscalationRaised').length];
};
const either: Expr = { op: 'or', of: [high, { op: 'eq', left: { op: 'call', fn: 'latest', path: 'core.breathless', args: [{ op: 'num', value: '0.25' }] }, right: yes }] };

describe('a second value that leaves the rule undecided', () => {
  it('calls the first one off when what is missing was missing then, too', () => {
    const test = of(either);
    measure(test, '172', '08:00');
    measure(test, '130', '08:03');
    expect(after(test)).toEqual([['not-confirmed'], 0]);
    expect(test.endOf(test.planned('measure-again')[0]?.id ?? '')).toBe('done');
  });

  it('did not under the former semantics: an episode that runs by them keeps them', () => {
    const test = of(either, 2);
    measure(test, '172', '08:00');
    measure(test, '130', '08:08');
    expect(after(test)).toEqual([['confirmed'], 1]);
  });

  it('does not when something that was known at the first is missing now', () => {
    const test = of({ op: 'and', of: [high, { op: 'eq', left: latest('core.breathless', '1'), right: yes }] });
    test.answer(day(1, '07:05'), { core: { breathless: true } });
    measure(test, '172', '08:00');
    measure(test, '171', '08:10');
    expect(after(test)).toEqual([['confirmed'], 1]);
  });

  it('is no second value when it is an answer and nothing was measured', () => {
    const test = of({ op: 'or', of: [{ op: 'and', of: [high, { op: 'not', of: is('core.fell', true) }] }, high] });
    measure(test, '172', '08:00');
    test.answer(day(1, '08:08'), { core: { fell: false } });
    expect(after(test)).toEqual([['confirmed'], 1]);
  });

  it('that is high again confirms at once, as ever', () => {
    const test = of(either);
    measure(test, '172', '08:00');
    measure(test, '166', '08:08');
    expect(test.of('EscalationRaised')).toMatchObject([{ at: day(1, '08:08') }]);
  });
});
