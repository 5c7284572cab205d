/** Sign-ins that are under way at the identity provider. Each is taken out once, whatever comes of it, so a state that was used is unknown. */
import { transact, type Sql } from './client.js';
import { toMs } from '../pathways/time.js';
import { secretHash } from './secrets.js';

/** Time to type a password and a second factor at the provider (C). */
const minutes = 10;

export type SignInAttempt = { state: string; nonce: string; codeVerifier: string; returnTo: string; provesAnew: boolean };

/** `browser`: a secret in a cookie of the browser that set out; only that one may come back with the state. */
export async function keepAttempt(sql: Sql, hospitalId: string, browser: string, { state, nonce, codeVerifier, returnTo, provesAnew }: SignInAttempt): Promise<void> {
  await transact(sql, async (tx) => {
    await tx`delete from sign_in_attempt where hospital_id = ${hospitalId} and started_at < now() - make_interval(mins => ${minutes})`;
    await tx`insert into sign_in_attempt (state_hash, hospital_id, browser_hash, nonce, code_verifier, return_to, proves_anew)
      values (${secretHash(state)}, ${hospitalId}, ${secretHash(browser)}, ${nonce}, ${codeVerifier}, ${returnTo}, ${provesAnew})`;
  });
}

/** null: never begun, begun in another browser, used before, or too long ago. */
export async function takeAttempt(sql: Sql, hospitalId: string, browser: string, state: string): Promise<(SignInAttempt & { startedAtMs: number }) | null> {
  const [row] = await sql<(Omit<SignInAttempt, 'state'> & { startedAt: string; browserHash: string; inTime: boolean })[]>`
    delete from sign_in_attempt where state_hash = ${secretHash(state)} and hospital_id = ${hospitalId}
    returning nonce, code_verifier, return_to, proves_anew, started_at, browser_hash, started_at > now() - make_interval(mins => ${minutes}) as in_time`;
  if (!row?.inTime || row.browserHash !== secretHash(browser)) return null;
  const { nonce, codeVerifier, returnTo, provesAnew, startedAt } = row;
  return { state, nonce, codeVerifier, returnTo, provesAnew, startedAtMs: toMs(startedAt) };
}
