/**
 * National Early Warning Score 2, Royal College of Physicians 2017, source [4]. Nurse-visit adults only, not under 16 or pregnant (rules
 * see to that). SpO2 scale 2 only by prescription. 7 and more high; 5-6, or any single 3, medium.
 */
import { rounded, type Scaled } from '../engine/decimal.js';
import { instrument } from './instrument.js';

/** Points of the first row whose upper end is not below the value; the last row is open. */
const upTo = (value: number, rows: readonly (readonly [to: number, points: number])[]): number =>
  rows.find(([to]) => value <= to)?.[1] ?? 0;

const respirationPoints = (n: number) => upTo(n, [[8, 3], [11, 1], [20, 0], [24, 2], [Infinity, 3]]);
const scale1 = (n: number) => upTo(n, [[91, 3], [93, 2], [95, 1], [100, 0]]);
const scale2 = (n: number, oxygen: boolean) =>
  n >= 93 && oxygen ? upTo(n, [[94, 1], [96, 2], [100, 3]]) : upTo(n, [[83, 3], [85, 2], [87, 1], [100, 0]]);
const systolicPoints = (n: number) => upTo(n, [[90, 3], [100, 2], [110, 1], [219, 0], [Infinity, 3]]);
const pulsePoints = (n: number) => upTo(n, [[40, 3], [50, 1], [90, 0], [110, 1], [130, 2], [Infinity, 3]]);
/** In tenths of a degree: 38.05 is rounded to 38.1, as it is charted. */
const temperaturePoints = (celsius: Scaled) => {
  const { units, scale } = rounded(celsius, 1);
  return upTo(Number(units) * (scale === 0 ? 10 : 1), [[350, 3], [360, 1], [380, 0], [390, 1], [Infinity, 2]]);
};

export const news2 = instrument(
  'news2',
  {
    respiration: { kind: 'whole', min: 0, max: 120 },
    spo2: { kind: 'whole', min: 0, max: 100 },
    spo2Scale: { kind: 'choice', options: ['1', '2'] },
    oxygen: { kind: 'boolean' },
    systolic: { kind: 'whole', min: 0, max: 350 },
    pulse: { kind: 'whole', min: 0, max: 350 },
    consciousness: { kind: 'choice', options: ['alert', 'confusion', 'voice', 'pain', 'unresponsive'] },
    temperature: { kind: 'decimal', min: '20', max: '46' },
  },
  (a) => {
    const points = [
      respirationPoints(a.respiration),
      a.spo2Scale === '2' ? scale2(a.spo2, a.oxygen) : scale1(a.spo2),
      a.oxygen ? 2 : 0,
      systolicPoints(a.systolic),
      pulsePoints(a.pulse),
      a.consciousness === 'alert' ? 0 : 3,
      temperaturePoints(a.temperature),
    ];
    const total = points.reduce((x, y) => x + y, 0);
    return { total, band: total >= 7 ? 'high' : total >= 5 || points.includes(3) ? 'medium' : 'low' };
  },
);
