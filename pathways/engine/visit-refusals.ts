/** What may not be done to a visit, in plain words. A slip of the hand must not make a course look done. */
import { addMs, inQuietHours, isInstant, localDateOf, localTimeOf } from '../time.js';
import { admitAnswers, unansweredRequired } from './admit-answers.js';
import type { Refusal } from './actions.js';
import type { Episode, Occurrence } from './episode.js';
import type { EpisodeInput } from './inputs.js';
import type { Plan, VisitStep } from './plan.js';

type Of<K extends EpisodeInput['kind']> = Extract<EpisodeInput, { kind: K }>;
export type VisitInput = Of<'visit-booked' | 'visit-moved' | 'visit-checked-in' | 'visit-completed' | 'visit-missed' | 'visit-cancelled'>;

const refuse = (code: string, message: string): Refusal => ({ code, message });

export function refuseVisit(plan: Plan, episode: Episode, step: VisitStep, occurrence: Occurrence, input: VisitInput): Refusal | null {
  switch (input.kind) {
    case 'visit-booked':
    case 'visit-moved':
      return refuseSlot(plan, episode, occurrence, input);
    case 'visit-checked-in':
      return held(occurrence) ?? tooEarly(episode, occurrence, input.at);
    case 'visit-completed':
      return tooEarly(episode, occurrence, input.at) ?? refuseRecord(plan, step, input);
    case 'visit-missed':
    case 'visit-cancelled':
      return null;
  }
}

function refuseSlot(plan: Plan, { zone }: Episode, occurrence: Occurrence, input: Of<'visit-booked' | 'visit-moved'>): Refusal | null {
  const { from, until, at } = input;
  if (!isInstant(from) || !isInstant(until) || until <= from) return refuse('bad-slot', 'The slot must be two instants, the first one first.');
  if (from < at) return refuse('slot-past', 'The slot begins in the past; choose a later one.');
  if (occurrence.status === 'checked-in') return refuse('visit-under-way', 'The visit is under way; complete it or record it as missed.');
  if (inQuietHours(from, plan.quietHours, zone)) return refuse('slot-at-night', `The slot begins at ${localTimeOf(from, zone)}, in the patient's night; choose a time between ${plan.quietHours.to} and ${plan.quietHours.from}.`);
  if (input.kind === 'visit-moved') return null;
  const outside = from < occurrence.windowFrom || from >= occurrence.windowUntil;
  if (outside) {
    const last = localDateOf(addMs(occurrence.windowUntil, -1), zone);
    return refuse('outside-window', `The visit may take place from ${localDateOf(occurrence.windowFrom, zone)} to ${last}; choose a day inside, or move it there with a reason.`);
  }
  return held(occurrence);
}

const held = ({ heldFor }: Occurrence): Refusal | null =>
  heldFor === 'held-by-red' ? refuse('held-by-red', 'A RED case holds home visits until it is resolved or cancelled.') : null;

/** On the day of its slot or, not booked, from the first day of its window. */
function tooEarly({ zone }: Episode, { slot, windowFrom }: Occurrence, at: string): Refusal | null {
  const day = localDateOf(slot?.from ?? windowFrom, zone);
  return localDateOf(at, zone) < day ? refuse('visit-not-yet', `The visit is due on ${day}; it cannot be recorded before. Move it first if it takes place earlier.`) : null;
}

function refuseRecord(plan: Plan, step: VisitStep, { record }: Of<'visit-completed'>): Refusal | null {
  const { problems } = admitAnswers(plan, record);
  if (problems.length > 0) return refuse('bad-answers', `The record cannot be taken: ${problems.join('; ')}.`);
  const missing = step.record.flatMap((id) => (plan.forms[id] ? unansweredRequired(plan.forms[id], record[id] ?? {}) : []));
  return missing.length > 0 ? refuse('record-incomplete', `The visit record lacks ${missing.join(', ')}; fill it in, or record the visit as missed when it did not take place.`) : null;
}
