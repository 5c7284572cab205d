/** Everything that happens by itself, and in which order when several things are due at the same instant. */
import { addMs } from '../time.js';
import type { Episode } from './episode.js';
import { nextRung, pendingBreaches } from './escalation/ladder.js';
import { requestsEnd } from './on-request.js';
import type { Plan } from './plan.js';
import { onRequestOf, stepOf } from './plan-steps.js';
import { spreadMinutes } from './spread.js';
import type { Instant, OccurrenceId } from './vocabulary.js';

export type Due = { at: Instant; id: string } & (
  | { kind: 'watch' }
  | { kind: 'breach'; which: 'acknowledge' | 'contact' }
  | { kind: 'rung' }
  /** Last day of a step that is asked for; `id` is the step. */
  | { kind: 'requests' }
  | { kind: 'occurrence'; what: string }
  | { kind: 'obligation' }
);

/** Same instant: second looks before deadlines, deadlines before rungs, what ends before what begins, and messages last. */
const rank: Record<Due['kind'], number> = { watch: 0, breach: 1, rung: 2, requests: 2.5, occurrence: 3, obligation: 4 };
const rankOf = (due: Due): number => rank[due.kind] + (due.kind === 'occurrence' && due.what === 'open' ? 0.5 : 0);

const before = (a: Due, b: Due): boolean => {
  if (a.at !== b.at) return a.at < b.at;
  const byRank = rankOf(a) - rankOf(b);
  return byRank !== 0 ? byRank < 0 : a.id < b.id;
};

const earlierOf = (first: Due | null, due: Due): Due => (first === null || before(due, first) ? due : first);
const mayBeFirst = (first: Due | null, at: Instant): boolean => first === null || at <= first.at;

/** The first thing due, or null when nothing will happen by itself any more. `without`: occurrences that are not looked at. */
export function firstDue(plan: Plan, episode: Episode, without: ReadonlySet<OccurrenceId> = none): Due | null {
  let first: Due | null = null;
  for (const { id, state, dueAt } of Object.values(episode.obligations)) if (state === 'planned' && mayBeFirst(first, dueAt)) first = earlierOf(first, { kind: 'obligation', at: dueAt, id });
  for (const { id, next } of Object.values(episode.occurrences)) if (next !== null && mayBeFirst(first, next.at) && !without.has(id)) first = earlierOf(first, { kind: 'occurrence', at: next.at, id, what: next.what });
  for (const { id, until } of Object.values(episode.watches)) if (mayBeFirst(first, until)) first = earlierOf(first, { kind: 'watch', at: until, id });
  if (episode.status === 'active' || episode.status === 'paused') {
    for (const step of onRequestOf(plan)) {
      const at = requestsEnd(episode, step);
      if (at !== null) first = earlierOf(first, { kind: 'requests', at, id: step.id });
    }
  }
  for (const escalation of Object.values(episode.escalations)) {
    for (const { which, at } of pendingBreaches(escalation)) first = earlierOf(first, { kind: 'breach', at, id: escalation.id, which });
    const rung = nextRung(plan.levels[escalation.level], escalation);
    if (rung) first = earlierOf(first, { kind: 'rung', at: rung.at, id: escalation.id });
  }
  return first;
}

const none: ReadonlySet<OccurrenceId> = new Set();

/**
 * Messages, forms and readings whose opening may wait for the patient's own message, which is late by her own seconds (spread.ts): nothing else follows from
 * it at once, and whatever comes in between lets it happen first, at its own time. Else a thousand patients due at 09:00 would all be woken at
 * 09:00, and again for their messages.
 */
export function openingsThatWait(plan: Plan, episode: Episode): ReadonlySet<OccurrenceId> {
  const waiting = new Set<OccurrenceId>();
  for (const { state, occurrence, dueAt } of Object.values(episode.obligations)) {
    if (state !== 'planned' || occurrence === null) continue;
    const opening = episode.occurrences[occurrence];
    if (opening?.next?.what !== 'open') continue;
    const kind = stepOf(plan, opening.step)?.kind;
    if ((kind === 'message' || kind === 'form' || kind === 'reading') && opening.next.at < dueAt && dueAt <= addMs(opening.next.at, spreadMs)) waiting.add(occurrence);
  }
  return waiting;
}

const spreadMs = spreadMinutes * 60_000;
