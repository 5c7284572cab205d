/** What a recorded event means for the patient's other open episodes. */
import type { EpisodeEvent } from '../engine/events.js';
import type { EpisodeInput } from '../engine/inputs.js';
import type { EpisodeId, EscalationId, StopReason } from '../engine/vocabulary.js';
import { actsFor, isCovered, type ToEpisode } from './cases.js';
import type { OpenCase } from './facts.js';
import { handOverCases, standsAlone } from './handover.js';
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
  /** No two events of the episode have the same: two findings of one minute are two. */
  mark: string;
  /** The patient herself says what the event is about, not staff who may just have spoken with her; absent: staff, perhaps. */
  said?: boolean;
  /** Cases that are joined now to one that was closed meanwhile, by people who knew all that they found; absent: none. */
  settled?: readonly EscalationId[];
};

/**
 * Why an episode was stopped, when that is about the person and not about the one package: what was started within it stops too. A package
 * that was the wrong one, or one that a person ends after a readmission, takes nobody's wound care away with it.
 */
export const stopsEmbedded: readonly StopReason[] = ['withdrawn', 'lost', 'transferred', 'unsafe-home'];

/** Of the nth event of an episode's entry. */
export const markOf = (seq: number, n: number): string => `${seq}.${n}`;

/** Facts of the person go to every package; news of a shared case to those who share it. What came from a sibling is not sent on. */
export function siblingInputs(event: EpisodeEvent, siblings: Siblings): ToEpisode[] {
  const ofCase = caseInputs(event, siblings);
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

function caseInputs(event: EpisodeEvent, { from, cases, mark, said = false, settled = [] }: Siblings): ToEpisode[] {
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
      if (!holder || !actsFor(holder, event)) return [{ episode: from, input: standsAlone(event.escalation, event.at, mark) }];
      if (holder.episode === from) return [];
      const { at, escalation, level = joined.level, rules, to } = event;
      return [{ episode: holder.episode, input: {
        kind: 'case-reported', at, commandId: `reported:${escalation}:${mark}`, escalation: holder.escalation, level, rules, ...(to && { to }), ...(said && { saidAt: at }), from: escalation,
      } }];
    }
    // Whoever should act for it went away before it heard that: closed, halted, or of another patient since an undone merge.
    case 'EscalationJoined': {
      const { at, escalation, heldBy } = event;
      if (cases.some((holder) => holder.escalation === heldBy && holder.standsStill !== true)) return [];
      const ended = { kind: 'case-ended', at, commandId: `ended:${heldBy}@${escalation}:${mark}`, escalation, takeOver: false } as const;
      return [{ episode: from, input: settled.includes(escalation) ? ended : standsAlone(escalation, at, mark) }];
    }
    case 'EpisodeStopping':
      return event.reason === 'died' ? [] : handOverCases({ at: event.at, mark, why: 'stops' }, from, cases);
    default:
      return [];
  }
}
