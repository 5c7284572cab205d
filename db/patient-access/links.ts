/** Personal links, printed as QR codes or shown at the bedside: 256 random bits of which only the hash is kept. */
import { v7 as uuidv7 } from 'uuid';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { addHours } from '../../pathways/time.js';
import type { Db } from '../client.js';
import { newSecret, secretHash } from '../secrets.js';
import { scopeOf, type Person, type Scope } from './person.js';

export const linkPurposes = ['plan', 'phone', 'bedside', 'replacement'] as const;
/** `plan`: on the printable plan; `phone`: read out or sent by a person; `bedside`: shown before discharge; `replacement`: a lost one. */
export type LinkPurpose = (typeof linkPurposes)[number];

/** Convention (C): the longest built-in course is 90 days; a month more. A yearly package issues anew. */
export const linkDays = { usual: 120, most: 400 } as const;

export type IssuedLink = { linkId: string; token: string; expiresAt: Instant };
type Issue = { person: Person; purpose: LinkPurpose; /** Account; null: the system. */ by: string | null; /** Wall time. */ now: Instant; days?: number };

/** The token is returned here once and can never be read again. */
export async function issueLink(sql: Db, { person, purpose, by, now, days = linkDays.usual }: Issue): Promise<IssuedLink> {
  const [linkId, token, expiresAt] = [uuidv7(), newSecret(), addHours(now, days * 24)];
  await sql`insert into patient_link (id, hospital_id, patient_id, contact_id, token_hash, scope, purpose, created_by, created_at, expires_at)
    values (${linkId}, ${person.hospitalId}, ${person.patientId}, ${person.contactId}, ${secretHash(token)}, ${scopeOf(person)}, ${purpose}, ${by}, ${now}, ${expiresAt})`;
  return { linkId, token, expiresAt };
}

/** Where the link leads: the token is the whole address, no patient data in it. */
export const linkPath = (token: string): string => `/p/l/${token}`;

/** What a scanner or a person hands over, as a token: the bare one or the whole address. null: neither. */
export function tokenIn(text: string): string | null {
  const match = /(?:^|\/p\/l\/)([A-Za-z0-9_-]{43})$/.exec(text.trim());
  return match?.[1] ?? null;
}

export type FoundLink = { linkId: string; person: Person; state: 'open' | 'expired' | 'revoked' };

export async function findLink(sql: Db, token: string, now: Instant): Promise<FoundLink | null> {
  const [row] = await sql<{ id: string; hospitalId: string; patientId: string; contactId: string | null; expiresAt: Instant; revokedAt: Instant | null }[]>`
    select id, hospital_id, patient_id, contact_id, expires_at, revoked_at from patient_link where token_hash = ${secretHash(token)}`;
  if (!row) return null;
  return {
    linkId: row.id, person: { hospitalId: row.hospitalId, patientId: row.patientId, contactId: row.contactId },
    state: row.revokedAt !== null ? 'revoked' : row.expiresAt <= now ? 'expired' : 'open',
  };
}

/** Ends every session that came by it, too; also of one that was made before the patient's record was merged. False: no such open link of this patient. */
export async function revokeLink(sql: Db, of: { hospitalId: string; patientId: string; linkId: string }, by: string | null, now: Instant): Promise<boolean> {
  const rows = await sql`update patient_link set revoked_at = ${now}, revoked_by = ${by}
    where id = ${of.linkId} and patient_id = kept_patient(${of.patientId}) and hospital_id = ${of.hospitalId} and revoked_at is null returning id`;
  return rows.length > 0;
}

export type LinkRow = {
  linkId: string; scope: Scope; contactId: string | null; purpose: LinkPurpose; createdBy: string | null; createdAt: Instant; expiresAt: Instant;
  revokedAt: Instant | null; revokedBy: string | null; lastUsedAt: Instant | null;
};

export const linksOf = (sql: Db, hospitalId: string, patientId: string): Promise<LinkRow[]> =>
  sql<LinkRow[]>`select id as link_id, scope, contact_id, purpose, created_by, created_at, expires_at, revoked_at, revoked_by, last_used_at
    from patient_link where hospital_id = ${hospitalId} and patient_id = ${patientId} order by created_at desc, id desc limit 200`;
