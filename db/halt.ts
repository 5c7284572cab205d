/** An episode whose journal cannot be continued stands still and says so, until a person has looked. */
import type { HaltRequest } from '../activities/port.js';
import { raiseAlarm } from './alarms.js';
import { announceChanges } from './changes.js';
import { transact, type Sql, type Tx } from './client.js';

export async function haltIn(tx: Tx, { hospitalId, episodeId, code, detail }: HaltRequest): Promise<void> {
  await tx`update episode set status = 'halted', needs_attention = true where id = ${episodeId} and hospital_id = ${hospitalId}`;
  await raiseAlarm(tx, { hospitalId, code, ref: episodeId, detail });
  await announceChanges(tx, hospitalId, [{ topic: 'episode', ref: episodeId }]);
}

export const halt = (sql: Sql, request: HaltRequest): Promise<void> => transact(sql, (tx) => haltIn(tx, request));
