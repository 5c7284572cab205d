/** Staff accounts. Passwords are stored hashed. */
import type { Db, Sql } from './client.js';
import { v7 as uuidv7 } from 'uuid';
import { hashPassword } from './secrets.js';

/** Who is asking: never shown in logs beyond the id. */
export type Principal = { accountId: string; hospitalId: string; roles: string[]; via: 'session' | 'key'; /** Which session asks; null: a key does. */ sessionId: string | null; /** The only permissions of a scoped key, or of a session that owes something first; null: whatever the roles give. */ scopes: string[] | null; /** What this session has to do before it opens more than its own account. */ owes: Owed | null };
/** Choose another password than the given one (ADR 0074); set up the second factor that the hospital demands (ADR 0090). */
export type Owed = 'password' | 'second-factor';

export async function createAccount(
  sql: Db,
  account: { hospitalId: string; login: string; displayName: string; roles: string[]; password: string | null; /** Printed for its owner, who has to choose another one. */ given?: boolean },
): Promise<string> {
  const id = uuidv7();
  const hash = account.password === null ? null : await hashPassword(account.password);
  const [row] = await sql<{ id: string }[]>`
    insert into account (id, hospital_id, login, display_name, password_hash, roles, password_given_at)
    values (${id}, ${account.hospitalId}, ${account.login}, ${account.displayName}, ${hash}, ${account.roles}, case when ${account.given ?? false} then now() end)
    on conflict (hospital_id, login) do update set display_name = excluded.display_name
    returning id`;
  return row?.id ?? id;
}

/** So many accounts with a password may have one login, in as many hospitals (C): at the sign-in nobody says whose she is, and each of them costs a comparison that is slow on purpose. */
export const sameLogins = 5;

/** False: whoever gets an account of this login needs another one. */
export async function roomForLogin(sql: Db, login: string): Promise<boolean> {
  return (await sql`select 1 from account where login = ${login} and password_hash is not null limit ${sameLogins}`).length < sameLogins;
}

/** As colleagues see it. */
export async function displayNameOf(sql: Sql, hospitalId: string, accountId: string): Promise<string> {
  const [row] = await sql<{ displayName: string }[]>`select display_name from account where id = ${accountId} and hospital_id = ${hospitalId}`;
  return row?.displayName ?? '';
}
