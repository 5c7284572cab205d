/**
 * What rules may look back on. Samples are kept raw with the time they were measured or answered, because they may arrive late and in any
 * order; sessions and day values are formed when read. Memory is bounded by the plan's `lookBack` and by a cap.
 */
import type { Earlier, Scope } from './expression.js';
import { average, format, rounded, scaled } from './decimal.js';
import type { Episode, Sample } from './episode.js';
import type { Outvoted } from './events.js';
import type { Answers, AnswerValue } from './inputs.js';
import type { LookBackRule, Plan, ReadingKind } from './plan.js';
import type { Decimal, Instant, LocalDate } from './vocabulary.js';
import { personalOf } from './personal.js';
import { addDays, addMinutes, daysBetween, localDateOf } from '../time.js';

type History = Record<string, Sample[]>;

/** Samples of one path at most: 200 of 75 bytes each. A device that reports every minute must not fill the workflow's memory. */
const mostSamples = 200;
/** Samples of the first day kept for a baseline. */
const mostFirst = 12;
/** Samples of the first days that a median is taken of: two weeks, seven a day. */
const mostOfFirstDays = 100;

/** Answers and scores by path: `core.pain`, `phq9.score`. */
export function flatten(answers: Answers, scores: Readonly<Record<string, Decimal>> = {}): Record<string, AnswerValue> {
  const values: Record<string, AnswerValue> = {};
  for (const [form, given] of Object.entries(answers)) {
    for (const [question, value] of Object.entries(given)) values[`${form}.${question}`] = value;
  }
  for (const [form, total] of Object.entries(scores)) values[`${form}.score`] = total;
  return values;
}

/**
 * A new history with these values in it, pruned. Only paths that the plan looks back on are kept at all. `at` is when they were measured
 * or answered; the same submission twice changes nothing.
 */
export function appendSamples(
  plan: Pick<Plan, 'lookBack'> & { startedAt?: Instant },
  history: History,
  entry: { at: Instant; submission: number; values: Readonly<Record<string, AnswerValue>>; device?: string },
  zone: string,
): History {
  const next = { ...history };
  for (const [path, value] of Object.entries(entry.values)) {
    const rule = plan.lookBack[path];
    if (!rule || value === '') continue;
    const others = (history[path] ?? []).filter((s) => s.submission !== entry.submission);
    const sample: Sample = { at: entry.at, value, submission: entry.submission, ...(rule.devices && entry.device !== undefined && { device: entry.device }) };
    next[path] = prune([...others.filter((s) => s.at <= entry.at), sample, ...others.filter((s) => s.at > entry.at)], rule, zone, plan.startedAt);
  }
  return next;
}

/** A new history without values that were outvoted: no rule compares with them any more. */
export function forgetting(history: History, reading: string, outvotes: readonly Outvoted[]): History {
  if (outvotes.length === 0) return history;
  return Object.fromEntries(Object.entries(history).map(([path, samples]) =>
    [path, path.startsWith(`${reading}.`) ? samples.filter((s) => !outvotes.some(({ submission }) => submission === s.submission)) : samples]));
}

/**
 * Kept: everything inside the window (counted in local dates back from the newest), the last two local dates that have any value, and the
 * first date, the first days or a number of the newest when a rule needs them.
 */
function prune(samples: Sample[], rule: LookBackRule, zone: string, startedAt: Instant | undefined): Sample[] {
  const dates = samples.map((s) => localDateOf(s.at, zone));
  const distinct = [...new Set(dates)];
  const newest = dates.at(-1) ?? '';
  const from = [addDays(newest, -rule.days), distinct.at(-2) ?? newest].sort()[0] ?? newest;
  const oldest = samples.length - (rule.newest ?? 0);
  const recent = samples.filter((_, i) => (dates[i] ?? '') >= from || i >= oldest).slice(-mostSamples);
  const first = rule.keepFirst ? samples.filter((_, i) => dates[i] === distinct[0]).slice(0, mostFirst) : [];
  const last = rule.firstDays === undefined || startedAt === undefined ? null : addDays(localDateOf(startedAt, zone), rule.firstDays - 1);
  const ofFirstDays = last === null ? [] : samples.filter((_, i) => (dates[i] ?? '') <= last).slice(0, mostOfFirstDays);
  if (first.length + ofFirstDays.length === 0) return recent;
  const kept = new Set([...first, ...ofFirstDays, ...recent]);
  return samples.filter((sample) => kept.has(sample));
}

/** What arrived just now, and when it was measured or answered. */
export type Moment = {
  at: Instant;
  /** Number of the submission or reading; its own samples, if the history has them already, are not "earlier". */
  submission: number;
  current: Readonly<Record<string, AnswerValue>>;
  /** A step was missed, so many times in a row by now. */
  silence?: { step: string; misses: number };
  /** `current` holds the newest samples of the history (a watch looks again), not something that arrived. */
  lookingAgain?: true;
  /** Then `latest(x, hours)` looks at how old such a value is; since semantics 3. */
  aging?: true;
};

type Known = Pick<Episode, 'zone' | 'anchors' | 'facts' | 'history' | 'personal'> & { startedAt?: Instant };

