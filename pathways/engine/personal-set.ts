/**
 * A personal number changes under way. What has begun or was sent stays as it was, a booked visit stays and a person is asked about it;
 * what was only planned is planned anew, from now on.
 */
import { addDays, atLocal, daysBetween, localDateOf } from '../time.js';
import { closeOccurrence, openOccurrences } from './close-occurrence.js';
import type { Occurrence } from './episode.js';
import type { Recount } from './events.js';
import { isBeyondGoal } from './goal.js';
import type { EpisodeInput } from './inputs.js';
import { planTask } from './obligations.js';
import { personalPlan, personalProblems } from './personal.js';
import type { Schedule, Step, StepId } from './plan.js';
import { emit, type Run } from './run.js';
import { baseOf, lastUsed, nominal, scheduledCount } from './schedule.js';
import { coordinator } from './steps/form.js';
import { whenOf } from './steps/visit.js';
import type { Instant, LocalDate } from './vocabulary.js';

type PersonalInput = Extract<EpisodeInput, { kind: 'personal-set' }>;
export type Repeat = Extract<Schedule, { kind: 'repeat' }>;
type Change = { step: Step; before: Repeat; after: Repeat };

/** Null when it had an effect, else why not. */
export function setPersonal(run: Run, { values, reason, by }: PersonalInput): string | null {
  const [problem] = personalProblems(run.plan, values);
  if (problem) return problem.message;
  const { personal = {}, recounts } = run.episode;
  const news = Object.fromEntries(Object.entries(values).filter(([name, value]) => JSON.stringify(personal[name] ?? null) !== JSON.stringify(value)));
  if (Object.keys(news).length === 0) return 'these values stand already';
  const wanted = Object.fromEntries(Object.entries({ ...personal, ...news }).flatMap(([name, value]): [string, string | string[]][] => (value === null ? [] : [[name, value]])));
  const next = personalPlan(run.plan, { personal: wanted, recounts: withoutMoved(run, recounts, Object.keys(news)) });
  const changes = changed(run, next.steps);
  const plans = changes.map((change) => ({ change, superseded: supersededBy(run, change), recount: recountOf(run, change) }));
  const before = run.plan;
  emit(run, { type: 'PersonalSet', values: news, reason, by, recounts: plans.flatMap(({ recount }) => recount ?? []) });
  for (const step of run.plan.steps) afterChanged(run, step, before.steps.find(({ id }) => id === step.id)?.schedule);
  for (const { change, superseded } of plans) {
    for (const occurrence of superseded) closeOccurrence(run, occurrence, 'cancelled', 'superseded', 'superseded');
    askAboutBooked(run, change.step);
  }
  return null;
}

/** A schedule whose first day is given anew counts from that day, whatever it counted from before. */
function withoutMoved(run: Run, recounts: Run['episode']['recounts'], news: string[]): Run['episode']['recounts'] {
  const moved = run.plan.steps.filter(({ schedule }) => schedule.kind === 'repeat' && schedule.personal?.fromDay !== undefined && news.includes(schedule.personal.fromDay)).map(({ id }) => id);
  return recounts && Object.fromEntries(Object.entries(recounts).filter(([step]) => !moved.includes(step)));
}

/** Steps whose own schedule is another one now, and that had not ended for a reason of their own. */
function changed(run: Run, steps: readonly Step[]): Change[] {
  return steps.flatMap((step): Change[] => {
    const before = run.plan.steps.find(({ id }) => id === step.id)?.schedule;
    const after = step.schedule;
    if (before?.kind !== 'repeat' || after.kind !== 'repeat' || JSON.stringify(before) === JSON.stringify(after)) return [];
    const ended = run.episode.tally[step.id]?.done === true && !before.notGiven;
    return ended || isBeyondGoal(run.episode, step) || run.episode.anchors[after.anchor] === undefined ? [] : [{ step, before, after }];
  });
}

const sameGrid = (a: Repeat, b: Repeat): boolean => a.fromDay === b.fromDay && a.everyDays === b.everyDays && a.times.join() === b.times.join();

