/** The second factor of an account with a password: set up, replaced and removed by its owner, who proves password and code anew each time (ADR 0090). */
import type { Instant } from '../pathways/engine/vocabulary.js';
import type { Crypt } from '../messages/crypt.js';
import { logAccess } from './access-log.js';
import { transact, type Db, type Sql, type Tx } from './client.js';
import { appSecretOf, proveCode, takeCode, type CodeRefusal, type ProvedCode, type TypedCode, type Whose } from './second-factor-code.js';
import { newSalt, newSecret, passwordMatches, secretHash, slowHash } from './secrets.js';
import { endSessions, live } from './sessions.js';

/** Whoever asks; `sessionId`: by which session. */
type Asker = Whose & { sessionId: string };
/** What somebody types to prove that it is she: `code` where there is a factor. */
export type Proof = { password: string; code: TypedCode | null };

/** By convention (C): time to find the telephone, and an app for it where there is none. */
const offerMinutes = 15;

/** `code-missing`: there is a factor, so a code of it is needed; `offer-over`: begun too long ago, by another session, or never; `demanded`: the hospital does not let it go. */
export type FactorRefusal = CodeRefusal | 'no-password' | 'wrong-password' | 'code-missing' | 'no-second-factor' | 'offer-over' | 'demanded' | 'session-over';
export type OwnFactor = { /** null: there is none. */ since: Instant | null; recoveryCodes: number; /** The hospital demands one. */ demanded: boolean };

export async function ownFactor(sql: Sql, { hospitalId, accountId }: Whose): Promise<OwnFactor> {
  const [row] = await sql<OwnFactor[]>`
    select (select since from second_factor where account_id = ${accountId} and hospital_id = ${hospitalId}) as since,
      (select count(*)::int from recovery_code where account_id = ${accountId} and hospital_id = ${hospitalId}) as recovery_codes, second_factor_since is not null as demanded
    from hospital where id = ${hospitalId}`;
  return row ?? { since: null, recoveryCodes: 0, demanded: false };
}

type Proved = { passwordHash: string; code: ProvedCode | null };
/** Each refusal is written down; nothing of what was typed is. */
async function prove(sql: Sql, crypt: Crypt, asker: Asker, { password, code }: Proof): Promise<FactorRefusal | Proved> {
  const [account] = await sql<{ passwordHash: string | null; factor: boolean }[]>`
    select password_hash, exists (select 1 from second_factor f where f.account_id = a.id) as factor from account a where id = ${asker.accountId} and hospital_id = ${asker.hospitalId}`;
  const passwordHash = account?.passwordHash ?? null;
  if (passwordHash === null) return refused(sql, asker, 'no-password');
  if (!(await passwordMatches(password, passwordHash))) return refused(sql, asker, 'wrong-password');
  if (account?.factor !== true) return { passwordHash, code: null };
  if (code === null) return refused(sql, asker, 'code-missing');
  const proved = await proveCode(sql, crypt, asker, code);
  return typeof proved === 'string' ? refused(sql, asker, proved) : { passwordHash, code: proved };
}

/** The act itself, if what was proved still holds when it is done: the account first, as a sign-in does. The code is spent with it. */
const act = <T>(sql: Sql, asker: Asker, { passwordHash, code }: Proved, work: (tx: Tx) => Promise<T>): Promise<FactorRefusal | T> =>
  transact(sql, async (tx) => {
    const [account] = await tx<{ factor: boolean }[]>`
      select exists (select 1 from second_factor f where f.account_id = a.id) as factor from account a where id = ${asker.accountId} and hospital_id = ${asker.hospitalId} and password_hash = ${passwordHash} for update`;
    if (!account || account.factor !== (code !== null) || !(await goesOn(tx, asker))) return 'session-over';
    if (code !== null && (await takeCode(tx, asker, code)) === null) return 'code-used';
    return work(tx);
  });
const goesOn = async (tx: Db, { hospitalId, accountId, sessionId }: Asker): Promise<boolean> =>
  (await tx`select 1 from session s where s.id = ${sessionId} and s.account_id = ${accountId} and s.hospital_id = ${hospitalId} and ${live(tx)}`).length > 0;

/** `secret`: what the app is to hold from now on; it counts from `confirmFactor` on. */
export async function offerFactor(sql: Sql, crypt: Crypt, asker: Asker, proof: Proof, secret: string): Promise<FactorRefusal | 'offered'> {
  const { hospitalId, accountId, sessionId } = asker;
  const proved = await prove(sql, crypt, asker, proof);
  if (typeof proved === 'string') return proved;
  const sealed = crypt.seal(secret, appSecretOf(accountId));
  return said(sql, asker, await act(sql, asker, proved, async (tx) => {
    await tx`insert into second_factor_offer (account_id, hospital_id, session_id, secret_enc) values (${accountId}, ${hospitalId}, ${sessionId}, ${sealed})
      on conflict (account_id) do update set session_id = excluded.session_id, secret_enc = excluded.secret_enc, begun_at = now()`;
    return 'offered' as const;
  }));
}

export type Changed = { /** The session that asks goes on under this. */ token: string; ended: number };

