import { describe, expect, it } from 'vitest';
import { localDateOf, localTimeOf } from '../time.js';
import { refusal } from './actions.js';
import type { EpisodeInput } from './inputs.js';
import type { Plan } from './plan.js';
import { day, EpisodeUnderTest, zone } from './testing/episode-under-test.js';
import { coreForm, form, message, plan, visit } from './testing/plan-builder.js';

const offsets = (anchor: 'birth' | 'chemo-cycle' | 'discharge', ...days: number[]) => ({ kind: 'offsets' as const, anchor, unit: 'day' as const, offsets: days, at: '10:00' });
const anchors: Plan['anchors'] = { discharge: 'required', surgery: 'optional', birth: 'later', 'chemo-cycle': 'again' };
const of = (...steps: Plan['steps']) => new EpisodeUnderTest(plan({ anchors, rounds: { 'chemo-cycle': 3 }, forms: { core: coreForm }, steps }));
const set = (test: EpisodeUnderTest, at: string, anchor: 'birth' | 'chemo-cycle' | 'discharge' | 'surgery', date: string, correct?: boolean) =>
  test.command('anchor-set', at, { anchor, date, reason: 'known now', ...(correct === undefined ? {} : { correct }) });
const due = (test: EpisodeUnderTest) => Object.values(test.episode.occurrences).map(({ step, n, dueAt }) => [step, n, `${localDateOf(dueAt, zone)} ${localTimeOf(dueAt, zone)}`]);
const refused = (test: EpisodeUnderTest, input: Partial<Extract<EpisodeInput, { kind: 'anchor-set' }>>) =>
  refusal(test.plan, test.episode, { kind: 'anchor-set', at: day(3), commandId: 'x', by: 'y', anchor: 'birth', date: '2026-03-20', reason: 'z', ...input })?.message ?? null;

describe('an anchor that comes later', () => {
  const pregnant = (...more: Plan['steps']) => of(...more, form('baby', [], ['core'], { schedule: offsets('birth', 1, 3) }), message('weigh', { kind: 'repeat', anchor: 'birth', fromDay: 1, everyDays: 1, untilDay: 3, times: ['09:00'] }));

  it('plans nothing before it is known, and the course waits for it', () => {
    const test = pregnant();
    test.clock(day(40));
    expect([due(test), test.of('StepSkipped'), test.of('CourseCompleted')]).toEqual([[], [], []]);
    set(test, day(41, '12:00'), 'birth', '2026-04-12');
    expect(due(test)).toEqual([['baby', 1, '2026-04-13 10:00'], ['baby', 2, '2026-04-15 10:00'], ['weigh', 1, '2026-04-13 09:00']]);
    test.clock(day(45));
    test.settle(day(45, '01:00'));
    test.clock(day(60));
    expect(test.of('CourseCompleted')).toHaveLength(1);
  });

  it('corrected, moves what is still to come and repeats nothing that went out', () => {
    const test = pregnant();
    set(test, day(10, '12:00'), 'birth', '2026-03-12');
    test.clock(day(11, '12:00'));
    set(test, day(11, '13:00'), 'birth', '2026-03-14', true);
    expect(test.episode.occurrences['e/baby/1']).toMatchObject({ status: 'open', revision: 0 });
    expect(test.episode.occurrences['e/baby/2']).toMatchObject({ revision: 1, dueAt: day(15, '10:00') });
    expect(test.planned('invite').filter(({ occurrence }) => occurrence === 'e/baby/1')).toHaveLength(1);
    expect(test.of('AnchorSet').at(-1)).toMatchObject({ former: '2026-03-12', round: 1, begin: {} });
  });

  it('corrected, brings back what had been left out as too late', () => {
    const test = pregnant(form('end', [60], ['core']));
    set(test, day(10, '12:00'), 'birth', '2026-03-01');
    expect(test.of('StepSkipped').filter(({ reason }) => reason === 'expired').map(({ n }) => n)).toEqual(expect.arrayContaining([1, 2]));
    set(test, day(10, '13:00'), 'birth', '2026-03-12', true);
    expect(due(test).filter(([step]) => step === 'baby')).toEqual([['baby', 1, '2026-03-13 10:00'], ['baby', 2, '2026-03-15 10:00']]);
  });
});

