/** Stores what was understood of a discharge: matches the patient, keeps contacts, says why a launch would be refused. */
import { announceChanges } from './changes.js';
import type { Sql, Tx } from './client.js';
import { lockOwner } from './patient-lock.js';
import { importConsents } from './people/consents.js';
import { deathTakenBack, tellDeath } from './people/imported-death.js';
import { findMatches, putMatch } from './people/matches.js';
import { byNationalId, byNumbers, nobody, recognised } from './people/same-person.js';
import { refreshSearchKeys } from './people/search-keys.js';
import { v7 as uuidv7 } from 'uuid';
import { clinicalOf } from '../discharges/clinical.js';
import { refusalWords, type IdentityRefusal, type ImportRemark } from '../discharges/identity-words.js';
import type { DischargeRecord } from '../discharges/record.js';
import { launchRefusals } from '../discharges/refusals.js';
import type { LaunchRefusal } from '../discharges/refusals.js';
import { flagsOf } from '../pathways/recommend/medication-flags.js';
import { localDateOf, parseInstant } from '../pathways/time.js';
import type { Instant } from '../pathways/engine/vocabulary.js';

/** `remarks`: what was taken otherwise than it stands in the row, for whoever imports. */
export type StoredDischarge = { verdict: 'imported' | 'updated' | 'unchanged'; dischargeId: string; patientId: string; refusals: LaunchRefusal[]; remarks: ImportRemark[] };
/** Nothing of it was stored. */
export type RefusedDischarge = { verdict: 'refused'; refusal: IdentityRefusal };

type Source = {
  understood: string[];
  missing: string[];
  synthetic?: boolean;
  /** Keyed hash of the national id, for recognising the person; the number itself is not kept. */
  nationalIdHmac?: string | null;
};

/** Ends the transaction: what was written of the row before goes with it. */
class Refused extends Error {
  readonly refusal: IdentityRefusal;
  constructor(refusal: IdentityRefusal) {
    super(refusalWords(refusal));
    this.name = 'Refused';
    this.refusal = refusal;
  }
}

/** One transaction; the same stay again updates or changes nothing, and a patient met twice (same identifier, and the name or the birth date) stays one patient. */
export async function storeDischarge(sql: Sql, hospital: { id: string; zone: string }, record: DischargeRecord, source: Source, now: Instant): Promise<StoredDischarge | RefusedDischarge> {
  try {
    return await sql.begin((tx) => store(tx, hospital, record, source, now));
  } catch (error) {
    if (error instanceof Refused) return { verdict: 'refused', refusal: error.refusal };
    throw error;
  }
}

async function store(tx: Tx, hospital: { id: string; zone: string }, record: DischargeRecord, source: Source, now: Instant): Promise<StoredDischarge> {
  const { patientId, remarks } = await storePatient(tx, hospital.id, record, source, now);
  await addContacts(tx, hospital.id, patientId, record);
  const [known] = await tx<{ dead: boolean; reachable: boolean }[]>`select died_at is not null as dead,
    exists (select from contact c where c.patient_id = p.id and c.quarantined_at is null and c.kind <> 'email') as reachable from patient p where id = ${patientId}`;
  const clinical = clinicalOf(record, hospital.zone);
  const { dischargedOn } = clinical;
  const refusals = launchRefusals({ dead: known?.dead === true, dischargedOn, reachable: known?.reachable === true }, localDateOf(now, hospital.zone));
  const [row] = await tx<{ id: string; inserted: boolean; changed: boolean }[]>`
    with before as (select id, clinical, discharged_at from discharge where hospital_id = ${hospital.id} and encounter_ref = ${record.stay.ref})
    insert into discharge (id, hospital_id, patient_id, encounter_ref, admitted_at, discharged_at, clinical, understood, missing, refusals)
    values (${uuidv7()}, ${hospital.id}, ${patientId}, ${record.stay.ref}, ${moment(record.stay.admittedAt)}, ${moment(record.stay.dischargedAt)},
      ${tx.json(clinical)}, ${tx.json(source.understood)}, ${tx.json(source.missing)}, ${tx.json(refusals)})
    on conflict (hospital_id, encounter_ref) do update set admitted_at = excluded.admitted_at, discharged_at = excluded.discharged_at,
      clinical = excluded.clinical, understood = excluded.understood, missing = excluded.missing, refusals = excluded.refusals
      where discharge.patient_id = excluded.patient_id
    returning id, not exists (select 1 from before) as inserted,
      coalesce((select clinical <> ${tx.json(clinical)} or discharged_at is distinct from ${moment(record.stay.dischargedAt)} from before), true) as changed`;
  if (!row) throw new Refused('stay-of-another');
  await refreshSearchKeys(tx, patientId);
  await findMatches(tx, hospital.id, patientId);
  await announceChanges(tx, hospital.id, [{ topic: 'discharge', ref: row.id }]);
  return { verdict: row.inserted ? 'imported' : row.changed ? 'updated' : 'unchanged', dischargeId: row.id, patientId, refusals, remarks };
}

