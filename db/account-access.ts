/** Somebody leaves the hospital, or comes back: what the account may open, and what it leaves behind for colleagues. */
import type { Instant } from '../pathways/engine/vocabulary.js';
import { logAccess } from './access-log.js';
import { announceChanges } from './changes.js';
import { transact, type Sql, type Tx } from './client.js';
import { hashPassword } from './secrets.js';
import { endSessions } from './sessions.js';
import { withdrawOffers } from './visits/ending-offers.js';
import { searchAgain } from './visits/make-offer.js';
import { newestOwnerOfCase, ownerOfCase, ownerOfTask, writeOwner } from './worklist/owners.js';

/** What was the person's and is nobody's now, or searches a colleague. */
export type LeftBehind = {
  sessions: number; apiKeys: number;
  /** Offered to the person or accepted, and not begun: they go back to the search. `under-way`: checked in, so it is left alone and somebody has to ask. */
  visits: { occurrence: string; slotFrom: Instant; was: 'offered' | 'accepted' | 'under-way' }[];
  cases: number; tasks: number;
  /** Promised to patients and not made; they stay in the list. */
  callBacks: number;
  /** Shifts of the duty roster that have not ended; they cover nothing from now on. */
  shifts: number;
};
export type AccessRefusal = 'unknown-account' | 'last-admin';
type Whom = { hospitalId: string; login: string };

/**
 * From this moment on the account opens nothing, is alerted by nothing and is sent nowhere. Doing it again ends what has come up since.
 * `last-admin`: nobody could open the hospital's settings afterwards.
 */
export const disableAccount = (sql: Sql, { hospitalId, login }: Whom): Promise<AccessRefusal | LeftBehind> =>
  transact(sql, async (tx) => {
    // All administrators, so that two of them cannot disable each other at once.
    const admins = await tx<{ login: string }[]>`select login from account where hospital_id = ${hospitalId} and active and 'admin' = any(roles) order by id for no key update`;
    if (admins.length === 1 && admins[0]?.login === login) return 'last-admin';
    const account = await accountOf(tx, { hospitalId, login });
    if (!account) return 'unknown-account';
    const whose = { hospitalId, accountId: account.id };
    // Waits for an answer to an offer that the person is giving at this moment.
    await tx`select 1 from staff_profile where account_id = ${account.id} and hospital_id = ${hospitalId} for update`;
    await tx`update account set active = false where id = ${account.id} and hospital_id = ${hospitalId}`;
    const left: LeftBehind = { ...(await endAccess(tx, whose)), visits: await giveBackVisits(tx, whose), ...(await giveBackWork(tx, whose)), shifts: await shiftsAhead(tx, whose) };
    await logAccess(tx, { hospitalId, actor: 'operator', action: 'account-disabled', ref: account.id, allowed: true, detail: { ...left, visits: left.visits.length } });
    await announceChanges(tx, hospitalId, [{ topic: 'staff', ref: account.id }]);
    return left;
  });

/** The person signs in as before; keys, sessions, visits and cases that ended stay ended. False: no such account. */
export const enableAccount = (sql: Sql, { hospitalId, login }: Whom): Promise<boolean> =>
  transact(sql, async (tx) => {
    const account = await accountOf(tx, { hospitalId, login });
    if (!account) return false;
    await tx`update account set active = true where id = ${account.id} and hospital_id = ${hospitalId}`;
    await logAccess(tx, { hospitalId, actor: 'operator', action: 'account-enabled', ref: account.id, allowed: true });
    await announceChanges(tx, hospitalId, [{ topic: 'staff', ref: account.id }]);
    return true;
  });

/** Ends every session of an account that stays as it is: a phone was lost, a ward computer stands open. Keys go on. null: no such account; else how many were open. */
export const signOutAccount = (sql: Sql, { hospitalId, login }: Whom): Promise<number | null> =>
  transact(sql, async (tx) => {
    const account = await accountOf(tx, { hospitalId, login });
    if (!account) return null;
    const sessions = await endSessions(tx, { hospitalId, accountId: account.id }, 'access-ended', 'all');
    await logAccess(tx, { hospitalId, actor: 'operator', action: 'account-signed-out', ref: account.id, allowed: true, detail: { sessions } });
    return sessions;
  });

export type ResetRefusal = 'unknown-account' | 'disabled' | 'no-password';

/**
 * Whoever forgot her password gets this one until she chooses another, and keeps her account: what is hers stays hers. It opens the account from here on and the one before does not;
 * every session ends, keys go on. `no-password`: the account is opened by the identity provider alone, and a password would be a second door.
 */
