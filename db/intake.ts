/**
 * The answer's road, first half: ONE transaction checks that a command belongs where it is addressed, puts it into the inbox of that
 * episode and of every other open episode of the patient that asks for the same, and commits before anybody replies.
 * Idempotent by command id.
 */
import type { EpisodeInput } from '../pathways/engine/inputs.js';
import type { ActorId, EpisodeId } from '../pathways/engine/vocabulary.js';
import { isSharedCommand } from '../pathways/patient/share.js';
import type { UpdateKind } from '../workflows/contract.js';
import { transact, json, together, type Sql, type Tx } from './client.js';
import { isUnstorable, unstorable } from './errors.js';
import { hasEndedStatus } from './episode-status.js';
import { contactByCall } from './handed-over-calls.js';
import { idOrNull } from './ids.js';
import { inboxState, putInbox, type InboxState } from './inbox.js';
import { misaddressed } from './intake-refusals.js';
import { lockPatientOf } from './patient-lock.js';
import { establishFact, factKinds } from './patient-facts-now.js';
import { copiesFor, endedWithCases, openSiblings, repeated, tellsNobody } from './sharing.js';

/** The input without what the driver stamps (`at`) and what the caller's sign-in says (`by`). */
export type CommandPayload<K extends UpdateKind> = K extends UpdateKind ? Omit<Extract<EpisodeInput, { kind: K }>, 'kind' | 'at' | 'by'> : never;
export type IntakeCommand = {
  [K in UpdateKind]: { hospitalId: string; episodeId: EpisodeId; by: ActorId; kind: K; input: CommandPayload<K> };
}[UpdateKind];

/** One per episode; the first is the one that was addressed. None: a fact was kept, and no episode of the patient runs any more. `ended`: a late run must take it. */
export type Delivery = { episodeId: EpisodeId; commandId: string; kind: UpdateKind; payload: Record<string, unknown>; ended: boolean };

export type Intake =
  | { outcome: 'accepted'; deliveries: Delivery[] }
  /** This command id was taken before; what became of it. */
  | { outcome: 'duplicate'; state: InboxState }
  | { outcome: 'refused'; code: string; message: string };

/** A further condition that must hold at the moment at which the command is stored (the last free slot, whose visit it is). null: it holds. */
export type Guard = (tx: Tx) => Promise<{ code: string; message: string } | null>;

export type Addressee = { id: EpisodeId; patientId: string; status: string; planId: string; planVersion: number; planHash: string };

/** The caller sends the updates itself; the relay takes over after this. */
const relayAfterSeconds = 5;
/** Still triaged after the end of the episode (design.md 8.5). */
const lateKinds: readonly UpdateKind[] = [
  'answer-received', 'reading-received', 'call-recorded', 'escalation-raised', 'escalation-acknowledged', 'escalation-contacted', 'escalation-resolved', 'escalation-cancelled',
];

export async function intake(sql: Sql, command: IntakeCommand, guard?: Guard): Promise<Intake> {
  if (isSharedCommand(command.input.commandId)) throw new RangeError(`The command id ${command.input.commandId} is that of a copy: make ids of what comes from outside by ownCommandId`);
  try {
    return await transact(sql, async (tx) => take(tx, await toHolder(tx, command), guard));
  } catch (error) {
    if (isUnstorable(error)) return { outcome: 'refused', code: 'unstorable', message: unstorable };
    throw error;
  }
}

/** As part of a larger transaction: what a file brings besides the stay itself. */
export const takeIn = async (tx: Tx, command: IntakeCommand): Promise<Intake> => take(tx, await toHolder(tx, command));

