/** Who may come in by the patient's door: the patient, or one family contact with a narrower view. */
import type { Db } from '../client.js';

export type Scope = 'patient' | 'family';
/** `contactId` null: the patient, whichever of their numbers is used; else the family contact. */
export type Person = { hospitalId: string; patientId: string; contactId: string | null };

export const scopeOf = ({ contactId }: Pick<Person, 'contactId'>): Scope => (contactId === null ? 'patient' : 'family');

/** Whose number or address this is. null: no such contact. */
export async function personOfContact(sql: Db, hospitalId: string, contactId: string): Promise<Person | null> {
  const [row] = await sql<{ patientId: string; owner: Scope }[]>`select patient_id, owner from contact where id = ${contactId} and hospital_id = ${hospitalId}`;
  return row ? { hospitalId, patientId: row.patientId, contactId: row.owner === 'patient' ? null : contactId } : null;
}

/** False: this hospital has no such patient, or the contact is not one of the patient's family. */
export async function isPerson(sql: Db, { hospitalId, patientId, contactId }: Person): Promise<boolean> {
  const [row] = contactId === null
    ? await sql`select 1 from patient where id = ${patientId} and hospital_id = ${hospitalId}`
    : await sql`select 1 from contact where id = ${contactId} and patient_id = ${patientId} and hospital_id = ${hospitalId} and owner = 'family'`;
  return row !== undefined;
}
