/** Staff sessions: begun by a password or by the identity provider, and the same from then on. Tokens are stored hashed; the plain one is returned once. */
import { v7 as uuidv7 } from 'uuid';
import type { Owed, Principal } from './accounts.js';
import { transact, type Db, type Sql, type Tx } from './client.js';
import { newSecret, passwordMatches, secretHash } from './secrets.js';
import { logSignIn, logSignOut, type SignInEvent, type SignInWay, type SignOutReason } from './sign-in-log.js';
import { beginStep, endSteps } from './sign-in-step.js';

export const sessionHours = { idle: 8, absolute: 24 } as const;
/** How long a password opens anything that was given and not chosen. C, within "a short period" of ASVS 5.0 V6.4.1. */
export const givenPasswordDays = 14;
/** All that a session may do that owes a password of one's own or a second factor: who am I, and my own account (api/permissions.ts, ADR 0074, 0090). */
const ownAccountAlone = ['docs:read', 'own-account:act'];

export type SignedIn = { token: string; principal: Principal };
/** The password was right, and a code has to follow: what opens the second step and nothing else. */
export type CodeWanted = { step: string; token?: undefined; principal?: undefined };
export type Account = { accountId: string; hospitalId: string; roles: string[]; /** Its password was given to it. */ toChoose?: boolean; /** The hospital demands a second factor and it has none. */ toSetUp?: boolean };

/** Of `session s`: it still opens something. */
export const live = (sql: Db) => sql`s.expires_at > now() and s.last_seen_at > now() - ${`${sessionHours.idle} hours`}::interval`;

/** Of `account a` that asks by `session s`: its password was given to it. The provider's word has nothing to do with the password. */
const mustChoose = (sql: Db) => sql`a.password_given_at is not null and not s.by_provider as to_choose`;

const hasFactor = (sql: Db) => sql`exists (select 1 from second_factor f where f.account_id = a.id)`;
/** Of `account a` that asks by `session s`: the hospital demanded a second factor before it began, and there is none. The provider's word is the provider's matter. */
const mustSetUp = (sql: Db) => sql`not s.by_provider and coalesce((select h.second_factor_since <= s.created_at from hospital h where h.id = a.hospital_id), false) and not ${hasFactor(sql)} as to_set_up`;

function principalBy({ accountId, hospitalId, roles, toChoose = false, toSetUp = false }: Account, sessionId: string): Principal {
  const owes: Owed | null = toChoose ? 'password' : toSetUp ? 'second-factor' : null;
  return { accountId, hospitalId, roles, via: 'session', sessionId, scopes: owes === null ? null : ownAccountAlone, owes };
}

/** Always a new token; written down in the same transaction. `device`: the kind of browser, in our words. */
export async function beginSession(tx: Db, account: Account, by: SignInWay, device: string | null, factor?: SignInEvent['factor']): Promise<SignedIn> {
  const { accountId, hospitalId } = account;
  const [token, sessionId] = [newSecret(), uuidv7()];
  await tx`insert into session (token_hash, id, hospital_id, account_id, expires_at, by_provider, device)
    values (${secretHash(token)}, ${sessionId}, ${hospitalId}, ${accountId}, now() + ${`${sessionHours.absolute} hours`}::interval, ${by === 'provider'}, ${device})`;
  await logSignIn(tx, { hospitalId, accountId, by, refused: null, ...(factor === undefined ? {} : { factor }) });
  return { token, principal: principalBy(account, sessionId) };
}

/** Each account of this login is asked, or somebody would be shut out by what another hospital does; `roomForLogin` keeps them few. null: wrong login or password, a given password that has run out, or a disabled account, told apart by nobody but the access log. Whether an account has a second factor shows only once its password was right. */
export async function signIn(sql: Sql, login: string, password: string, device: string | null = null): Promise<SignedIn | CodeWanted | null> {
  const rows = await sql<(Account & { passwordHash: string; active: boolean; runOut: boolean })[]>`
    select id as account_id, hospital_id, roles, password_hash, active, password_given_at is not null as to_choose,
      coalesce(password_given_at < now() - ${`${givenPasswordDays} days`}::interval, false) as run_out
    from account a where login = ${login} and password_hash is not null order by active desc, id`;
  let found: (typeof rows)[number] | null = null;
  if (rows.length === 0) await passwordMatches(password, null);
  for (const row of rows) if (found === null && (await passwordMatches(password, row.passwordHash))) found = row;
  if (found?.active === true && !found.runOut) {
    const account = found;
    const signedIn = await transact(sql, (tx) => openedBy(tx, account, device));
    if (signedIn !== null) return signedIn;
    found = null;
  }
  // Several hospitals may have somebody of this login: then nobody knows who was meant.
  const [only, ...others] = found === null ? rows : [found];
  const meant = only && others.length === 0 ? only : null;
  await logSignIn(sql, {
    hospitalId: meant?.hospitalId ?? null, accountId: meant?.accountId ?? null, by: 'password',
    refused: found !== null ? (found.active ? 'password-run-out' : 'account-disabled') : rows.length === 0 ? 'unknown-login' : 'wrong-password',
  });
  return null;
}

