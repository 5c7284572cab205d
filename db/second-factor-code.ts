/** A code of the second factor: each try counted before it is judged, each right code taken once. */
import type { Crypt } from '../messages/crypt.js';
import type { Db, Sql } from './client.js';
import { slowHash } from './secrets.js';

export type Whose = { hospitalId: string; accountId: string };
/** As somebody typed it: of the app (`stepOf`: which step of thirty seconds it is of; null: none that counts), or perhaps a recovery code. */
export type TypedCode = { stepOf: (secret: string) => number | null } | { recovery: string };
/** `code-used`: it was right and has been taken before; `too-many-codes`: not even a right one counts now. */
export type CodeRefusal = 'code-wrong' | 'code-used' | 'too-many-codes';
export type FactorUsed = 'app' | 'recovery-code';

/**
 * By convention (C), in PostgreSQL, so over all processes: three of a million codes count at a time, so a whole run of tries up to the end guesses one with 0.015 %.
 * NIST SP 800-63B (rev. 4, 3.2.2) allows a hundred in a row. After it the app's codes count again when a recovery code was right, or the factor was reset.
 */
export const codeTries = { inAnHour: 10, inARow: 50 } as const;

export const appSecretOf = (accountId: string): string => `second_factor/${accountId}`;

/** A right code that nobody has taken yet. */
export type ProvedCode = { step: number; secretEnc: Uint8Array } | { hash: string };

/** Counts the try and judges the code; nothing is taken yet. */
export async function proveCode(sql: Sql, crypt: Pick<Crypt, 'open'>, { hospitalId, accountId }: Whose, typed: TypedCode): Promise<CodeRefusal | ProvedCode> {
  const recovery = 'recovery' in typed;
  const lately = sql`lately_from > now() - interval '1 hour'`;
  const [factor] = await sql<{ secretEnc: Uint8Array; recoverySalt: Uint8Array; lastStep: number }[]>`
    update second_factor set wrong = wrong + 1, wrong_lately = case when ${lately} then wrong_lately + 1 else 1 end, lately_from = case when ${lately} then lately_from else now() end
    where account_id = ${accountId} and hospital_id = ${hospitalId} and (${recovery} or wrong < ${codeTries.inARow}) and not (wrong_lately >= ${codeTries.inAnHour} and ${lately})
    returning secret_enc, recovery_salt, last_step`;
  if (!factor) return 'too-many-codes';
  if (recovery) {
    const hash = await slowHash(typed.recovery, factor.recoverySalt);
    const known = await sql`select 1 from recovery_code where account_id = ${accountId} and hospital_id = ${hospitalId} and code_hash = ${hash}`;
    return known.length > 0 ? { hash } : 'code-wrong';
  }
  const step = typed.stepOf(crypt.open(factor.secretEnc, appSecretOf(accountId)));
  if (step === null) return 'code-wrong';
  return step > factor.lastStep ? { step, secretEnc: factor.secretEnc } : 'code-used';
}

/** In the transaction of what the code is for. null: somebody else was quicker with it, or the factor is another one by now. `left`: recovery codes that are. */
export async function takeCode(tx: Db, { hospitalId, accountId }: Whose, proved: ProvedCode): Promise<{ used: FactorUsed; left: number } | null> {
  const mine = tx`account_id = ${accountId} and hospital_id = ${hospitalId}`;
  const taken = 'hash' in proved
    ? await tx`delete from recovery_code where ${mine} and code_hash = ${proved.hash}`
    : await tx`update second_factor set last_step = ${proved.step} where ${mine} and last_step < ${proved.step} and secret_enc = ${proved.secretEnc}`;
  if (taken.count === 0) return null;
  await tx`update second_factor set wrong = 0, wrong_lately = 0 where ${mine}`;
  const [row] = await tx<{ left: number }[]>`select count(*)::int as left from recovery_code where ${mine}`;
  return { used: 'hash' in proved ? 'recovery-code' : 'app', left: row?.left ?? 0 };
}
