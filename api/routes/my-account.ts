/** One's own account: who I am here, where I am signed in, my password. By a session alone; an API key reads and changes nothing. */
import { createRoute, z } from '@hono/zod-openapi';
import { hospitalOf } from '../../db/hospitals.js';
import { changePassword, endOtherSessions, endOwnSession, logPasswordRefused, ownAccount, type ChangeRefusal } from '../../db/own-account.js';
import { ownFactor } from '../../db/second-factor.js';
import { passwordLength, refusalOf, type PasswordRefusal } from '../../identity/new-password.js';
import type { Principal } from '../../db/accounts.js';
import { needs } from '../auth.js';
import type { BrowserSessions } from '../browser-session.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { json, jsonBody, Moment, refusals, Uuid } from '../schemas.js';
import type { CountTry } from '../sign-in-counter.js';

const Session = z.object({
  sessionId: Uuid, begunAt: Moment, lastUsedAt: Moment, endsAt: Moment, byProvider: z.boolean().openapi({ description: 'Begun by the hospital\'s identity provider' }),
  device: z.string().nullable().openapi({ description: 'The kind of browser; null: none that we know', example: 'Chrome, Windows' }), current: z.boolean().openapi({ description: 'The one that asks' }),
});
const SecondFactor = z.object({
  since: Moment.nullable().openapi({ description: 'null: there is none' }), recoveryCodes: z.number().int().openapi({ description: 'How many are left' }),
  demanded: z.boolean().openapi({ description: 'The hospital demands one of accounts with a password' }), toSetUp: z.boolean().openapi({ description: 'Until it is set up nothing but this account opens' }),
});
const MyAccount = z
  .object({
    login: z.string(), displayName: z.string(), roles: z.array(z.string()), hospital: z.string(),
    password: z.enum(['own', 'provider', 'none', 'key']).openapi({ description: 'own: it can be changed here; provider: there is none, the identity provider opens the account; none: there is none; key: an API key asks' }),
    chooseBy: Moment.nullable().openapi({ description: 'The password was given to me: until I choose one of my own nothing but this account opens, and from then on nothing at all; null: there is nothing to choose' }),
    rules: z.object({ least: z.number().int(), most: z.number().int() }).openapi({ description: 'Characters of a new password' }), secondFactor: SecondFactor, sessions: z.array(Session),
  })
  .openapi('MyAccount');
/** What is too short is told by the rule, with all the others; the bound here only keeps nonsense out. */
const PasswordChange = z.object({ current: z.string().min(1).max(passwordLength.most), next: z.string().min(1).max(1000) }).strict().openapi('PasswordChange');
const Ended = z.object({ ended: z.number().int().openapi({ description: 'How many other sessions ended' }) }).openapi('EndedSessions');

const own = { tags: ['My account'], ...needs('own-account:act') };
const readIt = createRoute({ method: 'get', path: '/my/account', summary: 'My account, and where I am signed in', ...own, responses: { 200: json(MyAccount, 'My account; sessions that are over are left out'), ...refusals } });
// PUT, because an Idempotency-Key would be kept beside a quick hash of the body, and in this body are passwords.
const change = createRoute({ method: 'put', path: '/my/password', summary: 'Change my password; my other sessions end', ...own, request: { body: jsonBody(PasswordChange) }, responses: { 200: json(Ended, 'Changed; this session goes on under a new cookie'), ...refusals } });
const endOthers = createRoute({ method: 'delete', path: '/my/sessions', summary: 'End all my other sessions', ...own, responses: { 200: json(Ended, 'Ended'), ...refusals } });
const endOne = createRoute({ method: 'delete', path: '/my/sessions/{sessionId}', summary: 'End one of my other sessions', ...own, request: { params: z.object({ sessionId: Uuid.openapi({ param: { name: 'sessionId', in: 'path' } }) }) }, responses: { 204: { description: 'Ended' }, ...refusals } });

