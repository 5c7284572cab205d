/** Staff who came in, were refused or left: one row each in the access log, with ids and reason codes alone. What was typed never gets there: people type passwords where the login belongs. */
import { logAccess } from './access-log.js';
import { json, type Db } from './client.js';
import type { FactorUsed } from './second-factor-code.js';

export type SignInWay = 'password' | 'provider';
export type SignInEvent = {
  /** null: it is not known whose hospital. */
  hospitalId: string | null;
  /** null: nobody that is known. */
  accountId: string | null;
  by: SignInWay;
  /** null: let in. `code-wanted`: the password was right, and the second factor is still to come. */
  refused: string | null;
  /** By which second factor, and how many recovery codes are left; absent: there was none. */
  factor?: { used: FactorUsed; left: number };
};

export type SignOutReason = 'asked' | 'replaced' | 'ended-by-owner' | 'password-changed' | 'factor-changed' | 'access-ended';

/** Strangers could fill the log; so many of their rows a minute prove the attack (C). The same number as for other denials (api/denials.ts). */
const strangersPerMinute = 60;

export async function logSignIn(db: Db, { hospitalId, accountId, by, refused, factor }: SignInEvent): Promise<void> {
  const detail = refused === null ? { by, ...(factor === undefined ? {} : { factor: factor.used, left: factor.left }) } : { by, reason: refused };
  if (accountId !== null) return logAccess(db, { hospitalId, actor: accountId, action: 'sign-in', ref: null, allowed: refused === null, detail });
  await db`insert into audit_log (hospital_id, actor, action, allowed, detail) select ${hospitalId}::uuid, 'stranger', 'sign-in', false, ${json(db, detail)}::jsonb
    where (select count(*) from (select 1 from audit_log where action = 'sign-in' and at > now() - interval '1 minute' and actor = 'stranger' limit ${strangersPerMinute}) recent) < ${strangersPerMinute}`;
}

/**
 * `because`: by the person's own act; another sign-in took the session's place; the person ended it from another session of hers; her password or second factor changed;
 * or somebody at the terminal ended it.
 */
export async function logSignOut(db: Db, { hospitalId, accountId, by, because }: { hospitalId: string; accountId: string; by: SignInWay; because: SignOutReason }): Promise<void> {
  await logAccess(db, { hospitalId, actor: accountId, action: 'sign-out', ref: null, allowed: true, detail: { by, reason: because } });
}
