import { describe, expect, it } from 'vitest';
import { refusal } from '../actions.js';
import type { EpisodeInput } from '../inputs.js';
import type { Plan, Step } from '../plan.js';
import { day, EpisodeUnderTest, started, versionKey } from '../testing/episode-under-test.js';
import { above, coreForm, everyDay, form, is, message, plan, rule, visit, woundForm } from '../testing/plan-builder.js';

const v1 = (steps: Step[], more: Partial<Plan> = {}): Plan => plan({ steps, forms: { wound: woundForm, core: coreForm }, ...more });
const v2 = (steps: Step[], more: Partial<Plan> = {}): Plan => v1(steps, { version: 2, ...more });
/** Open occurrences as `step day hour`, in order of time. */
const ahead = ({ episode }: EpisodeUnderTest): string[] =>
  Object.values(episode.occurrences).toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1)).map(({ step, dueAt }) => `${step} ${dueAt.slice(5, 16)}`);
const contacts = ({ episode }: EpisodeUnderTest): string[] =>
  Object.values(episode.obligations).map(({ occurrence, purpose, text, dueAt, expiresAt, recipient }) => [occurrence?.split('/')[1], purpose, text, dueAt, expiresAt, recipient].join(' ')).toSorted();

const asked = (at: string, to: Plan, more: { undo?: true } = {}): EpisodeInput => ({ kind: 'migrate', at, commandId: 'x', by: 'b', reason: 'r', reworded: [], to: versionKey(to), ...more });

