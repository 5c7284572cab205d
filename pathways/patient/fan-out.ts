/** What a recorded event means for the patient's other open episodes. */
import type { EpisodeEvent } from '../engine/events.js';
import type { EpisodeInput } from '../engine/inputs.js';
import type { EpisodeId, StopReason } from '../engine/vocabulary.js';
import type { ToEpisode } from './cases.js';
import type { OpenCase } from './facts.js';
import { isSharedCommand, sharedCommandId } from './share.js';

export type Siblings = {
  /** The episode whose event it is. */
  from: EpisodeId;
  /** The patient's other episodes that are not over. */
  others: readonly EpisodeId[];
  /** Those of them that were started within it; absent: none. */
  embedded?: readonly EpisodeId[];
  /** All cases of the patient that are not closed, joined ones with `heldBy`; as they stood before this event. */
  cases: readonly OpenCase[];
};

/**
 * Why an episode was stopped, when that is about the person and not about the one package: what was started within it stops too. A package
 * that was the wrong one, or one that a person ends after a readmission, takes nobody's wound care away with it.
 */
export const stopsEmbedded: readonly StopReason[] = ['withdrawn', 'lost', 'transferred', 'unsafe-home'];

/** Facts of the person go to every package; news of a shared case to those who share it. What came from a sibling is not sent on. */
export function siblingInputs(event: EpisodeEvent, siblings: Siblings): ToEpisode[] {
  const ofCase = caseInputs(event, siblings.from, siblings.cases);
  const command = event.cause.kind === 'input' ? event.cause.commandId : undefined;
  return siblings.others.length === 0 || (command !== undefined && isSharedCommand(command)) ? ofCase : [...personInputs(event, siblings, command), ...ofCase];
}

function personInputs(event: EpisodeEvent, { from, others, embedded = [] }: Siblings, command: string | undefined): ToEpisode[] {
  const by = event.cause.kind === 'input' ? (event.cause.by ?? 'system') : 'system';
  type Make = (base: { at: string; by: string; commandId: string }) => EpisodeInput;
  const to = (episodes: readonly EpisodeId[], make: Make): ToEpisode[] =>
    episodes.map((episode) => ({ episode, input: make({ at: event.at, by, commandId: sharedCommandId(command ?? `${event.type}:${from}:${event.at}`, episode) }) }));
  const toAll = (make: Make): ToEpisode[] => to(others, make);
  switch (event.type) {
    case 'PatientDied': return toAll((base) => ({ ...base, kind: 'patient-died' }));
    case 'PatientReadmitted': return toAll((base) => ({ ...base, kind: 'patient-readmitted' }));
    case 'OptedOut': return toAll((base) => ({ ...base, kind: 'opt-out' }));
    case 'OptedIn': return toAll((base) => ({ ...base, kind: 'opt-in' }));
    case 'AwaySet': return toAll((base) => ({ ...base, kind: 'away-set', away: event.away }));
    case 'ZoneChanged': return toAll((base) => ({ ...base, kind: 'zone-changed', zone: event.zone }));
    case 'FactsChanged': return toAll((base) => ({ ...base, kind: 'facts-changed', flags: event.flags, hasFamilyContact: event.hasFamilyContact }));
    case 'EpisodeStopping': {
      const { reason } = event;
      return stopsEmbedded.includes(reason) ? to(embedded, (base) => ({ ...base, kind: 'stop', reason })) : [];
    }
    default: return [];
  }
}

function caseInputs(event: EpisodeEvent, from: EpisodeId, cases: readonly OpenCase[]): ToEpisode[] {
  switch (event.type) {
    // The holder closed: whoever joined is told, each once.
    case 'EscalationClosed':
      return cases.filter(({ heldBy }) => heldBy === event.escalation).map(({ escalation, episode }) => ({
        episode, input: { kind: 'case-ended', at: event.at, commandId: `ended:${event.escalation}@${escalation}`, escalation, takeOver: false },
      }));
    // A joined case found something more: its holder is told.
    case 'EscalationUpgraded':
    case 'EscalationUpdated': {
      const joined = cases.find(({ escalation }) => escalation === event.escalation);
      const holder = joined?.heldBy ? cases.find(({ escalation }) => escalation === joined.heldBy) : undefined;
      if (!joined || !holder || holder.episode === from) return [];
      const level = event.type === 'EscalationUpgraded' ? event.level : joined.level;
      return [{ episode: holder.episode, input: { kind: 'case-reported', at: event.at, commandId: `reported:${event.escalation}:${event.at}`, escalation: holder.escalation, level, rules: event.rules, from: event.escalation } }];
    }
    case 'EpisodeStopping':
      return event.reason === 'died' ? [] : handOverCases(event.at, from, cases);
    default:
      return [];
  }
}

/** An episode that stops hands each case that others share to the oldest of them, and is itself joined to it from then on. */
function handOverCases(at: string, from: EpisodeId, cases: readonly OpenCase[]): ToEpisode[] {
  return cases.filter(({ episode, heldBy }) => episode === from && !heldBy).flatMap((held): ToEpisode[] => {
    const [heir, ...others] = cases.filter(({ heldBy }) => heldBy === held.escalation);
    if (!heir) return [];
    const join = ({ episode, escalation }: OpenCase): ToEpisode =>
      ({ episode, input: { kind: 'case-joined', at, commandId: `handed-over:${held.escalation}@${escalation}`, escalation, heldBy: heir.escalation } });
    return [
      { episode: heir.episode, input: { kind: 'case-ended', at, commandId: `taken-over:${held.escalation}`, escalation: heir.escalation, takeOver: true } },
      ...[held, ...others].map(join),
    ];
  });
}
