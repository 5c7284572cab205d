/** The second factor: what whoever found a link or a code in the street, or got it by mistake, does not know. */
import type { Db } from '../client.js';
import { handedOver } from './end-access.js';
import type { Person } from './person.js';
import type { Via } from './session.js';

/** `phone-tail`: the birth date is unknown, so the last four digits of the number on file. `none`: neither can be asked for, so a person must let them in. */
export type FactorKind = 'birth-date' | 'phone-tail' | 'none';
export type Factor = { kind: 'birth-date'; is: string } | { kind: 'phone-tail'; oneOf: string[] } | { kind: 'none' };

/**
 * The patient's birth date, for the patient and the family alike: relatives know it, the messages never name it. Digits of a number prove nothing to whoever
 * holds that number: they are asked for only beside a link that was given from hand to hand, never beside what is sent or read out to it.
 */
export async function factorOf(sql: Db, { hospitalId, patientId, contactId }: Person, { linkId }: Via): Promise<Factor> {
  const [row] = await sql<{ birthDate: string | null; tails: string[] }[]>`
    select p.birth_date::text as birth_date, coalesce((select array_agg(right(c.value, 4)) from contact c where c.patient_id = p.id and c.kind in ('mobile', 'landline')
      and c.quarantined_at is null and (case when ${contactId}::uuid is null then c.owner = 'patient' else c.id = ${contactId} end)
      and exists (select 1 from patient_link l where l.id = ${linkId} and l.purpose = any(${[...handedOver]}))), '{}') as tails
    from patient p where p.id = ${patientId} and p.hospital_id = ${hospitalId}`;
  if (row?.birthDate) return { kind: 'birth-date', is: row.birthDate };
  return row && row.tails.length > 0 ? { kind: 'phone-tail', oneOf: row.tails } : { kind: 'none' };
}

/** `given`: a date as 1953-05-04, or four digits. */
export function factorFits(factor: Factor, given: string): boolean {
  switch (factor.kind) {
    case 'birth-date':
      return given === factor.is;
    case 'phone-tail':
      return /^\d{4}$/.test(given) && factor.oneOf.includes(given);
    case 'none':
      return false;
  }
}
