/** Stores what was understood of a discharge: matches the patient, keeps contacts, says why a launch would be refused. */
import { announceChanges } from './changes.js';
import type { Sql, Tx } from './client.js';
import { lockOwner } from './patient-lock.js';
import { importConsents } from './people/consents.js';
import { findMatches, putMatch } from './people/matches.js';
import { refreshSearchKeys } from './people/search-keys.js';
import { v7 as uuidv7 } from 'uuid';
import { clinicalOf } from '../discharges/clinical.js';
import type { DischargeRecord } from '../discharges/record.js';
import { launchRefusals } from '../discharges/refusals.js';
import type { LaunchRefusal } from '../discharges/refusals.js';
import { flagsOf } from '../pathways/recommend/medication-flags.js';
import { localDateOf, parseInstant } from '../pathways/time.js';
import type { Instant } from '../pathways/engine/vocabulary.js';

export type StoredDischarge = { dischargeId: string; patientId: string; verdict: 'imported' | 'updated' | 'unchanged'; refusals: LaunchRefusal[] };

type Source = {
  understood: string[];
  missing: string[];
  synthetic?: boolean;
  /** Keyed hash of the national id, for recognising the person; the number itself is not kept. */
  nationalIdHmac?: string | null;
};

/** One transaction; the same stay again updates or changes nothing, and a patient met twice (same identifier) stays one patient. */
export const storeDischarge = (sql: Sql, hospital: { id: string; zone: string }, record: DischargeRecord, source: Source, now: Instant): Promise<StoredDischarge> =>
  sql.begin(async (tx) => {
    const patientId = await upsertPatient(tx, hospital.id, record, source);
    await addContacts(tx, hospital.id, patientId, record);
    const reachable = await tx<{ id: string }[]>`select id from contact where hospital_id = ${hospital.id} and patient_id = ${patientId} and quarantined_at is null and kind <> 'email' limit 1`;
    const clinical = clinicalOf(record, hospital.zone);
    const { dischargedOn } = clinical;
    const refusals = launchRefusals({ dead: record.patient.died !== false, dischargedOn, reachable: reachable.length > 0 }, localDateOf(now, hospital.zone));
    const [row] = await tx<{ id: string; inserted: boolean; changed: boolean }[]>`
      with before as (select id, clinical, discharged_at from discharge where hospital_id = ${hospital.id} and encounter_ref = ${record.stay.ref})
      insert into discharge (id, hospital_id, patient_id, encounter_ref, admitted_at, discharged_at, clinical, understood, missing, refusals)
      values (${uuidv7()}, ${hospital.id}, ${patientId}, ${record.stay.ref}, ${moment(record.stay.admittedAt)}, ${moment(record.stay.dischargedAt)},
        ${tx.json(clinical)}, ${tx.json(source.understood)}, ${tx.json(source.missing)}, ${tx.json(refusals)})
      on conflict (hospital_id, encounter_ref) do update set admitted_at = excluded.admitted_at, discharged_at = excluded.discharged_at,
        clinical = excluded.clinical, understood = excluded.understood, missing = excluded.missing, refusals = excluded.refusals
      returning id, not exists (select 1 from before) as inserted,
        coalesce((select clinical <> ${tx.json(clinical)} or discharged_at is distinct from ${moment(record.stay.dischargedAt)} from before), true) as changed`;
    if (!row) throw new Error('the discharge row came back empty');
    await refreshSearchKeys(tx, patientId);
    await findMatches(tx, hospital.id, patientId);
    await announceChanges(tx, hospital.id, [{ topic: 'discharge', ref: row.id }]);
    return { dischargeId: row.id, patientId, verdict: row.inserted ? 'imported' : row.changed ? 'updated' : 'unchanged', refusals };
  });

