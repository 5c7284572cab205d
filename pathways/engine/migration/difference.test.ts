import { describe, expect, it } from 'vitest';
import type { Plan, Step } from '../plan.js';
import { day, EpisodeUnderTest, versionKey } from '../testing/episode-under-test.js';
import { above, coreForm, everyDay, form, message, plan, rule, visit, woundForm } from '../testing/plan-builder.js';
import { differenceOf, rewordedKeys, type Difference } from './difference.js';

const planOf = (steps: Step[], more: Partial<Plan> = {}): Plan => plan({ steps, forms: { wound: woundForm, core: coreForm }, ...more });
/** What version 2 would change on day 2 at noon; `before`: what has happened by then. */
function difference(from: Step[], to: Step[], { before = () => {}, more = {} }: { before?: (test: EpisodeUnderTest) => void; more?: Partial<Plan> } = {}): Difference {
  const test = new EpisodeUnderTest(planOf(from));
  before(test);
  const target = planOf(to, { version: 2, ...more });
  return differenceOf(test.plan, test.episode, { key: versionKey(target), plan: target }, day(2, '12:00'));
}
const none: Difference = { blocked: [], gains: [], loses: [], moves: [], asks: [], steps: [], judges: false };
const tip = (at: string): Step => message('tip', { kind: 'offsets', anchor: 'discharge', unit: 'day', offsets: [5, 8], at });
const booked = (test: EpisodeUnderTest): void => void test.command('visit-booked', day(1), { occurrence: 'e/dressing/1', from: day(6, '09:00'), until: day(6, '10:00') });

describe('what another version would change for an episode', () => {
  it('is nothing when it says the same', () => {
    expect(difference([visit('dressing', [6]), tip('09:00')], [visit('dressing', [6]), tip('09:00')])).toEqual(none);
  });

  it('gains: a day more, and a step more, as far as they are still to come', () => {
    expect(difference([form('survey', [1, 7], ['wound'])], [form('survey', [1, 7, 9], ['wound']), form('extra', [1, 3], ['core'])])).toEqual({
      ...none, steps: ['survey', 'extra'],
      gains: [{ step: 'survey', occurrence: 'e/survey/3', at: day(9, '10:00') }, { step: 'extra', occurrence: 'e/extra/1', at: day(3, '10:00') }],
    });
  });

  it('loses: a day less, and a whole step', () => {
    expect(difference([form('survey', [3, 7], ['wound']), tip('09:00')], [form('survey', [3], ['wound'])])).toEqual({
      ...none, steps: ['tip', 'survey'],
      loses: [{ step: 'tip', occurrence: 'e/tip/1', at: day(5, '09:00') }, { step: 'tip', occurrence: 'e/tip/2', at: day(8, '09:00') }, { step: 'survey', occurrence: 'e/survey/2', at: day(7, '10:00') }],
    });
  });

  it('moves: to another day or hour, or on its day with other words', () => {
    expect(difference([form('survey', [3, 7], ['wound']), tip('09:00')], [form('survey', [3, 8], ['wound']), { ...tip('09:00'), text: 'text.other' } as Step])).toEqual({
      ...none, steps: ['survey', 'tip'],
      moves: [
        { step: 'survey', occurrence: 'e/survey/2', at: day(7, '10:00'), to: day(8, '10:00') },
        ...[5, 8].map((on, i) => ({ step: 'tip', occurrence: `e/tip/${i + 1}`, at: day(on, '09:00'), to: day(on, '09:00') })),
      ],
    });
  });

  it('asks: a visit agreed with the patient stays where the version would have it otherwise', () => {
    expect(difference([visit('dressing', [6, 12])], [visit('dressing', [9, 12])], { before: booked })).toEqual({
      ...none, steps: ['dressing'], asks: [{ step: 'dressing', occurrence: 'e/dressing/1', at: day(6, '09:00') }],
    });
  });

  it('blocked: nothing else is shown, also of what could be changed', () => {
    const blocked = difference([visit('dressing', [6]), tip('09:00')], [tip('10:00')], { before: booked });
    expect(blocked).toEqual({ ...none, blocked: [{ code: 'step-under-way', step: 'dressing', detail: 'e/dressing/1' }] });
  });

  it('judges: a rule more, though no step differs', () => {
    const survey = [form('survey', [3], ['core'])];
    expect(difference(survey, survey, { more: { rules: [rule('T-1', above('core.t', '38'), 'red')] } })).toEqual({ ...none, judges: true });
  });

  it('what is taken away and planned again at the same time is a change of neither', () => {
    expect(difference([message('tip', everyDay(1, 9, '09:00'))], [message('tip', everyDay(1, 12, '09:00'))])).toEqual({ ...none, steps: ['tip'] });
  });

  it('what has become due meanwhile is no part of it, and is not changed', () => {
    expect(difference([form('survey', [2, 7], ['wound'])], [form('survey', [2, 9], ['wound'])])).toMatchObject({ gains: [], loses: [], moves: [{ occurrence: 'e/survey/2' }] });
  });
});

it('keys are reworded when any language words them otherwise; new and dropped ones are not', () => {
  const from = { en: { a: 'A', b: 'B', gone: 'x' }, 'zh-CN': { a: '甲', b: '乙' } };
  expect(rewordedKeys(from, { en: { a: 'A', b: 'B', fresh: 'y' }, 'zh-CN': { a: '甲', b: '丙' } })).toEqual(['b']);
});