/** Whoever changes the password or its second factor, or disables the account, waits for this sign-in, and ends what comes of it with the other sessions. null: that came first. */
async function openedBy(tx: Tx, account: Account & { passwordHash: string }, device: string | null): Promise<SignedIn | CodeWanted | null> {
  const { accountId, hospitalId, passwordHash } = account;
  const [row] = await tx`select 1 from account where id = ${accountId} and password_hash = ${passwordHash} and active for share`;
  if (!row) return null;
  // Asked under the lock: what stood there when the password was compared may be gone, or come.
  const [now] = await tx<{ factor: boolean; demanded: boolean }[]>`
    select ${hasFactor(tx)} as factor, h.second_factor_since is not null as demanded from account a join hospital h on h.id = a.hospital_id where a.id = ${accountId}`;
  if (now?.factor !== true) return beginSession(tx, { ...account, toSetUp: now?.demanded === true }, 'password', device);
  await logSignIn(tx, { hospitalId, accountId, by: 'password', refused: 'code-wanted' });
  return { step: await beginStep(tx, account) };
}

/** null: no such session (any more). Being asked keeps it alive. */
export async function principalOfSession(sql: Sql, token: string): Promise<Principal | null> {
  const [row] = await sql<(Account & { sessionId: string })[]>`
    update session s set last_seen_at = now() from account a
    where s.token_hash = ${secretHash(token)} and a.id = s.account_id and a.active and ${live(sql)}
    returning s.id as session_id, s.account_id, s.hospital_id, a.roles, ${mustChoose(sql)}, ${mustSetUp(sql)}`;
  return row ? principalBy(row, row.sessionId) : null;
}

/** As above for what goes on without being asked again; looking keeps nothing alive. */
export async function principalOfOpenSession(sql: Db, sessionId: string): Promise<Principal | null> {
  const [row] = await sql<Account[]>`select s.account_id, s.hospital_id, a.roles, ${mustChoose(sql)}, ${mustSetUp(sql)}
    from session s join account a on a.id = s.account_id where s.id = ${sessionId} and a.active and ${live(sql)}`;
  return row ? principalBy(row, sessionId) : null;
}

/** From this moment on the token opens nothing. `byProvider`: whether the provider's own session is still open; null: there was none to end. */
export const signOut = (sql: Sql, token: string, because: 'asked' | 'replaced'): Promise<{ byProvider: boolean } | null> =>
  transact(sql, async (tx) => {
    const [ended] = await tx<{ hospitalId: string; accountId: string; byProvider: boolean }[]>`delete from session where token_hash = ${secretHash(token)} returning hospital_id, account_id, by_provider`;
    if (!ended) return null;
    await logSignOut(tx, { ...ended, by: ended.byProvider ? 'provider' : 'password', because });
    return { byProvider: ended.byProvider };
  });

type Whose = { hospitalId: string; accountId: string };

/** Each one that was still open has its line in the log. `which`: what of the account's sessions; with all or all but one ends what is under way at the second step. Returns how many were open. */
export async function endSessions(tx: Db, { hospitalId, accountId }: Whose, because: SignOutReason, which: { only: string } | { but: string } | { byProvider: true } | 'all'): Promise<number> {
  if (which === 'all' || 'but' in which) await endSteps(tx, { hospitalId, accountId });
  const those = which === 'all' ? tx`` : 'only' in which ? tx`and s.id = ${which.only}` : 'but' in which ? tx`and s.id <> ${which.but}` : tx`and s.by_provider`;
  const ended = (await tx<{ byProvider: boolean; open: boolean }[]>`delete from session s where s.hospital_id = ${hospitalId} and s.account_id = ${accountId} ${those} returning s.by_provider, ${live(tx)} as open`).filter(({ open }) => open);
  for (const { byProvider } of ended) await logSignOut(tx, { hospitalId, accountId, by: byProvider ? 'provider' : 'password', because });
  return ended.length;
}

/** Everything that an account has open by way of the provider: its identity was taken away, or no group of it counts any more. */
export const endProviderSessions = (tx: Db, whose: Whose): Promise<number> => endSessions(tx, whose, 'access-ended', { byProvider: true });
