/**
 * What only a session may do, never a key: one's own account. Each operation gets an account and a session of its own, because most of them
 * end sessions. schemathesis knows the run's key alone; where these are asked with it, the server exchanges it for the session (served-api.ts).
 */
import { Secret, TOTP } from 'otpauth';
import { createAccount } from '../../db/accounts.js';
import type { Hospital, Targets } from './targets.js';

const password = 'river stone lantern';
const newPassword = 'another long lantern';
/** Stands where a code of that moment belongs; hooks.py makes it of `secret`. */
const codeOfTheMoment = '000000';

export async function sessions({ served, key }: Hospital): Promise<Targets> {
  const { sql, hospitalId, request } = served.api;
  let accounts = 0;
  const newcomer = async (): Promise<string> => {
    const login = `owner-${(accounts += 1)}`;
    await createAccount(sql, { hospitalId, login, displayName: login, roles: ['nurse'], password });
    return login;
  };
  /** The cookie that a right password is answered with: a session, or the step to the code. */
  const signIn = async (login: string): Promise<string> => {
    const answer = await request('/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ login, password }) });
    return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  };
  const ask = async (cookie: string, method: string, path: string, body?: object): Promise<{ cookie: string; body: Record<string, unknown> }> => {
    const answer = await request(path, { method, headers: { cookie, origin: served.origin, 'content-type': 'application/json' }, ...(body ? { body: JSON.stringify(body) } : {}) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return { cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? cookie, body: (await answer.json()) as Record<string, unknown> };
  };
  /** An account whose second factor is in force. A recovery code opens it once, at any time; an app's code of that moment would be over by then. */
  const withFactor = async (): Promise<{ login: string; cookie: string; code: string }> => {
    const login = await newcomer();
    const begun = await signIn(login);
    const { secret } = (await ask(begun, 'PUT', '/my/second-factor/offer', { password, code: null })).body;
    const { cookie, body } = await ask(begun, 'PUT', '/my/second-factor', { code: new TOTP({ secret: Secret.fromBase32(String(secret)) }).generate() });
    return { login, cookie, code: (body['recoveryCodes'] as string[])[0] ?? '' };
  };
  const as = (method: string, path: RegExp, cookie: string): void => served.exchange({ key, method, path, cookie });

  const [one, two] = [await newcomer(), await newcomer()];
  as('PUT', /^\/my\/password$/, await signIn(await newcomer()));
  as('DELETE', /^\/my\/sessions$/, await signIn(one));
  const here = await signIn(two);
  await signIn(two);
  as('DELETE', /^\/my\/sessions\/[^/]+$/, here);
  const { sessions: open } = (await ask(here, 'GET', '/my/account')).body as { sessions: { sessionId: string; current: boolean }[] };
  as('PUT', /^\/my\/second-factor\/offer$/, await signIn(await newcomer()));
  const begun = await signIn(await newcomer());
  const { secret } = (await ask(begun, 'PUT', '/my/second-factor/offer', { password, code: null })).body;
  as('PUT', /^\/my\/second-factor$/, begun);
  const [renewing, removing, entering] = [await withFactor(), await withFactor(), await withFactor()];
  as('PUT', /^\/my\/second-factor\/recovery-codes$/, renewing.cookie);
  as('PUT', /^\/my\/second-factor\/removal$/, removing.cookie);
  as('POST', /^\/session\/code$/, await signIn(entering.login));
  return {
    'PUT /my/password': { body: { current: password, next: newPassword } },
    'DELETE /my/sessions/{sessionId}': { path: { sessionId: open.find(({ current }) => !current)?.sessionId ?? '' } },
    'PUT /my/second-factor/offer': { body: { password, code: null } },
    'PUT /my/second-factor': { body: { code: codeOfTheMoment }, secret: String(secret) },
    'PUT /my/second-factor/recovery-codes': { body: { password, code: renewing.code } },
    'PUT /my/second-factor/removal': { body: { password, code: removing.code } },
    'POST /session/code': { body: { code: entering.code } },
  };
}
