/** Thresholds and lines in words. */
import type { Bound, Threshold } from '../../../../pathways/chart/thresholds.js';
import type { Line } from '../../../../pathways/chart/series.js';
import type { Speaker } from '../../../text.js';
import type { patientTexts } from '../../texts/patient.js';

type Say = Speaker<typeof patientTexts>;

const valueOf = ({ value, unit }: Bound): string => (unit === null ? value : `${value} ${unit}`);

/** `高于 160 mmHg`, `≥ 38.0 °C，且低于 38.5 °C`, `较基线下降 10 points`. */
export function sayThreshold({ from, to, reading }: Threshold, t: Say): string {
  if (reading.as === 'change') {
    const reference = t(`from-${reading.from}` as 'from-baseline', { n: reading.args[0] ?? '' });
    const by = from ?? to;
    return by === null ? '' : t(reading.direction === 'fall' ? 'fallFrom' : 'riseFrom', { from: reference, v: valueOf(by) });
  }
  const low = from === null ? null : t(from.inclusive ? 'atLeast' : 'above', { v: valueOf(from) });
  const high = to === null ? null : t(to.inclusive ? 'atMost' : 'below', { v: valueOf(to) });
  const what = low !== null && high !== null ? t('between', { a: low, b: high }) : (low ?? high ?? '');
  if (reading.as === 'repeated') return t('repeated', { what, times: reading.times.value, hours: reading.withinHours, apart: reading.apartHours });
  return reading.as === 'call' ? t(`of-${reading.fn}` as 'of-latest', { n: reading.args[0] ?? '', what }) : what;
}

/** Short, for the end of a line in a plot: `>160 B-1`. */
export const sayLine = ({ value, meets, inclusive, rules }: Line): string => `${meets === 'above' ? (inclusive ? '≥' : '>') : inclusive ? '≤' : '<'}${value} ${rules.slice(0, 2).join(' ')}${rules.length > 2 ? '…' : ''}`;

/** Parameters behind it, `systolicRaised [1]`. */
export const parametersOf = ({ from, to }: Threshold): { name: string; source: string }[] =>
  [from, to].flatMap((bound) => (bound === null || bound.parameter === null ? [] : [{ name: bound.parameter, source: bound.source ?? '' }]));
