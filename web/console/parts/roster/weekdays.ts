/** The days of a working week, and a week in as few lines as it needs. */
import type { Hours } from '../../../../pathways/visits/staff.js';

/** Monday first, as `Hours.weekday` counts from 1. */
export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof weekdays)[number];

/** Days in a row with the same hours share a line: Monday to Friday 08:00–17:30. */
export function weekLines(hours: readonly Hours[]): { from: Weekday; until: Weekday; stretches: string }[] {
  const lines: { from: Weekday; until: Weekday; stretches: string; last: number }[] = [];
  for (const [day, name] of weekdays.entries()) {
    const stretches = hours.filter(({ weekday }) => weekday === day + 1).map(({ from, until }) => `${from}–${until}`).toSorted().join(' ');
    if (stretches === '') continue;
    const before = lines.at(-1);
    if (before?.last === day - 1 && before.stretches === stretches) Object.assign(before, { until: name, last: day });
    else lines.push({ from: name, until: name, stretches, last: day });
  }
  return lines.map(({ from, until, stretches }) => ({ from, until, stretches }));
}
