/**
 * A device or self-measured value, before any rule sees it: is it plausible, is it stale, and what is the value that counts (each value,
 * the mean of a session, the first of the day)? Limits come from the plan; clinical.md "Device readings" says why.
 */
import { minus, order, format, rounded, scaled, type Scaled } from './decimal.js';
import type { Doubted, Episode, Sample } from './episode.js';
import type { Outvoted } from './events.js';
import { forgetting, grouped, valueOf } from './history.js';
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
      /** The value that stood alone until now, and counts no longer; absent: all that counted goes on counting. */
      outvotes?: Outvoted[];
    }
  /** Kept raw, never meets a rule; `implausible` asks to repeat. Codes: unknown-reading, unknown-component, no-value, not-a-number, out-of-range, step-too-large. `lone`: what it contradicts stands alone. */
  | { kind: 'rejected'; values: Record<string, Decimal>; measuredAt: Instant; reason: string; lone?: true };

/** Since semantics 7 a value may be outvoted: then what was doubted before is known, too. */
type Known = Pick<Episode, 'zone' | 'history'> & Partial<Pick<Episode, 'semantics' | 'doubted'>>;
type Limits = ReadingKind['components'][string];

export function admitReading(plan: Pick<Plan, 'readings' | 'staleReadingHours'>, episode: Known, arrival: Arrival): Admission {
  const { at, reading } = arrival;
  const measuredAt = arrival.measuredAt > at ? at : arrival.measuredAt;
  const rejected = (reason: string, lone?: true): Admission => ({ kind: 'rejected', values: { ...arrival.values }, measuredAt, reason, ...(lone && { lone }) });
  const kind = Object.hasOwn(plan.readings, reading) ? plan.readings[reading] : undefined;
  if (!kind) return rejected('unknown-reading');

  const values: Record<string, Decimal> = {};
  const against: Contradiction[] = [];
  for (const [component, text] of Object.entries(arrival.values)) {
    const limits = Object.hasOwn(kind.components, component) ? kind.components[component] : undefined;
    if (!limits) return rejected(`unknown-component: ${component}`);
    const value = scaled(text);
    if (!value) return rejected(`not-a-number: ${component}`);
    const kept = rounded(value, limits.decimals);
    const earlier = (episode.history[`${reading}.${component}`] ?? []).filter((s) => s.at <= measuredAt);
    const problem = implausible(kept, limits) ?? stepTooLarge(kept, limits, kind, component, earlier, measuredAt, episode.zone);
    const alone = problem === 'step-too-large' ? standsAlone(episode, `${reading}.${component}`, limits, grouped(earlier, kind, episode.zone).at(-1)?.samples ?? []) : null;
    if (problem && !alone) return rejected(`${problem}: ${component}`);
    if (alone) against.push({ component, kept, limits, alone });
    values[component] = format(kept, limits.decimals);
  }
  if (Object.keys(values).length === 0) return rejected('no-value');
  const doubted = episode.doubted?.[reading];
  const [first] = against;
  if (first && !against.every((one) => agrees(one, doubted, measuredAt))) return rejected(`step-too-large: ${first.component}`, true);

  const outvotes = against.map(({ alone }): Outvoted => ({ submission: alone.submission, measuredAt: alone.at }));
  const stale = measuredAt < addHours(at, -plan.staleReadingHours);
  return {
    kind: 'accepted', values, measuredAt, stale, ...(outvotes.length > 0 && { outvotes }),
    ...(stale ? { current: {}, at: measuredAt } : counting(kind, values, measuredAt, { zone: episode.zone, history: forgetting(episode.history, reading, outvotes) })),
  };
}

type Contradiction = { component: string; kept: Scaled; limits: Limits; alone: Sample };

/**
 * A value with which no other agrees has nobody to vouch for it: a weight typed in jin is twice the kilograms, and every true one would be too far from
 * it for weeks. It is the first one so far, or came after days enough for the step to let it pass. Two that agree vouch for each other and are never
 * outvoted: what departs from them is a slip, a guest on the scale, or a change that the step lets through as days pass; if two such could overturn a
 * series, a unit mistaken twice would hide from the rules how the patient's own weight went. `contradicted`: the values of the last day or session.
 */
function standsAlone({ semantics = 1, history }: Known, path: string, { maxStepPerDay }: Limits, contradicted: readonly Sample[]): Sample | null {
  const kept = history[path] ?? [];
  const [lone, ...more] = semantics >= 8 ? contradicted : kept;
  if (semantics < 7 || lone === undefined || more.length > 0) return null;
  const [value, step] = [scaled(String(lone.value)), scaled(maxStepPerDay ?? '')];
  const vouches = (other: Sample): boolean => {
    const near = scaled(String(other.value));
    return near === null || value === null || step === null || order(distance(near, value), step) <= 0;
  };
  return kept.some((other) => other !== lone && vouches(other)) ? null : lone;
}

/** With the value doubted just before, measured earlier: one reading sent twice is one vote. */
function agrees({ component, kept, limits }: Contradiction, doubted: Doubted | undefined, measuredAt: Instant): boolean {
  const before = scaled(doubted?.values[component] ?? '');
  const step = scaled(limits.maxStepPerDay ?? '');
  return doubted !== undefined && doubted.at < measuredAt && before !== null && step !== null && order(distance(kept, before), step) <= 0;
}

function distance(a: Scaled, b: Scaled): Scaled {
  const change = minus(a, b);
  return change.units < 0n ? { units: -change.units, scale: change.scale } : change;
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
  return order(distance(value, last), { units: step.units * days, scale: step.scale }) > 0 ? 'step-too-large' : null;
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
