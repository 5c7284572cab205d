/**
 * What the next thirty days hold, explained: firm items, what happens only under a condition, and what will not happen and why. Found by
 * running the engine forward on a copy with no inputs and every message delivered: the same code that will really do it.
 */
import { addDays, atLocal, localDateOf } from '../time.js';
import { messagePolicy } from '../patient/message-policy.js';
import { decide } from './decide.js';
import { firstDue } from './dues.js';
import type { Episode } from './episode.js';
import type { EpisodeEvent, Obligation } from './events.js';
import { evolve } from './evolve.js';
import type { MessageOutcome } from './inputs.js';
import { afterConditions, anchorConditions, caseConditions, followUpCondition, requestConditions, ruleConditions, type Conditional } from './outlook/conditions.js';
import type { Plan, Step, StepId, TextKey } from './plan.js';
import type { ChannelName, Instant, MessageClass, ObligationId, OccurrenceId, Recipient } from './vocabulary.js';

export type Outlook = { from: Instant; until: Instant; firm: Firm[]; conditional: Conditional[]; suppressed: Suppressed[] };

/** An occurrence of a step, or a message that goes out with it or ahead of it. In time order. */
export type Firm = { at: Instant; step: StepId; kind: Step['kind']; label: TextKey; occurrence: OccurrenceId } & (
  | { what: 'step'; windowFrom: Instant; windowUntil: Instant; /** A visit's time that the patient agreed. */ slot: { from: Instant; until: Instant } | null }
  | { what: 'message'; obligation: ObligationId; purpose: string; recipient: Recipient; class: MessageClass; channels: ChannelName[]; text: TextKey }
);

/** `reason`: a word of `suppressionReasons`, or `held-by-red`/`paused` for what stands still until a person acts. */
export type Suppressed = { at: Instant; step: StepId | null; occurrence: OccurrenceId | null; what: string; reason: string };

export function nextThirtyDays(plan: Plan, episode: Episode, days = 30): Outlook {
  const from = episode.lastAt;
  // To the end of the last day: what is planned for the morning of day 30 belongs to them, at whatever hour somebody looks.
  const until = atLocal(addDays(localDateOf(from, episode.zone), days + 1), '00:00', episode.zone);
  const ahead = runAhead(plan, episode, until);
  const steps = new Map(plan.steps.map((step) => [step.id, step]));
  return {
    from, until,
    firm: firmOf(steps, episode, ahead, until).sort(inTime),
    conditional: [...conditionalOf(steps, episode, ahead), ...caseConditions(plan, episode), ...afterConditions(plan, episode), ...anchorConditions(plan, episode), ...requestConditions(plan, episode), ...ruleConditions(plan, asking(episode, ahead, until))],
    suppressed: suppressedOf(steps, episode, ahead).sort(inTime),
  };
}

const inTime = (a: { at: Instant }, b: { at: Instant }): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0);

/** All events until then, if nobody does anything. */
function runAhead(plan: Plan, episode: Episode, until: Instant): EpisodeEvent[] {
  const events: EpisodeEvent[] = [];
  let state = withoutLadders(episode);
  const feed = (input: Parameters<typeof decide>[2]): void => {
    const more = decide(plan, state, input);
    state = withoutLadders(more.reduce(evolve, state));
    events.push(...more);
  };
  for (let due = firstDue(plan, state); due !== null && due.at <= until; due = firstDue(plan, state)) {
    feed({ kind: 'clock-reached', at: due.at });
    for (let released = releasedOf(state); released.length > 0; released = releasedOf(state)) {
      feed({ kind: 'messages-settled', at: due.at, outcomes: released.map((obligation) => foreseen(episode, obligation)) });
    }
  }
  return events;
}

/** What an open case does unless somebody acts is said once, as a condition; thirty days of climbing would drown the rest. */
function withoutLadders(state: Episode): Episode {
  const open = Object.entries(state.escalations).filter(([, { contactedAt }]) => contactedAt === null);
  if (open.length === 0) return state;
  return { ...state, escalations: { ...state.escalations, ...Object.fromEntries(open.map(([id, escalation]) => [id, { ...escalation, contactedAt: state.lastAt }])) } };
}

const releasedOf = (state: Episode): Obligation[] => Object.values(state.obligations).filter((obligation) => obligation.state === 'released');

/** Delivered, unless what is known already forbids it. Budgets and other packages are judged at the time. */
function foreseen({ facts, escalations }: Episode, { id, occurrence, escalation, purpose, class: of, recipient, channels }: Obligation): MessageOutcome {
  const about = { obligation: id, occurrence, escalation, purpose, class: of, recipient };
  if (messagePolicy[of].duringRed === 'stops' && Object.values(escalations).some(({ level }) => level === 'red')) return { ...about, outcome: 'suppressed', reason: 'held-by-red' };
  if (facts.optedOut && messagePolicy[of].optOut === 'stops') return { ...about, outcome: 'suppressed', reason: 'opted-out' };
  return { ...about, outcome: 'sent', channel: channels[0] ?? 'sms' };
}

type Steps = ReadonlyMap<StepId, Step>;
const stepIdOf = (occurrence: OccurrenceId): StepId => occurrence.split('/').at(-2) ?? '';

