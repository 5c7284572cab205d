/** Which methods an address takes: 405 and `Allow` (RFC 9110, 15.5.6). */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { createMiddleware } from 'hono/factory';
import type { Env } from './env.js';
import { Problem } from './problem.js';

type App = OpenAPIHono<Env>;
type Route = { method: string; path: string };

const catchesAll = /[*]|[{][.][+][}]/;
const placeholders = (path: string): number => path.split('/').filter((part) => part.startsWith(':')).length;

/** Middleware answers nothing by itself, and what catches the rest is no address. */
const answering = (app: App, method: string, path: string): Route[] =>
  app.router.match(method === 'HEAD' ? 'GET' : method, path)[0].flatMap(([[, route]]) => (route.method === 'ALL' || catchesAll.test(route.path) ? [] : [route]));

/**
 * GET brings HEAD along. The address that is written out goes before the one with a placeholder (OpenAPI 3.1, 4.8.8): nobody asks for the
 * bulk act "preview".
 */
function methodsOf(app: App, path: string): string[] {
  const fitting = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'].flatMap((method) => answering(app, method, path).map((route) => ({ method, open: placeholders(route.path) })));
  const least = Math.min(...fitting.map(({ open }) => open));
  return [...new Set(fitting.flatMap(({ method, open }) => (open === least ? [method] : [])))];
}

/** What to say about a request that no route answers. */
export function noRoute(app: App, method: string, path: string): Problem {
  const allowed = methodsOf(app, path);
  if (allowed.length === 0 || allowed.includes(method)) return new Problem('not-found', 'There is nothing under this address; /openapi.json lists what there is.');
  return new Problem('method-not-allowed', `${method} does nothing here; this address takes ${allowed.join(', ')}.`, { headers: { allow: allowed.join(', ') } });
}

/** Keeps a written-out address from the routes with placeholders that it also fits. Before them; `app` is complete when it is first asked. */
export const writtenOutFirst = (app: () => App) => {
  let written: ReadonlySet<string> | undefined;
  return createMiddleware<Env>(async (c, next) => {
    written ??= new Set(app().routes.flatMap(({ method, path }) => (method === 'ALL' || /[:*]/.test(path) ? [] : [path, `${method} ${path}`])));
    const { method, path } = c.req;
    if (written.has(path) && !written.has(`${method === 'HEAD' ? 'GET' : method} ${path}`) && answering(app(), method, path).length > 0) throw noRoute(app(), method, path);
    await next();
  });
};
