/** What staff may correct about a patient: how to reach them and what they agreed to. The claim reads both afresh for every message. */
import { v7 as uuidv7 } from 'uuid';
import type { ContactRecord } from '../discharges/record.js';
import { announceChanges } from './changes.js';
import { transact } from './client.js';
import type { Sql, Tx } from './client.js';
import { decisionsOf, recordConsents } from './people/consents.js';
import { findMatches } from './people/matches.js';
import { refreshSearchKeys } from './people/search-keys.js';
import { endAccessBy } from './patient-access/end-access.js';
import { lockLiving } from './patient-lock.js';
import type { Consents } from '../pathways/patient/facts.js';
import type { ConsentWay } from '../pathways/people/consent-texts.js';

/** Without one of our texts: said to a member of staff, or withdrawn on the patient's page. `by`: account id or `patient`. False: this hospital has no such patient. */
export const setConsents = (sql: Sql, hospitalId: string, patientId: string, consents: Partial<Consents>, by: string, how: ConsentWay = 'spoken'): Promise<boolean> =>
  transact(sql, (tx) => recordConsents(tx, { hospitalId, patientId }, decisionsOf(consents, how), by));

/** The same number again is used again, for messages too: somebody checked it. null: no such patient. */
export const addContact = (sql: Sql, hospitalId: string, ofPatient: string, contact: ContactRecord): Promise<string | null> =>
  transact(sql, async (tx) => {
    const patientId = await lockLiving(tx, ofPatient);
    if (patientId === null) return null;
    const [others] = await tx<{ id: string }[]>`select id from contact where hospital_id = ${hospitalId} and patient_id = ${patientId} and kind = ${contact.kind} and value = ${contact.value} and owner <> ${contact.owner}`;
    if (others) await endAccessBy(tx, hospitalId, others.id);
    const [row] = await tx<{ id: string }[]>`
      insert into contact (id, hospital_id, patient_id, owner, relation, name, kind, value, position)
      select ${uuidv7()}, ${hospitalId}, p.id, ${contact.owner}, ${contact.relation ?? null}, ${contact.name ?? null}, ${contact.kind}, ${contact.value},
        (select coalesce(max(position) + 1, 0) from contact where patient_id = p.id)
      from patient p where p.id = ${patientId} and p.hospital_id = ${hospitalId}
      on conflict (patient_id, kind, value) do update set quarantined_at = null, unsubscribed_at = null, owner = excluded.owner returning id`;
    if (row) {
      await refreshSearchKeys(tx, patientId);
      await findMatches(tx, hospitalId, patientId);
      await announce(tx, hospitalId, patientId);
    }
    return row?.id ?? null;
  });

const announce = (tx: Tx, hospitalId: string, patientId: string): Promise<unknown> => announceChanges(tx, hospitalId, [{ topic: 'patient', ref: patientId }]);
