/**
 * Keys of programs. A key acts as its account and may do less than that account, never more. Stored hashed; the plain key is returned once.
 * Keys of one client share a name; two of them live at a time, so that a program changes over without a pause.
 */
import { v7 as uuidv7 } from 'uuid';
import type { Principal } from './accounts.js';
import { transact, type Db, type Sql } from './client.js';
import { newSecret, secretHash } from './secrets.js';

/** So many keys of one client live at once: the one in use and the one that follows. */
const liveKeys = 2;

export type NewApiKey = { hospitalId: string; accountId: string; /** The client: what uses it. */ name?: string; /** Permissions; null: all that the account's roles give. */ scopes?: string[] | null; /** null: until it is revoked. */ days?: number | null };
export type ApiKey = { prefix: string; name: string; login: string; scopes: string[] | null; createdAt: string; expiresAt: string | null; lastUsedAt: string | null; revokedAt: string | null };

/** Said to the person at the terminal. */
export class ApiKeyRefused extends Error {
  override readonly name = 'ApiKeyRefused';
}

const alive = (sql: Db) => sql`revoked_at is null and (expires_at is null or expires_at > now())`;

/** `wy_<prefix>_<secret>`; the prefix finds it in lists, the hash proves it. Throws ApiKeyRefused when the client has two live keys. */
export const createApiKey = (sql: Sql, { hospitalId, accountId, name = 'first', scopes = null, days = null }: NewApiKey): Promise<string> =>
  transact(sql, async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${`api-key/${hospitalId}/${accountId}/${name}`}, 0))`;
    const live = await tx`select 1 from api_key where hospital_id = ${hospitalId} and account_id = ${accountId} and name = ${name} and ${alive(tx)}`;
    if (live.length >= liveKeys) throw new ApiKeyRefused(`The client ${name} has ${liveKeys} live keys: revoke the one that is no longer used.`);
    const secret = newSecret();
    const key = `wy_${secret.slice(0, 6)}_${secret.slice(6)}`;
    await tx`insert into api_key (id, hospital_id, account_id, prefix, key_hash, name, scopes, expires_at)
      values (${uuidv7()}, ${hospitalId}, ${accountId}, ${secret.slice(0, 6)}, ${secretHash(key)}, ${name}, ${scopes}, now() + ${days === null ? null : `${days} days`}::interval)`;
    return key;
  });

type Found = { id: string; accountId: string; name: string; scopes: string[] | null };
async function oneLive(sql: Sql, hospitalId: string, prefix: string): Promise<Found> {
  const rows = await sql<Found[]>`select id, account_id, name, scopes from api_key where hospital_id = ${hospitalId} and prefix = ${prefix} and ${alive(sql)}`;
  const [row, ...others] = rows;
  if (!row || others.length > 0) throw new ApiKeyRefused(`There is no one live key wy_${prefix}_... in this hospital: npx wuyou api-keys lists them.`);
  return row;
}

/** The next key of the same client with the same scope; the old one ends after `overlapDays`, or earlier where it would have ended anyway. */
export async function rotateApiKey(sql: Sql, hospitalId: string, prefix: string, { overlapDays, days }: { overlapDays: number; days: number | null }): Promise<string> {
  const old = await oneLive(sql, hospitalId, prefix);
  const key = await createApiKey(sql, { hospitalId, accountId: old.accountId, name: old.name, scopes: old.scopes, days });
  await sql`update api_key set expires_at = least(expires_at, now() + ${`${overlapDays} days`}::interval) where id = ${old.id}`;
  return key;
}

/** From this moment on it opens nothing. */
export async function revokeApiKey(sql: Sql, hospitalId: string, prefix: string): Promise<void> {
  const { id } = await oneLive(sql, hospitalId, prefix);
  await sql`update api_key set revoked_at = now() where id = ${id}`;
}

/** Newest first, the dead ones too. */
export const apiKeysOf = (sql: Sql, hospitalId: string): Promise<ApiKey[]> => sql<ApiKey[]>`
  select k.prefix, k.name, a.login, k.scopes, k.created_at, k.expires_at, k.last_used_at, k.revoked_at
  from api_key k join account a on a.id = k.account_id and a.hospital_id = k.hospital_id where k.hospital_id = ${hospitalId} order by k.created_at desc`;

/** `last_used_at` is written once a minute: enough to see which key a program uses, and no write for every request. */
export async function principalOfKey(sql: Sql, key: string): Promise<Principal | null> {
  const [row] = await sql<{ id: string; accountId: string; hospitalId: string; roles: string[]; scopes: string[] | null; stale: boolean }[]>`
    select k.id, k.account_id, k.hospital_id, a.roles, k.scopes, k.last_used_at is null or k.last_used_at < now() - interval '1 minute' as stale
    from api_key k join account a on a.id = k.account_id
    where k.key_hash = ${secretHash(key)} and k.revoked_at is null and (k.expires_at is null or k.expires_at > now()) and a.active`;
  if (!row) return null;
  if (row.stale) await sql`update api_key set last_used_at = now() where id = ${row.id}`;
  return { accountId: row.accountId, hospitalId: row.hospitalId, roles: row.roles, via: 'key', sessionId: null, scopes: row.scopes, owes: null };
}
