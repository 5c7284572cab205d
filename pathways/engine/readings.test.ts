import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { loadDefinitionOrThrow } from '../../cli/load-definition.js';
import type { Sample } from './episode.js';
import { appendSamples } from './history.js';
import type { Plan } from './plan.js';
import { admitReading, type Admission } from './readings.js';
import { EpisodeUnderTest, started } from './testing/episode-under-test.js';
import { addDays, addHours, addMinutes, atLocal } from '../time.js';

const zone = 'Asia/Shanghai';
const day = (n: number, time = '08:00') => atLocal(addDays('2026-03-02', n), time, zone);

const plan: Pick<Plan, 'readings' | 'staleReadingHours' | 'lookBack'> = {
  staleReadingHours: 24,
  readings: {
    weight: { id: 'weight', combine: 'day-first', sessionMinutes: 0, components: { kg: { unit: 'kg', decimals: 1, min: '25', max: '250', maxStepPerDay: '8' } } },
    bp: {
      id: 'bp', combine: 'session-mean', sessionMinutes: 30,
      components: { systolic: { unit: 'mmHg', decimals: 0, min: '50', max: '280' }, diastolic: { unit: 'mmHg', decimals: 0, min: '30', max: '180' } },
    },
    spo2: { id: 'spo2', combine: 'each', sessionMinutes: 0, components: { percent: { unit: '%', decimals: 0, min: '50', max: '100' } } },
  },
  lookBack: { 'weight.kg': { days: 7, keepFirst: false }, 'bp.systolic': { days: 0, keepFirst: false }, 'bp.diastolic': { days: 0, keepFirst: false } },
};

/** A patient who measures: every accepted value is remembered. */
function patient() {
  const state: { history: Record<string, Sample[]>; n: number } = { history: {}, n: 0 };
  return {
    measures(reading: string, values: Record<string, string>, measuredAt: string, arrivedAt = measuredAt): Admission {
      const admission = admitReading(plan, { zone, history: state.history }, { at: arrivedAt, reading, values, measuredAt });
      if (admission.kind === 'accepted') {
        state.n += 1;
        const byPath = Object.fromEntries(Object.entries(admission.values).map(([component, value]) => [`${reading}.${component}`, value]));
        state.history = appendSamples(plan, state.history, { at: admission.measuredAt, submission: state.n, values: byPath }, zone);
      }
      return admission;
    },
  };
}

describe('an implausible value', () => {
  it.each([
    ['weight', { kg: '24.9' }, 'out-of-range: kg'],
    ['weight', { kg: '250.1' }, 'out-of-range: kg'],
    ['weight', { kg: '64,1' }, 'not-a-number: kg'],
    ['weight', { pounds: '140' }, 'unknown-component: pounds'],
    ['weight', {}, 'no-value'],
    ['height', { cm: '170' }, 'unknown-reading'],
    ['toString', { cm: '170' }, 'unknown-reading'],
  ])('of %s %j is kept raw and refused as %s', (reading, values, reason) => {
    expect(patient().measures(reading, values, day(1))).toEqual({ kind: 'rejected', reason, values, measuredAt: day(1) });
  });

  it('is one that jumped more than 8 kg in a day, 8 exactly is not', () => {
    const zhang = patient();
    zhang.measures('weight', { kg: '64.0' }, day(1));
    expect(zhang.measures('weight', { kg: '72.1' }, day(2))).toMatchObject({ kind: 'rejected', reason: 'step-too-large: kg' });
    expect(zhang.measures('weight', { kg: '55.9' }, day(2))).toMatchObject({ kind: 'rejected' });
    expect(zhang.measures('weight', { kg: '72.0' }, day(2))).toMatchObject({ kind: 'accepted' });
  });

  it('is judged by the days that have passed', () => {
    const zhang = patient();
    zhang.measures('weight', { kg: '64.0' }, day(1));
    expect(zhang.measures('weight', { kg: '75.0' }, day(3))).toMatchObject({ kind: 'accepted' });
  });
});

