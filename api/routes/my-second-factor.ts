/** One's own second factor: set up, replaced, removed, and new recovery codes. Each asks for the password again, and for a code where there is one already: a session alone changes nothing. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { hospitalOf } from '../../db/hospitals.js';
import { ownAccount } from '../../db/own-account.js';
import { confirmFactor, logFactorRefused, offerFactor, removeFactor, renewRecoveryCodes, type FactorRefusal, type Proof } from '../../db/second-factor.js';
import { passwordLength } from '../../identity/new-password.js';
import { appAddress, newAppSecret, typedCode } from '../../identity/one-time-code.js';
import { newRecoveryCodes, shownRecoveryCode } from '../../identity/recovery-codes.js';
import { needs } from '../auth.js';
import type { BrowserSessions } from '../browser-session.js';
import type { ApiDeps } from '../deps.js';
import { principalOf, type Env } from '../env.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { json, jsonBody, refusals, TypedCode } from '../schemas.js';
import type { CountTry } from '../sign-in-counter.js';
import { codeWords } from '../sign-in-refusals.js';
import { asker } from './my-account.js';

const FactorProof = z.object({ password: z.string().min(1).max(passwordLength.most), code: TypedCode.nullable().openapi({ description: 'Of the factor that there is; null: there is none' }) }).strict().openapi('FactorProof');
const Offer = z.object({ secret: z.string().openapi({ description: 'Base32, to be typed into an app that cannot see the picture' }), address: z.string().openapi({ description: 'What the picture holds; for authenticator apps alone' }) }).openapi('SecondFactorOffer');
const Codes = z.object({ recoveryCodes: z.array(z.string()).openapi({ description: 'Shown this once; each opens the account once in place of a code of the app' }), ended: z.number().int().openapi({ description: 'How many other sessions ended' }) }).openapi('RecoveryCodes');
const Ended = z.object({ ended: z.number().int() }).openapi('SecondFactorRemoved');

const own = { tags: ['My account'], ...needs('own-account:act') };
const proof = { body: jsonBody(FactorProof) };
// PUT, as for the password: an Idempotency-Key would keep the answer, and in these answers are secrets.
const offer = createRoute({ method: 'put', path: '/my/second-factor/offer', summary: 'Begin to set up my second factor, or another in its place', ...own, request: proof, responses: { 200: json(Offer, 'To be read by the app; in force once a code of it is sent'), ...refusals } });
const confirm = createRoute({ method: 'put', path: '/my/second-factor', summary: 'Put my second factor in force; my other sessions end', ...own, request: { body: jsonBody(z.object({ code: TypedCode }).strict().openapi('FactorCode')) }, responses: { 200: json(Codes, 'In force; this session goes on under a new cookie'), ...refusals } });
const renew = createRoute({ method: 'put', path: '/my/second-factor/recovery-codes', summary: 'New recovery codes; those before open nothing', ...own, request: proof, responses: { 200: json(Codes, 'Made'), ...refusals } });
const remove = createRoute({ method: 'put', path: '/my/second-factor/removal', summary: 'Remove my second factor; my other sessions end', ...own, request: proof, responses: { 200: json(Ended, 'Removed; this session goes on under a new cookie'), ...refusals } });

const atCode = (reason: 'code-wrong' | 'code-used' | 'code-missing', detail: string): Problem => new Problem('invalid', detail, { reason, errors: [{ pointer: '/code', detail }] });
const refusedChange: Record<FactorRefusal, Problem> = {
  'wrong-password': new Problem('invalid', 'The password is wrong.', { reason: 'wrong-current-password', errors: [{ pointer: '/password', detail: 'is not your password' }] }),
  'code-wrong': atCode('code-wrong', codeWords['code-wrong'][1]),
  'code-used': atCode('code-used', codeWords['code-used'][1]),
  'code-missing': atCode('code-missing', 'This account has a second factor already: send a code of it, or a recovery code.'),
  'too-many-codes': new Problem('too-many-requests', codeWords['too-many-codes'][1], { reason: 'too-many-codes' }),
  'no-password': new Problem('refused', 'This account has no password here, so it needs no second factor here: the hospital\'s identity provider looks after that.', { reason: 'no-password' }),
  'no-second-factor': new Problem('refused', 'This account has no second factor.', { reason: 'no-second-factor' }),
  'offer-over': new Problem('conflict', 'This set-up was begun too long ago, or in another session: begin it again.', { reason: 'offer-over' }),
  demanded: new Problem('refused', 'Your hospital demands a second factor: replace it by another, but it cannot be removed.', { reason: 'second-factor-demanded' }),
  'session-over': new Problem('unauthenticated', 'This session has ended: sign in again.'),
};

export function mySecondFactorRoutes({ sql, crypt, now }: Pick<ApiDeps, 'sql' | 'crypt' | 'now'>, browser: BrowserSessions, countTry: CountTry) {
  /** Whoever asks, once the try is counted with those of the sign-in. */
  async function tried(c: Context<Env>) {
    const principal = principalOf(c);
    const who = asker(principal);
    if (principal.owes === 'password') throw new Problem('forbidden', 'Your password was given to you: choose one of your own first.', { reason: 'password-to-choose' });
    const { login } = await ownAccount(sql, who);
    await countTry(login, () => logFactorRefused(sql, who, 'too-many-tries'));
    return { who, login };
  }
  const proofOf = ({ password, code: typed }: z.infer<typeof FactorProof>): Proof => ({ password, code: typed === null ? null : typedCode(typed, now()) });
  const shown = (codes: string[]): string[] => codes.map(shownRecoveryCode);

  const app = router();
  app.openapi(offer, async (c) => {
    const { who, login } = await tried(c);
    const secret = newAppSecret();
    const outcome = await offerFactor(sql, crypt, who, proofOf(c.req.valid('json')), secret);
    if (outcome !== 'offered') throw refusedChange[outcome];
    const { name } = await hospitalOf(sql, who.hospitalId);
    return c.json({ secret, address: appAddress({ secret, login, hospital: name }) }, 200);
  });
  app.openapi(confirm, async (c) => {
    const { who } = await tried(c);
    const codes = newRecoveryCodes();
    const outcome = await confirmFactor(sql, crypt, who, typedCode(c.req.valid('json').code, now()), codes);
    if (typeof outcome === 'string') throw refusedChange[outcome];
    browser.renew(c, outcome.token);
    return c.json({ recoveryCodes: shown(codes), ended: outcome.ended }, 200);
  });
  app.openapi(renew, async (c) => {
    const { who } = await tried(c);
    const codes = newRecoveryCodes();
    const outcome = await renewRecoveryCodes(sql, crypt, who, proofOf(c.req.valid('json')), codes);
    if (outcome !== 'renewed') throw refusedChange[outcome];
    return c.json({ recoveryCodes: shown(codes), ended: 0 }, 200);
  });
  app.openapi(remove, async (c) => {
    const { who } = await tried(c);
    const outcome = await removeFactor(sql, crypt, who, proofOf(c.req.valid('json')));
    if (typeof outcome === 'string') throw refusedChange[outcome];
    browser.renew(c, outcome.token);
    return c.json({ ended: outcome.ended }, 200);
  });
  return app;
}