const refusedNext: Record<PasswordRefusal, string> = {
  'password-too-short': `The new password needs at least ${passwordLength.least} characters; a few words that have nothing to do with each other do well.`,
  'password-too-long': `The new password may have at most ${passwordLength.most} characters.`,
  'password-common': 'The new password is among those that are tried first, or is made of them: choose words that have nothing to do with each other.',
  'password-context': 'The new password must not hold your login, the name of the hospital (or a part of it), or “wuyou”.',
  'password-unchanged': 'The new password is the one you have; choose another one.',
};
const refusedChange: Record<ChangeRefusal, Problem> = {
  'wrong-password': new Problem('invalid', 'The current password is wrong.', { reason: 'wrong-current-password', errors: [{ pointer: '/current', detail: 'is not your current password' }] }),
  'no-password': new Problem('refused', 'This account has no password here: it is opened by the hospital\'s identity provider or by an API key.', { reason: 'no-password' }),
  'session-over': new Problem('unauthenticated', 'This session has ended: sign in again.'),
};

/** Throws `Problem` for an API key: what a program holds must not lock the person out. */
export function asker(principal: Principal): { hospitalId: string; accountId: string; sessionId: string } {
  const { hospitalId, accountId, sessionId } = principal;
  if (sessionId === null) throw new Problem('forbidden', 'An API key cannot change the account or end its sessions: sign in with login and password.', { reason: 'needs-session' });
  return { hospitalId, accountId, sessionId };
}

export function myAccountRoutes({ sql }: Pick<ApiDeps, 'sql'>, browser: BrowserSessions, countTry: CountTry) {
  const app = router();
  app.openapi(readIt, async (c) => {
    const principal = principalOf(c);
    const { name } = await hospitalOf(sql, principal.hospitalId);
    const [{ hasPassword, givenUntil, sessions, ...account }, secondFactor] = await Promise.all([ownAccount(sql, principal), ownFactor(sql, principal)]);
    const marked = sessions.map((one) => ({ ...one, current: one.sessionId === principal.sessionId }));
    const password = principal.sessionId === null ? 'key' : hasPassword ? 'own' : marked.some(({ current, byProvider }) => current && byProvider) ? 'provider' : 'none';
    const chooseBy = principal.owes === 'password' ? givenUntil : null;
    return c.json({ ...account, hospital: name, password, chooseBy, rules: passwordLength, secondFactor: { ...secondFactor, toSetUp: principal.owes === 'second-factor' }, sessions: marked } as const, 200);
  });

  app.openapi(change, async (c) => {
    const who = asker(principalOf(c));
    const { current, next } = c.req.valid('json');
    const [{ name }, { login }] = await Promise.all([hospitalOf(sql, who.hospitalId), ownAccount(sql, who)]);
    // First what needs no try at the current one: whoever looks for a good password does not lock herself out.
    const refusal = refusalOf(next, { login, hospital: name }, current);
    if (refusal !== null) {
      await logPasswordRefused(sql, who, refusal);
      throw new Problem('invalid', refusedNext[refusal], { reason: refusal, errors: [{ pointer: '/next', detail: refusedNext[refusal] }] });
    }
    await countTry(login, () => logPasswordRefused(sql, who, 'too-many-tries'));
    const outcome = await changePassword(sql, who, { current, next });
    if (typeof outcome === 'string') throw refusedChange[outcome];
    browser.renew(c, outcome.token);
    return c.json({ ended: outcome.ended }, 200);
  });

  app.openapi(endOthers, async (c) => c.json({ ended: await endOtherSessions(sql, asker(principalOf(c))) }, 200));
  app.openapi(endOne, async (c) => {
    const who = asker(principalOf(c));
    const { sessionId } = c.req.valid('param');
    if (sessionId === who.sessionId) throw new Problem('refused', 'This is the session that you use: sign out to end it.', { reason: 'own-session' });
    if (!(await endOwnSession(sql, who, sessionId))) throw new Problem('not-found', 'You have no such open session; look at the list again.', { reason: 'unknown-session' });
    return c.body(null, 204);
  });
  return app;
}
