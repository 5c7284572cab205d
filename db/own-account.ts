/** What somebody may see and change of her own account: who she is here, where she is signed in, her password. */
import type { Instant } from '../pathways/engine/vocabulary.js';
import { logAccess } from './access-log.js';
import { transact, type Sql } from './client.js';
import { hashPassword, newSecret, passwordMatches, secretHash } from './secrets.js';
import { endSessions, givenPasswordDays, live } from './sessions.js';

/** Whoever asks; `sessionId`: by which session. */
type Asker = { hospitalId: string; accountId: string; sessionId: string };

export type OwnSession = { sessionId: string; begunAt: Instant; lastUsedAt: Instant; endsAt: Instant; byProvider: boolean; /** The kind of browser; null: none that we know. */ device: string | null };
export type OwnAccount = { login: string; displayName: string; roles: string[]; /** How the account may be opened. */ hasPassword: boolean; /** When the password ends that somebody gave to the owner; null: she chose it, or there is none. */ givenUntil: Instant | null; sessions: OwnSession[] };

/** Sessions that are over are left out; the one used last comes first. */
export async function ownAccount(sql: Sql, { hospitalId, accountId }: Omit<Asker, 'sessionId'>): Promise<OwnAccount> {
  const [account] = await sql<Omit<OwnAccount, 'sessions'>[]>`
    select login, display_name, roles, password_hash is not null as has_password, password_given_at + ${`${givenPasswordDays} days`}::interval as given_until from account where id = ${accountId} and hospital_id = ${hospitalId}`;
  if (!account) throw new Error(`No account ${accountId}`);
  const sessions = await sql<OwnSession[]>`
    select s.id as session_id, s.created_at as begun_at, s.last_seen_at as last_used_at, s.expires_at as ends_at, s.by_provider, s.device
    from session s where s.hospital_id = ${hospitalId} and s.account_id = ${accountId} and ${live(sql)} order by s.last_seen_at desc, s.id`;
  return { ...account, sessions: [...sessions] };
}

/** False: no such open session of hers. */
export const endOwnSession = (sql: Sql, { hospitalId, accountId }: Asker, sessionId: string): Promise<boolean> =>
  transact(sql, async (tx) => (await endSessions(tx, { hospitalId, accountId }, 'ended-by-owner', { only: sessionId })) > 0);

/** All but the one that asks; returns how many. */
export const endOtherSessions = (sql: Sql, { hospitalId, accountId, sessionId }: Asker): Promise<number> =>
  transact(sql, (tx) => endSessions(tx, { hospitalId, accountId }, 'ended-by-owner', { but: sessionId }));

export type PasswordChange = { current: string; next: string };
/** `session-over`: ended while this was under way, perhaps by herself elsewhere. */
export type ChangeRefusal = 'no-password' | 'wrong-password' | 'session-over';

/**
 * The new password opens the account from here on; every other session ends at once, and the one that asks goes on under a new token. The caller has judged the
 * new password (identity/new-password.ts) and counted the try.
 */
export async function changePassword(sql: Sql, asker: Asker, { current, next }: PasswordChange): Promise<ChangeRefusal | { token: string; ended: number }> {
  const { hospitalId, accountId, sessionId } = asker;
  const [account] = await sql<{ passwordHash: string | null }[]>`select password_hash from account where id = ${accountId} and hospital_id = ${hospitalId}`;
  const before = account?.passwordHash ?? null;
  if (before === null) return refused(sql, asker, 'no-password');
  if (!(await passwordMatches(current, before))) return refused(sql, asker, 'wrong-password');
  const after = await hashPassword(next);
  const token = newSecret();
  const outcome = await transact(sql, async (tx) => {
    // First the account, as a sign-in does: one that knew the old password is over before the others are ended, or comes to nothing.
    const { count } = await tx`update account set password_hash = ${after}, password_given_at = null where id = ${accountId} and hospital_id = ${hospitalId} and password_hash = ${before}
      and exists (select 1 from session s where s.id = ${sessionId} and s.account_id = ${accountId} and ${live(tx)})`;
    if (count === 0) return null;
    await tx`update session set token_hash = ${secretHash(token)} where id = ${sessionId} and account_id = ${accountId} and hospital_id = ${hospitalId}`;
    const ended = await endSessions(tx, asker, 'password-changed', { but: sessionId });
    await logAccess(tx, { hospitalId, actor: accountId, action: 'password-change', ref: accountId, allowed: true, detail: { sessions: ended } });
    return { token, ended };
  });
  return outcome ?? refused(sql, asker, 'session-over');
}

async function refused<R extends ChangeRefusal>(sql: Sql, asker: Omit<Asker, 'sessionId'>, reason: R): Promise<R> {
  await logPasswordRefused(sql, asker, reason);
  return reason;
}

/** A try that came to nothing, with its reason code and nothing of what was typed. */
export const logPasswordRefused = (sql: Sql, { hospitalId, accountId }: Omit<Asker, 'sessionId'>, reason: string): Promise<void> =>
  logAccess(sql, { hospitalId, actor: accountId, action: 'password-change', ref: accountId, allowed: false, detail: { reason } });