/** A right code of the new secret puts it in force, in place of the one before; every other session ends. `recovery`: new codes, plain. */
export async function confirmFactor(sql: Sql, crypt: Crypt, asker: Asker, typed: TypedCode, recovery: readonly string[]): Promise<FactorRefusal | Changed> {
  const { hospitalId, accountId, sessionId } = asker;
  const mine = (db: Db) => db`account_id = ${accountId} and hospital_id = ${hospitalId} and session_id = ${sessionId} and begun_at > now() - make_interval(mins => ${offerMinutes})`;
  const [offer] = await sql<{ secretEnc: Uint8Array }[]>`select secret_enc from second_factor_offer where ${mine(sql)}`;
  if (!offer) return refused(sql, asker, 'offer-over');
  const step = 'stepOf' in typed ? typed.stepOf(crypt.open(offer.secretEnc, appSecretOf(accountId))) : null;
  if (step === null) return refused(sql, asker, 'code-wrong');
  const codes = await hashed(recovery);
  return said(sql, asker, await transact(sql, async (tx) => {
    await tx`select 1 from account where id = ${accountId} for update`;
    if (!(await goesOn(tx, asker))) return 'session-over';
    if ((await tx`delete from second_factor_offer where ${mine(tx)} and secret_enc = ${offer.secretEnc}`).count === 0) return 'offer-over';
    const before = await tx`delete from second_factor where account_id = ${accountId} and hospital_id = ${hospitalId}`;
    await tx`insert into second_factor (account_id, hospital_id, secret_enc, last_step, recovery_salt) values (${accountId}, ${hospitalId}, ${offer.secretEnc}, ${step}, ${codes.salt})`;
    await keepCodes(tx, asker, codes);
    return changed(tx, asker, before.count > 0 ? 'second-factor-replaced' : 'second-factor-enabled');
  }));
}

/** The account opens with its password alone again. */
export async function removeFactor(sql: Sql, crypt: Crypt, asker: Asker, proof: Proof): Promise<FactorRefusal | Changed> {
  const { since, demanded } = await ownFactor(sql, asker);
  if (since === null) return 'no-second-factor';
  if (demanded) return refused(sql, asker, 'demanded');
  const proved = await prove(sql, crypt, asker, proof);
  if (typeof proved === 'string') return proved;
  return said(sql, asker, await act(sql, asker, proved, async (tx) => {
    await tx`delete from second_factor where account_id = ${asker.accountId} and hospital_id = ${asker.hospitalId}`;
    return changed(tx, asker, 'second-factor-removed');
  }));
}

/** New recovery codes in place of all that there were. */
export async function renewRecoveryCodes(sql: Sql, crypt: Crypt, asker: Asker, proof: Proof, recovery: readonly string[]): Promise<FactorRefusal | 'renewed'> {
  if ((await ownFactor(sql, asker)).since === null) return 'no-second-factor';
  const proved = await prove(sql, crypt, asker, proof);
  if (typeof proved === 'string') return proved;
  const codes = await hashed(recovery);
  return said(sql, asker, await act(sql, asker, proved, async (tx) => {
    await tx`delete from recovery_code where account_id = ${asker.accountId} and hospital_id = ${asker.hospitalId}`;
    await tx`update second_factor set recovery_salt = ${codes.salt} where account_id = ${asker.accountId} and hospital_id = ${asker.hospitalId}`;
    await keepCodes(tx, asker, codes);
    await logAccess(tx, { hospitalId: asker.hospitalId, actor: asker.accountId, action: 'recovery-codes-renewed', ref: asker.accountId, allowed: true });
    return 'renewed' as const;
  }));
}

type Hashed = { salt: Buffer; hashes: string[] };
async function hashed(codes: readonly string[]): Promise<Hashed> {
  const salt = newSalt();
  return { salt, hashes: await Promise.all(codes.map((code) => slowHash(code, salt))) };
}
async function keepCodes(tx: Tx, { hospitalId, accountId }: Whose, { hashes }: Hashed): Promise<void> {
  await tx`insert into recovery_code (account_id, hospital_id, code_hash) select ${accountId}, ${hospitalId}, unnest(${hashes}::text[])`;
}

async function changed(tx: Tx, asker: Asker, action: string): Promise<Changed> {
  const { hospitalId, accountId, sessionId } = asker;
  const token = newSecret();
  await tx`update session set token_hash = ${secretHash(token)} where id = ${sessionId} and account_id = ${accountId} and hospital_id = ${hospitalId}`;
  const ended = await endSessions(tx, asker, 'factor-changed', { but: sessionId });
  await logAccess(tx, { hospitalId, actor: accountId, action, ref: accountId, allowed: true, detail: { sessions: ended } });
  return { token, ended };
}

/** What came of the transaction; its own refusals are written down too. */
const refusals: ReadonlySet<unknown> = new Set<FactorRefusal>(['code-used', 'session-over', 'offer-over']);
async function said<T>(sql: Sql, asker: Asker, outcome: T): Promise<T> {
  if (refusals.has(outcome)) await logFactorRefused(sql, asker, String(outcome));
  return outcome;
}
async function refused<R extends FactorRefusal>(sql: Sql, asker: Asker, reason: R): Promise<R> {
  await logFactorRefused(sql, asker, reason);
  return reason;
}
/** A change that came to nothing, with its reason code. */
export const logFactorRefused = (sql: Sql, { hospitalId, accountId }: Whose, reason: string): Promise<void> =>
  logAccess(sql, { hospitalId, actor: accountId, action: 'second-factor-change', ref: accountId, allowed: false, detail: { reason } });
