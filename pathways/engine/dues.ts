/** Everything that happens by itself, and in which order when several things are due at the same instant. */
import type { Episode } from './episode.js';
import { nextRung, pendingBreaches } from './escalation/ladder.js';
import { requestsEnd } from './on-request.js';
import type { Plan } from './plan.js';
import { onRequestOf } from './plan-steps.js';
import type { Instant } from './vocabulary.js';

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

/** The first thing due, or null when nothing will happen by itself any more. */
export function firstDue(plan: Plan, episode: Episode): Due | null {
  let first: Due | null = null;
  for (const { id, state, dueAt } of Object.values(episode.obligations)) if (state === 'planned' && mayBeFirst(first, dueAt)) first = earlierOf(first, { kind: 'obligation', at: dueAt, id });
  for (const { id, next } of Object.values(episode.occurrences)) if (next !== null && mayBeFirst(first, next.at)) first = earlierOf(first, { kind: 'occurrence', at: next.at, id, what: next.what });
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
