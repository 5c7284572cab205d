/** An episode whose journal cannot be continued stands still and says so, until a person has looked. */
import type { HaltRequest } from '../activities/port.js';
import { raiseAlarm } from './alarms.js';
import { announceChanges } from './changes.js';
import { transact, type Sql, type Tx } from './client.js';
import { lockPatientOf } from './patient-lock.js';
import { handOverHalted } from './siblings.js';

/** What an episode may be halted for (activities/errors.ts). */
export const haltCodes = ['chain-broken', 'out-of-order', 'plan-not-found'] as const;

/** The patient is locked: who acts on which case changes here. */
export async function haltIn(tx: Tx, { hospitalId, episodeId, code, detail }: HaltRequest, patientId: string): Promise<void> {
  await tx`update episode set status = 'halted', needs_attention = true where id = ${episodeId} and hospital_id = ${hospitalId}`;
  await handOverHalted(tx, { hospitalId, patientId, episodeId });
  await raiseAlarm(tx, { hospitalId, code, ref: episodeId, detail });
  await announceChanges(tx, hospitalId, [{ topic: 'episode', ref: episodeId }]);
}

export const halt = (sql: Sql, request: HaltRequest): Promise<void> =>
  transact(sql, async (tx) => {
    const patientId = await lockPatientOf(tx, request.hospitalId, request.episodeId);
    if (patientId !== null) await haltIn(tx, request, patientId);
  });
