/** Thresholds and lines in words. */
import type { Bound, Threshold } from '../../../../pathways/chart/thresholds.js';
import { sayUnit } from '../../../../pathways/outline/condition-words.js';
import type { Line } from '../../../../pathways/chart/series.js';
import type { Language, Speaker } from '../../../text.js';
import type { patientTexts } from '../../texts/patient.js';

type Say = Speaker<typeof patientTexts>;

const valueOf = ({ value, unit }: Bound, language: Language): string => (unit === null ? value : `${value}${sayUnit(unit, language)}`);

/** `高于 160 mmHg`, `≥ 38.0 °C，且低于 38.5 °C`, `较基线下降 10 points`. */
export function sayThreshold({ from, to, reading }: Threshold, t: Say, language: Language): string {
  if (reading.as === 'change') {
    const reference = t(`from-${reading.from}` as 'from-baseline', { n: reading.args[0] ?? '' });
    const by = from ?? to;
    return by === null ? '' : t(reading.direction === 'fall' ? 'fallFrom' : 'riseFrom', { from: reference, v: valueOf(by, language) });
  }
  const low = from === null ? null : t(from.inclusive ? 'atLeast' : 'above', { v: valueOf(from, language) });
  const high = to === null ? null : t(to.inclusive ? 'atMost' : 'below', { v: valueOf(to, language) });
  const what = low !== null && high !== null ? t('between', { a: low, b: high }) : (low ?? high ?? '');
  if (reading.as === 'repeated') return t('repeated', { what, times: reading.times.value, hours: reading.withinHours, apart: reading.apartHours });
  return reading.as === 'call' ? t(`of-${reading.fn}` as 'of-latest', { n: reading.args[0] ?? '', what }) : what;
}

/** Short, for the end of a line in a plot: `>160 B-1`. */
export const sayLine = ({ value, meets, inclusive, rules }: Line): string => `${meets === 'above' ? (inclusive ? '≥' : '>') : inclusive ? '≤' : '<'}${value} ${rules.slice(0, 2).join(' ')}${rules.length > 2 ? '…' : ''}`;

/** Where the numbers behind it come from. */
export const sourcesOf = ({ from, to }: Threshold): string[] => [from, to].flatMap((bound) => (bound === null || bound.source === null ? [] : [bound.source]));