describe('the first weight, typed in jin', () => {
  const hf = loadDefinitionOrThrow('heart-failure').plan;
  /** D0 of the episode is the 2nd; weighs at the given times of its days. */
  function weighs(semantics?: number) {
    const test = new EpisodeUnderTest(hf, started(), semantics);
    const weigh = (at: string, kg: string) => test.command('reading-received', at, { reading: 'weight', values: { kg }, measuredAt: at }).flatMap((event) =>
      (event.type === 'ReadingRecorded' ? [event.outvotes ? 'outvotes' : 'taken'] : event.type === 'ReadingRejected' ? [event.reason] : []));
    return { test, weigh, kept: () => (test.episode.history['weight.kg'] ?? []).map(({ value }) => value) };
  }
  const tooFar = ['step-too-large: kg'];

  it('is outvoted by two in a row that agree, and no rule compares with it: the gain of days later is found', () => {
    const { test, weigh, kept } = weighs();
    expect([weigh(day(1), '130.0'), weigh(day(1, '08:10'), '65.0')]).toEqual([['taken'], tooFar]);
    expect(test.planned('measure-again')).toHaveLength(1);
    expect(weigh(day(2), '65.2')).toEqual(['outvotes']);
    expect([kept(), test.episode.doubted]).toEqual([['65.2'], {}]);
    expect(test.of('ReadingRecorded').at(-1)?.outvotes).toEqual([{ submission: 1, measuredAt: day(1) }]);
    expect([weigh(day(3), '65.1'), weigh(day(4), '67.6')]).toEqual([['taken'], ['taken']]);
    expect(test.of('EscalationRaised').flatMap(({ rules }) => rules)).toContain('HF-1');
  });

  it('blinded the rules for weeks under the former semantics', () => {
    const { test, weigh } = weighs(6);
    weigh(day(1), '130.0');
    expect([2, 3, 4, 5].flatMap((n) => weigh(day(n), '65.0'))).toEqual([...tooFar, ...tooFar, ...tooFar, ...tooFar]);
    expect(test.episode.doubted).toBeUndefined();
  });

  it('stands when the two do not agree, or are one value sent twice', () => {
    const { weigh, kept } = weighs();
    weigh(day(1), '130.0');
    expect([weigh(day(1, '09:00'), '65.0'), weigh(day(1, '09:00'), '65.0'), weigh(day(1, '09:10'), '75.0')]).toEqual([tooFar, tooFar, tooFar]);
    expect(kept()).toEqual(['130.0']);
    expect(weigh(day(1, '09:20'), '74.0')).toEqual(['outvotes']);
  });

  it('is not outvoted once a second value has vouched for it', () => {
    const { weigh, kept } = weighs();
    for (const [at, kg] of [[day(1), '65.0'], [day(2), '65.4']] as const) weigh(at, kg);
    expect([weigh(day(3), '130.0'), weigh(day(3, '08:05'), '130.2'), weigh(day(3, '08:10'), '130.1')]).toEqual([tooFar, tooFar, tooFar]);
    expect([weigh(day(3, '08:20'), '65.3'), kept()]).toEqual([['taken'], ['65.0', '65.4', '65.3']]);
  });

  it('typed later, when days enough have passed for it to be taken, is outvoted as well; the values before it count on', () => {
    const { test, weigh, kept } = weighs();
    expect([weigh(day(1), '65.0'), weigh(day(10), '130.0'), weigh(day(10, '08:10'), '65.0'), weigh(day(10, '08:20'), '65.1')]).toEqual([['taken'], ['taken'], tooFar, ['outvotes']]);
    expect(kept()).toEqual(['65.0', '65.1']);
    expect([weigh(day(11), '67.4'), test.of('EscalationRaised').flatMap(({ rules }) => rules)]).toEqual([['taken'], expect.arrayContaining(['HF-1'])]);
  });

  it('is outvoted although a right one of the evening before arrives after it', () => {
    const { test, weigh, kept } = weighs();
    weigh(day(2), '130.0');
    test.command('reading-received', day(2, '09:00'), { reading: 'weight', values: { kg: '65.0' }, measuredAt: day(1, '20:00') });
    expect([weigh(day(2, '09:10'), '65.2'), weigh(day(3), '65.1'), kept()]).toEqual([tooFar, ['outvotes'], ['65.0', '65.1']]);
  });

  it('is a mistake that takes itself back: two wrong ones stand alone in their turn, and two right ones outvote them', () => {
    const { weigh, kept } = weighs();
    expect([weigh(day(1), '65.0'), weigh(day(2), '130.0'), weigh(day(2, '08:10'), '130.0')]).toEqual([['taken'], tooFar, ['outvotes']]);
    expect([weigh(day(3), '65.1'), weigh(day(3, '08:10'), '65.0'), kept()]).toEqual([tooFar, ['outvotes'], ['65.0']]);
  });
});

