import { describe, expect, it } from 'vitest';
import type { Trend } from '../../../../db/read-models/patient-trends.js';
import { groupsOf } from './trend-groups.js';

const point = (day: string, value: string) => ({ at: `2026-03-${day}T00:00:00.000Z`, date: `2026-03-${day}`, value, of: 1 });
const trend = (more: Partial<Trend>): Trend => ({ path: 'core.pain', group: 'core.pain', groupLabel: 'Pain', label: 'Pain', unit: 'NRS', source: 'answer', episodeId: 'a', packageTitle: 'Wound', points: [], rejected: [], baseline: null, thresholds: [], lines: [], otherRules: [], ...more });

describe('Plots of the readings', () => {
  it('are one per value, even when two packages carry it: each moment once, both packages named', () => {
    const groups = groupsOf([trend({ points: [point('02', '3'), point('04', '5')] }), trend({ episodeId: 'b', packageTitle: 'Rehab', points: [point('02', '3'), point('03', '4')] })]);
    expect(groups.map((group) => group.map(({ points, packageTitle }) => [packageTitle, points.map(({ value }) => value)]))).toEqual([[['Wound · Rehab', ['3', '4', '5']]]]);
  });
  it('hold the components of one reading together, and come first', () => {
    const pressure = { source: 'reading', group: 'bp', unit: 'mmHg' } as const;
    const groups = groupsOf([trend({ points: [point('02', '3')] }), trend({ ...pressure, path: 'bp.systolic' }), trend({ ...pressure, path: 'bp.diastolic' })]);
    expect(groups.map((group) => group.map(({ path }) => path))).toEqual([['bp.systolic', 'bp.diastolic'], ['core.pain']]);
  });
});