/** The occurrence that was only planned: on the old grid, or beyond the new end. What somebody booked, holds or has begun stays. */
export function supersededBy(run: Run, { step, before, after }: Change): Occurrence[] {
  return openOccurrences(run, step.id).filter(({ status, dueAt, n }) => {
    const own = n - baseOf(run.episode, step);
    if (status !== 'planned' || dueAt <= run.at || own < 1 || own > scheduledCount(before)) return false;
    return before.notGiven !== after.notGiven || !sameGrid(before, after) || own > scheduledCount(after);
  });
}

/** Null when the schedule goes on by its numbers: only its end moved, and its next occurrence is still to come. */
export function recountOf(run: Run, change: Change): Recount | null {
  const { step, before, after } = change;
  if (after.notGiven) return null;
  const { anchors, zone } = run.episode;
  const anchor = anchors[after.anchor];
  if (anchor === undefined) return null;
  const base = baseOf(run.episode, step);
  const through = lastUsed(run.episode, step) - base;
  const at = (on: { date: string; time: string }): Instant => atLocal(on.date, on.time, zone);
  const upcoming = nominal(after, through + 1, anchors);
  if (!before.notGiven && sameGrid(before, after) && (through >= scheduledCount(after) || (upcoming !== null && at(upcoming) > run.at))) return null;
  const superseded = supersededBy(run, change).map(({ n }) => n - base);
  const kept = nominal(before, superseded.length > 0 ? Math.min(...superseded) - 1 : through, anchors);
  const keptDay = kept === null ? null : daysBetween(anchor, kept.date);
  const first = keptDay === null || (after.fromDay !== before.fromDay && after.fromDay > keptDay) ? after.fromDay : keptDay;
  return countAnew(run, step.id, after, { anchor, first, through, passed: kept !== null && at(kept) > run.at ? at(kept) : run.at });
}

/** From the first slot of the grid (from day `first` on) that lies after `passed`, numbered after `through`. */
export function countAnew(run: Run, step: StepId, { everyDays, untilDay, times }: Repeat, { anchor, first, through, passed }: { anchor: LocalDate; first: number; through: number; passed: Instant }): Recount {
  const every = Math.max(1, everyDays);
  for (let round = 0; first + round * every <= untilDay; round++) {
    const day = first + round * every;
    const skip = times.findIndex((time) => atLocal(addDays(anchor, day), time, run.episode.zone) > passed);
    if (skip >= 0) return { step, after: through - skip, fromDay: day };
  }
  return { step, after: through, fromDay: untilDay + 1 };
}

/** What counts from things done follows the new number from the next one on; the one that is planned already is a person's to move, unless it lies beyond the end. */
function afterChanged(run: Run, step: Step, before: Schedule | undefined): void {
  const { schedule } = step;
  if (schedule.kind !== 'after' || JSON.stringify(before) === JSON.stringify(schedule)) return;
  const anchor = run.episode.anchors[schedule.anchor];
  for (const occurrence of openOccurrences(run, step.id)) {
    const beyond = schedule.untilDay !== undefined && anchor !== undefined && localDateOf(occurrence.dueAt, run.episode.zone) > addDays(anchor, schedule.untilDay);
    if (occurrence.status === 'planned' && occurrence.dueAt > run.at && beyond) closeOccurrence(run, occurrence, 'cancelled', 'superseded', 'superseded');
    else if (step.kind === 'visit' && (occurrence.status === 'planned' || occurrence.status === 'booked')) askAbout(run, step, occurrence);
  }
}

/** A time agreed with the patient is nobody's to move but a person's. */
function askAboutBooked(run: Run, step: Step): void {
  if (step.kind !== 'visit') return;
  for (const occurrence of openOccurrences(run, step.id)) if (occurrence.status === 'booked') askAbout(run, step, occurrence);
}

function askAbout(run: Run, step: Step, occurrence: Occurrence): void {
  const { id, revision } = occurrence;
  planTask(run, {
    owner: id, revision, purpose: 'personal-changed', recipient: coordinator, text: 'staff.visit-personal', label: step.label, occurrence: id, params: whenOf(run, occurrence),
  });
}
