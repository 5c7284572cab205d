/** The second step of the sign-in for accounts with a second factor: a form for browsers, JSON for programs. Answers strangers, as the first step does. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { finishSignIn } from '../../db/finish-sign-in.js';
import { logSignIn } from '../../db/sign-in-log.js';
import { loginOfStep } from '../../db/sign-in-step.js';
import type { SignedIn } from '../../db/sessions.js';
import { deviceOf } from '../../identity/device.js';
import { typedCode } from '../../identity/one-time-code.js';
import { needs, postedElsewhere } from '../auth.js';
import { ownPath, type BrowserSessions } from '../browser-session.js';
import type { ApiDeps } from '../deps.js';
import { Me, meOf } from '../me.js';
import { layoutPolicy } from '../pages/layout.js';
import { signInCodePage } from '../pages/sign-in-code.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { json, jsonBody, refusals, TypedCode } from '../schemas.js';
import type { CountTry } from '../sign-in-counter.js';
import { codeProblem, codeWords } from '../sign-in-refusals.js';
import { begunElsewhere, tooOften } from './session.js';

const Code = z.object({ code: TypedCode }).strict().openapi('SignInCode');
const second = createRoute({ method: 'post', path: '/session/code', tags: ['Session'], summary: 'Sign in: the second step', ...needs('public'), request: { body: jsonBody(Code) }, responses: { 200: json(Me, 'Signed in; the session cookie is set'), ...refusals } });

export function signInCodeRoutes({ sql, crypt, publicUrl, now }: Pick<ApiDeps, 'sql' | 'crypt' | 'publicUrl' | 'now'>, sessions: BrowserSessions, countTry: CountTry) {
  const logRefused = (refused: string): Promise<void> => logSignIn(sql, { hospitalId: null, accountId: null, by: 'password', refused });

  async function finish(c: Context, code: string): Promise<SignedIn> {
    if (postedElsewhere(c, publicUrl)) {
      await logRefused('foreign-page');
      throw new Problem('forbidden', begunElsewhere[1]);
    }
    const step = sessions.step.read(c);
    const login = step === null ? null : await loginOfStep(sql, step);
    if (step === null || login === null) throw codeProblem('step-over');
    // Together with the passwords that are tried for this login.
    await countTry(login, () => logRefused('too-many-tries'));
    const outcome = await finishSignIn(sql, crypt, step, typedCode(code, now()), deviceOf(c.req.header('user-agent')));
    if (typeof outcome === 'string') throw codeProblem(outcome);
    await sessions.begin(c, outcome.token, 'password');
    return outcome;
  }

  const app = router();
  app.openapi(second, async (c) => {
    const { principal } = await finish(c, c.req.valid('json').code);
    return c.json(await meOf(sql, principal), 200);
  });

  app.use('/sign-in/code', async (c, next) => {
    await next();
    c.header('content-security-policy', layoutPolicy);
  });
  const startAgain = (c: Context, to: string, over: boolean): Response => c.redirect(`/sign-in?${new URLSearchParams({ to, ...(over ? { refused: 'step-over' } : {}) }).toString()}`, 303);
  app.get('/sign-in/code', async (c) => {
    const [to, step] = [ownPath(c.req.query('to')), sessions.step.read(c)];
    if (step === null || (await loginOfStep(sql, step)) === null) return startAgain(c, to, step !== null);
    return c.html(signInCodePage({ to, problem: null, recovery: false }));
  });
  app.post('/sign-in/code', async (c) => {
    const form = await c.req.parseBody();
    const to = ownPath(form.to);
    const recovery = typeof form.recovery === 'string';
    const typed = Code.safeParse({ code: recovery ? form.recovery : form.code });
    try {
      await finish(c, typed.success ? typed.data.code : '-');
      return c.redirect(to, 303);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.reason === 'step-over') return startAgain(c, to, true);
      const words = Object.entries(codeWords).find(([reason]) => reason === error.reason)?.[1] ?? (error.code === 'forbidden' ? begunElsewhere : tooOften);
      return c.html(signInCodePage({ to, problem: words, recovery }), error.code === 'forbidden' ? 403 : 401);
    }
  });
  return app;
}
