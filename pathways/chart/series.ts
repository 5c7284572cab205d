/** Values of one path over time as the rules see them (sessions averaged, one value a day), their baseline, and the lines to draw. */
import { format, minus, order, plus, scaled } from '../engine/decimal.js';
import { decimalOf, evaluate } from '../engine/expression.js';
import { grouped, kindOf, scopeOf, valueOf } from '../engine/history.js';
import type { Sample } from '../engine/episode.js';
import type { Plan, RuleId } from '../engine/plan.js';
import type { Decimal, Instant, Level, LocalDate } from '../engine/vocabulary.js';
import type { Bound, Threshold } from './thresholds.js';

/** `of`: how many measurements it was made from. */
export type Point = { at: Instant; date: LocalDate; value: Decimal; of: number };

/** Oldest first. */
export function seriesOf(plan: Pick<Plan, 'readings'>, path: string, samples: readonly Sample[], zone: string): Point[] {
  const kind = kindOf(plan, path);
  const component = path.slice(path.indexOf('.') + 1);
  return grouped(inTime(samples), kind, zone).flatMap((group): Point[] => {
    const value = valueOf(group, kind, component);
    return typeof value === 'string' && scaled(value) ? [{ at: group.at, date: group.date, value, of: group.samples.length }] : [];
  });
}

/** The engine's own `baseline(path)` over these samples; null: none yet. */
export function baselineOf(plan: Pick<Plan, 'mainAnchor' | 'readings'>, path: string, samples: readonly Sample[], zone: string): Decimal | null {
  const last = inTime(samples).at(-1);
  if (!last) return null;
  const known = { zone, anchors: {}, facts: { flags: {}, hasFamilyContact: false, optedOut: false, away: [] }, history: { [path]: inTime(samples) } };
  return decimalOf(evaluate({ op: 'call', fn: 'baseline', path, args: [] }, scopeOf(plan, known, { at: last.at, submission: nobodys, current: {} })));
}

/** No sample belongs to it, so all of them count as earlier. */
const nobodys = -1;
const inTime = (samples: readonly Sample[]): Sample[] => [...samples].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));

/** `meets`: which side of the line meets the rules. */
export type Line = { value: Decimal; meets: 'above' | 'below'; inclusive: boolean; level: Level | null; rules: RuleId[]; /** Every rule of the line asks for something else as well. */ further: boolean };

const urgency: readonly (Level | null)[] = ['red', 'orange', 'yellow', null];

/** One line per value and side, in the colour of its most urgent rule. A change since the baseline becomes a line once there is one. */
export function linesOf(thresholds: readonly Threshold[], baseline: Decimal | null): Line[] {
  const drawn: Line[] = [];
  for (const threshold of thresholds) for (const line of linesFrom(threshold, baseline)) add(drawn, line);
  // The upper end of one level's band is where the next level begins: said once.
  return drawn.filter((line) => line.meets === 'above' || !drawn.some((other) => other.meets === 'above' && same(other.value, line.value) && other.inclusive !== line.inclusive));
}

function add(drawn: Line[], line: Line): void {
  const known = drawn.find((other) => other.meets === line.meets && other.inclusive === line.inclusive && same(other.value, line.value));
  if (!known) return void drawn.push(line);
  // What the value alone brings about comes before what it brings about together with something else.
  const graver = urgency.indexOf(line.level) < urgency.indexOf(known.level);
  if (line.further === known.further ? graver : known.further) known.level = line.level;
  known.rules = [...new Set([...known.rules, ...line.rules])];
  known.further &&= line.further;
}

function linesFrom({ rule, level, reading, from, to, further }: Threshold, baseline: Decimal | null): Line[] {
  const line = (value: Decimal, meets: Line['meets'], { inclusive }: Bound): Line => ({ value, meets, inclusive, level, rules: [rule], further });
  if (reading.as === 'change') {
    if (reading.from !== 'baseline' || baseline === null || from === null) return [];
    const [base, by] = [scaled(baseline), scaled(from.value)];
    if (!base || !by) return [];
    return [reading.direction === 'rise' ? line(format(plus(base, by)), 'above', from) : line(format(minus(base, by)), 'below', from)];
  }
  return [...(from ? [line(from.value, 'above', from)] : []), ...(to ? [line(to.value, 'below', to)] : [])];
}

function same(a: Decimal, b: Decimal): boolean {
  const [x, y] = [scaled(a), scaled(b)];
  return x !== null && y !== null && order(x, y) === 0;
}
