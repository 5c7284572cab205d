/** How visits come about: staff agree a time a few days before, mostly keep it, sometimes move it or stand before a closed door. */
import type { EpisodeEvent } from '../engine/events.js';
import type { Instant } from '../engine/vocabulary.js';
import { addDays, addMinutes, atLocal, inQuietHours, localDateOf, localTimeOf, minutesBetween } from '../time.js';
import { drawAnswers } from './draw.js';
import { command, goesOn, stepOf, whenOf, type Person, type Planned } from './person.js';

type PlannedVisit = Pick<Extract<EpisodeEvent, { type: 'OccurrencePlanned' }>, 'at' | 'occurrence' | 'dueAt' | 'windowUntil'>;

/** An hour that is free: due time, else the next mornings inside the window; null when the window is over. */
function slotFrom({ zone, plan }: Person, wished: Instant, agreedAt: Instant, windowUntil: Instant): Instant | null {
  const soonest = addMinutes(agreedAt, 60);
  const time = localTimeOf(wished, zone);
  const day = localDateOf(agreedAt, zone);
  const candidates = [wished, atLocal(day, time, zone), atLocal(day, '16:30', zone), atLocal(addDays(day, 1), time, zone), atLocal(addDays(day, 2), time, zone)];
  return candidates.find((from) => from >= soonest && from < windowUntil && !inQuietHours(from, plan.quietHours, zone)) ?? null;
}

/** Agreed one to six days before, as soon as staff get to it. */
export function bookVisit(person: Person, { at, occurrence, dueAt, windowUntil }: PlannedVisit): Planned[] {
  const { random, plan, zone } = person;
  const step = stepOf(plan, occurrence);
  if (step?.kind !== 'visit') return [];
  if (step.schedule.kind === 'onRequest') return askForVisit(person, { at, occurrence, dueAt, windowUntil }, step.schedule);
  const soon = addMinutes(at, random.whole(30, 240));
  const days = atLocal(addDays(localDateOf(dueAt, zone), -random.whole(1, 6)), '11:00', zone);
  const agreedAt = days > soon ? days : soon;
  const from = slotFrom(person, dueAt, agreedAt, windowUntil);
  if (from === null) return [];
  return [{
    input: { ...command(person, 'staff'), kind: 'visit-booked', at: agreedAt, occurrence, from, until: addMinutes(from, 60), assignee: 'nurse-1' },
    still: (episode) => goesOn(episode) && episode.occurrences[occurrence]?.status === 'planned' && episode.occurrences[occurrence].dueAt === dueAt && episode.occurrences[occurrence].heldFor === null,
  }];
}

/** Spread over the time that the package lasts; one in seven is never asked for. */
function askForVisit(person: Person, { at, occurrence, windowUntil }: PlannedVisit, { most, untilDay }: { most: number; untilDay: number }): Planned[] {
  const { random, zone, plan } = person;
  if (random.chance(0.15)) return [];
  const apart = Math.max(1, (untilDay / Math.max(1, most)) * random.between(0.05, 0.9));
  const askedAt = addMinutes(at, Math.round(apart * 1440) + 45);
  const from = atLocal(addDays(localDateOf(askedAt, zone), random.whole(1, 3)), '10:00', zone);
  if (from >= windowUntil || inQuietHours(from, plan.quietHours, zone)) return [];
  return [{
    input: { ...command(person, 'patient'), kind: 'visit-booked', at: askedAt, occurrence, from, until: addMinutes(from, 60), assignee: 'nurse-1' },
    still: (episode) => goesOn(episode) && episode.occurrences[occurrence]?.status === 'planned' && episode.occurrences[occurrence].heldFor === null,
  }];
}

/** What becomes of a time that was agreed. */
export function makeVisit(person: Person, { occurrence, from, at }: Extract<EpisodeEvent, { type: 'VisitBooked' }>): Planned[] {
  const { plan, habits, random } = person;
  const step = stepOf(plan, occurrence);
  if (step?.kind !== 'visit') return [];
  const stands = (episode: Parameters<typeof goesOn>[0]): boolean => {
    const known = episode.occurrences[occurrence];
    return goesOn(episode) && known?.slot?.from === from && known.heldFor === null;
  };
  if (minutesBetween(at, from) > 1440 && random.chance(0.03)) {
    const later = addMinutes(from, 1440);
    return [{ input: { ...command(person, 'staff'), kind: 'visit-moved', at: addMinutes(from, -random.whole(120, 1200)), occurrence, from: later, until: addMinutes(later, 60), reason: 'the patient asked' }, still: stands }];
  }
  if (!random.chance(habits.keepsVisits)) {
    return [{ input: { ...command(person, 'staff'), kind: 'visit-missed', at: addMinutes(from, 30), occurrence, reason: random.pick(['no-show', 'no-show', 'staff', 'unsafe-home']) }, still: stands }];
  }
  const completedAt = addMinutes(from, random.whole(30, 55));
  const record = drawAnswers(person, step.record, whenOf(person, completedAt), 'staff');
  return [
    { input: { ...command(person, 'staff'), kind: 'visit-checked-in', at: addMinutes(from, random.whole(0, 15)), occurrence }, still: stands },
    { input: { ...command(person, 'staff'), kind: 'visit-completed', at: completedAt, occurrence, record, photos: [] }, still: stands },
  ];
}

/** Home visits go on after a RED case: a time that has passed meanwhile is agreed anew. */
export function afterHold(person: Person, { occurrence, at }: Extract<EpisodeEvent, { type: 'OccurrenceReleased' }>, slot: { from: Instant } | null): Planned[] {
  if (slot === null || slot.from > addMinutes(at, 120)) return [];
  const from = atLocal(addDays(localDateOf(at, person.zone), 1), localTimeOf(slot.from, person.zone), person.zone);
  return [{
    input: { ...command(person, 'staff'), kind: 'visit-moved', at: addMinutes(at, person.random.whole(10, 90)), occurrence, from, until: addMinutes(from, 60), reason: 'held until the case was closed' },
    // Not when the nurse, who had not heard of the hold, is at the bedside by then.
    still: (episode) => goesOn(episode) && episode.occurrences[occurrence]?.slot?.from === slot.from && episode.occurrences[occurrence].heldFor === null && episode.occurrences[occurrence].status !== 'checked-in',
  }];
}

/** The course has reached its goal: most patients do not need the visit that was agreed. */
export const askAboutVisit = (person: Person, occurrence: string, at: Instant): Planned[] => (person.random.chance(0.3) ? [] : [{
  input: { ...command(person, 'staff'), kind: 'visit-cancelled', at: addMinutes(at, person.random.whole(30, 400)), occurrence, reason: 'not needed any more' },
  still: (episode) => goesOn(episode) && episode.occurrences[occurrence] !== undefined && episode.occurrences[occurrence].status !== 'checked-in',
}]);
