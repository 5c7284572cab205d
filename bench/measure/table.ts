/** Tables for people: text left, numbers right, ranges as `least / middle / most`. */
import { rangeOf } from './numbers.js';

export const print = (line = ''): void => void process.stdout.write(`${line}\n`);

const digits = (value: number): string => (Number.isNaN(value) ? '-' : value >= 1_000 ? value.toFixed(0) : value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));

/** `least / **middle** / most` without the stars: a terminal shows none. */
export function rangeText(values: readonly number[]): string {
  const { least, middle, most } = rangeOf(values);
  return values.length === 0 ? 'not measured' : values.length === 1 ? digits(middle) : `${digits(least)} / ${digits(middle)} / ${digits(most)}`;
}

/** Chinese characters take two columns of a terminal; these tables hold none. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = heading.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]): string => cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ').trimEnd();
  print(line(heading));
  print(widths.map((width) => '-'.repeat(width)).join('  '));
  for (const row of rows) print(line(row));
  print();
}

/** A bench fails nothing; it says whether the aim is met by the middle of the rounds. */
export function aim(name: string, values: readonly number[], most: number): string {
  const { middle } = rangeOf(values);
  return `${name}: ${rangeText(values)}; aim at most ${most}: ${middle <= most ? 'met' : 'NOT MET'}`;
}

export function aimAtLeast(name: string, values: readonly number[], least: number): string {
  const { middle } = rangeOf(values);
  return `${name}: ${rangeText(values)}; aim at least ${least}: ${middle >= least ? 'met' : 'NOT MET'}`;
}
