/** A patient's record with those that were merged into it, one after the other: what the hospital, or a text, still knows her by. */
import type { Db } from '../client.js';

/** To begin a statement with; `record` then has one `id` for each of them, her own among them. A merge that was undone counts no longer. */
export const withMergedRecords = (sql: Db, hospitalId: string, patientId: string) => sql`with recursive record as (
  select ${patientId}::uuid as id union select m.merged from record r join patient_merge m on m.kept = r.id and m.hospital_id = ${hospitalId} and m.undone_at is null)`;
