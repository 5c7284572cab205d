/** A patient's numbers in full, in the order in which they are called. The caller logs who looked (`db/access-log.ts`). */
import type { Db } from '../client.js';

/** Why the family may be called although the patient did not agree to it: life and health come first (PIPL art. 13, 1 (4)); C. */
export const emergencyReasons = ['life-in-danger', 'patient-unreachable'] as const;
export type EmergencyReason = (typeof emergencyReasons)[number];

export type NumberRow = { contactId: string; owner: 'patient' | 'family'; relation: string | null; name: string | null; kind: string; /** Masked while `consented` is false and no emergency was named. */ value: string; position: number; quarantined: boolean; /** False: the patient has not agreed that this family member is called. */ consented: boolean };

/** null: this hospital has no such patient. */
export async function numbersOf(sql: Db, hospitalId: string, patientId: string, emergency: EmergencyReason | null = null): Promise<NumberRow[] | null> {
  const [patient] = await sql<{ family: boolean }[]>`select coalesce((consents->>'family')::boolean, false) as family from patient where id = ${patientId} and hospital_id = ${hospitalId}`;
  if (!patient) return null;
  const rows = await sql<Omit<NumberRow, 'consented'>[]>`select id as contact_id, owner, relation, name, kind, value, position, quarantined_at is not null as quarantined
    from contact where patient_id = ${patientId} and hospital_id = ${hospitalId} and kind in ('mobile', 'landline') order by owner = 'family', position, id`;
  return rows.map((row) => {
    const consented = row.owner === 'patient' || patient.family;
    return { ...row, consented, value: consented || emergency !== null ? row.value : `****${row.value.slice(-4)}` };
  });
}
