/** The second step of a sign-in: the code, and with it the session. */
import type { Crypt } from '../messages/crypt.js';
import { transact, type Sql } from './client.js';
import { proveCode, takeCode, type CodeRefusal, type TypedCode, type Whose } from './second-factor-code.js';
import { beginSession, type Account, type SignedIn } from './sessions.js';
import { logSignIn } from './sign-in-log.js';
import { tryStep, useStep } from './sign-in-step.js';

/** `step-over`: the password has to be given again. */
export type StepRefusal = CodeRefusal | 'step-over';

/** Always a session of its own, with a new token: what the browser had before plays no part. `token`: of the step. */
export async function finishSignIn(sql: Sql, crypt: Pick<Crypt, 'open'>, token: string, typed: TypedCode, device: string | null): Promise<StepRefusal | SignedIn> {
  const whose = await tryStep(sql, token);
  if (whose === null) return 'step-over';
  const proved = await proveCode(sql, crypt, whose, typed);
  if (typeof proved === 'string') return refused(sql, whose, proved);
  const outcome = await transact(sql, async (tx) => {
    // First the account, as at the password: whoever changes it or its factor waits for this sign-in, and ends its session with the others.
    const [account] = await tx<Account[]>`select id as account_id, hospital_id, roles, password_given_at is not null as to_choose from account where id = ${whose.accountId} and active for share`;
    if (!account) return 'step-over';
    const taken = await takeCode(tx, whose, proved);
    if (taken === null) return 'code-used';
    return (await useStep(tx, token)) ? beginSession(tx, account, 'password', device, taken) : 'step-over';
  });
  return typeof outcome === 'string' ? refused(sql, whose, outcome) : outcome;
}

async function refused<R extends StepRefusal>(sql: Sql, whose: Whose, reason: R): Promise<R> {
  await logSignIn(sql, { ...whose, by: 'password', refused: reason });
  return reason;
}