async function storePatient(tx: Tx, hospitalId: string, record: DischargeRecord, { synthetic = false, nationalIdHmac = null }: Source, now: Instant): Promise<{ patientId: string; remarks: ImportRemark[] }> {
  const { patient } = record;
  const flags = { ...flagsOf(record.medications), ...record.flags };
  await lockNumbers(tx, hospitalId, [...patient.identifiers.map(({ system, value }) => `${system}|${value}`), ...(nationalIdHmac === null ? [] : [nationalIdHmac])]);
  let found = nobody;
  await lockOwner(tx, async () => (found = await recognised(tx, hospitalId, { ...patient, nationalIdHmac }, patient.identifiers)).patientId);
  if (found.refusal !== null) throw new Refused(found.refusal);
  const died = patient.died === false ? null : patient.died === true ? now : moment(patient.died);
  const id = found.patientId ?? uuidv7();
  const remarks = [...found.remarks];
  if (found.patientId === null) {
    await tx`insert into patient (id, hospital_id, synthetic, family_name, given_name, birth_date, sex, language, flags, died_at)
      values (${id}, ${hospitalId}, ${synthetic}, ${patient.familyName}, ${patient.givenName}, ${patient.birthDate}, ${patient.sex}, ${patient.language}, ${tx.json(flags)}, ${died})`;
  } else {
    const refuted = died !== null && (await deathTakenBack(tx, hospitalId, id));
    if (refuted) remarks.push('death-not-taken');
    const told = died !== null && !refuted && (await tellDeath(tx, hospitalId, id));
    // The birth date is the second factor of her page: no file changes one that is known.
    await tx`update patient set birth_date = coalesce(birth_date, ${patient.birthDate}), sex = ${patient.sex === 'unknown' ? tx`sex` : patient.sex}, flags = flags || ${tx.json(flags)},
      family_name = ${found.takesName ? patient.familyName : tx`family_name`}, given_name = ${found.takesName ? patient.givenName : tx`given_name`},
      died_at = coalesce(died_at, ${told || refuted ? null : died}) where id = ${id}`;
  }
  for (const identifier of patient.identifiers) {
    await tx`insert into patient_identifier (hospital_id, patient_id, system, value) values (${hospitalId}, ${id}, ${identifier.system}, ${identifier.value}) on conflict do nothing`;
  }
  await importConsents(tx, { hospitalId, patientId: id }, record.consents);
  await proposeMatches(tx, hospitalId, id, { identified: await byNumbers(tx, hospitalId, patient.identifiers), withId: await byNationalId(tx, hospitalId, nationalIdHmac), nationalIdHmac });
  return { patientId: id, remarks };
}

/** Whoever has one of these numbers is looked for by one import at a time, or two that come at once would make two patients of her. In one order, so that they queue. */
async function lockNumbers(tx: Tx, hospitalId: string, numbers: readonly string[]): Promise<void> {
  await tx`select pg_advisory_xact_lock(key) from (select distinct hashtextextended(${hospitalId} || number, 0) as key from unnest(${[...numbers]}::text[]) number order by key) keys`;
}

/** One stay that names two of our patients (numbers of both, or the number of one and the national id of the other): a person decides. */
async function proposeMatches(tx: Tx, hospitalId: string, id: string, found: { identified: string[]; withId: string | null; nationalIdHmac: string | null }): Promise<void> {
  for (const other of found.identified) if (other !== id) await putMatch(tx, hospitalId, id, other, ['identifiers']);
  if (found.withId !== null && found.withId !== id) await putMatch(tx, hospitalId, id, found.withId, ['national-id']);
  if (found.withId === null && found.nationalIdHmac !== null) await tx`update patient set national_id_hmac = ${found.nationalIdHmac} where id = ${id} and national_id_hmac is null`;
}

/** After those that are known: what staff ordered, and where texts go, is not for a file to change. */
async function addContacts(tx: Tx, hospitalId: string, patientId: string, record: DischargeRecord): Promise<void> {
  for (const contact of record.contacts) {
    await tx`insert into contact (id, hospital_id, patient_id, owner, relation, name, kind, value, position)
      values (${uuidv7()}, ${hospitalId}, ${patientId}, ${contact.owner}, ${contact.relation ?? null}, ${contact.name ?? null}, ${contact.kind}, ${contact.value},
        (select coalesce(max(position) + 1, 0) from contact where patient_id = ${patientId}))
      on conflict (patient_id, kind, value) do nothing`;
  }
}

/** A date alone means midnight UTC here; the local day is kept beside it in `clinical.dischargedOn`. */
const moment = (written: string | null): string | null => (written === null ? null : written.length === 10 ? `${written}T00:00:00.000Z` : parseInstant(written));
