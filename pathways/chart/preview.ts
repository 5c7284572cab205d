/**
 * What a command would do, before anybody gives it: the engine decides on a copy, and the next thirty days before and after are compared.
 * Nothing is recorded. What other people do in between may change the outcome; the real command is decided anew.
 */
import { refusal, type Refusal } from '../engine/actions.js';
import { decide } from '../engine/decide.js';
import type { Episode } from '../engine/episode.js';
import type { EpisodeEvent } from '../engine/events.js';
import { evolve } from '../engine/evolve.js';
import type { EpisodeInput } from '../engine/inputs.js';
import { nextThirtyDays, type Firm } from '../engine/next-thirty-days.js';
import type { Plan, Step, StepId } from '../engine/plan.js';
import type { EscalationId, Instant } from '../engine/vocabulary.js';

export type PreviewItem = { at: Instant; what: 'step' | 'message'; kind: Step['kind'] | null; step: StepId | null; purpose: string | null; recipient: string | null; reason: string | null };
export type Preview = {
  refusal: Refusal | null;
  /** What was going to happen and will not; what will happen instead or in addition. In time order. */
  stops: PreviewItem[]; starts: PreviewItem[];
  casesClosed: EscalationId[]; casesRaised: number; casesStayOpen: EscalationId[];
  /** The engine would store the command without effect, and says why. */
  ignored: string | null;
};

export function previewOf(plan: Plan, episode: Episode, input: EpisodeInput): Preview {
  const refused = refusal(plan, episode, input);
  if (refused) return { refusal: refused, stops: [], starts: [], casesClosed: [], casesRaised: 0, casesStayOpen: [], ignored: null };
  const events = decide(plan, episode, input);
  const after = events.reduce(evolve, episode);
  const [was, will] = [nextThirtyDays(plan, episode).firm.map(itemOf), nextThirtyDays(plan, after).firm.map(itemOf)];
  const ended = events.flatMap((event) => endedBy(plan, episode, event));
  const closed = events.flatMap((event) => (event.type === 'EscalationClosed' ? [event.escalation] : []));
  return {
    refusal: null,
    // What was due before now has gone its way already; the command's own doing stands in `ended`.
    stops: distinct([...ended, ...missing(was, will).filter(({ at }) => at >= input.at)]),
    starts: distinct(missing(will, was)),
    casesClosed: closed, casesRaised: events.filter(({ type }) => type === 'EscalationRaised').length,
    casesStayOpen: Object.keys(after.escalations),
    ignored: events.flatMap((event) => (event.type === 'InputIgnored' ? [event.reason] : []))[0] ?? null,
  };
}

const itemOf = (firm: Firm): PreviewItem => ({
  at: firm.at, what: firm.what, kind: firm.kind, step: firm.step, reason: null, ...(firm.what === 'message' ? { purpose: firm.purpose, recipient: firm.recipient } : { purpose: null, recipient: null }),
});

const keyOf = ({ at, what, step, purpose, recipient }: PreviewItem): string => [at, what, step, purpose, recipient].join(' ');
const missing = (from: readonly PreviewItem[], other: readonly PreviewItem[]): PreviewItem[] => {
  const known = new Set(other.map(keyOf));
  return from.filter((item) => !known.has(keyOf(item)));
};
const distinct = (items: readonly PreviewItem[]): PreviewItem[] => [...new Map(items.map((item) => [keyOf(item), item])).values()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));

/** What the command itself ends or holds, also beyond thirty days. */
function endedBy(plan: Plan, episode: Episode, event: EpisodeEvent): PreviewItem[] {
  if ((event.type === 'OccurrenceClosed' && event.outcome !== 'completed') || event.type === 'OccurrenceHeld') {
    const occurrence = episode.occurrences[event.occurrence];
    const step = plan.steps.find(({ id }) => id === occurrence?.step);
    return occurrence && step ? [{ at: occurrence.dueAt, what: 'step', kind: step.kind, step: step.id, purpose: null, recipient: null, reason: event.reason }] : [];
  }
  const obligation = event.type === 'ObligationClosed' && event.outcome === 'suppressed' ? episode.obligations[event.obligation] : undefined;
  if (!obligation || event.type !== 'ObligationClosed') return [];
  const step = obligation.occurrence?.split('/').at(-2) ?? null;
  return [{ at: obligation.dueAt, what: 'message', kind: plan.steps.find(({ id }) => id === step)?.kind ?? null, step, purpose: obligation.purpose, recipient: obligation.recipient, reason: event.reason }];
}
