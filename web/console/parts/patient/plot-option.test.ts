import { describe, expect, it } from 'vitest';
import type { Trend } from '../../../../db/read-models/patient-trends.js';
import { plotOption, shownLines } from './plot-option.js';

const words = { baseline: (v: string) => `baseline ${v}`, line: ({ value, rules }: { value: string; rules: string[] }) => `${value} ${rules.join()}`, moment: (at: string) => at, notBelieved: 'not believed' };
const trend = (more: Partial<Trend>): Trend => ({
  path: 'bp.systolic', group: 'bp', groupLabel: 'BP', label: 'systolic', unit: 'mmHg', source: 'reading', episodeId: 'e', packageTitle: 'p', rejected: [], baseline: '150', thresholds: [], otherRules: [],
  points: [{ at: '2026-03-03T00:30:00.000Z', date: '2026-03-03', value: '150', of: 1 }, { at: '2026-03-04T00:30:00.000Z', date: '2026-03-04', value: '165', of: 2 }],
  lines: [{ value: '160', meets: 'above', inclusive: false, level: 'orange', rules: ['B-1'], further: false }, { value: '20', meets: 'below', inclusive: true, level: 'red', rules: ['X'], further: false }], ...more,
});

describe('A plot', () => {
  it('draws the points, each threshold near them with its rule, and the baseline dashed', () => {
    const [series] = plotOption([trend({})], words, false).series;
    expect(series?.data).toEqual([['2026-03-03T00:30:00.000Z', 150], ['2026-03-04T00:30:00.000Z', 165]]);
    expect(series && 'markLine' in series ? series.markLine.data.map(({ yAxis, label }) => [yAxis, label.formatter]) : null).toEqual([[160, '160 B-1'], [150, 'baseline 150']]);
  });

  it('leaves a threshold far away to the table', () => expect(shownLines([trend({})]).map(({ line }) => line.value)).toEqual(['160']));

  it('shows values that were not believed as crosses, but never lets one squeeze the plot', () => {
    const made = plotOption([trend({ rejected: [{ at: '2026-03-05T00:00:00.000Z', value: '170', reason: 'step-too-large' }, { at: '2026-03-05T01:00:00.000Z', value: '1650', reason: 'out-of-range' }] })], words, false).series;
    expect(made[1]).toMatchObject({ type: 'scatter', data: [['2026-03-05T00:00:00.000Z', 170]] });
  });

  it('does not move for those who asked their system for less motion', () => expect([plotOption([trend({})], words, false).animation, plotOption([trend({})], words, true).animation]).toEqual([false, true]));

  it('tells a second component by its shape, not by colour alone', () => {
    const [first, second] = plotOption([trend({}), trend({ path: 'bp.diastolic', label: 'diastolic' })], words, false).series;
    expect([first && 'symbol' in first ? first.symbol : '', second && 'symbol' in second ? second.symbol : '']).toEqual(['circle', 'triangle']);
  });
});
