/** Staff accounts and their sessions. Secrets are stored hashed; the plain value is returned once, by the function that makes it. */
import type { Sql } from './client.js';
import { v7 as uuidv7 } from 'uuid';
import { hashPassword, newSecret, passwordMatches, secretHash } from './secrets.js';

/** Who is asking: never shown in logs beyond the id. */
export type Principal = { accountId: string; hospitalId: string; roles: string[]; via: 'session' | 'key'; /** The only permissions of a scoped key; null: whatever the roles give. */ scopes: string[] | null };

export async function createAccount(
  sql: Sql,
  account: { hospitalId: string; login: string; displayName: string; roles: string[]; password: string | null },
): Promise<string> {
  const id = uuidv7();
  const hash = account.password === null ? null : await hashPassword(account.password);
  const [row] = await sql<{ id: string }[]>`
    insert into account (id, hospital_id, login, display_name, password_hash, roles)
    values (${id}, ${account.hospitalId}, ${account.login}, ${account.displayName}, ${hash}, ${account.roles})
    on conflict (hospital_id, login) do update set display_name = excluded.display_name
    returning id`;
  return row?.id ?? id;
}

const sessionHours = { idle: 8, absolute: 24 };

/** null: wrong login or password, told apart by nobody. */
export async function signIn(sql: Sql, login: string, password: string): Promise<{ token: string; principal: Principal } | null> {
  const rows = await sql<{ id: string; hospitalId: string; roles: string[]; passwordHash: string | null }[]>`
    select id, hospital_id, roles, password_hash from account where login = ${login} and active and password_hash is not null limit 5`;
  let found: (typeof rows)[number] | null = null;
  if (rows.length === 0) await passwordMatches(password, null);
  for (const row of rows) if (found === null && (await passwordMatches(password, row.passwordHash))) found = row;
  if (found === null) return null;
  const token = newSecret();
  await sql`insert into session (token_hash, hospital_id, account_id, expires_at)
    values (${secretHash(token)}, ${found.hospitalId}, ${found.id}, now() + ${`${sessionHours.absolute} hours`}::interval)`;
  return { token, principal: { accountId: found.id, hospitalId: found.hospitalId, roles: found.roles, via: 'session', scopes: null } };
}

export async function principalOfSession(sql: Sql, token: string): Promise<Principal | null> {
  const [row] = await sql<{ accountId: string; hospitalId: string; roles: string[] }[]>`
    update session s set last_seen_at = now() from account a
    where s.token_hash = ${secretHash(token)} and a.id = s.account_id and a.active and s.expires_at > now()
      and s.last_seen_at > now() - ${`${sessionHours.idle} hours`}::interval
    returning s.account_id, s.hospital_id, a.roles`;
  return row ? { accountId: row.accountId, hospitalId: row.hospitalId, roles: row.roles, via: 'session', scopes: null } : null;
}

export async function signOut(sql: Sql, token: string): Promise<void> {
  await sql`delete from session where token_hash = ${secretHash(token)}`;
}

/** As colleagues see it. */
export async function displayNameOf(sql: Sql, hospitalId: string, accountId: string): Promise<string> {
  const [row] = await sql<{ displayName: string }[]>`select display_name from account where id = ${accountId} and hospital_id = ${hospitalId}`;
  return row?.displayName ?? '';
}
