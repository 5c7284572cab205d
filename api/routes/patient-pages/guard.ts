/** Every page of the patient passes here: who is it, may they, is the post ours; and whatever goes wrong becomes a page, not a document for programs. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { atTheDoor, inHospital } from '../../../db/hospitals-apart.js';
import { StillActing } from '../../../db/page-posts.js';
import { NotArrivedPage, WordsPage } from '../../../web/patient/EnterPages.js';
import { sendPage } from '../../../web/phone/page.js';
import { postedElsewhere } from '../../auth.js';
import type { ApiDeps } from '../../deps.js';
import type { Env } from '../../env.js';
import { Problem, toProblem } from '../../problem.js';
import { router } from '../../router.js';
import { csrfOf, isOurPost, strangerView, visitorOf, type Visitor } from './context.js';
import { signAtEntrance } from './sign.js';
import { rememberWayBack } from './way-back.js';

export type C = Context<Env>;
type Reply = Response | Promise<Response>;
/** Fields of a posted form; a name given several times has several values. */
export type Fields = { one(name: string): string; all(name: string): string[]; plain: Record<string, string[]> };

export const fieldsOf = (plain: Record<string, string[]>): Fields => ({ plain, one: (name) => plain[name]?.[0] ?? '', all: (name) => plain[name] ?? [] });

/** What a form of one of our pages posted. */
export async function readFields(c: C): Promise<Fields> {
  const body = await c.req.parseBody({ all: true });
  return fieldsOf(Object.fromEntries(Object.entries(body).map(([name, value]) => [name, (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string')])));
}

type Rules = { /** Not for relatives. */ ownOnly?: boolean };
export type PageRoutes = {
  app: OpenAPIHono<Env>;
  get(path: string, show: (c: C, visitor: Visitor) => Reply, rules?: Rules): void;
  /** The form has been checked to be ours; `act` ends in a redirect, or in the same page with what was wrong. */
  post(path: string, act: (c: C, visitor: Visitor, fields: Fields) => Reply, rules?: Rules): void;
  /** The body is left unread: an upload is streamed. `act` checks the token itself with `ours`. */
  upload(path: string, act: (c: C, visitor: Visitor, ours: (csrf: string | undefined) => boolean) => Reply, rules?: Rules): void;
};

export function pageRoutes(deps: ApiDeps): PageRoutes {
  const app = router();
  app.onError((error, c) => failurePage(c, deps, error));

  async function admit(c: C, { ownOnly = false }: Rules, go: (visitor: Visitor) => Reply): Promise<Response> {
    const visitor = await atTheDoor(() => visitorOf(c, deps));
    if (!visitor) return c.req.method === 'POST' ? notArrived() : c.redirect('/p/', 303);
    return inHospital(visitor.session.hospitalId, () => within(c, visitor, ownOnly, go));

    /** Her session ended while the form stood open: she must hear that nothing of it is here. What another site posts brings no session along, and is nobody's. */
    async function notArrived(): Promise<Response> {
      if (postedElsewhere(c, deps.publicUrl)) return c.redirect('/p/', 303);
      if (c.req.path === '/p/out') return c.redirect('/p/?said=signedOut', 303);
      rememberWayBack(c, deps.publicUrl);
      return sendPage(c, NotArrivedPage({ view: strangerView(c, await signAtEntrance(deps.sql)) }), 401);
    }
  }
  function within(c: C, visitor: Visitor, ownOnly: boolean, go: (visitor: Visitor) => Reply): Reply {
    const { view, session, patient } = visitor;
    if (session.scope === 'family' && !patient.consents.family) return sendPage(c, WordsPage({ view, title: view.t('noFamilyTitle'), words: view.t('noFamilyWords'), on: null }), 403);
    if (ownOnly && session.scope !== 'patient') return notFound(c, visitor);
    return go(visitor);
  }
  const strange = (c: C, { view }: Visitor) => sendPage(c, WordsPage({ view, title: view.t('problem'), words: view.t('strangePost'), on: { href: '/p/home', label: view.t('home') } }), 403);

  return {
    app,
    get: (path, show, rules = {}) => app.get(path, (c) => admit(c, rules, (visitor) => show(c, visitor))),
    post: (path, act, rules = {}) =>
      app.post(path, (c) => admit(c, rules, async (visitor) => {
        const fields = await readFields(c);
        if (!isOurPost(c, deps.publicUrl, fields.one('csrf'), csrfOf(visitor.token))) return strange(c, visitor);
        return act(c, visitor, fields);
      })),
    upload: (path, act, rules = {}) =>
      app.post(path, (c) => admit(c, rules, (visitor) => act(c, visitor, (csrf) => isOurPost(c, deps.publicUrl, csrf, csrfOf(visitor.token))))),
  };
}

export const notFound = (c: C, { view }: Visitor): Reply =>
  sendPage(c, WordsPage({ view, title: view.t('notFoundTitle'), words: view.t('notFoundWords'), on: { href: '/p/home', label: view.t('home') } }), 404);

/** What went wrong; what nobody expected is logged. 503: it may go well in a moment. */
export function failureOf(c: C, deps: Pick<ApiDeps, 'log'>, error: unknown): { problem: Problem; status: 409 | 503 } {
  const problem = error instanceof StillActing ? new Problem('in-flight', 'still acting') : toProblem(error);
  if (problem.code === 'internal' || problem.code === 'file-store-unavailable') deps.log.error({ requestId: c.get('requestId'), path: c.req.routePath, error: error instanceof Error ? error.stack : String(error) }, 'unexpected error on a patient page');
  const busy = problem.code === 'in-flight' || problem.code === 'database-unavailable' || problem.code === 'file-store-unavailable' || problem.code === 'temporal-unavailable' || problem.code === 'internal';
  return { problem, status: busy ? 503 : 409 };
}

/** The engine refused, in words for staff; the patient is told that it did not happen and whom to call. */
async function failurePage(c: C, deps: ApiDeps, error: unknown): Promise<Response> {
  const { problem, status } = failureOf(c, deps, error);
  const visitor = await atTheDoor(() => visitorOf(c, deps)).catch(() => null);
  if (visitor && problem.code === 'not-found') return notFound(c, visitor);
  const view = visitor?.view ?? strangerView(c, null);
  const words = view.t(status === 503 ? 'laterWords' : 'refusedWords');
  return sendPage(c, WordsPage({ view, title: view.t('problem'), words, on: { href: '/p/home', label: view.t('home') } }), status);
}

/** A sentence of our own texts after a redirect; anything else in the address is ignored. */
export function saidOf(c: C, { view }: Visitor, known: readonly Parameters<typeof view.t>[0][]): string | null {
  const key = known.find((name) => name === c.req.query('said'));
  return key === undefined ? null : view.t(key);
}
