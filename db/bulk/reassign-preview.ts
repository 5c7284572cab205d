/** "She is ill today: give her visits to others." Planned all together by the service loop; here it becomes a preview that can be kept. */
import { addDays, atLocal } from '../../pathways/time.js';
import type { Db } from '../client.js';
import { reassignPreview, type Reassignment } from '../visits/reassign.js';
import type { Consequence, PlannedRow, ReassignRequest } from './bulk-rows.js';

export async function reassignRows(db: Db, hospitalId: string, zone: string, { day, untilDay, accountId, district }: ReassignRequest): Promise<PlannedRow[]> {
  const found = await reassignPreview(db, {
    hospitalId, from: atLocal(day, '00:00', zone), until: atLocal(addDays(untilDay, 1), '00:00', zone), ...(accountId === null ? {} : { accountId }), ...(district === null ? {} : { district }),
  });
  const revisions = await db<{ occurrence: string; revision: number }[]>`select id as occurrence, revision from occurrence where hospital_id = ${hospitalId} and id = any(${found.map(({ occurrence }) => occurrence)})`;
  return found.map((one) => planned(one, revisions.find(({ occurrence }) => occurrence === one.occurrence)?.revision ?? 0));
}

function planned({ occurrence, episodeId, slotFrom, slotUntil, fromAccountId, fromName, toAccountId, toName }: Reassignment, revision: number): PlannedRow {
  const slot = { from: slotFrom, until: slotUntil, revision };
  const before = { ...slot, accountId: fromAccountId, name: fromName };
  if (fromAccountId === toAccountId) return { occurrence, episodeId, before, after: null, consequences: [], verdict: 'unchanged', detail: null };
  const consequences: Consequence[] = [
    ...(fromName === null ? [] : [{ kind: 'nurse-notice' as const, name: fromName, notice: 'visit-taken-away' }]),
    ...(toName === null ? [{ kind: 'asked-again' as const, name: null }] : [{ kind: 'nurse-notice' as const, name: toName, notice: 'visit-assigned' }]),
  ];
  return { occurrence, episodeId, before, after: { ...slot, accountId: toAccountId, name: toName }, consequences, verdict: toAccountId === null ? 'to-search' : 'will-reassign', detail: null };
}
