/** Cells of the review added up to what a table shows: counts, shares, stars, yuan. */
import type { LocalDate } from '../../../../pathways/engine/vocabulary.js';
import type { Measure, ReviewCell } from '../../../../db/read-models/review/measures.js';
import type { ReviewTarget } from '../../../../db/read-models/review/review.js';

export type Review = { zone: string; weeks: LocalDate[]; packages: { packageId: string; title: string }[]; cells: ReviewCell[]; targets: ReviewTarget[] };

/** In the order of the table. `better`: which way is good, for judging a target; null: neither. */
export const shown: readonly { measure: Measure; kind: 'count' | 'share' | 'stars' | 'money'; better: 'high' | 'low' | null }[] = [
  { measure: 'launched', kind: 'count', better: 'high' }, { measure: 'active', kind: 'count', better: null }, { measure: 'completed', kind: 'count', better: 'high' }, { measure: 'stopped', kind: 'count', better: 'low' },
  { measure: 'readmitted', kind: 'share', better: 'low' }, { measure: 'contacts', kind: 'share', better: 'high' }, { measure: 'acknowledged', kind: 'share', better: 'high' }, { measure: 'contacted', kind: 'share', better: 'high' },
  { measure: 'no-show', kind: 'share', better: 'low' }, { measure: 'rating', kind: 'stars', better: 'high' }, { measure: 'complaints', kind: 'count', better: 'low' }, { measure: 'revenue', kind: 'money', better: 'high' },
];

/** `value`: percent, stars, yuan or a count; null when there is nothing to divide by. */
export type Figure = { n: number; of: number | null; value: number | null };

/** `packageId` null: all. A count without rows is 0; a share without a whole is nothing. */
export function figure({ cells }: Pick<Review, 'cells'>, measure: Measure, week: LocalDate, packageId: string | null): Figure {
  const mine = cells.filter((cell) => cell.measure === measure && cell.week === week && (packageId === null || cell.packageId === packageId));
  const n = mine.reduce((sum, cell) => sum + cell.n, 0);
  const kind = shown.find((one) => one.measure === measure)?.kind ?? 'count';
  if (kind === 'count') return { n, of: null, value: n };
  if (kind === 'money') return { n, of: null, value: n / 100 };
  const of = mine.reduce((sum, cell) => sum + (cell.of ?? 0), 0);
  return { n, of, value: of === 0 ? null : kind === 'stars' ? n / of : (n / of) * 100 };
}

/** The package's own target, else none: a target of all packages says nothing about one. */
export const targetOf = ({ targets }: Pick<Review, 'targets'>, measure: Measure, packageId: string | null): ReviewTarget | undefined => targets.find((one) => one.measure === measure && one.packageId === packageId);

/** null: nothing to judge. */
export function reaches(measure: Measure, value: number | null, target: string | null | undefined): boolean | null {
  const better = shown.find((one) => one.measure === measure)?.better ?? null;
  if (value === null || target === null || target === undefined || better === null) return null;
  return better === 'high' ? value >= Number(target) : value <= Number(target);
}
