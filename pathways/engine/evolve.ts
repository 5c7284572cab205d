/** What an event means for the state. No decisions here, no plan: every number it needs is in the event. */
import { evolveCare } from './evolve-care.js';
import { evolveEscalation } from './evolve-escalation.js';
import { evolveObligation } from './evolve-obligation.js';
import { evolveOccurrence } from './evolve-occurrence.js';
import { spendsMigration } from './migration/spent.js';
import type { Episode } from './episode.js';
import type { EpisodeEvent } from './events.js';
import { assertNever } from './vocabulary.js';

/** Command ids remembered: at most this many inputs can be in flight when one is repeated. */
const seenLimit = 200;

/** The episode after the event; the one before stays as it was. */
export function evolve(before: Episode, event: EpisodeEvent): Episode {
  const own = ownCopy(before);
  happen(own, event);
  return own;
}

/** For whoever lets many events happen: the records by id are the copy's own, what they hold is shared and never changed, only replaced. */
export const ownCopy = (episode: Episode): Episode => ({
  ...episode, occurrences: { ...episode.occurrences }, tally: { ...episode.tally }, obligations: { ...episode.obligations }, escalations: { ...episode.escalations }, watches: { ...episode.watches },
});

/** The same as `evolve`, but it changes the caller's own episode. */
export function happen(own: Episode, event: EpisodeEvent): void {
  if (own.migration !== undefined && spendsMigration(own, own.migration, event)) delete own.migration;
  if (event.at > own.lastAt) own.lastAt = event.at;
  switch (event.type) {
    case 'OccurrencePlanned':
    case 'OccurrenceMoved':
    case 'OccurrenceOpened':
    case 'OccurrenceHeld':
    case 'OccurrenceReleased':
    case 'OccurrenceOverdue':
    case 'OccurrenceClosed':
    case 'StepSkipped':
    case 'VisitBooked':
    case 'VisitCheckedIn':
    case 'CallRecorded':
      return evolveOccurrence(own, event);
    case 'ObligationPlanned':
    case 'ObligationReleased':
    case 'ObligationMoved':
    case 'ObligationClosed':
    case 'DeliveryFailed':
    case 'HandedOver':
      return evolveObligation(own, event);
    case 'EscalationRaised':
    case 'EscalationUpdated':
    case 'EscalationUpgraded':
    case 'EscalationJoined':
    case 'EscalationTakenOver':
    case 'EscalationClimbed':
    case 'EscalationBreached':
    case 'EscalationAcknowledged':
    case 'EscalationContacted':
    case 'EscalationClosed':
      return evolveEscalation(own, event);
    case 'EpisodeStarted':
    case 'AnswerRecorded':
    case 'ReadingRecorded':
    case 'ReadingRejected':
    case 'WatchStarted':
    case 'WatchEnded':
    case 'OptedOut':
    case 'OptedIn':
    case 'AwaySet':
    case 'FactsChanged':
    case 'ZoneChanged':
    case 'AnchorSet':
    case 'PersonalSet':
    case 'EpisodeMigrated':
    case 'EpisodePaused':
    case 'EpisodeResumed':
    case 'GoalReached':
    case 'BadgeEarned':
    case 'CourseCompleted':
    case 'EpisodeCompleted':
    case 'EpisodeStopping':
    case 'EpisodeStopped':
    case 'Warned':
      return evolveCare(own, event);
    case 'InputApplied':
      own.seq += 1;
      if (event.commandId !== null && !own.seen.includes(event.commandId)) own.seen = [...own.seen, event.commandId].slice(-seenLimit);
      return;
    case 'RewardEarned':
    case 'PackageEmbedded':
    case 'VisitRecorded':
    case 'RulesEvaluated':
    case 'TaskRecorded':
    case 'StepTicked':
    case 'StepStarted':
    case 'ContactQuarantined':
    case 'EscalationNoted':
    case 'PatientDied':
    case 'PatientReadmitted':
    case 'InputIgnored':
      return;
    default:
      return assertNever(event);
  }
}
