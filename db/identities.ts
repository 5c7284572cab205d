/** Who of the identity provider is which account: linked by an administrator, or provisioned by the mapping of groups. Nothing else leads to an account: no e-mail, no name. */
import { v7 as uuidv7 } from 'uuid';
import { createAccount } from './accounts.js';
import { transact, type Db, type Sql, type Tx } from './client.js';
import { beginSession, endProviderSessions, type SignedIn } from './sessions.js';
import { logAccess } from './access-log.js';
import { logSignIn } from './sign-in-log.js';

type Proved = { issuer: string; subject: string; name: string | null };
export type LinkedIdentity = { login: string; displayName: string; issuer: string; subject: string; provisioned: boolean; active: boolean; lastUsedAt: string | null };
export type IdentityRefusal = 'identity-unknown' | 'account-disabled' | 'groups-unknown';

/** Said to the person at the terminal. */
export class IdentityRefused extends Error {
  override readonly name = 'IdentityRefused';
}

type Found = { accountId: string; roles: string[]; active: boolean; provisioned: boolean };
async function accountOf(tx: Tx, hospitalId: string, { issuer, subject }: Proved): Promise<Found | null> {
  const [row] = await tx<Found[]>`
    select a.id as account_id, a.roles, a.active, i.provisioned from account_identity i join account a on a.id = i.account_id and a.hospital_id = i.hospital_id
    where i.hospital_id = ${hospitalId} and i.issuer = ${issuer} and i.subject = ${subject}`;
  return row ?? null;
}

/** The login is ours, not the provider's: a name of theirs could be the login of somebody here. It has no password, so nobody signs in with it. */
async function provision(tx: Tx, hospitalId: string, { issuer, subject, name }: Proved, roles: string[]): Promise<Found> {
  const accountId = await createAccount(tx, { hospitalId, login: `provider-${uuidv7()}`, displayName: name ?? '统一认证账号 Provider account', roles, password: null });
  await tx`insert into account_identity (hospital_id, issuer, subject, account_id, provisioned) values (${hospitalId}, ${issuer}, ${subject}, ${accountId}, true)`;
  return { accountId, roles, active: true, provisioned: true };
}

/**
 * A session for whom the provider has proved. `groupRoles`: what the groups give, empty for none of them; null: there is no mapping, only linked
 * accounts come in. A linked account keeps the roles that an administrator gave it.
 */
export const signInByIdentity = (sql: Sql, hospitalId: string, proved: Proved, groupRoles: string[] | null, device: string | null = null): Promise<SignedIn | { refused: IdentityRefusal }> =>
  transact(sql, async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${`identity/${hospitalId}/${proved.issuer}/${proved.subject}`}, 0))`;
    const known = await accountOf(tx, hospitalId, proved);
    const refuse = async (refused: IdentityRefusal) => {
      await logSignIn(tx, { hospitalId, accountId: known?.accountId ?? null, by: 'provider', refused });
      return { refused };
    };
    if (known === null && groupRoles === null) return refuse('identity-unknown');
    if (known?.active === false) return refuse('account-disabled');
    if ((known === null || known.provisioned) && (groupRoles ?? []).length === 0) {
      if (known !== null) await endProviderSessions(tx, { hospitalId, accountId: known.accountId });
      return refuse('groups-unknown');
    }
    const account = known ?? (await provision(tx, hospitalId, proved, groupRoles ?? []));
    const roles = account.provisioned ? (groupRoles ?? []) : account.roles;
    if (account.provisioned) await tx`update account set roles = ${roles}, display_name = coalesce(${proved.name}, display_name) where id = ${account.accountId} and hospital_id = ${hospitalId}`;
    await tx`update account_identity set last_used_at = now() where hospital_id = ${hospitalId} and issuer = ${proved.issuer} and subject = ${proved.subject}`;
    return beginSession(tx, { accountId: account.accountId, hospitalId, roles }, 'provider', device);
  });

/** Who runs commands is known to the machine, not to us. */
const atTheTerminal = 'operator';
const activeAccount = async (tx: Db, hospitalId: string, login: string): Promise<string> => {
  const [account] = await tx<{ id: string }[]>`select id from account where hospital_id = ${hospitalId} and login = ${login} and active`;
  if (!account) throw new IdentityRefused(`There is no active account ${login} in this hospital: npx wuyou account makes one.`);
  return account.id;
};

/** Throws IdentityRefused: no such account, or one of the two is linked already. */
export const linkIdentity = (sql: Sql, { hospitalId, login, issuer, subject }: { hospitalId: string; login: string; issuer: string; subject: string }): Promise<void> =>
  transact(sql, async (tx) => {
    const accountId = await activeAccount(tx, hospitalId, login);
    const [other] = await tx<{ login: string; subject: string }[]>`
      select a.login, i.subject from account_identity i join account a on a.id = i.account_id
      where i.hospital_id = ${hospitalId} and i.issuer = ${issuer} and (i.subject = ${subject} or i.account_id = ${accountId})`;
    if (other) throw new IdentityRefused(`${other.login} is linked to ${other.subject} already: npx wuyou identities unlink --subject ${other.subject} first.`);
    await tx`insert into account_identity (hospital_id, issuer, subject, account_id, provisioned) values (${hospitalId}, ${issuer}, ${subject}, ${accountId}, false)`;
    await logAccess(tx, { hospitalId, actor: atTheTerminal, action: 'identity:link', ref: accountId, allowed: true });
  });

/** Its sessions by the provider end with it; returns how many. Throws IdentityRefused. */
export const unlinkIdentity = (sql: Sql, { hospitalId, issuer, subject }: { hospitalId: string; issuer: string; subject: string }): Promise<number> =>
  transact(sql, async (tx) => {
    const [gone] = await tx<{ accountId: string }[]>`delete from account_identity where hospital_id = ${hospitalId} and issuer = ${issuer} and subject = ${subject} returning account_id`;
    if (!gone) throw new IdentityRefused('Nobody of this provider is linked by that subject: npx wuyou identities lists who is.');
    await logAccess(tx, { hospitalId, actor: atTheTerminal, action: 'identity:unlink', ref: gone.accountId, allowed: true });
    return endProviderSessions(tx, { hospitalId, accountId: gone.accountId });
  });

export const identitiesOf = (sql: Sql, hospitalId: string): Promise<LinkedIdentity[]> => sql<LinkedIdentity[]>`
  select a.login, a.display_name, i.issuer, i.subject, i.provisioned, a.active, i.last_used_at
  from account_identity i join account a on a.id = i.account_id and a.hospital_id = i.hospital_id where i.hospital_id = ${hospitalId} order by a.login`;
