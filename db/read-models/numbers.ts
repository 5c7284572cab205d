/** A patient's numbers in full, in the order in which they are called. The caller logs who looked (`db/access-log.ts`). */
import type { Db } from '../client.js';

export type NumberRow = { contactId: string; owner: 'patient' | 'family'; relation: string | null; name: string | null; kind: string; value: string; position: number; quarantined: boolean };

/** null: this hospital has no such patient. */
export async function numbersOf(sql: Db, hospitalId: string, patientId: string): Promise<NumberRow[] | null> {
  const [patient] = await sql<{ id: string }[]>`select id from patient where id = ${patientId} and hospital_id = ${hospitalId}`;
  if (!patient) return null;
  return sql<NumberRow[]>`select id as contact_id, owner, relation, name, kind, value, position, quarantined_at is not null as quarantined
    from contact where patient_id = ${patientId} and hospital_id = ${hospitalId} and kind in ('mobile', 'landline') order by owner = 'family', position, id`;
}
