/** What a recorded event means for the patient's other open episodes. */
import type { EpisodeEvent } from '../engine/events.js';
import type { EpisodeInput } from '../engine/inputs.js';
import type { EpisodeId, EscalationId, Instant, StopReason } from '../engine/vocabulary.js';
import { actsFor, isCovered, type ToEpisode } from './cases.js';
import type { OpenCase } from './facts.js';
import { isSharedCommand, sharedCommandId } from './share.js';

export type Siblings = {
  /** The episode whose event it is. */
  from: EpisodeId;
  /** The patient's other episodes that are not over. */
  others: readonly EpisodeId[];
  /** Those that are over and have a case that is still open: they hear of the case, and of a death; absent: none. */
  late?: readonly EpisodeId[];
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
  return command !== undefined && isSharedCommand(command) ? ofCase : [...personInputs(event, siblings, command), ...ofCase];
}

function personInputs(event: EpisodeEvent, { from, others, late = [], embedded = [] }: Siblings, command: string | undefined): ToEpisode[] {
  const by = event.cause.kind === 'input' ? (event.cause.by ?? 'system') : 'system';
  type Make = (base: { at: string; by: string; commandId: string }) => EpisodeInput;
  const to = (episodes: readonly EpisodeId[], make: Make): ToEpisode[] =>
    episodes.map((episode) => ({ episode, input: make({ at: event.at, by, commandId: sharedCommandId(command ?? `${event.type}:${from}:${event.at}`, episode) }) }));
  const toAll = (make: Make): ToEpisode[] => to(others, make);
  switch (event.type) {
    case 'PatientDied': return to([...others, ...late], (base) => ({ ...base, kind: 'patient-died' }));
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
    // The holder closed: whoever joined is told, each once. What the holder had not heard of before it was closed is open still.
    case 'EscalationClosed': {
      const holder = cases.find(({ escalation }) => escalation === event.escalation);
      return cases.filter(({ heldBy }) => heldBy === event.escalation).map((joined): ToEpisode => {
        const ended = { kind: 'case-ended', at: event.at, commandId: `ended:${event.escalation}@${joined.escalation}`, escalation: joined.escalation } as const;
        return { episode: joined.episode, input: holder && !isCovered(joined, holder) ? { ...ended, takeOver: true, news: true } : { ...ended, takeOver: false } };
      });
    }
    // A joined case found something more: its holder is told, or it acts for itself from here on when no holder does.
    case 'EscalationUpgraded':
    case 'EscalationUpdated': {
      const joined = cases.find(({ escalation }) => escalation === event.escalation);
      if (!joined?.heldBy) return [];
      const holder = cases.find(({ escalation }) => escalation === joined.heldBy);
      if (!holder || !actsFor(holder, event)) {
        return [{ episode: from, input: standsAlone(event.escalation, event.at) }];
      }
      if (holder.episode === from) return [];
      const level = event.type === 'EscalationUpgraded' ? event.level : joined.level;
      return [{ episode: holder.episode, input: { kind: 'case-reported', at: event.at, commandId: `reported:${event.escalation}:${event.at}`, escalation: holder.escalation, level, rules: event.rules, ...(event.to === undefined ? {} : { to: event.to }), from: event.escalation } }];
    }
    // Whoever should act for it went away before it heard that: the two records of its patient became two again.
    case 'EscalationJoined':
      return cases.some(({ escalation }) => escalation === event.heldBy) ? [] : [{ episode: from, input: standsAlone(event.escalation, event.at) }];
    case 'EpisodeStopping':
      return event.reason === 'died' ? [] : handOverCases(event.at, from, cases);
    default:
      return [];
  }
}

const standsAlone = (escalation: EscalationId, at: Instant): EpisodeInput =>
  ({ kind: 'case-ended', at, commandId: `stands-alone:${escalation}:${at}`, escalation, takeOver: true, news: true });

/**
 * Cases that are joined to one of which this patient knows nothing any more, because an undone merge gave it back to another: of those that one case held,
 * the oldest that can act takes over, and the others are joined to it. Nobody has been told of it for this patient, so all of it is news. `undo` names the undo.
 */
export function partedCases(at: Instant, undo: string, cases: readonly OpenCase[]): ToEpisode[] {
  const parted = cases.filter(({ heldBy }) => heldBy && !cases.some(({ escalation }) => escalation === heldBy));
  return parted.map(({ episode, escalation, heldBy }): ToEpisode => {
    const sharers = parted.filter((one) => one.heldBy === heldBy);
    const heir = (sharers.find(({ standsStill }) => standsStill !== true) ?? sharers[0])?.escalation ?? escalation;
    const commandId = `parted:${undo}:${escalation}`;
    return { episode, input: heir === escalation ? { kind: 'case-ended', at, commandId, escalation, takeOver: true, news: true } : { kind: 'case-joined', at, commandId, escalation, heldBy: heir } };
  });
}

/** An episode that stops, or stands still, hands each case that others share to the oldest of them that can act, and is itself joined to it from then on. */
export function handOverCases(at: string, from: EpisodeId, cases: readonly OpenCase[]): ToEpisode[] {
  return cases.filter(({ episode, heldBy }) => episode === from && !heldBy).flatMap((held): ToEpisode[] => {
    const joined = cases.filter(({ heldBy }) => heldBy === held.escalation);
    const heir = joined.find(({ standsStill }) => standsStill !== true);
    if (!heir) return [];
    const others = joined.filter((one) => one !== heir);
    const join = ({ episode, escalation }: OpenCase): ToEpisode =>
      ({ episode, input: { kind: 'case-joined', at, commandId: `handed-over:${held.escalation}@${escalation}`, escalation, heldBy: heir.escalation } });
    return [
      { episode: heir.episode, input: { kind: 'case-ended', at, commandId: `taken-over:${held.escalation}`, escalation: heir.escalation, takeOver: true } },
      ...[held, ...others].map(join),
    ];
  });
}
