/** One finding, one case, whichever of the patient's packages saw it. */
import { privatePrefixes } from '../engine/escalation/case.js';
import type { EpisodeEvent } from '../engine/events.js';
import type { EpisodeInput } from '../engine/inputs.js';
import type { EpisodeId, EscalationId } from '../engine/vocabulary.js';
import type { OpenCase } from './facts.js';

type Raised = Extract<EpisodeEvent, { type: 'EscalationRaised' }>;
export type Joining = { kind: 'own' } | { kind: 'joined'; heldBy: EscalationId };

/** Whether a case just raised stands for itself, or another episode's open case with a shared prefix acts for it. Oldest case first in `open`. */
export function joinCases(open: readonly OpenCase[], episode: EpisodeId, event: Raised): Joining {
  const shared = event.prefixes.filter((prefix) => !privatePrefixes.includes(prefix));
  const holder = open.find((other) => other.episode !== episode && !other.heldBy && other.prefixes.some((prefix) => shared.includes(prefix)));
  return holder ? { kind: 'joined', heldBy: holder.escalation } : { kind: 'own' };
}

/** Staff act on the case that they look at; when another episode holds it, the act is meant for the holder's. Null: nothing to redirect. */
export function toHolder(cases: readonly OpenCase[], input: EpisodeInput): ToEpisode | null {
  if (input.kind !== 'escalation-acknowledged' && input.kind !== 'escalation-contacted' && input.kind !== 'escalation-resolved' && input.kind !== 'escalation-cancelled') return null;
  const heldBy = cases.find(({ escalation }) => escalation === input.escalation)?.heldBy;
  const holder = heldBy ? cases.find(({ escalation }) => escalation === heldBy) : undefined;
  return holder ? { episode: holder.episode, input: { ...input, escalation: holder.escalation } } : null;
}

export type ToEpisode = { episode: EpisodeId; input: EpisodeInput };

/**
 * The two inputs of a joining: the one that raised second learns who holds the case, and the holder learns what was found (a higher level
 * upgrades it). Command ids are derived from the case, so that a repeated record changes nothing.
 */
export function joiningInputs(open: readonly OpenCase[], episode: EpisodeId, event: Raised): { own: EpisodeInput; holder: ToEpisode } | null {
  const joining = joinCases(open, episode, event);
  const holder = joining.kind === 'own' ? undefined : open.find(({ escalation }) => escalation === joining.heldBy);
  if (!holder) return null;
  const { escalation, level, rules, at } = event;
  return {
    own: { kind: 'case-joined', at, commandId: `joined:${escalation}`, escalation, heldBy: holder.escalation },
    holder: { episode: holder.episode, input: { kind: 'case-reported', at, commandId: `reported:${escalation}:${level}`, escalation: holder.escalation, level, rules, from: escalation } },
  };
}
