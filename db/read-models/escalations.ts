/** One row per case that people must act on, with its clock; and the patient's one open case per rule prefix. */
import type { EpisodeEvent } from '../../pathways/engine/events.js';
import type { EpisodeInput } from '../../pathways/engine/inputs.js';
import type { Tx } from '../client.js';
import type { Projecting, Projection } from './projecting.js';

type Raised = Extract<EpisodeEvent, { type: 'EscalationRaised' }>;
type Upgraded = Extract<EpisodeEvent, { type: 'EscalationUpgraded' }>;

async function raise({ tx, hospitalId, patientId, episodeId }: Projecting, event: Raised): Promise<void> {
  await tx`insert into escalation (id, hospital_id, episode_id, patient_id, level, rules, prefixes, instruction, status, raised_at, ack_by, contact_by)
    values (${event.escalation}, ${hospitalId}, ${episodeId}, ${patientId}, ${event.level}, ${event.rules}, ${event.prefixes}, ${event.instruction},
      'open', ${event.at}, ${event.ackBy}, ${event.contactBy})`;
}

/** What was there in its order, then what is new: as `evolve` does. */
const union = (tx: Tx, column: 'rules' | 'prefixes', more: string[]) =>
  tx`${tx(column)} || array(select m from unnest(${more}::text[]) with ordinality as u(m, n) where not m = any(${tx(column)}) order by n)`;

/** A higher level starts the case's clock again: nobody has acknowledged this level yet. */
async function upgrade({ tx }: Projecting, event: Upgraded): Promise<void> {
  await tx`update escalation set level = ${event.level}, rules = ${union(tx, 'rules', event.rules)}, prefixes = ${union(tx, 'prefixes', event.prefixes)}, instruction = ${event.instruction},
    ack_by = ${event.ackBy}, contact_by = ${event.contactBy}, acknowledged_at = null, acknowledged_by = null, contacted_at = null, breached = '{}', rung = 0,
    status = case when status = 'joined' then status else 'open' end where id = ${event.escalation}`;
}

/** A prefix belongs to the first case that holds it; a joined case holds none. */
async function hold({ tx, hospitalId, patientId }: Projecting, escalation: string): Promise<void> {
  await tx`insert into case_prefix (hospital_id, patient_id, prefix, escalation_id)
    select ${hospitalId}, ${patientId}, unnest(prefixes), id from escalation where id = ${escalation} and status not in ('joined', 'closed')
    on conflict (hospital_id, patient_id, prefix) do nothing`;
}

/** After a merge was undone: what each case of these patients holds, the oldest first, as if nobody had shared it. */
export async function holdAnew(tx: Tx, patients: readonly string[]): Promise<void> {
  await tx`delete from case_prefix where patient_id = any(${[...patients]}::uuid[])`;
  await tx`insert into case_prefix (hospital_id, patient_id, prefix, escalation_id)
    select hospital_id, patient_id, unnest(prefixes), id from escalation where patient_id = any(${[...patients]}::uuid[]) and status not in ('joined', 'closed') order by raised_at, id
    on conflict (hospital_id, patient_id, prefix) do nothing`;
}

const release = async ({ tx, hospitalId, patientId }: Projecting, escalation: string): Promise<void> => {
  await tx`delete from case_prefix where hospital_id = ${hospitalId} and patient_id = ${patientId} and escalation_id = ${escalation}`;
};

/** The joining holds from the commit that found it, so that this very commit's claims already keep the second alert back. */
export async function joinAtOnce(into: Projecting, told: readonly EpisodeInput[]): Promise<void> {
  for (const input of told) {
    if (input.kind !== 'case-joined') continue;
    await into.tx`update escalation set status = 'joined', held_by = ${input.heldBy} where id = ${input.escalation} and status <> 'closed'`;
    await release(into, input.escalation);
  }
}

async function apply(into: Projecting, event: EpisodeEvent): Promise<void> {
  const { tx } = into;
  switch (event.type) {
    case 'EscalationRaised':
      await raise(into, event);
      return hold(into, event.escalation);
    case 'EscalationUpdated':
      await tx`update escalation set rules = ${union(tx, 'rules', event.rules)}, prefixes = ${union(tx, 'prefixes', event.prefixes)},
        instruction = coalesce(${event.instruction ?? null}, instruction) where id = ${event.escalation}`;
      return hold(into, event.escalation);
    case 'EscalationUpgraded':
      await upgrade(into, event);
      return hold(into, event.escalation);
    case 'EscalationJoined':
      await tx`update escalation set status = 'joined', held_by = ${event.heldBy} where id = ${event.escalation}`;
      return release(into, event.escalation);
    case 'EscalationTakenOver':
      await tx`update escalation set status = 'open', held_by = null, ack_by = ${event.ackBy}, contact_by = ${event.contactBy},
        acknowledged_at = null, acknowledged_by = null, contacted_at = null, breached = '{}', rung = 0 where id = ${event.escalation}`;
      return hold(into, event.escalation);
    case 'EscalationNoted':
      await tx`update escalation set reports = array_append(reports, ${event.note}) where id = ${event.escalation}`;
      return;
    case 'EscalationClimbed':
      await tx`update escalation set rung = ${event.rung + 1} where id = ${event.escalation}`;
      return;
    case 'EscalationBreached':
      await tx`update escalation set breached = array_append(breached, ${event.which}) where id = ${event.escalation} and not ${event.which} = any(breached)`;
      return;
    case 'EscalationAcknowledged':
      await tx`update escalation set acknowledged_at = ${event.at}, acknowledged_by = ${event.by},
        status = case when status = 'open' then 'acknowledged' else status end where id = ${event.escalation}`;
      return;
    case 'EscalationContacted':
      await tx`update escalation set contacted_at = ${event.at}, status = case when status in ('open', 'acknowledged') then 'contacted' else status end
        where id = ${event.escalation}`;
      return;
    case 'EscalationClosed':
      await tx`update escalation set status = 'closed', closed_at = ${event.at}, outcome = ${event.outcome}, note = ${event.note} where id = ${event.escalation}`;
      return release(into, event.escalation);
    default:
      return;
  }
}

export const projectEscalations: Projection = async (into, { events }) => {
  for (const event of events) await apply(into, event);
};
