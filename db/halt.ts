/** An episode whose journal cannot be continued stands still and says so, until a person has looked. */
import type { HaltRequest } from '../activities/port.js';
import type { EpisodeStatus } from '../pathways/engine/episode.js';
import type { EpisodeId } from '../pathways/engine/vocabulary.js';
import { clearAlarms, raiseAlarm } from './alarms.js';
import { announceChanges } from './changes.js';
import { transact, type Db, type Sql, type Tx } from './client.js';
import { hasEndedStatus } from './episode-status.js';
import { chainFault, readJournal } from './journal.js';
import { lockPatientOf } from './patient-lock.js';
import { goOnWithoutHalted, handOverHalted } from './standstill.js';

/** Alarms by which an episode says that it stands still: `kebab` in workflows/effects.ts of the failures in activities/errors.ts. */
export const haltCodes = ['chain-broken', 'out-of-order', 'unstorable', 'plan-not-found'];

/** How an episode really stands: halting hides it in the row, and a message that waited is judged by it (a stop or a pause holds while nothing is written). */
export const standing = (sql: Db) => sql`case when e.status = 'halted' then coalesce(e.status_before_halt, case when e.stop_reason is not null then 'stopping' end, e.status) else e.status end`;

/** The patient is locked: who acts on which case changes here. */
export async function haltIn(tx: Tx, { hospitalId, episodeId, code, detail }: HaltRequest, patientId: string): Promise<void> {
  const [row] = await tx<{ seq: number }[]>`update episode set status_before_halt = case when status = 'halted' then status_before_halt else status end, status = 'halted', needs_attention = true
    where id = ${episodeId} and hospital_id = ${hospitalId} returning seq`;
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
  await clearAlarms(tx, haltCodes, { hospitalId, ref: episodeId });
}

/**
 * Of those that stand still, the ones whose run and journal contradict each other: a run from the journal goes on where the journal is whole. What the
 * database refuses, or a version that is missing, would halt it again.
 */
export const contradicted = async (sql: Sql): Promise<EpisodeId[]> => (await sql<{ id: EpisodeId }[]>`
  select id from episode e where status = 'halted' and exists (select 1 from alarm a
    where a.hospital_id = e.hospital_id and a.ref = e.id::text and a.code in ('chain-broken', 'out-of-order') and a.cleared_at is null)
  order by launched_at, id`).map(({ id }) => id);

/**
 * Of an episode of which no run is open: it is over, so that nothing more is recorded that would say that it stands still no longer, or a run begins from its
 * journal. `status` as the journal has it. False: its journal is not whole, so it stays halted.
 */
export const endHalt = (sql: Sql, episodeId: EpisodeId, status: EpisodeStatus): Promise<boolean> => transact(sql, async (tx) => {
  const [whose] = await tx<{ hospitalId: string }[]>`select hospital_id from episode where id = ${episodeId}`;
  const patientId = whose && (await lockPatientOf(tx, whose.hospitalId, episodeId));
  const halted = await lookAtHalted(tx, episodeId);
  if (halted === null || !patientId) return true;
  if (!halted.whole) return false;
  await tx`update episode set status = ${status}, needs_attention = needs_attention and not ${hasEndedStatus(status)} where id = ${episodeId}`;
  await clearHalt(tx, { hospitalId: halted.hospitalId, episodeId });
  await goOnWithoutHalted(tx, { hospitalId: halted.hospitalId, patientId, episodeId }, halted.seq);
  await announceChanges(tx, halted.hospitalId, [{ topic: 'episode', ref: episodeId }]);
  return true;
});

/** null: it does not stand still. `whole`: its journal is. Until the transaction ends nobody writes to it. */
export async function lookAtHalted(tx: Tx, episodeId: EpisodeId): Promise<{ hospitalId: string; seq: number; whole: boolean } | null> {
  const [row] = await tx<{ hospitalId: string; seq: number; headHash: string }[]>`select hospital_id, seq, head_hash from episode where id = ${episodeId} and status = 'halted' for no key update`;
  return row ? { hospitalId: row.hospitalId, seq: row.seq, whole: chainFault(await readJournal(tx, episodeId), { seq: row.seq, hash: row.headHash }) === null } : null;
}
