/** The call of a case that was handed over, recorded after that: whoever was reached by it is reached for the case, whoever acts on it now. */
import { hasEndedStatus } from './episode-status.js';
import type { Delivery, IntakeCommand } from './intake.js';
import { sharedCommandId } from '../pathways/patient/share.js';
import type { Tx } from './client.js';

/** Why the tasks of a case are closed when another package acts on it from then on, or this one does anew. */
export const handedOver = 'handed-over';

/**
 * To the case that is acted on now, unless somebody was reached for it already, or it started again since it is acted on there, with more than the call was for.
 * None for any other command.
 */
export async function contactByCall(tx: Tx, command: IntakeCommand): Promise<Delivery[]> {
  if (command.kind !== 'call-recorded' || command.input.obligation === undefined) return [];
  const { commandId, obligation, outcome } = command.input;
  if (outcome !== 'reached' && outcome !== 'proxy') return [];
  const rows = await tx<{ escalation: string; episodeId: string; status: string }[]>`
    select acting.id as escalation, acting.episode_id, e.status from task t join escalation x on x.id = t.escalation
      join escalation acting on acting.id = coalesce(x.held_by, x.id) and acting.patient_id = x.patient_id join episode e on e.id = acting.episode_id
    where t.obligation_id = ${obligation} and t.episode_id = ${command.episodeId} and t.hospital_id = ${command.hospitalId} and t.status = 'cancelled' and t.status_reason = ${handedOver}
      and acting.status not in ('joined', 'closed') and acting.contacted_at is null
      and not exists (select from timeline u where u.episode_id = acting.episode_id and u.escalation = acting.id and u.type = 'EscalationUpgraded' and not exists (
        select from timeline o where o.episode_id = u.episode_id and o.escalation = u.escalation and o.type = 'EscalationTakenOver' and (o.seq, o.idx) > (u.seq, u.idx)))`;
  return rows.map(({ escalation, episodeId, status }) => {
    const id = sharedCommandId(commandId, escalation);
    return { episodeId, commandId: id, kind: 'escalation-contacted', payload: { commandId: id, by: command.by, escalation }, ended: hasEndedStatus(status) };
  });
}
