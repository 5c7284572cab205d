/**
 * The engine's half of the ledger: what it planned, released, moved and gave up. From release on the outcome is the ledger's alone
 * (`db/ledger/`), so nothing here touches a row that is on its way or settled.
 */
import type { EpisodeEvent, Obligation } from '../../pathways/engine/events.js';
import { json } from '../client.js';
import type { Projecting, Projection } from './projecting.js';

async function plan({ tx, hospitalId, episodeId, patientId, clock }: Projecting, o: Obligation): Promise<void> {
  await tx`insert into obligation (id, hospital_id, episode_id, patient_id, revision, purpose, class, recipient, occurrence, escalation, spec,
      due_at, expires_at, shared_key, state, wall_due_at)
    values (${o.id}, ${hospitalId}, ${episodeId}, ${patientId}, ${o.revision}, ${o.purpose}, ${o.class}, ${o.recipient}, ${o.occurrence}, ${o.escalation},
      ${json(tx, o)}, ${o.dueAt}, ${o.expiresAt}, ${o.sharedKey}, 'planned', wall_of(${json(tx, clock)}, ${o.dueAt}))`;
}

/** Whatever the engine did because a message failed took the matter over: a case, a task, another message. */
async function handOver({ tx }: Projecting, event: EpisodeEvent): Promise<void> {
  if (event.cause.kind !== 'delivery') return;
  const heir = event.type === 'ObligationPlanned' ? event.obligation.id : event.type === 'EscalationRaised' ? event.escalation : null;
  if (heir === null) return;
  await tx`update obligation set escalated_to = ${heir} where id = ${event.cause.obligation} and escalated_to is null`;
}

/** Minor messages that fail share one task a day; a staff alert that fails makes the case climb and the episode warn. */
const heirWithoutId = (episodeId: string, day: string | null): string => (day === null ? `${episodeId}/warned` : `${episodeId}/undelivered/${day}`);

async function apply(into: Projecting, event: EpisodeEvent): Promise<void> {
  const { tx, clock } = into;
  await handOver(into, event);
  switch (event.type) {
    case 'ObligationPlanned':
      return plan(into, event.obligation);
    case 'ObligationReleased':
      await tx`update obligation set state = 'released' where id = ${event.obligation} and state = 'planned'`;
      return;
    case 'ObligationMoved':
      await tx`update obligation set state = 'planned', due_at = ${event.dueAt}, wall_due_at = wall_of(${json(tx, clock)}, ${event.dueAt})
        where id = ${event.obligation} and state in ('planned', 'released')`;
      return;
    case 'ObligationClosed':
      await tx`update obligation set state = ${event.outcome}, reason = ${event.reason}, settled_at = now(), told = true
        where id = ${event.obligation} and state = 'planned'`;
      // Told what is not so any more is not told: a message whose "sent" was on its way here may have failed since.
      await tx`update obligation set told = true where id = ${event.obligation} and state = any(${event.outcome === 'sent' ? ['sent', 'accepted'] : ['sent', 'accepted', 'suppressed', 'failed']})`;
      return;
    case 'HandedOver':
      await tx`update obligation set escalated_to = ${event.to ?? heirWithoutId(into.episodeId, event.day)} where id = ${event.obligation} and escalated_to is null`;
      return;
    default:
      return;
  }
}

export const projectObligations: Projection = async (into, { events }) => {
  for (const event of events) await apply(into, event);
};