describe('an episode goes to another version', () => {
  it('and nothing changes when the version says the same', () => {
    const test = new EpisodeUnderTest(v1([visit('dressing', [2, 6]), form('survey', [3, 7], ['wound']), message('tip', everyDay(1, 9, '09:00'))]));
    const types = test.migrate(day(2, '12:00'), { ...test.plan, version: 2 }).map(({ type }) => type);
    expect(types.slice(types.indexOf('EpisodeMigrated'))).toEqual(['EpisodeMigrated', 'InputApplied']);
    expect(test.episode.plan).toEqual({ id: 'test-package', version: 2, hash: 'h2' });
  });

  it('gains and loses days of a step; what was done keeps its number and never comes again', () => {
    const test = new EpisodeUnderTest(v1([form('survey', [1, 3, 7, 30], ['wound'])]));
    test.clock(day(1, '11:00'));
    test.answer(day(1, '12:00'), { wound: { redness: 'none', pus: false } }, 'e/survey/1');
    test.clock(day(3, '11:00'));
    test.migrate(day(4), v2([form('survey', [1, 3, 5, 7, 14], ['wound'])]));
    expect(ahead(test)).toEqual(['survey 03-05T02:00', 'survey 03-07T02:00', 'survey 03-09T02:00', 'survey 03-16T02:00']);
    expect(test.episode.occurrences['e/survey/3']?.dueAt).toBe(day(7, '10:00'));
    test.clock(day(40));
    expect(test.of('OccurrencePlanned').filter(({ dueAt }) => dueAt < day(4)).map(({ n }) => n)).toEqual([1, 2]);
  });

  it('moves what is planned to the day and hour that the version names, and announces it once', () => {
    const test = new EpisodeUnderTest(v1([message('tip', { kind: 'offsets', anchor: 'discharge', unit: 'day', offsets: [2, 5], at: '09:00' })]));
    test.clock(day(2, '12:00'));
    test.settle(day(2, '12:00'));
    test.migrate(day(3), v2([message('tip', { kind: 'offsets', anchor: 'discharge', unit: 'day', offsets: [2, 6], at: '10:00' })]));
    expect(test.of('OccurrenceMoved').map(({ occurrence, dueAt, reason }) => [occurrence, dueAt, reason])).toEqual([['e/tip/2', day(6, '10:00'), 'version-changed']]);
    test.clock(day(20));
    expect(test.of('ObligationReleased').map(({ obligation }) => obligation)).toEqual(['e/tip/1/0/tell/patient', 'e/tip/2/1/tell/patient']);
  });

  it('leaves a confirmed visit where it is and asks a person', () => {
    const test = new EpisodeUnderTest(v1([visit('dressing', [6, 12])]));
    test.command('visit-booked', day(1), { occurrence: 'e/dressing/1', from: day(6, '09:00'), until: day(6, '10:00') });
    test.migrate(day(2), v2([visit('dressing', [9, 12])]));
    expect(test.episode.occurrences['e/dressing/1']).toMatchObject({ status: 'booked', slot: { from: day(6, '09:00'), until: day(6, '10:00') }, revision: 1 });
    expect(test.planned('migrated-visit').map(({ recipient, occurrence }) => [recipient, occurrence])).toEqual([['case-manager', 'e/dressing/1']]);
    expect(ahead(test)).toHaveLength(2);
  });

  it('does not ask about a confirmed visit that the version would have on a day that includes it', () => {
    const test = new EpisodeUnderTest(v1([visit('dressing', [6])]));
    test.command('visit-booked', day(1), { occurrence: 'e/dressing/1', from: day(6, '09:00'), until: day(6, '10:00') });
    test.migrate(day(2), v2([visit('dressing', [5])]));
    expect(test.planned('migrated-visit')).toEqual([]);
  });

  it('stays where it is while something is under way that the version does not have', () => {
    const test = new EpisodeUnderTest(v1([visit('dressing', [6]), form('survey', [1], ['wound'])]));
    test.command('visit-booked', day(0, '17:00'), { occurrence: 'e/dressing/1', from: day(6, '09:00'), until: day(6, '10:00') });
    test.clock(day(1, '11:00'));
    const to = v2([message('tip', everyDay(1, 9, '09:00'))]);
    const before = test.episode;
    const events = test.migrate(day(1, '12:00'), to);
    expect(events.map(({ type }) => type)).toEqual(['InputIgnored', 'InputApplied']);
    expect(test.episode.occurrences).toEqual(before.occurrences);
    const input = asked(day(1, '12:00'), to);
    expect(refusal(test.plan, test.episode, input, to)).toEqual({ code: 'cannot-migrate', message: 'This episode stays on test-package@1 for now: step-under-way dressing e/dressing/1, step-under-way survey e/survey/1.' });
    expect(refusal(test.plan, test.episode, input)).toBeNull();
  });

  it('is stopped by an open case, a second look or a missing date that the version has otherwise', () => {
    const watch = rule('W-3', is('wound.redness', 'small'), 'yellow', { persist: { hours: 48, become: 'orange' } });
    const from = v1([form('survey', [1], ['wound'])], { rules: [watch] });
    const test = new EpisodeUnderTest(from);
    test.clock(day(1, '11:00'));
    test.answer(day(1, '12:00'), { wound: { redness: 'small', pus: false } }, 'e/survey/1');
    const to = { ...from, version: 2, rules: [{ ...watch, persist: { hours: 24, become: 'orange' as const } }], levels: { ...from.levels, yellow: { ...from.levels.yellow, contactWithinMinutes: 60 } }, anchors: { ...from.anchors, surgery: 'required' as const } };
    expect(test.migrate(day(1, '13:00'), to).at(0)).toMatchObject({ type: 'InputIgnored', reason: 'blocked: anchor-missing surgery, open-case e/escalation/1, second-look W-3' });
  });

  it('lets a repeat go on in its new grid from now on', () => {
    const test = new EpisodeUnderTest(v1([message('tip', everyDay(1, 9, '09:00'))]));
    test.clock(day(3, '12:00'));
    test.migrate(day(3, '13:00'), v2([message('tip', { kind: 'repeat', anchor: 'discharge', fromDay: 1, everyDays: 2, untilDay: 9, times: ['08:00', '18:00'] })]));
    expect(ahead(test).at(-1)).toBe('tip 03-05T10:00');
    test.clock(day(12));
    expect(test.of('OccurrenceOpened').filter(({ at }) => at > day(3, '13:00')).map(({ at }) => at)).toEqual([day(3, '18:00'), day(5, '08:00'), day(5, '18:00'), day(7, '08:00'), day(7, '18:00'), day(9, '08:00'), day(9, '18:00')]);
  });

  it('begins a new step with what is still to come', () => {
    const test = new EpisodeUnderTest(v1([form('survey', [7], ['wound'])]));
    test.migrate(day(4), v2([form('survey', [7], ['wound']), form('extra', [3, 5], ['core']), message('tip', everyDay(1, 6, '09:00'))]));
    expect(ahead(test)).toEqual(['tip 03-06T01:00', 'extra 03-07T02:00', 'survey 03-09T02:00']);
  });
});

