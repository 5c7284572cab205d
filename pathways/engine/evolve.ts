/** `evolve(episode, event)`: what an event means for the state. No decisions here, no plan: every number it needs is in the event. */
import { evolveCare } from './evolve-care.js';
import { evolveEscalation } from './evolve-escalation.js';
import { evolveObligation } from './evolve-obligation.js';
import { evolveOccurrence } from './evolve-occurrence.js';
import { withoutSpentMigration } from './migration/spent.js';
import type { Episode } from './episode.js';
import type { EpisodeEvent } from './events.js';
import { assertNever } from './vocabulary.js';

/** Command ids remembered: at most this many inputs can be in flight when one is repeated. */
const seenLimit = 200;

export function evolve(before: Episode, event: EpisodeEvent): Episode {
  const current = event.at > before.lastAt ? { ...before, lastAt: event.at } : before;
  const episode = current.migration === undefined ? current : withoutSpentMigration(current, current.migration, event);
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
      return evolveOccurrence(episode, event);
    case 'ObligationPlanned':
    case 'ObligationReleased':
    case 'ObligationMoved':
    case 'ObligationClosed':
    case 'DeliveryFailed':
    case 'HandedOver':
      return evolveObligation(episode, event);
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
      return evolveEscalation(episode, event);
    case 'EpisodeStarted':
    case 'AnswerRecorded':
    case 'ReadingRecorded':
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
      return evolveCare(episode, event);
    case 'InputApplied':
      return {
        ...episode,
        seq: episode.seq + 1,
        seen: event.commandId === null || episode.seen.includes(event.commandId) ? episode.seen : [...episode.seen, event.commandId].slice(-seenLimit),
      };
    case 'RewardEarned':
    case 'PackageEmbedded':
    case 'VisitRecorded':
    case 'ReadingRejected':
    case 'RulesEvaluated':
    case 'TaskRecorded':
    case 'StepTicked':
    case 'StepStarted':
    case 'ContactQuarantined':
    case 'EscalationNoted':
    case 'PatientDied':
    case 'PatientReadmitted':
    case 'InputIgnored':
      return episode;
    default:
      return assertNever(event);
  }
}