/** Started only because nobody answered in this look ahead, or counted from what may yet be done earlier or later: a condition, not a fact. */
const startedAhead = (steps: Steps, ahead: readonly EpisodeEvent[]): Set<OccurrenceId> => new Set(ahead.flatMap((event) =>
  (event.type === 'StepStarted' || (event.type === 'OccurrencePlanned' && ['after', 'onRequest'].includes(steps.get(event.step)?.schedule.kind ?? '')) ? [event.occurrence] : [])));

function firmOf(steps: Steps, episode: Episode, ahead: readonly EpisodeEvent[], until: Instant): Firm[] {
  const conditional = startedAhead(steps, ahead);
  const lost = new Set(ahead.flatMap((event) => (event.type === 'ObligationClosed' && event.outcome !== 'sent' ? [event.obligation] : [])));
  const base = (id: OccurrenceId, at: Instant) => {
    const step = steps.get(stepIdOf(id));
    return step && at <= until && !conditional.has(id) ? [{ at, step: step.id, kind: step.kind, label: step.label, occurrence: id }] : [];
  };
  const known = Object.values(episode.occurrences).filter(({ step, slot, status }) => (status === 'planned' || status === 'booked') && (slot !== null || steps.get(step)?.schedule.kind !== 'onRequest'));
  const planned = ahead.flatMap((event) => (event.type === 'OccurrencePlanned' ? [{ ...event, id: event.occurrence, slot: null }] : []));
  const occurrences = [...known, ...planned].flatMap(({ id, dueAt, windowFrom, windowUntil, slot }): Firm[] => base(id, dueAt).map((b) => ({ ...b, what: 'step', windowFrom, windowUntil, slot })));
  const obligations = [...Object.values(episode.obligations), ...ahead.flatMap((event) => (event.type === 'ObligationPlanned' ? [event.obligation] : []))];
  const messages = obligations.flatMap(({ id, occurrence, purpose, recipient, class: of, channels, text, dueAt }): Firm[] =>
    occurrence === null || lost.has(id) || followUpCondition(occurrence, purpose) !== null ? []
      : base(occurrence, dueAt).map((b) => ({ ...b, what: 'message', obligation: id, purpose, recipient, class: of, channels, text })));
  return [...occurrences, ...messages];
}

function conditionalOf(steps: Steps, episode: Episode, ahead: readonly EpisodeEvent[]): Conditional[] {
  const obligations = [...Object.values(episode.obligations), ...ahead.flatMap((event) => (event.type === 'ObligationPlanned' ? [event.obligation] : []))];
  return obligations.flatMap(({ id, occurrence, purpose, recipient, text, dueAt }): Conditional[] => {
    const step = occurrence === null ? undefined : steps.get(stepIdOf(occurrence));
    const condition = occurrence === null ? null : followUpCondition(occurrence, purpose);
    return step && condition ? [{ if: condition, then: { kind: 'message', at: dueAt, step: step.id, obligation: id, purpose, recipient, text } }] : [];
  });
}

/** Steps that ask something in these days: rules can only fire on what is asked or volunteered. */
function asking(episode: Episode, ahead: readonly EpisodeEvent[], until: Instant): Set<StepId> {
  const planned = ahead.flatMap((event) => (event.type === 'OccurrencePlanned' && event.dueAt <= until ? [event.step] : []));
  return new Set([...Object.values(episode.occurrences).filter(({ dueAt }) => dueAt <= until).map(({ step }) => step), ...planned]);
}

function suppressedOf(steps: Steps, episode: Episode, ahead: readonly EpisodeEvent[]): Suppressed[] {
  const held = Object.values(episode.occurrences).flatMap(({ id, step, dueAt, heldFor }): Suppressed[] =>
    heldFor === null ? [] : [{ at: dueAt, step, occurrence: id, what: steps.get(step)?.kind ?? 'step', reason: heldFor }]);
  const planned = new Map([...Object.values(episode.obligations), ...ahead.flatMap((event) => (event.type === 'ObligationPlanned' ? [event.obligation] : []))].map((o) => [o.id, o]));
  const unsent = new Set(ahead.flatMap((event) => (event.type === 'ObligationClosed' && event.outcome === 'suppressed' ? [planned.get(event.obligation)?.occurrence] : [])));
  return [...held, ...ahead.flatMap((event): Suppressed[] => {
    if (event.type === 'StepSkipped' && event.reason !== 'already-open') return [{ at: event.at, step: event.step, occurrence: null, what: 'step', reason: event.reason }];
    // A one-way message and its step are one thing to a reader.
    if (event.type === 'OccurrenceClosed' && event.outcome === 'cancelled' && !(steps.get(stepIdOf(event.occurrence))?.kind === 'message' && unsent.has(event.occurrence))) {
      return [{ at: event.at, step: stepIdOf(event.occurrence), occurrence: event.occurrence, what: steps.get(stepIdOf(event.occurrence))?.kind ?? 'step', reason: event.reason ?? '' }];
    }
    const obligation = event.type === 'ObligationClosed' && event.outcome === 'suppressed' ? planned.get(event.obligation) : undefined;
    if (event.type !== 'ObligationClosed' || !obligation || isFollowUp(obligation)) return [];
    return [{ at: obligation.dueAt, step: obligation.occurrence === null ? null : stepIdOf(obligation.occurrence), occurrence: obligation.occurrence, what: obligation.purpose, reason: event.reason ?? '' }];
  })];
}

const isFollowUp = ({ occurrence, purpose }: Obligation): boolean => occurrence !== null && followUpCondition(occurrence, purpose) !== null;
