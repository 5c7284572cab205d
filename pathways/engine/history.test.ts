import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sample } from './episode.js';
import { appendSamples, flatten, latestMoment, latestValues, scopeOf, type Moment } from './history.js';
import type { Plan, ReadingKind } from './plan.js';
import { addDays, addMinutes, atLocal, localDateOf } from '../time.js';

const zone = 'Asia/Shanghai';
const day = (n: number, time = '09:00') => atLocal(addDays('2026-03-02', n), time, zone);

const kind = (id: string, combine: ReadingKind['combine'], component = 'value'): ReadingKind =>
  ({ id, combine, sessionMinutes: 30, components: { [component]: { unit: '', decimals: 1, min: '0', max: '999' } } });
const plan: Pick<Plan, 'mainAnchor' | 'readings' | 'lookBack'> = {
  mainAnchor: 'discharge',
  readings: { weight: kind('weight', 'day-first', 'kg'), spo2: kind('spo2', 'each', 'percent'), bp: kind('bp', 'session-mean', 'systolic') },
  lookBack: {
    'weight.kg': { days: 7, keepFirst: false }, 'bp.systolic': { days: 0, keepFirst: false }, 'spo2.percent': { days: 2, keepFirst: false },
    'core.pain': { days: 0, keepFirst: false }, 'barthel.total': { days: 0, keepFirst: true },
  },
};
type History = Record<string, Sample[]>;
const episode = (history: History) => ({ zone, anchors: { discharge: '2026-03-02' as const }, facts: { flags: { anticoagulant: true }, age: 72, hasFamilyContact: true, optedOut: false, away: [] }, history });

function recorded(...samples: [path: string, at: string, value: string][]): History {
  return samples.reduce<History>((history, [path, at, value], n) => appendSamples(plan, history, { at, submission: n + 1, values: { [path]: value } }, zone), {});
}
const now = (at: string, current: Moment['current'], submission = 99): Moment => ({ at, submission, current });
const earlier = (history: History, path: string, moment: Moment) => scopeOf(plan, episode(history), moment).earlier(path).map(({ value }) => value);

describe('the history', () => {
  it('names answers and scores by path', () => {
    expect(flatten({ core: { pain: '3', fall: false }, phq2: { item1: '2' } }, { phq2: '2' })).toEqual({ 'core.pain': '3', 'core.fall': false, 'phq2.item1': '2', 'phq2.score': '2' });
  });

  it('keeps only what rules look back on', () => {
    expect(Object.keys(appendSamples(plan, {}, { at: day(1), submission: 1, values: { 'core.pain': '3', 'core.fall': false } }, zone))).toEqual(['core.pain']);
  });

  it('keeps the window, counted in local dates from the newest', () => {
    const weights = recorded(...Array.from({ length: 20 }, (_, n): [string, string, string] => ['weight.kg', day(n, '07:30'), '64.0']));
    expect(weights['weight.kg']?.map((s) => localDateOf(s.at, zone))).toEqual(Array.from({ length: 8 }, (_, n) => addDays('2026-03-14', n)));
  });

  it('keeps the last two days with a value, however long ago', () => {
    const pains = recorded(['core.pain', day(1), '2'], ['core.pain', day(3), '3'], ['core.pain', day(30), '6']);
    expect(pains['core.pain']?.map((s) => s.value)).toEqual(['3', '6']);
  });

  it('keeps the first value of all for a baseline', () => {
    const totals = recorded(['barthel.total', day(0), '80'], ['barthel.total', day(10), '85'], ['barthel.total', day(30), '85'], ['barthel.total', day(90), '70']);
    expect(totals['barthel.total']?.map((s) => s.value)).toEqual(['80', '85', '70']);
  });

  it('keeps the first days of the episode for a median, and a number of the newest for a row', () => {
    const also = { startedAt: day(0), lookBack: { 'spo2.percent': { days: 0, keepFirst: false, firstDays: 3 }, 'core.pain': { days: 0, keepFirst: false, newest: 4 } } };
    const fed = (path: string) => Array.from({ length: 10 }, (_, n) => n).reduce<History>((h, n) => appendSamples(also, h, { at: day(n), submission: n + 1, values: { [path]: String(n) } }, zone), {})[path]?.map((s) => s.value);
    expect(fed('spo2.percent')).toEqual(['0', '1', '2', '8', '9']);
    expect(fed('core.pain')).toEqual(['6', '7', '8', '9']);
  });

  it('keeps the device only where a rule compares devices', () => {
    const kept = (devices: boolean) => appendSamples({ lookBack: { 'bp.systolic': { days: 1, keepFirst: false, ...(devices && { devices: true as const }) } } }, {}, { at: day(1), submission: 1, values: { 'bp.systolic': '120' }, device: 'cuff-1' }, zone)['bp.systolic'];
    expect([kept(true), kept(false)]).toEqual([[{ at: day(1), value: '120', submission: 1, device: 'cuff-1' }], [{ at: day(1), value: '120', submission: 1 }]]);
  });

  it('changes nothing when the same submission is added twice, and leaves the old history alone', () => {
    const entry = { at: day(1), submission: 1, values: { 'core.pain': '3' } };
    const once = appendSamples(plan, {}, entry, zone);
    expect(appendSamples(plan, once, entry, zone)).toEqual(once);
    const frozen = JSON.stringify(once);
    appendSamples(plan, once, { at: day(2), submission: 2, values: { 'core.pain': '4' } }, zone);
    expect(JSON.stringify(once)).toBe(frozen);
  });

  it('stays small under a device that reports every minute for a week', () => {
    let history: History = {};
    for (let n = 0; n < 10_080; n += 7) history = appendSamples(plan, history, { at: addMinutes(day(0), n), submission: n, values: { 'spo2.percent': '95' } }, zone);
    expect(history['spo2.percent']?.length).toBeLessThanOrEqual(200);
    expect(JSON.stringify(history).length).toBeLessThan(16_000);
  });

  it('does not depend on the order of arrival', () => {
    const samples = fc.array(fc.record({ minute: fc.integer({ min: 0, max: 4 * 1440 }), value: fc.integer({ min: 60, max: 70 }).map(String) }), { minLength: 1, maxLength: 12 })
      .map((list) => [...new Map(list.map((s) => [s.minute, s])).values()]);
    fc.assert(fc.property(samples.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))), ([list, shuffled]) => {
      const all = (order: typeof list) => order.reduce<History>((h, s) => appendSamples(plan, h, { at: addMinutes(day(0), s.minute), submission: s.minute, values: { 'weight.kg': s.value } }, zone), {});
      const look = now(day(9), { 'weight.kg': '65' });
      expect(earlier(all(shuffled), 'weight.kg', look)).toEqual(earlier(all(list), 'weight.kg', look));
    }), { seed: 20260302, numRuns: 300 });
  });
});