it('an optional anchor may still become known', () => {
  const test = of(form('end', [60], ['core']), form('stitches', [], ['core'], { schedule: { kind: 'offsets', anchor: 'surgery', unit: 'day', offsets: [14], at: '10:00' } }));
  expect(test.of('StepSkipped')).toMatchObject([{ reason: 'anchor-missing' }]);
  set(test, day(0, '17:00'), 'surgery', '2026-02-24');
  expect(due(test).slice(1)).toEqual([['stitches', 1, '2026-03-10 10:00']]);
});

describe('an anchor that comes again', () => {
  const treated = () => of(visit('blood', [], { schedule: offsets('chemo-cycle', 1, 8) }), form('nausea', [], ['core'], { schedule: offsets('chemo-cycle', 2), closesAfterHours: 400 }));

  it('plans each round anew with numbers going on; what is unbooked ends, what is booked stays and a person looks', () => {
    const test = treated();
    set(test, day(1), 'chemo-cycle', '2026-03-03');
    test.command('visit-booked', day(1, '09:00'), { occurrence: 'e/blood/2', from: day(9, '10:00'), until: day(9, '11:00') });
    test.clock(day(4));
    set(test, day(5), 'chemo-cycle', '2026-03-24');
    expect(due(test)).toEqual([['blood', 2, '2026-03-11 10:00'], ['blood', 3, '2026-03-25 10:00'], ['blood', 4, '2026-04-01 10:00'], ['nausea', 2, '2026-03-26 10:00']]);
    expect(test.of('OccurrenceClosed')).toMatchObject([{ occurrence: 'e/blood/1', reason: 'new-round' }, { occurrence: 'e/nausea/1', reason: 'new-round' }]);
    expect(test.planned('rearrange')).toMatchObject([{ occurrence: 'e/blood/2', text: 'staff.visit-rearrange', recipient: 'case-manager' }]);
    expect(test.of('AnchorSet').map(({ round }) => round)).toEqual([1, 2]);
  });

  it('keeps the course open until its last round is over', () => {
    const test = treated();
    for (const [n, date] of [[1, '2026-03-03'], [22, '2026-03-24'], [43, '2026-04-14']] as const) {
      set(test, day(n), 'chemo-cycle', date);
      expect(test.of('CourseCompleted')).toEqual([]);
    }
    test.clock(day(90));
    expect(test.of('CourseCompleted')).toHaveLength(1);
    expect(refused(test, { anchor: 'chemo-cycle', date: '2026-06-01', at: day(90) })).toMatch(/All 3 rounds/);
  });

  it('an extra started by staff keeps its number out of the next round', () => {
    const test = treated();
    set(test, day(1), 'chemo-cycle', '2026-03-03');
    test.command('steps-start', day(2), { steps: ['blood'], reason: 'asked' });
    set(test, day(21), 'chemo-cycle', '2026-03-24');
    expect(test.of('OccurrencePlanned').filter(({ step }) => step === 'blood').map(({ n }) => n)).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('correcting the main anchor', () => {
  it('moves unbooked visits with their window, and asks about a booked one', () => {
    const test = of(visit('dressing', [4, 8]));
    test.command('visit-booked', day(1), { occurrence: 'e/dressing/1', from: day(4, '09:00'), until: day(4, '10:00') });
    set(test, day(2), 'discharge', '2026-03-03', true);
    expect(test.episode.occurrences['e/dressing/1']).toMatchObject({ dueAt: day(4, '09:00'), status: 'booked' });
    expect(test.episode.occurrences['e/dressing/2']).toMatchObject({ dueAt: day(9, '10:00'), windowFrom: day(8), windowUntil: day(12) });
    expect(test.planned('rearrange')).toHaveLength(1);
  });
});

it('says why a date cannot be set', () => {
  const test = of(form('baby', [], ['core'], { schedule: offsets('birth', 1) }));
  expect(refused(test, {})).toBeNull();
  expect(refused(test, { anchor: 'lmp' })).toMatch(/counts nothing from lmp; it counts from discharge, surgery, birth, chemo-cycle/);
  expect(refused(test, { date: '2026-02-30' })).toMatch(/is not a date/);
  expect(refused(test, { date: '2062-03-20' })).toMatch(/check the year/);
  expect(refused(test, { correct: true })).toMatch(/nothing to correct/);
  set(test, day(2), 'birth', '2026-03-10');
  expect(refused(test, {})).toMatch(/birth is 2026-03-10 already; to change it say that this is a correction/);
  set(test, day(2), 'chemo-cycle', '2026-03-10');
  expect(refused(test, { anchor: 'chemo-cycle', date: '2026-03-09' })).toMatch(/a new one begins later/);
});
