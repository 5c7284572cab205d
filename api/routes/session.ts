/** Staff sign-in: a form for browsers, JSON for programs. The only routes besides health and webhooks that answer strangers. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { staffHospital } from '../../db/hospitals.js';
import { givenPasswordDays, signIn } from '../../db/sessions.js';
import { logSignIn } from '../../db/sign-in-log.js';
import { signInStep } from '../../db/sign-in-step.js';
import { trainingLogins } from '../../db/training-logins.js';
import { deviceOf } from '../../identity/device.js';
import { needs, postedElsewhere } from '../auth.js';
import { ownPath, type BrowserSessions } from '../browser-session.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { Me, meOf } from '../me.js';
import { layoutPolicy } from '../pages/layout.js';
import { leavingPage, signInPage } from '../pages/sign-in.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { json, jsonBody, refusals } from '../schemas.js';
import type { CountTry } from '../sign-in-counter.js';
import { codeWords, refusalWords } from '../sign-in-refusals.js';

/** Which of the two is wrong is not said: it would tell a stranger which logins there are. */
const wrong = [
  `账号或密码不正确。请检查大小写后再试；忘了密码，或别人给的密码已满${givenPasswordDays}天，请找管理员。`,
  `The login or the password is wrong. Check upper and lower case and try again; if you forgot it, or it was given to you more than ${givenPasswordDays} days ago, ask the administrator.`,
] as const;
/** A browser that another site signs in under a name of its choosing would show its owner a stranger's account, and take what she writes there. */
export const begunElsewhere = ['这次登录是从别的网站发起的。请在本页登录。', 'This sign-in was begun by another site. Sign in on this page.'] as const;
export const tooOften = ['这个账号试得太多了，请等一分钟再试。', 'Too many tries for this login; wait a minute and try again.'] as const;

const Credentials = z.object({ login: z.string().min(1).max(100), password: z.string().min(1).max(200) }).strict();
const CodeWanted = z.object({ next: z.literal('code'), minutes: z.number().int().openapi({ description: 'How long it may take' }) }).openapi('CodeWanted');

const signInRoute = createRoute({ method: 'post', path: '/session', tags: ['Session'], summary: 'Sign in', ...needs('public'), request: { body: jsonBody(Credentials) }, responses: { 200: json(Me, 'Signed in; the session cookie is set'), 202: json(CodeWanted, 'The password was right and nobody is signed in yet: send the code of the authenticator app, or a recovery code, to POST /session/code with the cookie that is set'), ...refusals } });
const me = createRoute({ method: 'get', path: '/session', tags: ['Session'], summary: 'Who am I', ...needs('docs:read'), responses: { 200: json(Me, 'The signed-in account'), ...refusals } });
const out = createRoute({ method: 'delete', path: '/session', tags: ['Session'], summary: 'Sign out', ...needs('docs:read'), responses: { 204: { description: 'Signed out' }, ...refusals } });

export function sessionRoutes({ sql, providers, publicUrl }: Pick<ApiDeps, 'sql' | 'providers' | 'publicUrl'>, sessions: BrowserSessions, countTry: CountTry) {
  const logStranger = (refused: string): Promise<void> => logSignIn(sql, { hospitalId: null, accountId: null, by: 'password', refused });
  async function open(c: Context, login: string, password: string) {
    if (postedElsewhere(c, publicUrl)) {
      await logStranger('foreign-page');
      throw new Problem('forbidden', begunElsewhere[1]);
    }
    await countTry(login, () => logStranger('too-many-tries'));
    const session = await signIn(sql, login, password, deviceOf(c.req.header('user-agent')));
    if (session === null) throw new Problem('unauthenticated', 'Login or password is wrong.');
    return session;
  }

  const app = router();
  app.openapi(signInRoute, async (c) => {
    const { login, password } = c.req.valid('json');
    const opened = await open(c, login, password);
    if (opened.token === undefined) {
      sessions.step.set(c, opened.step);
      return c.json({ next: 'code', minutes: signInStep.minutes } as const, 202);
    }
    await sessions.begin(c, opened.token, 'password');
    return c.json(await meOf(sql, opened.principal), 200);
  });
  app.openapi(me, async (c) => c.json(await meOf(sql, principalOf(c)), 200));
  app.openapi(out, async (c) => {
    await sessions.end(c);
    return c.body(null, 204);
  });
  app.use('/sign-in', async (c, next) => {
    await next();
    c.header('content-security-policy', layoutPolicy);
  });
  /** `refused`: a reason of the identity provider's part; this page never asks the provider itself, so it stands when the provider does not. */
  const page = async (to: string, problem: readonly [zh: string, en: string] | null) =>
    signInPage({ to, problem, training: await trainingLogins(sql), provider: providers.oidc === undefined ? null : { hospital: (await staffHospital(sql, providers.oidc.hospitalId))?.name ?? null } });
  app.get('/sign-in', async (c) => c.html(await (providers.oidc !== undefined && sessions.leftAs(c) === 'provider' ? leavingPage() : page(ownPath(c.req.query('to')), refusalWords(c.req.query('refused')) ?? (c.req.query('refused') === 'step-over' ? codeWords['step-over'] : null)))));
  app.post('/sign-in', async (c) => {
    const form = await c.req.parseBody();
    const to = ownPath(form.to);
    try {
      const given = Credentials.safeParse({ login: form.login, password: form.password });
      if (!given.success) return c.html(await page(to, wrong), 401);
      const opened = await open(c, given.data.login, given.data.password);
      if (opened.token === undefined) {
        sessions.step.set(c, opened.step);
        return c.redirect(`/sign-in/code?${new URLSearchParams({ to }).toString()}`, 303);
      }
      await sessions.begin(c, opened.token, 'password');
      return c.redirect(to, 303);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code === 'forbidden') return c.html(await page(to, begunElsewhere), 403);
      return c.html(await page(to, error.code === 'too-many-requests' ? tooOften : wrong), 401);
    }
  });
  return app;
}
