/** One row per planned instance of a step: visits, forms, calls, measurements, messages. */
import type { EpisodeEvent } from '../../pathways/engine/events.js';
import { json } from '../client.js';
import type { Projecting, Projection } from './projecting.js';

const isAccount = (actor: string | null): boolean => actor !== null && /^[0-9a-f-]{36}$/.test(actor);

async function plan(into: Projecting, event: Extract<EpisodeEvent, { type: 'OccurrencePlanned' }>): Promise<void> {
  const kind = into.plan.steps.find((step) => step.id === event.step)?.kind;
  if (!kind) throw new Error(`Plan ${into.plan.id}@${into.plan.version} has no step ${event.step}`);
  await into.tx`insert into occurrence (id, hospital_id, episode_id, patient_id, step, kind, n, phase, status, due_at, window_from, window_until)
    values (${event.occurrence}, ${into.hospitalId}, ${into.episodeId}, ${into.patientId}, ${event.step}, ${kind}, ${event.n}, ${event.phase},
      'planned', ${event.dueAt}, ${event.windowFrom}, ${event.windowUntil})`;
}

async function apply(into: Projecting, event: EpisodeEvent): Promise<void> {
  const { tx } = into;
  switch (event.type) {
    case 'OccurrencePlanned':
      return plan(into, event);
    case 'OccurrenceMoved':
      await tx`update occurrence set revision = ${event.revision}, due_at = ${event.dueAt}, window_from = ${event.windowFrom},
        window_until = ${event.windowUntil}, reason = ${event.reason}, status = 'planned', slot_from = null, slot_until = null
        where id = ${event.occurrence}`;
      return;
    case 'OccurrenceOpened':
      await tx`update occurrence set status = 'open' where id = ${event.occurrence}`;
      return;
    case 'OccurrenceHeld':
      await tx`update occurrence set status = 'held', reason = ${event.reason} where id = ${event.occurrence}`;
      return;
    case 'OccurrenceReleased':
      await tx`update occurrence set status = case when slot_from is null then 'planned' else 'booked' end,
        revision = ${event.revision}, reason = null where id = ${event.occurrence}`;
      return;
    case 'OccurrenceOverdue':
      await tx`update occurrence set overdue = true where id = ${event.occurrence}`;
      return;
    case 'OccurrenceClosed':
      await tx`update occurrence set status = ${event.outcome}, reason = ${event.reason} where id = ${event.occurrence}`;
      return;
    case 'VisitBooked':
      await tx`update occurrence set status = 'booked', revision = ${event.revision}, due_at = ${event.from}, slot_from = ${event.from}, slot_until = ${event.until},
        assignee = ${isAccount(event.assignee) ? event.assignee : null} where id = ${event.occurrence}`;
      return;
    case 'VisitCheckedIn':
      await tx`update occurrence set status = 'checked-in' where id = ${event.occurrence}`;
      return;
    case 'VisitRecorded':
      await tx`update occurrence set photos = ${json(tx, event.photos)} where id = ${event.occurrence}`;
      return;
    default:
      return;
  }
}

export const projectOccurrences: Projection = async (into, { events }) => {
  for (const event of events) await apply(into, event);
};
