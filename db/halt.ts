/** An episode whose journal cannot be continued stands still and says so, until a person has looked. */
import type { HaltRequest } from '../activities/port.js';
import type { EpisodeStatus } from '../pathways/engine/episode.js';
import type { EpisodeId } from '../pathways/engine/vocabulary.js';
import { clearAlarm, raiseAlarm } from './alarms.js';
import { announceChanges } from './changes.js';
import { transact, type Sql, type Tx } from './client.js';
import { chainFault, readJournal } from './journal.js';
import { lockPatientOf } from './patient-lock.js';
import { goOnWithoutHalted, handOverHalted } from './standstill.js';

/** Alarms by which an episode says that it stands still: `kebab` in workflows/effects.ts of the failures in activities/errors.ts. */
export const haltCodes = ['chain-broken', 'out-of-order', 'unstorable', 'plan-not-found'];

/** The patient is locked: who acts on which case changes here. */
export async function haltIn(tx: Tx, { hospitalId, episodeId, code, detail }: HaltRequest, patientId: string): Promise<void> {
  const [row] = await tx<{ seq: number }[]>`update episode set status = 'halted', needs_attention = true where id = ${episodeId} and hospital_id = ${hospitalId} returning seq`;
  if (row) await handOverHalted(tx, { hospitalId, patientId, episodeId }, row.seq);
  await raiseAlarm(tx, { hospitalId, code, ref: episodeId, detail });
  await announceChanges(tx, hospitalId, [{ topic: 'episode', ref: episodeId }]);
}

export const halt = (sql: Sql, request: HaltRequest): Promise<void> =>
  transact(sql, async (tx) => {
    const patientId = await lockPatientOf(tx, request.hospitalId, request.episodeId);
    if (patientId !== null) await haltIn(tx, request, patientId);
  });

export async function clearHalt(tx: Tx, { hospitalId, episodeId }: Pick<HaltRequest, 'hospitalId' | 'episodeId'>): Promise<void> {
  for (const code of haltCodes) await clearAlarm(tx, { hospitalId, code, ref: episodeId });
}

/**
 * Of an episode that is over and of which no run is open: nothing more is recorded that would say that it stands still no longer. False: its journal
 * is not whole, so it stays halted.
 */
export const endHaltOfOver = (sql: Sql, episodeId: EpisodeId, status: EpisodeStatus): Promise<boolean> => transact(sql, async (tx) => {
  const [whose] = await tx<{ hospitalId: string }[]>`select hospital_id from episode where id = ${episodeId}`;
  const patientId = whose && (await lockPatientOf(tx, whose.hospitalId, episodeId));
  const [row] = await tx<{ hospitalId: string; seq: number; headHash: string }[]>`select hospital_id, seq, head_hash from episode where id = ${episodeId} and status = 'halted' for no key update`;
  if (!row || !patientId) return true;
  if (chainFault(await readJournal(tx, episodeId), { seq: row.seq, hash: row.headHash }) !== null) return false;
  await tx`update episode set status = ${status}, needs_attention = false where id = ${episodeId}`;
  await clearHalt(tx, { hospitalId: row.hospitalId, episodeId });
  await goOnWithoutHalted(tx, { hospitalId: row.hospitalId, patientId, episodeId }, row.seq);
  await announceChanges(tx, row.hospitalId, [{ topic: 'episode', ref: episodeId }]);
  return true;
});