describe('undo', () => {
  const from = v1([visit('dressing', [6, 12]), form('survey', [1, 3, 7], ['wound']), message('tip', everyDay(1, 9, '09:00')), message('gone', { kind: 'offsets', anchor: 'discharge', unit: 'day', offsets: [5, 8], at: '11:00' })]);
  const to = v2([visit('dressing', [8, 12, 20]), form('survey', [1, 4, 7], ['wound']), message('tip', everyDay(1, 12, '10:00')), form('extra', [5], ['core'])], { rules: [rule('T-1', above('core.t', '38'), 'red')] });
  const moved = (): EpisodeUnderTest => {
    const test = new EpisodeUnderTest(from, started({ patient: { spreadSeconds: 30 } }));
    test.clock(day(1, '12:00'));
    test.settle(day(1, '12:00'));
    return test;
  };

  it('brings back the plan as it was', () => {
    const test = moved();
    const before = { ahead: ahead(test), contacts: contacts(test) };
    test.migrate(day(1, '13:00'), to);
    expect(ahead(test)).not.toEqual(before.ahead);
    test.clock(day(1, '15:00'));
    test.migrate(day(1, '16:00'), from, { undo: true });
    expect({ ahead: ahead(test), contacts: contacts(test) }).toEqual(before);
    expect(test.episode).toMatchObject({ plan: versionKey(from) });
    expect(test.episode.migration).toBeUndefined();
  });

  it('is refused once the version before would have done something that did not happen', () => {
    const test = moved();
    test.migrate(day(1, '13:00'), v2(from.steps.filter(({ id }) => id !== 'gone')));
    test.clock(day(4));
    expect(test.episode.migration).toBeDefined();
    expect(test.migrate(day(5, '12:00'), from, { undo: true }).find(({ type }) => type === 'InputIgnored')).toMatchObject({ reason: expect.stringContaining('something would have happened') });
  });

  it.each([
    ['a step that differs has begun', (test: EpisodeUnderTest) => test.clock(day(2, '11:00'))],
    ['answers met rules that differ', (test: EpisodeUnderTest) => test.answer(day(1, '14:00'), { wound: { redness: 'none', pus: false } }, 'e/survey/1')],
    ['a changed visit was booked', (test: EpisodeUnderTest) => test.command('visit-booked', day(1, '14:00'), { occurrence: 'e/dressing/1', from: day(8, '09:00'), until: day(8, '10:00') })],
  ])('is refused once %s', (_what, happens) => {
    const test = moved();
    test.migrate(day(1, '13:00'), to);
    expect(test.episode.migration).toBeDefined();
    happens(test);
    const input = asked(day(2, '12:00'), from, { undo: true });
    expect(refusal(test.plan, test.episode, input, from)?.code).toBe('cannot-undo');
  });

  /** The same but for a day of one step, which is a parameter as every number is. */
  const dayMoved = (on: string): Plan => ({ ...from, version: 2, steps: from.steps.map((step) => (step.id === 'gone' ? { ...step, schedule: { kind: 'offsets', anchor: 'discharge', unit: 'day', offsets: [5, Number(on)], at: '11:00' } } : step)), parameters: { goneDays: { value: `5, ${on}`, unit: 'day', source: '[P:P]' } } });

  it.each([[10, true], [9, false]])('outlasts answers to what only has another day somewhere else (semantics %i: %s)', (semantics, lasts) => {
    const test = new EpisodeUnderTest({ ...from, parameters: { goneDays: { value: '5, 8', unit: 'day', source: '[P:P]' } } }, started({ patient: { spreadSeconds: 30 } }), semantics);
    test.clock(day(1, '12:00'));
    test.migrate(day(1, '13:00'), dayMoved('9'));
    test.answer(day(1, '14:00'), { wound: { redness: 'none', pus: false } }, 'e/survey/1');
    expect(refusal(test.plan, test.episode, asked(day(2, '12:00'), from, { undo: true }), from) === null).toBe(lasts);
  });

  it('tells whoever was asked about an agreed visit that the question is void, and asks anew when it moves once more', () => {
    const test = new EpisodeUnderTest(v1([visit('dressing', [6, 12])]));
    const questions = () => test.of('ObligationPlanned').flatMap(({ obligation: { purpose, occurrence, text, id } }) => (purpose.startsWith('migrated-visit') ? [[text, occurrence, id]] : []));
    test.command('visit-booked', day(1), { occurrence: 'e/dressing/1', from: day(6, '09:00'), until: day(6, '10:00') });
    test.migrate(day(2), v2([visit('dressing', [9, 12])]));
    test.settle(day(2));
    test.migrate(day(2, '18:00'), v1([visit('dressing', [6, 12])]), { undo: true });
    test.settle(day(2, '18:00'));
    test.migrate(day(3), v2([visit('dressing', [9, 12])]));
    expect(questions().map(([text, occurrence]) => [text, occurrence])).toEqual([['staff.visit-version', 'e/dressing/1'], ['staff.visit-version-undone', 'e/dressing/1'], ['staff.visit-version', 'e/dressing/1']]);
    expect(new Set(questions().map(([, , id]) => id)).size).toBe(3);
  });

  it('is refused once a text went out that the versions word differently', () => {
    const test = moved();
    test.migrate(day(1, '13:00'), { ...from, version: 2 }, { reworded: ['text.tip'] });
    test.clock(day(1, '20:00'));
    expect(test.episode.migration).toBeDefined();
    test.clock(day(2, '10:00'));
    expect(test.episode.migration).toBeUndefined();
  });
});