/** The moment as expressions see it. */
export function scopeOf(plan: Pick<Plan, 'mainAnchor' | 'readings' | 'personal'>, episode: Known, moment: Moment): Scope {
  const date = localDateOf(moment.at, episode.zone);
  // Several rules look back on the same path: sessions and days are formed once per scope.
  const formed = new Map<string, Earlier[]>();
  return {
    at: moment.at,
    date,
    ...(episode.startedAt !== undefined && { startedOn: localDateOf(episode.startedAt, episode.zone) }),
    ...(moment.aging && { since: (path: string) => (own(episode.history, path) ?? []).findLast((s) => s.at <= moment.at)?.at }),
    measured: (path) => (own(episode.history, path) ?? []).filter((s) => s.at <= moment.at),
    current: (path) => {
      if (path === 'day' || path === 'week') return dayOf(plan, episode, date, path);
      if (path.startsWith('p.')) return personalOf(plan, episode, path.slice('p.'.length));
      return path.startsWith('patient.') ? fact(episode, path.slice('patient.'.length)) : own(moment.current, path);
    },
    earlier: (path) => {
      const known = formed.get(path) ?? earlier(plan, episode, path, moment);
      formed.set(path, known);
      return known;
    },
  };
}

const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined => (Object.hasOwn(record, key) ? record[key] : undefined);

function dayOf(plan: Pick<Plan, 'mainAnchor'>, episode: Known, date: LocalDate, unit: 'day' | 'week'): string | undefined {
  const anchor = episode.anchors[plan.mainAnchor];
  // Completed weeks: day 13 is in week 1, as gestational weeks are counted.
  return anchor && String(Math.floor(daysBetween(anchor, date) / (unit === 'week' ? 7 : 1)));
}

/** Unknown is not "no": a flag that nobody set is missing. */
function fact({ facts }: Known, name: string): AnswerValue | undefined {
  if (name === 'age') return facts.age === undefined ? undefined : String(facts.age);
  return name === 'hasFamilyContact' ? facts.hasFamilyContact : own(facts.flags, name);
}

type Group = { at: Instant; date: LocalDate; samples: Sample[] };

/** The kind of reading a path belongs to; a form's answers count each. */
export const kindOf = (plan: Pick<Plan, 'readings'>, path: string): ReadingKind | undefined => own(plan.readings, path.slice(0, path.indexOf('.')));

/** Samples, oldest first, as they count: each, by session (so many minutes from its first value), or by local day. */
export function grouped(samples: readonly Sample[], kind: ReadingKind | undefined, zone: string): Group[] {
  const groups: Group[] = [];
  for (const sample of samples) {
    const date = localDateOf(sample.at, zone);
    const last = groups.at(-1);
    const joins = last && (kind?.combine === 'day-first' ? last.date === date
      : kind?.combine === 'session-mean' && sample.at <= addMinutes(last.at, kind.sessionMinutes));
    if (joins) last.samples.push(sample);
    else groups.push({ at: sample.at, date, samples: [sample] });
  }
  return groups;
}

/** One value of a group: the first of the day, the mean of a session (to one decimal at least), or the value itself. */
export function valueOf(group: Group, kind: ReadingKind | undefined, component: string): AnswerValue | undefined {
  const first = group.samples[0]?.value;
  if (kind?.combine !== 'session-mean' || group.samples.length < 2) return first;
  const values = group.samples.map((s) => (typeof s.value === 'string' ? scaled(s.value) : null)).filter((n) => n !== null);
  const mean = average(values);
  return mean ? format(rounded(mean, Math.max(1, kind.components[component]?.decimals ?? 1))) : first;
}

function earlier(plan: Pick<Plan, 'readings'>, episode: Known, path: string, moment: Moment): Earlier[] {
  const kind = kindOf(plan, path);
  const before = (own(episode.history, path) ?? []).filter((s) => s.at <= moment.at && s.submission !== moment.submission);
  const now = own(moment.current, path);
  const stands = now === undefined || moment.lookingAgain ? [] : [{ at: moment.at, value: now, submission: moment.submission }];
  const groups = grouped([...before, ...stands], kind, episode.zone);
  // The last group is the current one: the session or day that the new value belongs to.
  const past = now === undefined ? groups : groups.slice(0, -1);
  const component = path.slice(path.indexOf('.') + 1);
  return past.flatMap((group) => {
    const value = valueOf(group, kind, component);
    return value === undefined ? [] : [{ at: group.at, date: group.date, value }];
  });
}

/** The newest value of every path that the plan looks back on, not after `at`. */
export function latestValues(plan: Pick<Plan, 'readings'>, episode: Known, at: Instant): Record<string, AnswerValue> {
  const values: Record<string, AnswerValue> = {};
  for (const [path, samples] of Object.entries(episode.history)) {
    const kind = kindOf(plan, path);
    const group = grouped(samples.filter((s) => s.at <= at), kind, episode.zone).at(-1);
    const value = group && valueOf(group, kind, path.slice(path.indexOf('.') + 1));
    if (value !== undefined) values[path] = value;
  }
  return values;
}

/** For a watch that looks again ("still there after 48 h"), and for `stopWhen`: the newest values stand as the current ones. */
export const latestMoment = (plan: Pick<Plan, 'readings'>, episode: Known & Partial<Pick<Episode, 'semantics'>>, at: Instant): Moment =>
  ({ at, submission: -1, current: latestValues(plan, episode, at), lookingAgain: true, ...((episode.semantics ?? 1) >= 3 && { aging: true }) });
