/**
 * A device or self-measured value, before any rule sees it: is it plausible, is it stale, and what is the value that counts (each value,
 * the mean of a session, the first of the day)? Limits come from the plan; clinical.md "Device readings" says why.
 */
import { minus, order, format, rounded, scaled, type Scaled } from './decimal.js';
import type { Episode, Sample } from './episode.js';
import { grouped, valueOf } from './history.js';
import type { AnswerValue } from './inputs.js';
import type { Plan, ReadingKind } from './plan.js';
import type { Decimal, Instant } from './vocabulary.js';
import { addHours, daysBetween, localDateOf } from '../time.js';

export type Arrival = { at: Instant; reading: string; values: Readonly<Record<string, Decimal>>; measuredAt: Instant };

export type Admission =
  | {
      kind: 'accepted';
      /** By component, rounded to the declared decimals: what is recorded and kept as history. */
      values: Record<string, Decimal>;
      /** Never later than the arrival: a device whose clock runs ahead must not become the newest value for ever. */
      measuredAt: Instant;
      /** By path, for the rules: session mean or day value. Empty when stale, or when an earlier value of the day already counts. */
      current: Record<string, AnswerValue>;
      /** Time of the values in `current`: the `at` of the moment in which the rules are evaluated. */
      at: Instant;
      /** Measured too long ago to meet the rules: a YELLOW review instead, whatever the value. */
      stale: boolean;
    }
  /** Kept raw, never meets a rule; `implausible` asks to repeat. Codes: unknown-reading, unknown-component, no-value, not-a-number, out-of-range, step-too-large. */
  | { kind: 'rejected'; values: Record<string, Decimal>; measuredAt: Instant; reason: string };

type Limits = ReadingKind['components'][string];

export function admitReading(plan: Pick<Plan, 'readings' | 'staleReadingHours'>, episode: Pick<Episode, 'zone' | 'history'>, arrival: Arrival): Admission {
  const { at, reading } = arrival;
  const measuredAt = arrival.measuredAt > at ? at : arrival.measuredAt;
  const rejected = (reason: string): Admission => ({ kind: 'rejected', values: { ...arrival.values }, measuredAt, reason });
  const kind = Object.hasOwn(plan.readings, reading) ? plan.readings[reading] : undefined;
  if (!kind) return rejected('unknown-reading');

  const values: Record<string, Decimal> = {};
  for (const [component, text] of Object.entries(arrival.values)) {
    const limits = Object.hasOwn(kind.components, component) ? kind.components[component] : undefined;
    if (!limits) return rejected(`unknown-component: ${component}`);
    const value = scaled(text);
    if (!value) return rejected(`not-a-number: ${component}`);
    const kept = rounded(value, limits.decimals);
    const earlier = (episode.history[`${reading}.${component}`] ?? []).filter((s) => s.at <= measuredAt);
    const problem = implausible(kept, limits) ?? stepTooLarge(kept, limits, kind, component, earlier, measuredAt, episode.zone);
    if (problem) return rejected(`${problem}: ${component}`);
    values[component] = format(kept, limits.decimals);
  }
  if (Object.keys(values).length === 0) return rejected('no-value');

  const stale = measuredAt < addHours(at, -plan.staleReadingHours);
  return { kind: 'accepted', values, measuredAt, stale, ...(stale ? { current: {}, at: measuredAt } : counting(kind, values, measuredAt, episode)) };
}

function implausible(value: Scaled, { min, max }: Limits): string | null {
  const [low, high] = [scaled(min), scaled(max)];
  return (low && order(value, low) < 0) || (high && order(value, high) > 0) ? 'out-of-range' : null;
}

/** Against the last value that counted, so many times the step as days have passed, one at least. */
function stepTooLarge(value: Scaled, limits: Limits, kind: ReadingKind, component: string, samples: readonly Sample[], measuredAt: Instant, zone: string): string | null {
  const step = limits.maxStepPerDay === undefined ? null : scaled(limits.maxStepPerDay);
  const group = grouped(samples, kind, zone).at(-1);
  const before = group && valueOf(group, kind, component);
  const last = typeof before === 'string' ? scaled(before) : null;
  if (!step || !group || !last) return null;
  const days = BigInt(Math.max(1, daysBetween(group.date, localDateOf(measuredAt, zone))));
  const change = minus(value, last);
  const size = change.units < 0n ? { units: -change.units, scale: change.scale } : change;
  return order(size, { units: step.units * days, scale: step.scale }) > 0 ? 'step-too-large' : null;
}

/** The values that count now that this one has come, in whatever order the values of a session or a day arrived. */
function counting(kind: ReadingKind, values: Record<string, Decimal>, measuredAt: Instant, episode: Pick<Episode, 'zone' | 'history'>): { current: Record<string, AnswerValue>; at: Instant } {
  const current: Record<string, AnswerValue> = {};
  let at = measuredAt;
  for (const [component, value] of Object.entries(values)) {
    const path = `${kind.id}.${component}`;
    const mine: Sample = { at: measuredAt, value, submission: -1 };
    const others = episode.history[path] ?? [];
    const all = [...others.filter((s) => s.at <= measuredAt), mine, ...others.filter((s) => s.at > measuredAt)];
    const group = grouped(all, kind, episode.zone).find((g) => g.samples.includes(mine));
    if (!group || (kind.combine === 'day-first' && group.samples[0] !== mine)) continue;
    const counts = valueOf(group, kind, component);
    if (counts !== undefined) current[path] = counts;
    const last = group.samples.at(-1);
    if (kind.combine === 'session-mean' && last && last.at > at) at = last.at;
  }
  return { current, at };
}
