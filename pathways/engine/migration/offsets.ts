/**
 * A step with a list of days. The days of both versions are laid side by side: what is on the same day stays, of the others each one that is
 * still to come takes the place of one that is not there any more, and what is left over is lost or gained. A number once given stays with
 * what it was given to, so that nothing that was sent or done comes again.
 */
import { addDays, atLocal, localDateOf } from '../../time.js';
import { openOccurrences } from '../close-occurrence.js';
import type { Occurrence } from '../episode.js';
import type { Numbering } from '../events.js';
import { isBeyondGoal } from '../goal.js';
import { place } from '../placement.js';
import type { Schedule, Step } from '../plan.js';
import type { Run } from '../run.js';
import { lastUsed, nominal } from '../schedule.js';
import type { Instant } from '../vocabulary.js';
import { contactOf, isAgreed, isMovable, noChange, same, type Change } from './change.js';

type Offsets = Extract<Schedule, { kind: 'offsets' }>;

/** The numbers given so far, by the patient's own plan; `base`: number before the first one that counts. */
type Given = { known: Numbering; base: number };

/** `before`: null when the version so far has no such step, or nothing of it counts. */
export function changeOffsets(run: Run, before: Step | null, to: Step & { schedule: Offsets }, { known, base }: Given): Change {
  const { schedule } = to;
  const change = noChange(to.id, to);
  const own = filled(run, to, { known, base });
  if (run.episode.anchors[schedule.anchor] === undefined) return { ...change, numbering: null };
  const open = openOccurrences(run, to.id);
  const at = (i: number): Occurrence | undefined => open.find(({ n }) => n === base + i);
  const isComing = (offset: number): boolean => dueOf(run, to, offset) > run.at;

  const kept = new Set<number>();
  const wanted: number[] = [];
  for (const offset of schedule.offsets) {
    const i = own.offsets.findIndex((known, index) => known === offset && !own.idle.includes(index + 1) && !kept.has(index + 1)) + 1;
    if (i > 0) kept.add(i);
    else if (isComing(offset)) wanted.push(offset);
  }
  for (const i of kept) keep(run, change, before, to, at(i), own.offsets[i - 1] ?? 0);
  const left = own.offsets.map((_, index) => index + 1).filter((i) => !kept.has(i) && !own.idle.includes(i) && at(i) !== undefined).sort((a, b) => (own.offsets[a - 1] ?? 0) - (own.offsets[b - 1] ?? 0));
  const takers = wanted.sort((a, b) => a - b);
  for (const i of left) {
    const occurrence = at(i);
    if (!occurrence || !(isMovable(run, occurrence) || isAgreed(occurrence))) continue;
    const offset = takers.shift();
    if (offset !== undefined) own.offsets[i - 1] = offset;
    if (isAgreed(occurrence)) askUnlessInWindow(run, change, to, occurrence, offset);
    else if (offset !== undefined) change.move.push({ occurrence, on: dayOf(run, to, offset), nominal: dayOf(run, to, offset).date });
    else {
      own.idle.push(i);
      change.close.push(occurrence);
    }
  }
  if (mayGain(run, to)) {
    for (const offset of takers) {
      own.offsets.push(offset);
      change.plan.push(base + own.offsets.length);
    }
  }
  return { ...change, numbering: own.idle.length === 0 && same(own.offsets, schedule.offsets) ? null : own };
}

/** A step that the version does not have any more: what was only planned ends, what has begun keeps the episode where it is. */
export function loseOffsets(run: Run, before: Step & { schedule: Offsets }, { known, base }: Given): Change {
  const change = noChange(before.id, null);
  const own = filled(run, before, { known, base });
  for (const occurrence of openOccurrences(run, before.id)) {
    const i = occurrence.n - base;
    if (!isMovable(run, occurrence) || i < 1 || i > own.offsets.length) {
      change.hindrances.push({ code: 'step-under-way', step: before.id, detail: occurrence.id });
      continue;
    }
    change.close.push(occurrence);
    own.idle.push(i);
  }
  return { ...change, numbering: own };
}

export const numberingOf = (schedule: Offsets): Numbering => ({ offsets: schedule.offsets, idle: schedule.idle ?? [] });

/** Numbers given to something besides the schedule stand for nothing. */
function filled(run: Run, step: Step, { known, base }: Given): Numbering {
  const own = { offsets: [...known.offsets], idle: [...known.idle] };
  while (own.offsets.length < lastUsed(run.episode, step) - base) {
    own.offsets.push(0);
    own.idle.push(own.offsets.length);
  }
  return own;
}

function dayOf(run: Run, { schedule }: Step & { schedule: Offsets }, offset: number): { date: string; time: string } {
  const on = nominal({ ...schedule, offsets: [offset], idle: [] }, 1, run.episode.anchors);
  return on ?? { date: localDateOf(run.at, run.episode.zone), time: schedule.at };
}

/** When it would really be due: holidays move it. */
function dueOf(run: Run, to: Step & { schedule: Offsets }, offset: number): Instant {
  const { date, time } = dayOf(run, to, offset);
  return atLocal(place(run, to, date, '0001-01-01').date, time, run.episode.zone);
}

function keep(run: Run, change: Change, before: Step | null, to: Step & { schedule: Offsets }, occurrence: Occurrence | undefined, offset: number): void {
  if (!occurrence || !before || before.schedule.kind !== 'offsets') return;
  const otherTime = before.schedule.at !== to.schedule.at || before.holidays !== to.holidays;
  if (!otherTime && same(contactOf(before), contactOf(to))) return;
  if (isAgreed(occurrence)) return askUnlessInWindow(run, change, to, occurrence, offset);
  if (!isMovable(run, occurrence)) return;
  const on = dayOf(run, to, offset);
  // A time that would have passed already today stays what it was.
  change.move.push({ occurrence, on: otherTime && dueOf(run, to, offset) > run.at ? on : null, nominal: on.date });
}

/** A time agreed with the patient is nobody's to move but a person's. */
function askUnlessInWindow(run: Run, change: Change, to: Step & { schedule: Offsets }, occurrence: Occurrence, offset: number | undefined): void {
  if (to.kind !== 'visit' || occurrence.slot === null || occurrence.status === 'checked-in') return;
  const day = localDateOf(occurrence.slot.from, run.episode.zone);
  const nominalDay = offset === undefined ? null : dayOf(run, to, offset).date;
  if (nominalDay === null || day < addDays(nominalDay, -to.window.earlyDays) || day > addDays(nominalDay, to.window.lateDays)) change.ask.push(occurrence);
}

const mayGain = ({ episode }: Run, step: Step): boolean => !isBeyondGoal(episode, step) && !(episode.phase === 'follow-up' && step.phase === 'course');
