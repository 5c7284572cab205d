/** Which other open episodes of the patient get a copy of an accepted command, each under its own command id. */
import type { EpisodeInput } from '../pathways/engine/inputs.js';
import { shareInput, sharedCommandId, type Asking } from '../pathways/patient/share.js';
import type { UpdateKind } from '../workflows/contract.js';
import { factKinds } from './patient-facts-now.js';
import { hasEndedStatus } from './episode-status.js';
import type { Addressee, Delivery, IntakeCommand } from './intake.js';
import type { Tx } from './client.js';
import { planOf } from './plans.js';

export type OpenSibling = { id: string; planId: string; planVersion: number; planHash: string };

export const openSiblings = (tx: Tx, patientId: string, except: string): Promise<OpenSibling[]> =>
  tx<OpenSibling[]>`select id, plan_id, plan_version, plan_hash from episode
    where patient_id = ${patientId} and id <> ${except} and status not in ('stopped', 'completed') order by id`;

/** The package that hears first of what is true for the patient and tells the others: the newest that runs; one that stands still would keep it to itself. null: none is open. */
export async function tellingEpisode(tx: Tx, hospitalId: string, patientId: string): Promise<string | null> {
  const [open] = await tx<{ id: string }[]>`select id from episode where patient_id = ${patientId} and hospital_id = ${hospitalId} and status not in ('stopped', 'completed')
    order by status in ('active', 'paused') desc, status <> 'halted' desc, launched_at desc limit 1`;
  return open?.id ?? null;
}

/** Episodes that are over while people still act on a case of theirs. */
export const endedWithCases = async (tx: Tx, patientId: string): Promise<string[]> =>
  (await tx<{ id: string }[]>`select e.id from episode e where e.patient_id = ${patientId} and e.status in ('stopped', 'completed')
    and exists (select 1 from escalation x where x.episode_id = e.id and x.status <> 'closed') order by e.id`).map(({ id }) => id);

/** Of what is true for the patient it says nothing to her other packages, at least not now. */
export const tellsNobody = ({ status }: Pick<Addressee, 'status'>): boolean => hasEndedStatus(status) || status === 'halted';

/** When it was taken: the copy's own workflow stamps it anew. */
export const anyTime = '1970-01-01T00:00:00.000Z';

export async function copiesFor(tx: Tx, addressee: Addressee, command: IntakeCommand, siblings: readonly OpenSibling[]): Promise<Delivery[]> {
  if (siblings.length === 0) return [];
  // A running episode tells the others when it records the fact; an ended one records nothing, and one that stands still nobody knows when, so they are told here.
  if (factKinds.includes(command.kind)) return tellsNobody(addressee) ? siblings.map(({ id }) => repeated(id, command)) : [];
  const asking: Asking[] = [];
  for (const { id, planId, planVersion, planHash } of siblings) {
    asking.push({ id, plan: (await planOf(tx, command.hospitalId, { id: planId, version: planVersion, hash: planHash })).plan });
  }
  const input = { ...command.input, kind: command.kind, by: command.by, at: anyTime } as EpisodeInput;
  return shareInput(asking, addressee.id, input).map(({ episode, input: copy }) => delivery(episode, copy));
}

export function repeated(episodeId: string, { kind, by, input }: IntakeCommand): Delivery {
  const commandId = sharedCommandId(input.commandId, episodeId);
  return { episodeId, commandId, kind, payload: { ...input, by, commandId }, ended: false };
}

function delivery(episodeId: string, { kind, at: _, ...payload }: EpisodeInput): Delivery {
  if (!('commandId' in payload)) throw new Error(`A shared input of kind ${kind} has no command id`);
  return { episodeId, commandId: payload.commandId, kind: kind as UpdateKind, payload, ended: false };
}
