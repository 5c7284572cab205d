/** Who may come in by the patient's door: the patient, or one family contact with a narrower view. */
import type { Db } from '../client.js';
import { withMergedRecords } from '../people/merged-records.js';

export type Scope = 'patient' | 'family';
/** `contactId` null: the patient, whichever of their numbers is used; else the family contact. */
export type Person = { hospitalId: string; patientId: string; contactId: string | null };

export const scopeOf = ({ contactId }: Pick<Person, 'contactId'>): Scope => (contactId === null ? 'patient' : 'family');

/** Whose number or address this is. null: no such contact. */
export async function personOfContact(sql: Db, hospitalId: string, contactId: string): Promise<Person | null> {
  const [row] = await sql<{ patientId: string; owner: Scope }[]>`select patient_id, owner from contact where id = ${contactId} and hospital_id = ${hospitalId}`;
  return row ? { hospitalId, patientId: row.patientId, contactId: row.owner === 'patient' ? null : contactId } : null;
}

/** Everybody whom the number stands for: one that a merged record has too stands there for whom that record took it, under a contact of its own. */
export async function whomContactReaches(sql: Db, hospitalId: string, contactId: string): Promise<Person[]> {
  const [own] = await sql<{ patientId: string; kind: string; value: string }[]>`select patient_id, kind, value from contact where id = ${contactId} and hospital_id = ${hospitalId}`;
  if (!own) return [];
  const rows = await sql<{ contactId: string | null }[]>`${withMergedRecords(sql, hospitalId, own.patientId)}
    select distinct case when c.owner = 'family' then c.id end as contact_id from contact c join record r on r.id = c.patient_id where c.kind = ${own.kind} and c.value = ${own.value}`;
  return rows.map((row) => ({ hospitalId, patientId: own.patientId, contactId: row.contactId }));
}

/** False: this hospital has no such patient, or the contact is not one of the patient's family. */
export async function isPerson(sql: Db, { hospitalId, patientId, contactId }: Person): Promise<boolean> {
  const [row] = contactId === null
    ? await sql`select 1 from patient where id = ${patientId} and hospital_id = ${hospitalId}`
    : await sql`select 1 from contact where id = ${contactId} and patient_id = ${patientId} and hospital_id = ${hospitalId} and owner = 'family'`;
  return row !== undefined;
}
