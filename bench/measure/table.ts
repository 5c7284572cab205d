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

type Verdict = (name: string, values: readonly number[], bound: number) => string;

/** A bench fails nothing; it says whether the aim is met by the middle of the rounds. A short form measures too little to say so. */
export function verdicts({ short }: { short: boolean }): { atMost: Verdict; atLeast: Verdict } {
  const verdict = (words: string, meets: (middle: number, bound: number) => boolean): Verdict => (name, values, bound) => {
    const judged = short ? 'not judged by the short form' : values.length === 0 || values.some(Number.isNaN) ? 'NOT MEASURED' : meets(rangeOf(values).middle, bound) ? 'met' : 'NOT MET';
    return `${name}: ${rangeText(values)}; aim ${words} ${bound}: ${judged}`;
  };
  return { atMost: verdict('at most', (middle, bound) => middle <= bound), atLeast: verdict('at least', (middle, bound) => middle >= bound) };
}
