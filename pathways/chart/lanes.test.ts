import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addHours, localDateOf } from '../time.js';
import { entryKinds, entryStates } from './entry.js';
import { lanesOf, type LaneEntry } from './lanes.js';

const zone = 'Asia/Shanghai';
const view = { kinds: entryKinds, from: '2026-03-02', days: 7, today: '2026-03-05', zone };
const entry = (more: Partial<LaneEntry>): LaneEntry => ({ id: 'x', kind: 'visit', at: '2026-03-04T02:00:00.000Z', plannedAt: null, actualAt: null, state: 'planned', level: null, label: 'dressing', ...more });
const lane = (entries: LaneEntry[], kind: LaneEntry['kind'] = 'visit') => {
  const found = lanesOf(entries, view).lanes.find((one) => one.kind === kind);
  if (!found) throw new Error('no lane');
  return found;
};

describe('Lanes over days', () => {
  it('know their days, and today', () => {
    const { days } = lanesOf([], view);
    expect(days.map(({ date }) => date)).toEqual(['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06', '2026-03-07', '2026-03-08']);
    expect(days.filter(({ today }) => today)).toEqual([{ date: '2026-03-05', weekday: 4, today: true }]);
  });

  it('fill what happened as planned, once', () =>
    expect(lane([entry({ state: 'happened', plannedAt: '2026-03-04T02:00:00.000Z', actualAt: '2026-03-04T06:00:00.000Z' })])).toMatchObject({ marks: [{ day: '2026-03-04', state: 'happened', count: 1 }], moves: [] }));

  it('keep a hollow mark where it was planned and join the two', () =>
    expect(lane([entry({ state: 'happened', at: '2026-03-05T02:00:00.000Z', plannedAt: '2026-03-04T02:00:00.000Z' })])).toMatchObject({
      marks: [{ day: '2026-03-04', state: 'replaced' }, { day: '2026-03-05', state: 'happened' }], moves: [{ from: '2026-03-04', to: '2026-03-05' }],
    }));

  it('count the day in the patient\'s zone: 23:30 UTC is the next day in Shanghai', () => expect(lane([entry({ at: '2026-03-03T23:30:00.000Z' })]).marks[0]?.day).toBe('2026-03-04'));

  it('gather equal marks of a day and name each label once', () =>
    expect(lane([entry({}), entry({ label: 'walking' }), entry({ label: 'walking' })]).marks).toEqual([{ day: '2026-03-04', state: 'planned', count: 3, level: null, labels: ['dressing', 'walking'] }]));

  it('do not call a message that waited for the morning a change of plan', () =>
    expect(lane([entry({ kind: 'message', state: 'happened', at: '2026-03-05T00:00:00.000Z', plannedAt: '2026-03-04T14:00:00.000Z' })], 'message')).toMatchObject({ moves: [], marks: [{ day: '2026-03-05' }] }));

  it('draw a case from the day it was raised to the day it was closed, or to today', () => {
    const raised = entry({ kind: 'case', level: 'orange', at: '2026-03-01T02:00:00.000Z' });
    expect(lane([{ ...raised, until: null }], 'case').spans).toEqual([{ from: '2026-03-02', to: '2026-03-05', open: true, level: 'orange', label: 'dressing' }]);
    expect(lane([{ ...raised, until: '2026-03-03T02:00:00.000Z' }], 'case').spans[0]).toMatchObject({ to: '2026-03-03', open: false });
    expect(lane([{ ...raised, until: '2026-03-01T05:00:00.000Z' }], 'case').spans).toEqual([]);
  });

  it('show every entry of the days exactly once', () => {
    const hours = fc.integer({ min: -200, max: 300 });
    const kinds = entryKinds.filter((kind) => kind !== 'case');
    fc.assert(
      fc.property(fc.array(fc.record({ hours, planned: fc.option(hours), kind: fc.constantFrom(...kinds), state: fc.constantFrom(...entryStates) }), { maxLength: 60 }), (made) => {
        const noon = '2026-03-05T00:00:00.000Z';
        const entries = made.map(({ hours: h, planned, kind, state }, i) => entry({ id: String(i), kind, state, at: addHours(noon, h), plannedAt: planned === null ? null : addHours(noon, planned) }));
        const shown = lanesOf(entries, view).lanes.flatMap(({ marks }) => marks).filter(({ state }) => state !== 'replaced').reduce((sum, { count }) => sum + count, 0);
        expect(shown).toBe(entries.filter(({ at }) => localDateOf(at, zone) >= '2026-03-02' && localDateOf(at, zone) <= '2026-03-08').length);
      }),
      { seed: 20260302 },
    );
  });
});
