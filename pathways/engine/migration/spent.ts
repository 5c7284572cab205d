/** Until when a migration can be undone: the first thing that happens otherwise than the version before would have had it. */
import type { Episode, OpenMigration } from '../episode.js';
import type { EpisodeEvent } from '../events.js';
import { stepOfOccurrence } from '../ids.js';
import type { OccurrenceId } from '../vocabulary.js';

/** A question to a person about a booked visit: it tells nobody but staff, and is void once the migration is undone. */
export const askPurpose = 'migrated-visit';
/** Said to whoever was asked. */
export const voidPurpose = 'migrated-visit-void';

/** This event is one that the version before would not have brought about, or not in the same way. `episode`: as it stands before. */
export function spendsMigration(episode: Episode, { steps, judges, reworded, since }: OpenMigration, event: EpisodeEvent): boolean {
  const ofStep = (occurrence: OccurrenceId | null): boolean => occurrence !== null && steps.includes(stepOfOccurrence(occurrence));
  /** Begun or agreed by then: what it still has to say was planned by the version before. */
  const wasUnderWay = (id: OccurrenceId | null): boolean => {
    const occurrence = id === null ? undefined : episode.occurrences[id];
    return occurrence !== undefined && (occurrence.slot !== null || (occurrence.openedAt !== null && occurrence.openedAt < since));
  };
  switch (event.type) {
    // How a form is chased and a call tried again is not written in the step.
    case 'OccurrenceOpened':
    case 'CallRecorded':
      return judges || ofStep(event.occurrence);
    case 'OccurrenceHeld':
    case 'OccurrenceReleased':
    case 'OccurrenceOverdue':
    case 'VisitBooked':
    case 'VisitCheckedIn':
    case 'VisitRecorded':
    case 'StepTicked':
    case 'TaskRecorded':
      return ofStep(event.occurrence);
    // What only was planned is taken back and planned again without anybody hearing of it.
    case 'OccurrenceClosed':
      return event.reason !== 'superseded' && ofStep(event.occurrence);
    case 'StepStarted':
      return steps.includes(event.step);
    case 'StepSkipped':
      return event.n === null && steps.includes(event.step);
    case 'ObligationReleased': {
      const obligation = episode.obligations[event.obligation];
      if (!obligation || obligation.purpose === askPurpose || obligation.purpose === voidPurpose) return false;
      return (ofStep(obligation.occurrence) && !wasUnderWay(obligation.occurrence)) || reworded.includes(obligation.text) || (obligation.digestLabel !== null && reworded.includes(obligation.digestLabel));
    }
    case 'AnswerRecorded':
    case 'ReadingRecorded':
    case 'ReadingRejected':
    case 'RulesEvaluated':
    case 'WatchStarted':
    case 'WatchEnded':
    case 'EscalationRaised':
    case 'EscalationUpdated':
    case 'EscalationUpgraded':
    case 'EscalationClimbed':
    case 'EscalationBreached':
    case 'GoalReached':
    case 'RewardEarned':
      return judges;
    // What these plan anew follows the version in force.
    case 'AnchorSet':
    case 'PersonalSet':
    case 'ZoneChanged':
    case 'AwaySet':
    case 'EpisodeResumed':
    case 'CourseCompleted':
    case 'EpisodeCompleted':
    case 'EpisodeStopping':
    case 'EpisodeStopped':
      return true;
    default:
      return false;
  }
}
