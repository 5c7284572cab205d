/** What staff may correct about a patient: how to reach them and what they agreed to. The claim reads both afresh for every message. */
import { v7 as uuidv7 } from 'uuid';
import type { ContactRecord } from '../discharges/record.js';
import { announceChanges } from './changes.js';
import { transact, json } from './client.js';
import type { Sql, Tx } from './client.js';
import type { Consents } from '../pathways/patient/facts.js';

/** False: this hospital has no such patient. */
export const setConsents = (sql: Sql, hospitalId: string, patientId: string, consents: Partial<Consents>): Promise<boolean> =>
  transact(sql, async (tx) => {
    const rows = await tx`update patient set consents = consents || ${json(tx, consents)} where id = ${patientId} and hospital_id = ${hospitalId} returning id`;
    if (rows.length > 0) await announce(tx, hospitalId, patientId);
    return rows.length > 0;
  });

/** The same number again is taken out of quarantine: somebody checked it. null: no such patient. */
export const addContact = (sql: Sql, hospitalId: string, patientId: string, contact: ContactRecord): Promise<string | null> =>
  transact(sql, async (tx) => {
    const [row] = await tx<{ id: string }[]>`
      insert into contact (id, hospital_id, patient_id, owner, relation, name, kind, value, position)
      select ${uuidv7()}, ${hospitalId}, p.id, ${contact.owner}, ${contact.relation ?? null}, ${contact.name ?? null}, ${contact.kind}, ${contact.value},
        (select coalesce(max(position) + 1, 0) from contact where patient_id = p.id)
      from patient p where p.id = ${patientId} and p.hospital_id = ${hospitalId}
      on conflict (patient_id, kind, value) do update set quarantined_at = null, owner = excluded.owner returning id`;
    if (row) await announce(tx, hospitalId, patientId);
    return row?.id ?? null;
  });

const announce = (tx: Tx, hospitalId: string, patientId: string): Promise<unknown> => announceChanges(tx, hospitalId, [{ topic: 'patient', ref: patientId }]);
