/**
 * Whose row of an import it is. A number alone is no person: one digit typed wrong names somebody else, who would get the name, the phone and the
 * death of the row. It is hers when the name or the birth date says so too and no resident id speaks against it (ADR 0075).
 */
import type { IdentityRefusal, ImportRemark } from '../../discharges/identity-words.js';
import type { Tx } from '../client.js';
import { withMergedRecords } from './merged-records.js';
import { isNamed, sameName, usesCharacters, type Name } from './same-name.js';

/** `nationalIdHmac`: keyed hash of the resident id; null: not known. */
export type Person = Name & { birthDate: string | null; nationalIdHmac: string | null };
type Numbers = readonly { system: string; value: string }[];

export type Judgement = { same: true; remarks: ImportRemark[]; /** The row's name is written over the known one. */ takesName: boolean } | { same: false; refusal: IdentityRefusal };

/** `known`: the record itself first, then those that were merged into it: staff called them one person, and the hospital's system goes on sending each under its own name. */
export function judge(row: Person, known: readonly Person[]): Judgement {
  const [own] = known;
  const ids = known.flatMap(({ nationalIdHmac }) => nationalIdHmac ?? []);
  const byId = row.nationalIdHmac !== null && ids.includes(row.nationalIdHmac);
  if (!byId && row.nationalIdHmac !== null && ids.length > 0) return { same: false, refusal: 'national-id-differs' };
  const [names, births] = [known.filter(isNamed), known.flatMap(({ birthDate }) => birthDate ?? [])];
  const byName = names.some((one) => sameName(one, row));
  const byBirth = row.birthDate !== null && births.includes(row.birthDate);
  // A record that never said who it is, named again by a row that does not say so either: nothing is lost and nobody is named.
  const nameless = !isNamed(row) && row.birthDate === null && names.length === 0 && births.length === 0;
  if (!byId && !byName && !byBirth && !nameless) return { same: false, refusal: 'number-of-another' };
  const otherName = isNamed(row) && names.length > 0 && !byName;
  const otherBirth = row.birthDate !== null && births.length > 0 && !byBirth;
  return {
    same: true,
    remarks: [...(otherName ? ['name-replaced' as const] : []), ...(otherBirth ? ['birth-date-kept' as const] : [])],
    // Characters are not given up for their spelling in letters, nor the kept name for that of a merged record.
    takesName: isNamed(row) && (own === undefined || !isNamed(own) || otherName || (sameName(own, row) && (usesCharacters(row) || !usesCharacters(own)))),
  };
}

/** `patientId` null and no refusal: nobody of ours. */
export type Recognised = { patientId: string | null; refusal: IdentityRefusal | null; remarks: ImportRemark[]; takesName: boolean };
export const nobody: Recognised = { patientId: null, refusal: null, remarks: [], takesName: true };

/** Of several that the numbers name, the first whose name or birth date agrees; else whoever has the resident id. */
export async function recognised(tx: Tx, hospitalId: string, row: Person, numbers: Numbers): Promise<Recognised> {
  const refusals: IdentityRefusal[] = [];
  const withId = await byNationalId(tx, hospitalId, row.nationalIdHmac);
  for (const patientId of [...(await byNumbers(tx, hospitalId, numbers)), ...(withId === null ? [] : [withId])]) {
    const judgement = judge(row, await knownAs(tx, hospitalId, patientId));
    if (judgement.same) return { patientId, refusal: null, remarks: judgement.remarks, takesName: judgement.takesName };
    refusals.push(judgement.refusal);
  }
  return { ...nobody, refusal: refusals[0] ?? null };
}

export const byNumbers = async (tx: Tx, hospitalId: string, numbers: Numbers): Promise<string[]> => (await tx<{ patientId: string }[]>`
  select distinct patient_id from patient_identifier where hospital_id = ${hospitalId}
    and (system, value) in (select * from unnest(${numbers.map((i) => i.system)}::text[], ${numbers.map((i) => i.value)}::text[])) order by patient_id`).map((row) => row.patientId);

export const byNationalId = async (tx: Tx, hospitalId: string, hmac: string | null): Promise<string | null> => hmac === null ? null
  : (await tx<{ id: string }[]>`select kept_patient(id) as id from patient where hospital_id = ${hospitalId} and national_id_hmac = ${hmac}`)[0]?.id ?? null;

const knownAs = (tx: Tx, hospitalId: string, patientId: string): Promise<Person[]> => tx<Person[]>`
  ${withMergedRecords(tx, hospitalId, patientId)}
  select p.family_name, p.given_name, p.birth_date, p.national_id_hmac from record r join patient p on p.id = r.id order by p.id = ${patientId} desc, p.id`;
