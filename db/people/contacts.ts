/** Contacts in the order in which they are tried, whose each number is, and numbers that reach somebody else. */
import { announceChanges } from '../changes.js';
import { transact, type Sql, type Tx } from '../client.js';
import { endAccessBy } from '../patient-access/end-access.js';
import { lockLiving } from '../patient-lock.js';

export type ContactChange = { owner?: 'patient' | 'family' | undefined; relation?: string | null | undefined; name?: string | null | undefined; quarantined?: boolean | undefined };
export type ContactEdit = 'done' | 'unknown' | 'incomplete';

/** `ids`: all contacts of the patient, the first to try first. `incomplete`: the list names others or leaves some out. */
export const orderContacts = (sql: Sql, hospitalId: string, ofPatient: string, ids: readonly string[]): Promise<ContactEdit> =>
  transact(sql, async (tx): Promise<ContactEdit> => {
    const patientId = await lockLiving(tx, ofPatient);
    if (patientId === null) return 'unknown';
    const known = await tx<{ id: string }[]>`select id from contact where hospital_id = ${hospitalId} and patient_id = ${patientId} for update`;
    if (known.length === 0) return 'unknown';
    if (known.length !== new Set(ids).size || known.some(({ id }) => !ids.includes(id))) return 'incomplete';
    await tx`update contact set position = o.position - 1 from unnest(${[...ids]}::uuid[]) with ordinality as o(id, position) where contact.id = o.id and contact.patient_id = ${patientId}`;
    await announce(tx, hospitalId, patientId);
    return 'done';
  });

/**
 * A number that reached somebody else is quarantined for all of this patient's packages at once, and used again only when somebody checked it.
 * Not for other patients who gave the same number: it may well be theirs.
 */
export const changeContact = (sql: Sql, hospitalId: string, ofPatient: string, contactId: string, change: ContactChange): Promise<ContactEdit> =>
  transact(sql, async (tx): Promise<ContactEdit> => {
    const patientId = await lockLiving(tx, ofPatient);
    if (patientId === null) return 'unknown';
    const [before] = await tx<{ owner: string }[]>`select owner from contact where id = ${contactId} and patient_id = ${patientId} and hospital_id = ${hospitalId}`;
    if (!before) return 'unknown';
    if (change.quarantined === true || (change.owner ?? before.owner) !== before.owner) await endAccessBy(tx, hospitalId, contactId);
    await tx`
      update contact set owner = coalesce(${change.owner ?? null}, owner),
        relation = ${change.relation === undefined ? tx`relation` : change.relation}, name = ${change.name === undefined ? tx`name` : change.name},
        quarantined_at = ${change.quarantined === undefined ? tx`quarantined_at` : change.quarantined ? tx`coalesce(quarantined_at, clock_timestamp())` : null}
      where id = ${contactId} and patient_id = ${patientId} and hospital_id = ${hospitalId}`;
    await announce(tx, hospitalId, patientId);
    return 'done';
  });

const announce = (tx: Tx, hospitalId: string, patientId: string): Promise<unknown> => announceChanges(tx, hospitalId, [{ topic: 'patient', ref: patientId }]);
