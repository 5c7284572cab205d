import type { Episode, Occurrence, Tally } from './episode.js';
import type { EpisodeEvent } from './events.js';
import { stepOfOccurrence } from './ids.js';
import { extraOrdinal } from './schedule.js';
import type { OccurrenceId } from './vocabulary.js';
import { without } from './without.js';

type OccurrenceEvent = Extract<EpisodeEvent, {
  type: 'OccurrencePlanned' | 'OccurrenceMoved' | 'OccurrenceOpened' | 'OccurrenceHeld' | 'OccurrenceReleased' | 'OccurrenceOverdue'
    | 'OccurrenceClosed' | 'StepSkipped' | 'VisitBooked' | 'VisitCheckedIn' | 'CallRecorded';
}>;

export const nothingYet: Tally = { planned: 0, completed: 0, failed: 0, cancelled: 0, missedInARow: 0, through: 0, done: false };

/** Left-out numbers remembered per step: more than any list of offsets holds. */
const lateLimit = 50;

function change(own: Episode, id: OccurrenceId, to: Partial<Occurrence>): void {
  const occurrence = own.occurrences[id];
  if (occurrence) own.occurrences[id] = { ...occurrence, ...to };
}

function count(own: Episode, step: string, to: (tally: Tally) => Partial<Tally>): void {
  const tally = own.tally[step] ?? nothingYet;
  own.tally[step] = { ...tally, ...to(tally) };
}

const used = (tally: Tally, n: number): Partial<Tally> => (extraOrdinal(n) === null ? { through: Math.max(tally.through, n) } : { extra: Math.max(tally.extra ?? 0, n) });

/** Changes the caller's own episode. */
export function evolveOccurrence(own: Episode, event: OccurrenceEvent): void {
  switch (event.type) {
    case 'OccurrencePlanned': {
      const { occurrence: id, step, n, phase, dueAt, windowFrom, windowUntil, awaiting, next } = event;
      const planned: Occurrence = {
        id, step, n, phase, revision: 0, status: 'planned', dueAt, windowFrom, windowUntil, slot: null, awaiting, callAttempts: [],
        openedAt: null, heldFor: null, overdue: false, next, ...(event.replaces === undefined ? {} : { replaces: event.replaces }),
      };
      own.occurrences[id] = planned;
      return count(own, step, (tally) => ({ planned: tally.planned + 1, ...used(tally, n) }));
    }
    case 'OccurrenceMoved': {
      const { revision, dueAt, windowFrom, windowUntil, next, awaiting } = event;
      return change(own, event.occurrence, { revision, dueAt, windowFrom, windowUntil, next, slot: null, status: 'planned', heldFor: null, ...(awaiting && { awaiting }) });
    }
    case 'OccurrenceOpened':
      return change(own, event.occurrence, { status: 'open', openedAt: event.at, heldFor: null, next: event.next });
    case 'OccurrenceHeld':
      return change(own, event.occurrence, { status: 'held', heldFor: event.reason, next: null });
    case 'OccurrenceReleased': {
      const slot = own.occurrences[event.occurrence]?.slot ?? null;
      return change(own, event.occurrence, { status: slot ? 'booked' : 'planned', revision: event.revision, heldFor: null, next: event.next });
    }
    case 'OccurrenceOverdue':
      return change(own, event.occurrence, { overdue: true, next: event.next });
    case 'VisitBooked':
      return change(own, event.occurrence, {
        revision: event.revision, status: 'booked', heldFor: null, dueAt: event.from, slot: { from: event.from, until: event.until }, next: event.next,
      });
    case 'VisitCheckedIn':
      return change(own, event.occurrence, { status: 'checked-in', heldFor: null, next: event.next });
    case 'CallRecorded': {
      const occurrence = event.occurrence === null ? undefined : own.occurrences[event.occurrence];
      if (!occurrence) return;
      return change(own, occurrence.id, { callAttempts: [...occurrence.callAttempts, { at: event.at, outcome: event.outcome }].slice(-20), next: event.next ?? occurrence.next });
    }
    case 'OccurrenceClosed': {
      if (!own.occurrences[event.occurrence]) return;
      own.occurrences = without(own.occurrences, event.occurrence);
      return count(own, stepOfOccurrence(event.occurrence), (tally) => ({
        [event.outcome]: tally[event.outcome] + 1,
        missedInARow: event.outcome === 'completed' ? 0 : tally.missedInARow + (event.outcome === 'failed' && event.reason === 'missed' ? 1 : 0),
      }));
    }
    case 'StepSkipped': {
      const { n, reason } = event;
      if (n === null) return count(own, event.step, () => ({ done: true }));
      return count(own, event.step, (tally) => ({ ...used(tally, n), ...(reason === 'expired' && extraOrdinal(n) === null ? { late: [...(tally.late ?? []), n].slice(-lateLimit) } : {}) }));
    }
  }
}
