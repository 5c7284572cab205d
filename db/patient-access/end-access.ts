/**
 * A number turned out to be somebody else's (wrong number, "not meant for me", put aside by staff), or a relative's that was taken for the patient's: whatever
 * may have come to that number opens nothing any more, in the transaction that says so (ADR 0077). The person's next text names a new code.
 * A number that a vendor cannot reach is no such finding.
 */
import type { Tx } from '../client.js';
import { withMergedRecords } from '../people/merged-records.js';
import { whomContactReaches, type Person } from './person.js';
import type { LinkPurpose } from './links.js';

/** Given from hand to hand, at the bedside or with the printed plan: these never went to a number. */
export const handedOver: readonly LinkPurpose[] = ['plan', 'bedside'];

/** Of whoever the number stands for, by her own record or by one that was merged into it. Call it before the contact's owner changes. */
export async function endAccessBy(tx: Tx, hospitalId: string, contactId: string): Promise<void> {
  for (const person of await whomContactReaches(tx, hospitalId, contactId)) await endAccess(tx, person);
}

/**
 * Two records that were one are two persons (ADR 0084). Ends whatever may open the page of the one to the other: each session begun since the merge, each link
 * that was given to the patient since, and the code of the kept one, which texts to the numbers of both have named. Call it when every row is whose it is.
 */
export async function endSharedAccess(tx: Tx, mergeId: string): Promise<void> {
  await tx`delete from patient_session s using patient_merge m where m.id = ${mergeId} and s.patient_id in (m.kept, m.merged) and s.created_at >= m.merged_at`;
  await tx`update patient_link l set revoked_at = now() from patient_merge m
    where m.id = ${mergeId} and l.patient_id = m.kept and l.contact_id is null and l.revoked_at is null and l.created_at >= m.merged_at`;
  // A relative of hers keeps the code that went to that relative's number alone.
  await tx`update patient_code c set revoked_at = now() from patient_merge m where m.id = ${mergeId} and c.patient_id = m.kept and c.revoked_at is null
    and not exists (select from contact k where k.id = c.contact_id and k.patient_id = m.kept)`;
}

/** Her printed link stays, and leads to the question for the birth date again. */
async function endAccess(tx: Tx, { hospitalId, patientId, contactId }: Person): Promise<void> {
  // The code of a record that was merged into this one leads here too.
  await tx`${withMergedRecords(tx, hospitalId, patientId)}
    update patient_code set revoked_at = now() where patient_id in (select id from record) and contact_id is not distinct from ${contactId} and hospital_id = ${hospitalId} and revoked_at is null`;
  await tx`update patient_link set revoked_at = now() where hospital_id = ${hospitalId} and patient_id = ${patientId} and contact_id is not distinct from ${contactId} and revoked_at is null
    and not (contact_id is null and purpose = any(${[...handedOver]}))`;
  await tx`delete from patient_session where hospital_id = ${hospitalId} and patient_id = ${patientId} and contact_id is not distinct from ${contactId}`;
}
