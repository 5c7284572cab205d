/** What is drawn in one plot: all components of a reading, an answer or a score; once, whichever of the patient's packages carry it. */
import type { Trend } from '../../../../db/read-models/patient-trends.js';

/** What rules watch comes first, then what was measured most often. */
export function groupsOf(items: readonly Trend[]): Trend[][] {
  const groups = new Map<string, Trend[]>();
  for (const item of items) {
    const name = `${item.source} ${item.group} ${item.unit ?? ''}`;
    const group = groups.get(name) ?? [];
    const same = group.findIndex(({ path }) => path === item.path);
    groups.set(name, same < 0 ? [...group, item] : group.map((one, i) => (i === same ? merged(one, item) : one)));
  }
  const weight = (group: Trend[]): number => (group[0]?.source === 'reading' ? 0 : group.some(({ thresholds }) => thresholds.length > 0) ? 1 : 2);
  return [...groups.values()].sort((a, b) => weight(a) - weight(b) || (b[0]?.points.length ?? 0) - (a[0]?.points.length ?? 0));
}

/** The same value in two packages: each moment once, the thresholds of both. The baseline is of the package that knows more values. */
function merged(a: Trend, b: Trend): Trend {
  const [more, less] = a.points.length >= b.points.length ? [a, b] : [b, a];
  const once = <T>(of: readonly T[], name: (one: T) => string): T[] => of.filter((one, i) => of.findIndex((other) => name(other) === name(one)) === i);
  return {
    ...more, packageTitle: [...new Set([a.packageTitle, b.packageTitle])].join(' · '),
    points: once([...more.points, ...less.points], ({ at }) => at).sort(byTime), rejected: once([...more.rejected, ...less.rejected], ({ at }) => at).sort(byTime),
    thresholds: once([...more.thresholds, ...less.thresholds], (one) => JSON.stringify(one)), lines: once([...more.lines, ...less.lines], ({ value, meets, inclusive }) => `${value} ${meets} ${inclusive}`),
    otherRules: [...new Set([...more.otherRules, ...less.otherRules])],
  };
}

const byTime = (a: { at: string }, b: { at: string }): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0);
