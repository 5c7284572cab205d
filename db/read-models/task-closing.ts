/** Work for a person ends when the thing it was for ends: the visit, form or call closes, the case closes, the call has its outcome. */
import type { EpisodeEvent } from '../../pathways/engine/events.js';
import { handedOver } from '../handed-over-calls.js';
import type { Projecting, Projection } from './projecting.js';

const statusOf = { completed: 'completed', failed: 'failed', cancelled: 'cancelled' } as const;

async function apply({ tx, hospitalId, episodeId }: Projecting, event: EpisodeEvent): Promise<void> {
  const close = async (where: ReturnType<typeof tx>, status: string, reason: string | null): Promise<void> => {
    await tx`update task set status = ${status}, status_reason = ${reason}, closed_at = now()
      where hospital_id = ${hospitalId} and episode_id = ${episodeId} and status in ('ready', 'in-progress') and ${where}`;
  };
  switch (event.type) {
    case 'OccurrenceClosed':
      return close(tx`occurrence = ${event.occurrence}`, statusOf[event.outcome], event.reason);
    // After a pause it is given out anew, with a task of its own.
    case 'OccurrenceMoved':
      if (event.reason !== 'resumed') return;
      return close(tx`occurrence = ${event.occurrence}`, 'cancelled', 'paused');
    case 'VisitBooked':
      return close(tx`occurrence = ${event.occurrence} and kind = 'book-visit'`, 'completed', null);
    case 'EscalationClosed':
      return close(tx`escalation = ${event.escalation}`, 'completed', event.outcome);
    // Whoever reached the patient has made the call; a case that starts again wants one of its own, and the one before would be taken for it.
    case 'EscalationContacted':
      return close(tx`escalation = ${event.escalation} and kind = 'call'`, 'completed', 'contacted');
    case 'EscalationUpgraded':
      return close(tx`escalation = ${event.escalation}`, 'cancelled', 'superseded');
    // Another package acts on the case from then on, or this one does anew and gives out calls of its own: those before lead nowhere.
    case 'EscalationJoined':
    case 'EscalationTakenOver':
      return close(tx`escalation = ${event.escalation}`, 'cancelled', handedOver);
    case 'CallRecorded':
      if (event.obligation === null) return;
      return close(tx`obligation_id = ${event.obligation}`, 'completed', event.outcome);
    // Nobody phones the family of the dead about a form, a visit or a wrong number.
    case 'PatientDied':
      return close(tx`true`, 'cancelled', 'died');
    default:
      return;
  }
}

export const closeTasks: Projection = async (into, { events }) => {
  for (const event of events) await apply(into, event);
};
