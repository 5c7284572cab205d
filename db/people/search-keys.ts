/** Keeps the search keys of a patient equal to name, numbers and stays: called in the transaction that changes one of them. */
import type { Sql, Tx } from '../client.js';
import { transact } from '../client.js';
import { keyEdition, nameKeys, numberKeys, phoneKey, type SearchKey } from './name-keys.js';

type Known = { hospitalId: string; familyName: string; givenName: string; merged: boolean; phones: string[]; stays: string[]; identifiers: string[] };

/** A merged patient is found under the one that was kept, so it has no keys of its own. */
export async function refreshSearchKeys(tx: Tx, patientId: string): Promise<void> {
  const [known] = await tx<Known[]>`
    select p.hospital_id, p.family_name, p.given_name, p.merged_into is not null as merged,
      array(select value from contact c where c.patient_id = p.id and c.owner = 'patient' and c.kind in ('mobile', 'landline')
        union select value from contact c where c.patient_id = p.id and c.owner = 'family' and c.kind in ('mobile', 'landline')) as phones,
      array(select encounter_ref from discharge d where d.patient_id = p.id) as stays,
      array(select value from patient_identifier i where i.patient_id = p.id and i.hospital_id = p.hospital_id) as identifiers
    from patient p where p.id = ${patientId}`;
  if (!known) return;
  await tx`delete from search_key where patient_id = ${patientId}`;
  const keys: SearchKey[] = known.merged ? [] : [
    ...nameKeys(known.familyName, known.givenName), ...known.phones.map(phoneKey),
    ...known.stays.flatMap((stay) => numberKeys('stay', stay)), ...known.identifiers.flatMap((value) => numberKeys('identifier', value)),
  ];
  if (keys.length > 0) {
    await tx`insert into search_key (hospital_id, patient_id, kind, key)
      select ${known.hospitalId}, ${patientId}, k.kind, k.key from unnest(${keys.map(({ kind }) => kind)}::text[], ${keys.map(({ key }) => key)}::text[]) as k(kind, key)
      on conflict do nothing`;
  }
  await tx`update patient set search_edition = ${keyEdition} where id = ${patientId} and search_edition <> ${keyEdition}`;
}

/** Patients stored before the keys existed, or by an older edition of their rules. Returns how many were done. */
export async function backfillSearchKeys(sql: Sql, batch = 200): Promise<number> {
  for (let done = 0; ; ) {
    const rows = await transact(sql, async (tx) => {
      const found = await tx<{ id: string }[]>`select id from patient where search_edition < ${keyEdition} order by search_edition limit ${batch} for update skip locked`;
      for (const { id } of found) await refreshSearchKeys(tx, id);
      return found.length;
    });
    done += rows;
    if (rows < batch) return done;
  }
}
