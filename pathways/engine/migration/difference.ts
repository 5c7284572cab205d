/**
 * What another version would change for one episode, found by letting the engine do it on a copy: what is shown before is what happens after.
 */
import { decide } from '../decide.js';
import type { Episode } from '../episode.js';
import type { EpisodeEvent, VersionKey } from '../events.js';
import { evolve } from '../evolve.js';
import { stepOfOccurrence } from '../ids.js';
import type { EpisodeInput } from '../inputs.js';
import type { Plan, StepId } from '../plan.js';
import type { Instant, OccurrenceId } from '../vocabulary.js';
import { same, type Hindrance } from './change.js';
import { migrationHindrances } from './migrate.js';
import { askPurpose } from './spent.js';

export type Item = { step: StepId; occurrence: OccurrenceId; at: Instant };

export type Difference = {
  /** Not empty: the episode stays where it is, and the rest is empty. */
  blocked: Hindrance[];
  gains: Item[];
  loses: Item[];
  /** `to` the same as `at`: it stays on its day and says something else. */
  moves: (Item & { to: Instant })[];
  /** Visits agreed with the patient: they stay, and a person is asked. */
  asks: Item[];
  /** Steps that go on by another schedule or wording, also beyond what is planned already. */
  steps: StepId[];
  /** Rules, forms, levels or other settings are judged otherwise from then on. */
  judges: boolean;
};

const nothing: Omit<Difference, 'blocked'> = { gains: [], loses: [], moves: [], asks: [], steps: [], judges: false };

/** At `at`, which is not before the episode's newest event. What becomes due by itself until then is no part of the difference. */
export function differenceOf(plan: Plan, before: Episode, target: { key: VersionKey; plan: Plan }, at: Instant): Difference {
  const waited = decide(plan, before, { kind: 'clock-reached', at }).reduce(evolve, before);
  const blocked = migrationHindrances(plan, waited, target.plan, at);
  if (blocked.length > 0) return { ...nothing, blocked };
  const input: EpisodeInput = { kind: 'migrate', at, commandId: 'difference', by: 'system', to: target.key, reworded: [], reason: '' };
  const events = decide(plan, waited, input, target.plan);
  const terms = events.find((event) => event.type === 'EpisodeMigrated');
  return { blocked: [], ...changesIn(events, waited), steps: terms?.steps ?? [], judges: terms?.judges ?? false };
}

/** An item that is both taken away and planned again at the same time is a change of neither. */
function changesIn(events: readonly EpisodeEvent[], before: Episode): Pick<Difference, 'gains' | 'loses' | 'moves' | 'asks'> {
  const dueOf = (id: OccurrenceId): Instant => before.occurrences[id]?.dueAt ?? before.lastAt;
  const item = (occurrence: OccurrenceId, at: Instant): Item => ({ step: stepOfOccurrence(occurrence), occurrence, at });
  const gains = events.flatMap((event): Item[] => (event.type === 'OccurrencePlanned' ? [item(event.occurrence, event.dueAt)] : []));
  const loses = events.flatMap((event): Item[] => (event.type === 'OccurrenceClosed' && event.reason === 'superseded' ? [item(event.occurrence, dueOf(event.occurrence))] : []));
  const both = (a: Item, list: readonly Item[]): boolean => list.some(({ step, at }) => step === a.step && at === a.at);
  return {
    gains: gains.filter((one) => !both(one, loses)),
    loses: loses.filter((one) => !both(one, gains)),
    moves: events.flatMap((event) => (event.type === 'OccurrenceMoved' ? [{ ...item(event.occurrence, dueOf(event.occurrence)), to: event.dueAt }] : [])),
    asks: events.flatMap((event) => (event.type === 'ObligationPlanned' && event.obligation.purpose === askPurpose && event.obligation.occurrence !== null ? [item(event.obligation.occurrence, dueOf(event.obligation.occurrence))] : [])),
  };
}

type Texts = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Keys that both versions have in other words, in any language. */
export function rewordedKeys(from: Texts, to: Texts): string[] {
  const keys = new Set(Object.entries(from).flatMap(([language, texts]) => Object.keys(texts).filter((key) => to[language]?.[key] !== undefined && !same(to[language]?.[key], texts[key]))));
  return [...keys].sort();
}
