/** A browser that opens a page gets a page, a program gets a problem document; the same status for both. */
import type { Context } from 'hono';
import { phonePolicy } from '../web/phone/layout.js';
import { refusalTexts } from '../web/refusals.js';
import { owedReasons } from './auth.js';
import type { Env } from './env.js';
import { problemPage } from './pages/problem.js';
import { problemResponse, problems, type Problem } from './problem.js';

/** A link, an address bar or a form: browsers say so. Scripts and programs ask for anything, or for JSON. */
const opensPage = (c: Context<Env>): boolean => (c.req.header('accept') ?? '').includes('text/html');

const saidOf = (reason: string | undefined) => Object.entries(refusalTexts).find(([known]) => known === reason)?.[1] ?? null;

export async function answerProblem(c: Context<Env>, problem: Problem): Promise<Response> {
  if (!opensPage(c)) return problemResponse(c, problem);
  const signIn = `/sign-in?to=${encodeURIComponent(c.req.method === 'GET' ? c.req.path : '/')}`;
  const signedOut = problem.code === 'unauthenticated';
  if (signedOut && c.req.method === 'GET') return c.redirect(signIn, 303);
  if (owedReasons.has(problem.reason)) return c.redirect('/console/account', 303);
  const [status] = problems[problem.code];
  c.header('content-security-policy', phonePolicy.replace("style-src 'self'", "style-src 'unsafe-inline'"));
  c.header('cache-control', 'no-store');
  const back = signedOut ? signIn : c.req.path.startsWith('/nurse/') ? '/nurse/' : '/';
  return c.html(await problemPage({ code: problem.code, status, said: saidOf(problem.reason), back, requestId: c.get('requestId') ?? '' }), status);
}
