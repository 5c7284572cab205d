/** One finding, one case, whichever of the patient's packages saw it. */
import { isGraver, prefixOf, privatePrefixes } from '../engine/escalation/case.js';
import type { EpisodeEvent } from '../engine/events.js';
import type { EpisodeInput } from '../engine/inputs.js';
import type { EpisodeId, EscalationId } from '../engine/vocabulary.js';
import type { OpenCase } from './facts.js';

type Raised = Extract<EpisodeEvent, { type: 'EscalationRaised' }>;
type Found = Extract<EpisodeEvent, { type: 'EscalationRaised' | 'EscalationUpgraded' | 'EscalationUpdated' }>;
export type Joining = { kind: 'own' } | { kind: 'joined'; heldBy: EscalationId };

/**
 * Whether one episode's case acts for what another one found. The rule that leads a finding says whom it alerts, what is to be done and what the patient
 * hears; a package that shares its prefix knows it. Led by a rule that the holder does not know (self-harm found by a package for mothers, beside the pain that
 * both ask about) the finding needs a case of its own; and whose episode stands still acts for nobody.
 */
export function actsFor(holder: OpenCase, { cause, prefixes }: Found): boolean {
  const leading = cause.kind === 'rule' ? [prefixOf(cause.rule)] : prefixes;
  return holder.standsStill !== true && leading.length > 0 && leading.every((prefix) => holder.prefixes.includes(prefix) && !privatePrefixes.includes(prefix));
}

/** Whether a case just raised stands for itself, or another episode's open case acts for it. Oldest case first in `open`. */
export function joinCases(open: readonly OpenCase[], episode: EpisodeId, event: Raised): Joining {
  const holder = open.find((other) => other.episode !== episode && !other.heldBy && actsFor(other, event));
  return holder ? { kind: 'joined', heldBy: holder.escalation } : { kind: 'own' };
}

/** Whoever acts on `one` acts on everything that `other` found; `heard`: rules that came to its people by another case. */
export const knows = (one: OpenCase, other: OpenCase, heard: readonly string[] = []): boolean =>
  !isGraver(other.level, one.level) && other.rules.every((rule) => one.rules.includes(rule) || heard.includes(rule));

/** The holder was told of everything that the joined case found, and has taken it, so that closing the one closes the other. */
export const isCovered = (joined: OpenCase, holder: OpenCase): boolean => joined.unheard !== true && knows(holder, joined, joined.heard);

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
 * upgrades it). Command ids are derived from the case, so that a repeated record changes nothing. `said`: by the patient herself.
 */
export function joiningInputs(open: readonly OpenCase[], episode: EpisodeId, event: Raised, said = false): { own: EpisodeInput; holder: ToEpisode } | null {
  const joining = joinCases(open, episode, event);
  const holder = joining.kind === 'own' ? undefined : open.find(({ escalation }) => escalation === joining.heldBy);
  if (!holder) return null;
  const { escalation, level, rules, to, at } = event;
  return {
    own: { kind: 'case-joined', at, commandId: `joined:${escalation}`, escalation, heldBy: holder.escalation },
    holder: { episode: holder.episode, input: { kind: 'case-reported', at, commandId: `reported:${escalation}:${level}`, escalation: holder.escalation, level, rules, to, ...(said && { saidAt: at }), from: escalation } },
  };
}

/**
 * The patient herself says what follows from this input: an answer of hers or her family's, a value, or her silence. What staff write down they may
 * have heard in the very contact that a case promised.
 */
export const isSaidByPatient = (input: EpisodeInput): boolean =>
  input.kind === 'answer-received' ? input.answeredBy !== 'staff' : input.kind === 'reading-received' || input.kind === 'clock-reached';