export async function resetPassword(sql: Sql, { hospitalId, login }: Whom, password: string): Promise<ResetRefusal | { sessions: number }> {
  const hash = await hashPassword(password);
  return transact(sql, async (tx) => {
    const account = await accountOf(tx, { hospitalId, login });
    if (!account) return 'unknown-account';
    if (!account.active) return 'disabled';
    if (!account.hasPassword) return 'no-password';
    // First the account, as a sign-in does: one that is under way with the password before comes to nothing, or its session ends here.
    await tx`update account set password_hash = ${hash}, password_given_at = now() where id = ${account.id} and hospital_id = ${hospitalId}`;
    const sessions = await endSessions(tx, { hospitalId, accountId: account.id }, 'password-changed', 'all');
    await logAccess(tx, { hospitalId, actor: 'operator', action: 'password-reset', ref: account.id, allowed: true, detail: { sessions } });
    return { sessions };
  });
}

async function accountOf(tx: Tx, { hospitalId, login }: Whom): Promise<{ id: string; active: boolean; hasPassword: boolean } | undefined> {
  const [account] = await tx<{ id: string; active: boolean; hasPassword: boolean }[]>`select id, active, password_hash is not null as has_password from account where hospital_id = ${hospitalId} and login = ${login} for update`;
  return account;
}

type Whose = { hospitalId: string; accountId: string };

async function endAccess(tx: Tx, { hospitalId, accountId }: Whose): Promise<Pick<LeftBehind, 'sessions' | 'apiKeys'>> {
  const sessions = await endSessions(tx, { hospitalId, accountId }, 'access-ended', 'all');
  const { count } = await tx`update api_key set revoked_at = now() where hospital_id = ${hospitalId} and account_id = ${accountId} and revoked_at is null`;
  return { sessions, apiKeys: count };
}

async function giveBackVisits(tx: Tx, { hospitalId, accountId }: Whose): Promise<LeftBehind['visits']> {
  const visits = await tx<LeftBehind['visits'][number][]>`
    select f.occurrence, f.slot_from, case when o.status = 'checked-in' then 'under-way' else f.state end as was from visit_offer f join occurrence o on o.id = f.occurrence
    where f.hospital_id = ${hospitalId} and f.account_id = ${accountId} and f.state in ('offered', 'accepted') and o.status in ('booked', 'held', 'planned', 'checked-in')
    order by f.slot_from, f.occurrence`;
  for (const { occurrence } of visits.filter(({ was }) => was !== 'under-way')) {
    await withdrawOffers(tx, hospitalId, occurrence, { reason: 'reassigned', kind: 'visit-taken-away' });
    await searchAgain(tx, hospitalId, occurrence);
  }
  return [...visits];
}

/** Open cases and tasks of the person are nobody's again. Promised call-backs keep their number and time; somebody has to make them. */
async function giveBackWork(tx: Tx, { hospitalId, accountId }: Whose): Promise<Pick<LeftBehind, 'cases' | 'tasks' | 'callBacks'>> {
  const cases = await tx<{ id: string; episodeId: string }[]>`
    select x.id, x.episode_id from escalation x ${newestOwnerOfCase(tx)}
    where x.hospital_id = ${hospitalId} and x.status <> 'closed' and ${ownerOfCase(tx)} = ${accountId} order by x.id for no key update of x`;
  const tasks = await tx<{ id: string; episodeId: string }[]>`select t.id, t.episode_id from task t where t.hospital_id = ${hospitalId} and t.status in ('ready', 'in-progress')
    and ${ownerOfTask(tx)} = ${accountId} order by t.id for no key update of t`;
  const nobody = { hospitalId, accountId: null, how: 'released' as const, by: accountId, handoverId: null };
  for (const { id, episodeId } of cases) await writeOwner(tx, { ...nobody, episodeId, subject: { escalation: id } });
  for (const { id, episodeId } of tasks) await writeOwner(tx, { ...nobody, episodeId, subject: { task: id } });
  await announceChanges(tx, hospitalId, [...cases.map(({ id }) => ({ topic: 'escalation' as const, ref: id })), ...tasks.map(({ id }) => ({ topic: 'task' as const, ref: id }))]);
  const [promised] = await tx<{ count: number }[]>`select count(*)::int as count from call_back where hospital_id = ${hospitalId} and owner = ${accountId} and state = 'open'`;
  return { cases: cases.length, tasks: tasks.length, callBacks: promised?.count ?? 0 };
}

async function shiftsAhead(tx: Tx, { hospitalId, accountId }: Whose): Promise<number> {
  const [row] = await tx<{ count: number }[]>`select count(*)::int as count from roster_shift where hospital_id = ${hospitalId} and account_id = ${accountId} and ends_at > now()`;
  return row?.count ?? 0;
}