async function take(tx: Tx, command: IntakeCommand, guard?: Guard): Promise<Intake> {
  const owner = await lockPatientOf(tx, command.hospitalId, command.episodeId);
  const [addressee, known, siblings] = owner === null ? [null, null, []] : await together([
    findAddressee(tx, command),
    inboxState(tx, command.episodeId, command.input.commandId),
    openSiblings(tx, owner, command.episodeId),
  ]);
  if (!addressee) return { outcome: 'refused', code: 'unknown-episode', message: `There is no episode ${command.episodeId} in this hospital` };
  if (known) return duplicate(tx, command, known);
  const refusal = await misaddressed(tx, command, addressee);
  if (refusal) return { outcome: 'refused', ...refusal };
  const ended = hasEndedStatus(addressee.status);
  if (ended && !lateKinds.includes(command.kind) && !factKinds.includes(command.kind)) {
    return { outcome: 'refused', code: 'episode-ended', message: `Episode ${addressee.id} has ended, so it takes no ${command.kind}: look for the patient's running episode` };
  }
  if (ended && command.kind === 'patient-readmitted' && siblings.length === 0) {
    return { outcome: 'refused', code: 'episode-ended', message: `Episode ${addressee.id} has ended and no other package of the patient runs: a readmission has nothing to pause, and nothing was stored` };
  }
  const hindered = (await guard?.(tx)) ?? null;
  if (hindered) return { outcome: 'refused', ...hindered };
  await establishFact(tx, addressee, command);
  const own = ended && !lateKinds.includes(command.kind) ? [] : [addressed(command, ended)];
  const withCases = tellsNobody(addressee) && command.kind === 'patient-died' ? await endedWithCases(tx, addressee.patientId) : [];
  const deliveries = [...own, ...withCases.map((id) => (id === addressee.id ? addressed(command, true) : { ...repeated(id, command), ended: true })), ...(await copiesFor(tx, addressee, command, siblings)), ...(await contactByCall(tx, command))];
  await together(deliveries.map(({ episodeId, commandId, kind, payload }) => putInbox(tx, { hospitalId: command.hospitalId, episodeId, commandId, kind, payload, tryAfterSeconds: relayAfterSeconds })));
  return { outcome: 'accepted', deliveries };
}

const addressed = ({ episodeId, kind, by, input }: IntakeCommand, ended: boolean): Delivery => ({ episodeId, commandId: input.commandId, kind, payload: { ...input, by }, ended });

/** Whoever acts on a case that another episode holds acts on the holder's: the joined one follows it. */
async function toHolder(tx: Tx, command: IntakeCommand): Promise<IntakeCommand> {
  switch (command.kind) {
    case 'escalation-acknowledged':
    case 'escalation-contacted':
    case 'escalation-resolved':
    case 'escalation-cancelled': {
      const [holder] = await tx<{ id: string; episodeId: string }[]>`select h.id, h.episode_id from escalation x join escalation h on h.id = x.held_by and h.patient_id = x.patient_id and h.status <> 'closed'
        where x.id = ${command.input.escalation} and x.episode_id = ${idOrNull(command.episodeId)} and x.hospital_id = ${command.hospitalId} and x.status = 'joined'`;
      return holder ? ({ ...command, episodeId: holder.episodeId, input: { ...command.input, escalation: holder.id } } as IntakeCommand) : command;
    }
    default:
      return command;
  }
}

async function findAddressee(tx: Tx, { hospitalId, episodeId }: IntakeCommand): Promise<Addressee | null> {
  const [row] = await tx<Addressee[]>`select id, patient_id, status, plan_id, plan_version, plan_hash from episode where id = ${idOrNull(episodeId)} and hospital_id = ${hospitalId}`;
  return row ?? null;
}

async function duplicate(tx: Tx, { episodeId, kind, by, input }: IntakeCommand, state: InboxState): Promise<Intake> {
  const [same] = await tx<{ same: boolean }[]>`select kind = ${kind} and payload = ${json(tx, { ...input, by })} as same
    from inbox where episode_id = ${episodeId} and command_id = ${input.commandId}`;
  if (same?.same) return { outcome: 'duplicate', state };
  return { outcome: 'refused', code: 'command-reused', message: `The command id ${input.commandId} was used before for other content: use a new id for a new command` };
}
