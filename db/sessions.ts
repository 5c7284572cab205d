/** Staff sessions: begun by a password or by the identity provider, and the same from then on. Tokens are stored hashed; the plain one is returned once. */
import type { Principal } from './accounts.js';
import { transact, type Db, type Sql } from './client.js';
import { newSecret, passwordMatches, secretHash } from './secrets.js';
import { logSignIn, logSignOut, type SignInWay } from './sign-in-log.js';

export const sessionHours = { idle: 8, absolute: 24 } as const;

export type SignedIn = { token: string; principal: Principal };
type Account = { accountId: string; hospitalId: string; roles: string[] };

/** Always a new token; written down in the same transaction. */
export async function beginSession(tx: Db, { accountId, hospitalId, roles }: Account, by: SignInWay): Promise<SignedIn> {
  const token = newSecret();
  await tx`insert into session (token_hash, hospital_id, account_id, expires_at, by_provider)
    values (${secretHash(token)}, ${hospitalId}, ${accountId}, now() + ${`${sessionHours.absolute} hours`}::interval, ${by === 'provider'})`;
  await logSignIn(tx, { hospitalId, accountId, by, refused: null });
  return { token, principal: { accountId, hospitalId, roles, via: 'session', scopes: null } };
}

/** null: wrong login or password, or a disabled account, told apart by nobody but the access log. */
export async function signIn(sql: Sql, login: string, password: string): Promise<SignedIn | null> {
  const rows = await sql<(Account & { passwordHash: string; active: boolean })[]>`
    select id as account_id, hospital_id, roles, password_hash, active from account where login = ${login} and password_hash is not null order by active desc limit 5`;
  let found: (typeof rows)[number] | null = null;
  if (rows.length === 0) await passwordMatches(password, null);
  for (const row of rows) if (found === null && (await passwordMatches(password, row.passwordHash))) found = row;
  if (found?.active === true) return transact(sql, (tx) => beginSession(tx, found, 'password'));
  // Several hospitals may have somebody of this login: then nobody knows who was meant.
  const [only, ...others] = found === null ? rows : [found];
  const meant = only && others.length === 0 ? only : null;
  await logSignIn(sql, {
    hospitalId: meant?.hospitalId ?? null, accountId: meant?.accountId ?? null, by: 'password',
    refused: found !== null ? 'account-disabled' : rows.length === 0 ? 'unknown-login' : 'wrong-password',
  });
  return null;
}

/** null: no such session (any more). Being asked keeps it alive. */
export async function principalOfSession(sql: Sql, token: string): Promise<Principal | null> {
  const [row] = await sql<Account[]>`
    update session s set last_seen_at = now() from account a
    where s.token_hash = ${secretHash(token)} and a.id = s.account_id and a.active and s.expires_at > now()
      and s.last_seen_at > now() - ${`${sessionHours.idle} hours`}::interval
    returning s.account_id, s.hospital_id, a.roles`;
  return row ? { accountId: row.accountId, hospitalId: row.hospitalId, roles: row.roles, via: 'session', scopes: null } : null;
}

/** From this moment on the token opens nothing. `byProvider`: whether the provider's own session is still open; null: there was none to end. */
export const signOut = (sql: Sql, token: string, because: 'asked' | 'replaced'): Promise<{ byProvider: boolean } | null> =>
  transact(sql, async (tx) => {
    const [ended] = await tx<{ hospitalId: string; accountId: string; byProvider: boolean }[]>`delete from session where token_hash = ${secretHash(token)} returning hospital_id, account_id, by_provider`;
    if (!ended) return null;
    await logSignOut(tx, { ...ended, by: ended.byProvider ? 'provider' : 'password', because });
    return { byProvider: ended.byProvider };
  });

/** Everything that an account has open by way of the provider: its identity was taken away, or no group of it counts any more. */
export async function endProviderSessions(tx: Db, { hospitalId, accountId }: { hospitalId: string; accountId: string }): Promise<number> {
  const { count } = await tx`delete from session where hospital_id = ${hospitalId} and account_id = ${accountId} and by_provider`;
  if (count > 0) await logSignOut(tx, { hospitalId, accountId, by: 'provider', because: 'access-ended' });
  return count;
}
