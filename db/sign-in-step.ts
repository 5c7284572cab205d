/** Between a right password and a right code: a secret of this one way in, bound to its account, short-lived, and good for nothing else. */
import type { Db, Sql } from './client.js';
import type { Whose } from './second-factor-code.js';
import { newSecret, secretHash } from './secrets.js';

/** By convention (C): time to find the telephone; so many codes may be tried before the password has to be given again. */
export const signInStep = { minutes: 5, tries: 5 } as const;

const open = (sql: Db) => sql`p.begun_at > now() - make_interval(mins => ${signInStep.minutes}) and p.tries < ${signInStep.tries}`;

/** In the transaction that found the password right. Stored hashed; the plain one is returned once. */
export async function beginStep(tx: Db, { hospitalId, accountId }: Whose): Promise<string> {
  const token = newSecret();
  await tx`insert into sign_in_step (token_hash, hospital_id, account_id) values (${secretHash(token)}, ${hospitalId}, ${accountId})`;
  return token;
}

/** Whose tries are counted; null: it is over, was used, or never begun. */
export async function loginOfStep(sql: Sql, token: string): Promise<string | null> {
  const [row] = await sql<{ login: string }[]>`select a.login from sign_in_step p join account a on a.id = p.account_id where p.token_hash = ${secretHash(token)} and ${open(sql)}`;
  return row?.login ?? null;
}

/** Counts the try before anything is judged. null: as above. */
export async function tryStep(sql: Sql, token: string): Promise<Whose | null> {
  const [row] = await sql<Whose[]>`update sign_in_step p set tries = tries + 1 where p.token_hash = ${secretHash(token)} and ${open(sql)} returning hospital_id, account_id`;
  return row ?? null;
}

/** False: it was ended or used meanwhile. */
export const useStep = async (tx: Db, token: string): Promise<boolean> => (await tx`delete from sign_in_step where token_hash = ${secretHash(token)}`).count > 0;

/** With the account's sessions: what was under way comes to nothing. */
export async function endSteps(tx: Db, { hospitalId, accountId }: Whose): Promise<void> {
  await tx`delete from sign_in_step where hospital_id = ${hospitalId} and account_id = ${accountId}`;
}
