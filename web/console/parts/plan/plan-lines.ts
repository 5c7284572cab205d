/** The lines of the plan on paper: one call that serves two packages is one line, and what comes often is one line too. */
import type { PlanItem } from '../../../../db/read-models/printed-plan.js';

/** `packages`: whom it serves. `at`: when, or the first time; `until`: the last time. */
export type PlanLine = Omit<PlanItem, 'package'> & { packages: string[]; until: string; times: number };

/** What comes more often than this is one line. */
export const mostLines = 6;

/** Singles first, each in the order of its time, then what comes often. */
export function planLines(items: readonly PlanItem[]): { single: PlanLine[]; often: PlanLine[] } {
  const moments = grouped(items, ({ at, kind, label, slotFrom }) => `${at} ${kind} ${label} ${slotFrom}`).map((same) => ({ ...same[0], packages: [...new Set(same.map((one) => one.package))] }));
  const series = grouped(moments, ({ kind, label, packages }) => `${kind} ${label} ${packages.join()}`);
  const line = (same: readonly [Moment, ...Moment[]], until: string, times: number): PlanLine => ({ at: same[0].at, kind: same[0].kind, label: same[0].label, slotFrom: same[0].slotFrom, slotUntil: same[0].slotUntil, packages: same[0].packages, until, times });
  return {
    single: series.flatMap((same) => (same.length > mostLines ? [] : same.map((one) => line([one], one.at, 1)))).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
    often: series.flatMap((same) => (same.length > mostLines ? [line(same, same.at(-1)?.at ?? same[0].at, same.length)] : [])),
  };
}

type Moment = PlanItem & { packages: string[] };

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): [T, ...T[]][] {
  const by = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const same = by.get(keyOf(item));
    if (same) same.push(item);
    else by.set(keyOf(item), [item]);
  }
  return [...by.values()];
}
