/** What is wrong with a value that somebody typed into a reading. */
import type { ChartReading } from '../../../../db/read-models/patient-chart.js';
import { compare, isDecimal } from '../../../../pathways/engine/decimal.js';

export type Component = ChartReading['components'][number];
/** `out-of-range` is kept as implausible by the engine; the other two are refused. */
export type ReadingProblem = 'not-a-number' | 'too-precise' | 'out-of-range';

/** An empty field is no problem: not every value of a report is measured every time. */
export function problemOf({ min, max, decimals }: Component, value: string | undefined): ReadingProblem | null {
  if (value === undefined || value === '') return null;
  if (!isDecimal(value)) return 'not-a-number';
  if ((value.split('.')[1] ?? '').length > decimals) return 'too-precise';
  return compare(value, min) < 0 || compare(value, max) > 0 ? 'out-of-range' : null;
}
