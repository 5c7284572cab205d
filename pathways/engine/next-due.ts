import { firstDue, openingsThatWait, type Due } from './dues.js';
import type { Episode } from './episode.js';
import type { Plan } from './plan.js';
import { assertNever, type Instant } from './vocabulary.js';

export type NextDue = { at: Instant; what: string };

/** When the episode next acts by itself, and what it will do, in words for an operator: no health data. */
export const nextDue = (plan: Plan, episode: Episode): NextDue | null => named(episode, firstDue(plan, episode));

/** When the episode has to be woken: as `nextDue`, but an opening that only the patient's own message tells of is left to the message's time. */
export const nextWake = (plan: Plan, episode: Episode): NextDue | null => named(episode, firstDue(plan, episode, openingsThatWait(plan, episode)));

function named(episode: Episode, due: Due | null): NextDue | null {
  if (due === null) return null;
  const name = due.id.startsWith(`${episode.id}/`) ? due.id.slice(episode.id.length + 1) : due.id;
  switch (due.kind) {
    case 'watch': return { at: due.at, what: `look again: ${name}` };
    case 'breach': return { at: due.at, what: `${due.which} deadline of ${name}` };
    case 'requests': return { at: due.at, what: `${name} can be asked for no more` };
    case 'rung': return { at: due.at, what: `next rung of ${name}` };
    case 'occurrence': return { at: due.at, what: `${name} ${due.what}` };
    case 'obligation': return { at: due.at, what: `send ${name}` };
    default: return assertNever(due);
  }
}

/** Nothing is left to do: the episode is over, every message has its outcome, and no person owes an act. */
export const hasEnded = (episode: Episode): boolean =>
  (episode.status === 'stopped' || episode.status === 'completed') && Object.keys(episode.obligations).length === 0 && Object.keys(episode.escalations).length === 0;