describe('a value is rounded as declared', () => {
  it('to one decimal for a weight, to whole numbers for blood pressure', () => {
    expect(patient().measures('weight', { kg: '64.049' }, day(1))).toMatchObject({ values: { kg: '64.0' }, current: { 'weight.kg': '64.0' } });
    expect(patient().measures('bp', { systolic: '160.5', diastolic: '90' }, day(1))).toMatchObject({ values: { systolic: '161', diastolic: '90' } });
  });
});

describe('the value that counts', () => {
  it('is the first weight of the local day; a second one changes nothing', () => {
    const zhang = patient();
    expect(zhang.measures('weight', { kg: '64.0' }, day(1, '07:00'))).toMatchObject({ current: { 'weight.kg': '64.0' }, at: day(1, '07:00') });
    expect(zhang.measures('weight', { kg: '65.0' }, day(1, '21:00'))).toMatchObject({ kind: 'accepted', current: {} });
    expect(zhang.measures('weight', { kg: '64.3' }, day(2, '00:10'))).toMatchObject({ current: { 'weight.kg': '64.3' } });
  });

  it('is the earlier weight even when it arrives later', () => {
    const zhang = patient();
    zhang.measures('weight', { kg: '65.0' }, day(1, '12:00'));
    expect(zhang.measures('weight', { kg: '64.0' }, day(1, '07:00'), day(1, '13:00'))).toMatchObject({ current: { 'weight.kg': '64.0' }, at: day(1, '07:00') });
  });

  it('is the mean of the session, in whatever order its readings arrive', () => {
    const zhang = patient();
    expect(zhang.measures('bp', { systolic: '165', diastolic: '90' }, day(1, '08:01'))).toMatchObject({ current: { 'bp.systolic': '165', 'bp.diastolic': '90' } });
    expect(zhang.measures('bp', { systolic: '160', diastolic: '91' }, day(1, '08:00'), day(1, '08:02'))).toMatchObject({
      current: { 'bp.systolic': '162.5', 'bp.diastolic': '90.5' }, at: day(1, '08:01'),
    });
    expect(zhang.measures('bp', { systolic: '140', diastolic: '80' }, day(1, '20:00'))).toMatchObject({ current: { 'bp.systolic': '140' } });
  });

  it('is each value of oxygen', () => {
    const zhang = patient();
    zhang.measures('spo2', { percent: '95' }, day(1, '08:00'));
    expect(zhang.measures('spo2', { percent: '87' }, day(1, '08:01'))).toMatchObject({ current: { 'spo2.percent': '87' } });
  });
});

describe('late and early clocks', () => {
  it('call a reading stale that was measured more than 24 h before it arrived, and let no rule see it', () => {
    expect(patient().measures('weight', { kg: '64' }, day(1), addHours(day(1), 24))).toMatchObject({ stale: false, current: { 'weight.kg': '64.0' } });
    expect(patient().measures('weight', { kg: '64' }, day(1), addMinutes(day(1), 24 * 60 + 1))).toMatchObject({ kind: 'accepted', stale: true, current: {} });
  });

  it('take a reading from the future as measured on arrival', () => {
    expect(patient().measures('weight', { kg: '64' }, day(900), day(1))).toMatchObject({ kind: 'accepted', measuredAt: day(1), at: day(1) });
  });
});

it('whatever a device sends is accepted or refused, never an exception', () => {
  const text = fc.oneof(fc.string(), fc.double().map(String), fc.integer({ min: 20, max: 300 }).map(String));
  fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom('weight', 'bp', 'spo2', 'x'), fc.dictionary(fc.constantFrom('kg', 'systolic', 'diastolic', 'percent', '__proto__'), text), fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: -100, max: 3000 }))), (list) => {
    const zhang = patient();
    for (const [reading, values, minute, delay] of list) {
      const measuredAt = addMinutes(day(0), minute);
      expect(['accepted', 'rejected']).toContain(zhang.measures(reading, values, measuredAt, addMinutes(measuredAt, delay)).kind);
    }
  }), { seed: 20260302, numRuns: 500 });
});
