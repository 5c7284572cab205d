/** Order statistics of a few measured numbers. */

export type Range = { least: number; middle: number; most: number };

/** The value below which the share `q` lies (nearest rank). NaN for no values. */
export function quantile(values: readonly number[], q: number): number {
  const ordered = values.toSorted((a, b) => a - b);
  return ordered[Math.min(ordered.length - 1, Math.max(0, Math.ceil(q * ordered.length) - 1))] ?? Number.NaN;
}

export const rangeOf = (values: readonly number[]): Range => ({ least: quantile(values, 0), middle: quantile(values, 0.5), most: quantile(values, 1) });

/** Each round's own ratio, so that a round on a busier machine compares like with like. */
export const ratiosOf = (ours: readonly number[], theirs: readonly number[]): number[] => ours.map((value, i) => value / (theirs[i] ?? Number.NaN));
