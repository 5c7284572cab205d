/**
 * What one episode's events mean for the patient's other open episodes, inside the record transaction: written into their inboxes,
 * delivered by the relay. What it means for the episode itself (its case is held by another one) goes back to its own loop.
 */
import type { JournalEntry } from '../activities/port.js';
import type { EpisodeEvent } from '../pathways/engine/events.js';
import type { EpisodeInput } from '../pathways/engine/inputs.js';
import { joiningInputs, type ToEpisode } from '../pathways/patient/cases.js';
import type { OpenCase } from '../pathways/patient/facts.js';
import { siblingInputs } from '../pathways/patient/fan-out.js';
import type { UpdateKind } from '../workflows/contract.js';
import type { Tx } from './client.js';
import { putInbox } from './inbox.js';
import type { Projecting } from './read-models/projecting.js';

/** Nobody sends these but the relay. */
const atOnce = 0;

/** Every case of the patient that is not closed, oldest first. */
export const openCases = (tx: Tx, patientId: string): Promise<OpenCase[]> =>
  tx<OpenCase[]>`select id as escalation, episode_id as episode, level, prefixes, held_by from escalation
    where patient_id = ${patientId} and status <> 'closed' order by raised_at, id`;

/** Called before the entry is projected: the rows still say how things stood. Returns what the episode's own loop must be told. */
export async function tellSiblings({ tx, hospitalId, patientId, episodeId }: Projecting, entry: JournalEntry): Promise<EpisodeInput[]> {
  const others = await tx<{ id: string; embedded: boolean }[]>`select id, coalesce(within = ${episodeId}, false) and status in ('launching', 'active', 'paused') as embedded from episode where patient_id = ${patientId} and id <> ${episodeId} and status not in ('stopped', 'completed') order by id`;
  if (others.length === 0) return [];
  const embedded = others.filter((other) => other.embedded).map(({ id }) => id);
  let cases = await openCases(tx, patientId);
  const own: EpisodeInput[] = [];
  for (const event of entry.events) {
    const told: ToEpisode[] = siblingInputs(event, { from: episodeId, others: others.map(({ id }) => id), embedded, cases });
    const joining = event.type === 'EscalationRaised' ? joiningInputs(cases, episodeId, event) : null;
    if (joining) told.push({ episode: episodeId, input: joining.own }, joining.holder);
    for (const { episode, input } of told) {
      if (episode === episodeId) own.push(input);
      else if (others.some(({ id }) => id === episode)) await hand(tx, hospitalId, episode, input);
    }
    cases = after(cases, episodeId, event);
  }
  return own;
}

async function hand(tx: Tx, hospitalId: string, episodeId: string, { kind, at: _, ...payload }: EpisodeInput): Promise<void> {
  if (!('commandId' in payload)) throw new Error(`An input of kind ${kind} cannot be handed on: it has no command id`);
  await putInbox(tx, { hospitalId, episodeId, commandId: payload.commandId, kind: kind as UpdateKind, payload, tryAfterSeconds: atOnce });
}

/** The list moves on with each event of the entry, as the projection will. */
function after(cases: OpenCase[], episode: string, event: EpisodeEvent): OpenCase[] {
  const change = (id: string, to: (found: OpenCase) => Partial<OpenCase>): OpenCase[] => cases.map((c) => (c.escalation === id ? { ...c, ...to(c) } : c));
  switch (event.type) {
    case 'EscalationRaised':
      return [...cases, { escalation: event.escalation, episode, level: event.level, prefixes: event.prefixes, heldBy: null }];
    case 'EscalationUpdated':
      return change(event.escalation, (c) => ({ prefixes: [...new Set([...c.prefixes, ...event.prefixes])] }));
    case 'EscalationUpgraded':
      return change(event.escalation, (c) => ({ level: event.level, prefixes: [...new Set([...c.prefixes, ...event.prefixes])] }));
    case 'EscalationJoined':
      return change(event.escalation, () => ({ heldBy: event.heldBy }));
    case 'EscalationTakenOver':
      return change(event.escalation, () => ({ heldBy: null }));
    case 'EscalationClosed':
      return cases.filter((c) => c.escalation !== event.escalation);
    default:
      return cases;
  }
}
