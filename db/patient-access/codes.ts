/**
 * Six digits that let a person in where a message may carry no link. They follow from the link key, the person and the generation, so that
 * every message names the same ones; the table keeps only their keyed hash. A code that was guessed at too often is revoked, and the
 * next message names the next generation.
 */
import { v7 as uuidv7 } from 'uuid';
import type { Crypt } from '../../messages/crypt.js';
import type { Db, Tx } from '../client.js';
import type { Person } from './person.js';

export const codeDigits = 6;
/** Enough even when half of all codes are taken (2^-40). */
const mostTries = 40;

const derived = (crypt: Crypt, { patientId, contactId }: Pick<Person, 'patientId' | 'contactId'>, generation: number, keyId?: string): { keyId: string; code: string } | null => {
  const made = crypt.derive(`patient-code/${patientId}/${contactId ?? 'self'}/${generation}`, keyId);
  return made && { keyId: made.keyId, code: String(BigInt(`0x${made.hex.slice(0, 24)}`) % 10n ** BigInt(codeDigits)).padStart(codeDigits, '0') };
};
const lookupOf = (crypt: Crypt, code: string): string => crypt.index(`patient-code/${code}`);

type Row = { id: string; generation: number; keyId: string };

/** The person's code, made when there is none. Call it under the patient's lock. */
export async function codeFor(tx: Tx, crypt: Crypt, person: Person): Promise<string> {
  const [row] = await tx<Row[]>`select id, generation, key_id from patient_code
    where patient_id = ${person.patientId} and contact_id is not distinct from ${person.contactId} and hospital_id = ${person.hospitalId} and revoked_at is null`;
  const known = row && derived(crypt, person, row.generation, row.keyId);
  if (known) return known.code;
  // The key that made it is gone from the ring: nobody can name this code any more.
  if (row) await tx`update patient_code set revoked_at = now() where id = ${row.id}`;
  return newCode(tx, crypt, person);
}

/** Was the newest code that is in force made with these keys? null: there is none, or its link key is gone. */
export async function newestCodeIsOurs(sql: Db, crypt: Crypt): Promise<boolean | null> {
  const [row] = await sql<(Row & { patientId: string; contactId: string | null; lookup: string })[]>`
    select id, patient_id, contact_id, generation, key_id, lookup from patient_code where revoked_at is null order by created_at desc limit 1`;
  const known = row && derived(crypt, row, row.generation, row.keyId);
  return known ? lookupOf(crypt, known.code) === row.lookup : null;
}

/** The person's code when there is one; makes none. */
export async function knownCode(sql: Db, crypt: Crypt, person: Person): Promise<string | null> {
  const [row] = await sql<Row[]>`select id, generation, key_id from patient_code
    where patient_id = ${person.patientId} and contact_id is not distinct from ${person.contactId} and hospital_id = ${person.hospitalId} and revoked_at is null`;
  return (row && derived(crypt, person, row.generation, row.keyId))?.code ?? null;
}

/** Ends the old code at once, with every session that came by it. */
export async function renewCode(tx: Tx, crypt: Crypt, person: Person): Promise<string> {
  await tx`update patient_code set revoked_at = now()
    where patient_id = ${person.patientId} and contact_id is not distinct from ${person.contactId} and hospital_id = ${person.hospitalId} and revoked_at is null`;
  return newCode(tx, crypt, person);
}

async function newCode(tx: Tx, crypt: Crypt, person: Person): Promise<string> {
  const [last] = await tx<{ generation: number }[]>`select coalesce(max(generation), 0) as generation from patient_code
    where patient_id = ${person.patientId} and contact_id is not distinct from ${person.contactId} and hospital_id = ${person.hospitalId}`;
  for (let generation = (last?.generation ?? 0) + 1, tries = 0; tries < mostTries; generation += 1, tries += 1) {
    const made = derived(crypt, person, generation);
    if (!made) throw new Error('The current link key is missing');
    const rows = await tx`insert into patient_code (id, hospital_id, patient_id, contact_id, generation, key_id, lookup)
      values (${uuidv7()}, ${person.hospitalId}, ${person.patientId}, ${person.contactId}, ${generation}, ${made.keyId}, ${lookupOf(crypt, made.code)})
      on conflict (lookup) where revoked_at is null do nothing returning id`;
    if (rows.length > 0) return made.code;
  }
  throw new Error(`No free code of ${codeDigits} digits after ${mostTries} tries: too many are active`);
}

export type FoundCode = { codeId: string; person: Person };

/** What a person typed: spaces and full-width digits are forgiven. null: not six digits. */
export function typedCode(text: string): string | null {
  const digits = text.normalize('NFKC').replace(/[\s-]/g, '');
  return /^\d{6}$/.test(digits) ? digits : null;
}

export async function findCode(sql: Db, crypt: Crypt, code: string): Promise<FoundCode | null> {
  const [row] = await sql<{ id: string; hospitalId: string; patientId: string; contactId: string | null }[]>`
    select id, hospital_id, kept_patient(patient_id) as patient_id, contact_id from patient_code where lookup = ${lookupOf(crypt, code)} and revoked_at is null`;
  return row ? { codeId: row.id, person: { hospitalId: row.hospitalId, patientId: row.patientId, contactId: row.contactId } } : null;
}
