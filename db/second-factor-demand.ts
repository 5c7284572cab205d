/** Whether a hospital demands a second factor of its local accounts, and the way out for whoever lost hers. Both by whoever has the terminal, never by the account itself. */
import { logAccess } from './access-log.js';
import { transact, type Sql } from './client.js';
import { endSessions } from './sessions.js';

/** Active accounts with a password that have none; each is led to set one up at its next sign-in. Sessions that are open go on, or a nurse would stand before a patient without her page. */
export const demandSecondFactor = (sql: Sql, hospitalId: string, demanded: boolean): Promise<{ without: string[] }> =>
  transact(sql, async (tx) => {
    await tx`update hospital set second_factor_since = ${demanded ? tx`coalesce(second_factor_since, now())` : null} where id = ${hospitalId}`;
    const rows = await tx<{ login: string }[]>`select login from account a where hospital_id = ${hospitalId} and active and password_hash is not null
      and not exists (select 1 from second_factor f where f.account_id = a.id) order by login`;
    await logAccess(tx, { hospitalId, actor: 'operator', action: demanded ? 'second-factor-demanded' : 'second-factor-optional', ref: null, allowed: true, detail: { without: rows.length } });
    return { without: rows.map(({ login }) => login) };
  });

/**
 * A telephone is lost and no recovery code is left: the factor goes with its codes, every session ends, password and keys stay. Whoever runs it has made sure who asks.
 */
export const resetSecondFactor = (sql: Sql, { hospitalId, login }: { hospitalId: string; login: string }): Promise<'unknown-account' | 'no-second-factor' | { sessions: number }> =>
  transact(sql, async (tx) => {
    // First the account, as a sign-in does: one that is under way with a code of the old telephone comes to nothing, or its session ends here.
    const [account] = await tx<{ accountId: string }[]>`select id as account_id from account where hospital_id = ${hospitalId} and login = ${login} for update`;
    if (!account) return 'unknown-account';
    const { accountId } = account;
    await tx`delete from second_factor_offer where account_id = ${accountId} and hospital_id = ${hospitalId}`;
    const { count } = await tx`delete from second_factor where account_id = ${accountId} and hospital_id = ${hospitalId}`;
    if (count === 0) return 'no-second-factor';
    const sessions = await endSessions(tx, { hospitalId, accountId }, 'factor-changed', 'all');
    await logAccess(tx, { hospitalId, actor: 'operator', action: 'second-factor-reset', ref: accountId, allowed: true, detail: { sessions } });
    return { sessions };
  });
