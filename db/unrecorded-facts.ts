/**
 * What is true of the patient and was said to a package that ended, or was being stopped, before its turn came: it holds for her since it was accepted
 * (patient-facts-now.ts), but a package tells the others of what it records, and this one recorded nothing. So they are told here (ADR 0083).
 */
import type { EpisodeEvent } from '../pathways/engine/events.js';
import type { EpisodeInput } from '../pathways/engine/inputs.js';
import type { EpisodeId } from '../pathways/engine/vocabulary.js';
import { siblingInputs } from '../pathways/patient/fan-out.js';
import { isSharedCommand } from '../pathways/patient/share.js';
import { transact, type Sql, type Tx } from './client.js';
import type { InboxRow } from './inbox.js';
import { lockPatientOf } from './patient-lock.js';
import { asItHolds } from './patient-facts-now.js';
import { anyTime, openSiblings } from './sharing.js';
import { hand } from './siblings.js';

type Unrecorded = Pick<InboxRow, 'hospitalId' | 'episodeId' | 'commandId'> & { input: EpisodeInput };

/**
 * What the package would have recorded, had it still been running. null: nothing that is true of the person, or a copy, which the one it was said to hands on;
 * a death, which every package records however it stands.
 */
function eventOf({ commandId, input }: Unrecorded): EpisodeEvent | null {
  if (isSharedCommand(commandId)) return null;
  const base = { at: anyTime, cause: { kind: 'input', input: input.kind, commandId, ...('by' in input ? { by: input.by } : {}) } } as const;
  switch (input.kind) {
    case 'patient-readmitted':
      return { ...base, type: 'PatientReadmitted' };
    case 'opt-out':
      return { ...base, type: 'OptedOut' };
    case 'opt-in':
      return { ...base, type: 'OptedIn' };
    case 'away-set':
      return { ...base, type: 'AwaySet', away: input.away };
    case 'facts-changed':
      return { ...base, type: 'FactsChanged', flags: input.flags, hasFamilyContact: input.hasFamilyContact };
    case 'zone-changed':
      return { ...base, type: 'ZoneChanged', zone: input.zone };
    default:
      return null;
  }
}

/** Under the patient's lock, and as it holds by now: something newer may have been accepted since. Twice is as once. */
export async function tellOfUnrecorded(tx: Tx, patientId: string, said: Unrecorded): Promise<void> {
  const event = eventOf(said);
  if (event === null) return;
  const others: EpisodeId[] = (await openSiblings(tx, patientId, said.episodeId)).map(({ id }) => id);
  if (others.length === 0) return;
  for (const { episode, input } of siblingInputs(await asItHolds(tx, patientId, event), { from: said.episodeId, others, cases: [], mark: '' })) await hand(tx, said.hospitalId, episode, input);
}

type Refused = Pick<InboxRow, 'hospitalId' | 'episodeId' | 'commandId' | 'kind' | 'payload'>;

/** The engine refused it: `wrong-state` says that the package runs no more. What it refused for any other reason is wrong for the others too. */
export async function passOnRefused(sql: Sql, { kind, payload, ...whose }: Refused, code: string): Promise<void> {
  const said: Unrecorded = { ...whose, input: { ...(payload as object), kind, at: anyTime } as EpisodeInput };
  if (code !== 'wrong-state' || eventOf(said) === null) return;
  await transact(sql, async (tx) => {
    const patientId = await lockPatientOf(tx, said.hospitalId, said.episodeId);
    if (patientId !== null) await tellOfUnrecorded(tx, patientId, said);
  });
}