describe('earlier values', () => {
  it('are one a day for a weight: the first', () => {
    const weights = recorded(['weight.kg', day(1, '07:00'), '64.0'], ['weight.kg', day(1, '19:00'), '65.5'], ['weight.kg', day(2, '07:00'), '64.2']);
    expect(earlier(weights, 'weight.kg', now(day(3, '07:00'), { 'weight.kg': '66.1' }))).toEqual(['64.0', '64.2']);
  });

  it('are one a session for blood pressure: the mean, to one decimal at least', () => {
    const pressures = recorded(['bp.systolic', day(1, '08:00'), '161'], ['bp.systolic', day(1, '08:02'), '160'], ['bp.systolic', day(1, '20:00'), '150']);
    expect(earlier(pressures, 'bp.systolic', now(day(2, '08:00'), { 'bp.systolic': '140' }))).toEqual(['160.5', '150']);
  });

  it('never hold the session or day that the current value belongs to', () => {
    const pressures = recorded(['bp.systolic', day(1, '20:00'), '150'], ['bp.systolic', day(2, '08:00'), '165']);
    expect(earlier(pressures, 'bp.systolic', now(day(2, '08:03'), { 'bp.systolic': '160' }))).toEqual(['150']);
  });

  it('count each for oxygen', () => {
    const oxygen = recorded(['spo2.percent', day(1, '08:00'), '95'], ['spo2.percent', day(1, '08:01'), '94']);
    expect(earlier(oxygen, 'spo2.percent', now(day(1, '08:02'), { 'spo2.percent': '90' }))).toEqual(['95', '94']);
  });

  it('are the same before and after the submission itself is remembered', () => {
    const before = recorded(['core.pain', day(1), '2']);
    const after = appendSamples(plan, before, { at: day(3), submission: 7, values: { 'core.pain': '6' } }, zone);
    const moment = now(day(3), { 'core.pain': '6' }, 7);
    expect(earlier(after, 'core.pain', moment)).toEqual(earlier(before, 'core.pain', moment));
  });

  it('lie before the measurement, not before its arrival', () => {
    const oxygen = recorded(['spo2.percent', day(1, '08:00'), '95'], ['spo2.percent', day(1, '12:00'), '91']);
    expect(earlier(oxygen, 'spo2.percent', now(day(1, '10:00'), { 'spo2.percent': '93' }))).toEqual(['95']);
  });
});

describe('a second look', () => {
  const pains = recorded(['core.pain', day(1), '2'], ['core.pain', day(3), '6'], ['bp.systolic', day(3, '08:00'), '150'], ['bp.systolic', day(3, '08:01'), '153']);

  it('takes the newest value of everything', () => {
    expect(latestValues(plan, episode(pains), day(5))).toEqual({ 'core.pain': '6', 'bp.systolic': '151.5' });
    expect(latestValues(plan, episode(pains), day(2))).toEqual({ 'core.pain': '2' });
  });

  it('still knows what was before the newest', () => {
    expect(earlier(pains, 'core.pain', latestMoment(plan, episode(pains), day(5)))).toEqual(['2']);
  });
});

describe('the scope of a rule', () => {
  const scope = scopeOf(plan, episode({}), now(day(3), { 'core.pain': '6' }));

  it('knows the day, the facts about the patient and the answers', () => {
    expect(['day', 'patient.age', 'patient.anticoagulant', 'patient.hasFamilyContact', 'core.pain'].map(scope.current)).toEqual(['3', '72', true, true, '6']);
  });

  it('knows that it does not know: an unset flag is missing, not false', () => {
    expect(['patient.pregnant', 'patient.toString', 'core.fall', 'constructor'].map(scope.current)).toEqual([undefined, undefined, undefined, undefined]);
    expect(scopeOf(plan, { ...episode({}), anchors: {} }, now(day(3), {})).current('day')).toBe(undefined);
  });
});