async function upsertPatient(tx: Tx, hospitalId: string, record: DischargeRecord, { synthetic = false, nationalIdHmac = null }: Source): Promise<string> {
  const { patient } = record;
  const flags = { ...flagsOf(record.medications), ...record.flags };
  await tx`select pg_advisory_xact_lock(hashtextextended(${hospitalId} || ${patient.identifiers.map((i) => `${i.system}|${i.value}`).sort()[0] ?? ''}, 0))`;
  const byIdentifier = async (): Promise<string[]> => (await tx<{ patientId: string }[]>`
    select distinct patient_id from patient_identifier where hospital_id = ${hospitalId}
      and (system, value) in (select * from unnest(${patient.identifiers.map((i) => i.system)}::text[], ${patient.identifiers.map((i) => i.value)}::text[])) order by patient_id`).map((row) => row.patientId);
  const byNationalId = async (): Promise<string | null> => nationalIdHmac === null ? null
    : (await tx<{ id: string }[]>`select kept_patient(id) as id from patient where hospital_id = ${hospitalId} and national_id_hmac = ${nationalIdHmac}`)[0]?.id ?? null;
  const known = await lockOwner(tx, async () => (await byIdentifier())[0] ?? (await byNationalId()));
  const died = patient.died === false ? null : patient.died === true ? new Date().toISOString() : moment(patient.died);
  const id = known ?? uuidv7();
  await tx`
    insert into patient (id, hospital_id, synthetic, family_name, given_name, birth_date, sex, language, flags, died_at)
    values (${id}, ${hospitalId}, ${synthetic}, ${patient.familyName}, ${patient.givenName}, ${patient.birthDate}, ${patient.sex}, ${patient.language},
      ${tx.json(flags)}, ${died})
    on conflict (id) do update set family_name = excluded.family_name, given_name = excluded.given_name,
      birth_date = coalesce(excluded.birth_date, patient.birth_date), sex = excluded.sex, flags = patient.flags || excluded.flags,
      died_at = coalesce(patient.died_at, excluded.died_at)`;
  for (const identifier of patient.identifiers) {
    await tx`insert into patient_identifier (hospital_id, patient_id, system, value) values (${hospitalId}, ${id}, ${identifier.system}, ${identifier.value}) on conflict do nothing`;
  }
  await importConsents(tx, { hospitalId, patientId: id }, record.consents);
  await recognise(tx, hospitalId, id, { identified: await byIdentifier(), byNationalId: await byNationalId(), nationalIdHmac });
  return id;
}

/** One stay that names two of our patients (numbers of both, or the number of one and the national id of the other): a person decides. */
async function recognise(tx: Tx, hospitalId: string, id: string, found: { identified: string[]; byNationalId: string | null; nationalIdHmac: string | null }): Promise<void> {
  for (const other of found.identified) if (other !== id) await putMatch(tx, hospitalId, id, other, ['identifiers']);
  if (found.byNationalId !== null && found.byNationalId !== id) await putMatch(tx, hospitalId, id, found.byNationalId, ['national-id']);
  if (found.byNationalId === null && found.nationalIdHmac !== null) await tx`update patient set national_id_hmac = ${found.nationalIdHmac} where id = ${id} and national_id_hmac is null`;
}

async function addContacts(tx: Tx, hospitalId: string, patientId: string, record: DischargeRecord): Promise<void> {
  for (const [position, contact] of record.contacts.entries()) {
    await tx`insert into contact (id, hospital_id, patient_id, owner, relation, name, kind, value, position)
      values (${uuidv7()}, ${hospitalId}, ${patientId}, ${contact.owner}, ${contact.relation ?? null}, ${contact.name ?? null}, ${contact.kind}, ${contact.value}, ${position})
      on conflict (patient_id, kind, value) do nothing`;
  }
}

/** A date alone means midnight UTC here; the local day is kept beside it in `clinical.dischargedOn`. */
const moment = (written: string | null): string | null => (written === null ? null : written.length === 10 ? `${written}T00:00:00.000Z` : parseInstant(written));
