/** A patient's or relative's session: opened by link or code, worth something only once the second factor was right. Wall time. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { addMinutes } from '../../pathways/time.js';
import type { Db } from '../client.js';
import { newSecret, secretHash } from '../secrets.js';
import { scopeOf, type Person, type Scope } from './person.js';

/** Conventions (C). No idle time: keeping it would need a write on every look, and looking changes nothing here. */
export const sessionMinutes = { unverified: 15, usual: 12 * 60, ownPhone: 30 * 24 * 60 } as const;

export type Via = { linkId: string; codeId: null } | { linkId: null; codeId: string };
export type PatientSession = Person & Via & { scope: Scope; verified: boolean; expiresAt: Instant };

export async function startSession(sql: Db, person: Person, via: Via, state: { verified: boolean; minutes: number; /** The link's own end; null: a code has none yet. */ latest?: Instant | null }, now: Instant): Promise<{ token: string; expiresAt: Instant }> {
  const [token, whole, latest] = [newSecret(), addMinutes(now, state.minutes), state.latest ?? null];
  const expiresAt = latest !== null && latest < whole ? latest : whole;
  await sql`insert into patient_session (token_hash, hospital_id, patient_id, contact_id, scope, link_id, code_id, created_at, verified_at, expires_at)
    values (${secretHash(token)}, ${person.hospitalId}, ${person.patientId}, ${person.contactId}, ${scopeOf(person)}, ${via.linkId}, ${via.codeId}, ${now},
      ${state.verified ? now : null}, ${expiresAt})`;
  return { token, expiresAt };
}

/**
 * null: never there, over, its link or code has ended meanwhile, or that is another patient's by now (a merge of two records that was undone: whoever came in
 * by one's link is not to stand in the other's page). Reads only.
 */
export async function sessionOf(sql: Db, token: string, now: Instant): Promise<PatientSession | null> {
  const [row] = await sql<(Person & { scope: Scope; linkId: string | null; codeId: string | null; verifiedAt: Instant | null; expiresAt: Instant })[]>`
    select s.hospital_id, s.patient_id, s.contact_id, s.scope, s.link_id, s.code_id, s.verified_at, s.expires_at
    from patient_session s left join patient_link l on l.id = s.link_id left join patient_code c on c.id = s.code_id
    where s.token_hash = ${secretHash(token)} and s.expires_at > ${now}
      and (l.id is null or (l.revoked_at is null and l.expires_at > ${now} and l.patient_id = s.patient_id))
      and (c.id is null or (c.revoked_at is null and kept_patient(c.patient_id) = s.patient_id))`;
  if (!row) return null;
  const { hospitalId, patientId, contactId, scope, linkId, codeId, verifiedAt, expiresAt } = row;
  const via: Via | null = linkId !== null ? { linkId, codeId: null } : codeId !== null ? { linkId: null, codeId } : null;
  return via && { hospitalId, patientId, contactId, ...via, scope, verified: verifiedAt !== null, expiresAt };
}

export async function endSession(sql: Db, token: string): Promise<void> {
  await sql`delete from patient_session where token_hash = ${secretHash(token)}`;
}

/** Sessions nobody can use any more. */
export async function forgetOldSessions(sql: Db, patientId: string, now: Instant): Promise<void> {
  await sql`delete from patient_session where patient_id = ${patientId} and expires_at <= ${now}`;
}
