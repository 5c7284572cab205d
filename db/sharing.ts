/** Which other open episodes of the patient get a copy of an accepted command, each under its own command id. */
import { factKinds } from './patient-facts-now.js';
import { hasEndedStatus } from './episode-status.js';
import type { Addressee, Delivery, IntakeCommand } from './intake.js';
import type { Tx } from './client.js';

export type OpenSibling = { id: string; planId: string; planVersion: number; planHash: string; status: string };

export const openSiblings = (tx: Tx, patientId: string, except: string): Promise<OpenSibling[]> =>
  tx<OpenSibling[]>`select id, plan_id, plan_version, plan_hash, status from episode
    where patient_id = ${patientId} and id <> ${except} and status not in ('stopped', 'completed') order by id`;

export async function copiesFor(tx: Tx, addressee: Addressee, command: IntakeCommand): Promise<Delivery[]> {
  const siblings = await openSiblings(tx, addressee.patientId, addressee.id);
  // A running episode tells the others when it records the fact; an ended one records nothing, so they are told here.
  if (factKinds.includes(command.kind) && hasEndedStatus(addressee.status)) {
    return siblings.map(({ id }) => ({ episodeId: id, commandId: `${command.input.commandId}@${id}`, kind: command.kind, payload: { ...command.input, by: command.by, commandId: `${command.input.commandId}@${id}` }, ended: false }));
  }
  return [];
}
