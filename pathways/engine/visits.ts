/** A visit from booking to record. Each new time is a new revision: reminders of the former end as superseded. */
import { addDays, localDateOf, localTimeOf } from '../time.js';
import { closeOccurrence } from './close-occurrence.js';
import type { Occurrence } from './episode.js';
import { isBeyondGoal } from './goal.js';
import { holdingCase } from './holds.js';
import { occurrenceId } from './ids.js';
import type { EpisodeInput } from './inputs.js';
import { isContactOfStep, planTask, suppressWhere } from './obligations.js';
import { planOccurrence } from './occurrences.js';
import type { VisitStep } from './plan.js';
import { emit, type Run } from './run.js';
import { lastScheduled, nextExtra } from './schedule.js';
import { coordinator } from './steps/form.js';
import { missedAct, visitStep, whenOf } from './steps/visit.js';
import { submit } from './submissions.js';
import type { ActorId, Instant } from './vocabulary.js';

type Slot = { from: Instant; until: Instant; assignee: ActorId | null };

/** Booked or moved to a slot; only now it is announced. What was planned for the former time, the booking task included, is superseded. */
export function bookVisit(run: Run, step: VisitStep, occurrence: Occurrence, { from, until, assignee }: Slot): void {
  suppressWhere(run, (obligation) => obligation.occurrence === occurrence.id && isContactOfStep(obligation), 'superseded');
  emit(run, {
    type: 'VisitBooked', occurrence: occurrence.id, revision: occurrence.revision + 1, from, until, assignee, next: missedAct(step, until),
  });
  const booked = run.episode.occurrences[occurrence.id];
  if (booked) visitStep.contact(run, step, booked, occurrence.slot === null || occurrence.slot.from === from ? 'planned' : 'moved');
  if (from < occurrence.windowFrom || from >= occurrence.windowUntil) tellLate(run, step, occurrence.id);
  const holding = step.place === 'home' ? holdingCase(run) : null;
  if (holding !== null) emit(run, { type: 'OccurrenceHeld', occurrence: occurrence.id, reason: 'held-by-red', escalation: holding });
}

/** Moved with a reason to where its window does not reach: not refused, but not silent either. */
function tellLate(run: Run, step: VisitStep, id: string): void {
  const booked = run.episode.occurrences[id];
  if (!booked?.slot) return;
  planTask(run, {
    owner: id, revision: booked.revision, purpose: 'late', recipient: 'head-nurse', text: 'staff.visit-late', label: step.label, occurrence: id, params: whenOf(run, booked),
  });
}

export function completeVisit(run: Run, occurrence: Occurrence, input: Extract<EpisodeInput, { kind: 'visit-completed' }>): void {
  emit(run, { type: 'VisitRecorded', occurrence: occurrence.id, by: input.by, photos: input.photos });
  closeOccurrence(run, occurrence, 'completed', null, 'done');
  if (Object.keys(input.record).length === 0) return;
  const refused = submit(run, { answers: input.record, occurrence: occurrence.id, inTime: true, answeredBy: 'staff', by: input.by, sharedFrom: null });
  if (refused !== null) emit(run, { type: 'Warned', code: 'record-left-out', detail: refused });
}

export type MissedBecause = 'missed' | 'no-show' | 'staff' | 'unsafe-home';

/** Failed with its reason, never cancelled; a person is always told, and where the plan says so another time is planned to be agreed. */
export function missVisit(run: Run, step: VisitStep, occurrence: Occurrence, why: MissedBecause): void {
  const { id, revision, dueAt } = occurrence;
  const task = { owner: id, revision, label: step.label, occurrence: id, params: { date: localDateOf(dueAt, run.episode.zone), reason: why } };
  closeOccurrence(run, occurrence, 'failed', why === 'unsafe-home' ? why : 'missed', 'superseded');
  if (why === 'unsafe-home') return planTask(run, { ...task, purpose: 'unsafe-home', recipient: 'head-nurse', text: 'staff.unsafe-home' });
  if (step.missed === 'rebook' && !isBeyondGoal(run.episode, step) && isFirstTry(run, step, occurrence)) planAgain(run, step, occurrence);
  else planTask(run, { ...task, purpose: 'missed', recipient: coordinator, text: 'staff.visit-missed' });
}

/** In a schedule whose numbers are not known beforehand the replacement says of itself that it is one. */
const isFirstTry = ({ episode }: Run, step: VisitStep, { n, replaces }: Occurrence): boolean => (step.schedule.kind === 'after' ? replaces === undefined : n <= lastScheduled(episode, step));

/** One replacement, which comes with a task to agree its time: a visit missed twice is left to the person who was told. */
function planAgain(run: Run, step: VisitStep, { id: missed, dueAt }: Occurrence): void {
  const { zone, id } = run.episode;
  const n = nextExtra(run.episode, step);
  const date = addDays(localDateOf(run.at, zone), 1);
  emit(run, { type: 'StepStarted', step: step.id, occurrence: occurrenceId(id, step.id, n) });
  planOccurrence(run, step, n, { date, time: localTimeOf(dueAt, zone) }, step.schedule.kind === 'after' ? missed : undefined);
}
