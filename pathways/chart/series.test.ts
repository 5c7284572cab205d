import { describe, expect, it } from 'vitest';
import { loadDefinitionOrThrow } from '../../cli/load-definition.js';
import { baselineOf, linesOf, seriesOf } from './series.js';
import { thresholdsOf } from './thresholds.js';

const stroke = loadDefinitionOrThrow('stroke-rehab@1').plan;
const zone = 'Asia/Shanghai';
const path = 'bloodPressure.systolic';
const sample = (at: string, value: string, submission: number) => ({ at, value, submission });
/** Two within half an hour are one session; a third in the evening stands alone. Given out of order, as devices send them. */
const samples = [sample('2026-03-03T12:00:00.000Z', '150', 3), sample('2026-03-03T00:20:00.000Z', '166', 2), sample('2026-03-03T00:05:00.000Z', '170', 1)];

describe('A series', () => {
  it('averages a session as the rules do, oldest first', () => {
    expect(seriesOf(stroke, path, samples, zone)).toEqual([
      { at: '2026-03-03T00:05:00.000Z', date: '2026-03-03', value: '168', of: 2 },
      { at: '2026-03-03T12:00:00.000Z', date: '2026-03-03', value: '150', of: 1 },
    ]);
  });

  it('leaves out what is no number', () => expect(seriesOf(stroke, 'core.pain', [sample('2026-03-03T00:00:00.000Z', '', 1)], zone)).toEqual([]));

  it('has the engine\'s baseline: the first session', () => {
    expect(baselineOf(stroke, path, samples, zone)).toBe('168');
    expect(baselineOf(stroke, path, [], zone)).toBeNull();
  });
});

describe('Lines to draw', () => {
  it('name every rule at one value, in the colour of the most urgent that needs nothing else', () => {
    expect(linesOf(thresholdsOf(stroke, path), null)).toEqual([
      { value: '180', meets: 'above', inclusive: true, level: 'orange', rules: ['B-2s', 'B-2'], further: false },
      { value: '160', meets: 'above', inclusive: false, level: 'orange', rules: ['B-1'], further: false },
    ]);
  });

  it('say the border of two bands once', () => {
    const values = linesOf(thresholdsOf(stroke, 'vitals.temperature'), null).map(({ value, meets, level }) => [value, meets, level]);
    expect(values).toContainEqual(['38.0', 'above', 'yellow']);
    expect(values).toContainEqual(['38.5', 'above', 'orange']);
    expect(values).not.toContainEqual(['38.5', 'below', 'yellow']);
    expect(values).toContainEqual(['35.0', 'below', 'orange']);
  });

  it('a fall since the baseline becomes a line once there is a baseline', () => {
    const thresholds = thresholdsOf(stroke, 'barthel.score');
    expect(linesOf(thresholds, null)).toEqual([]);
    expect(linesOf(thresholds, '65')).toEqual([{ value: '55', meets: 'below', inclusive: true, level: 'orange', rules: ['S-4'], further: false }]);
  });
});
