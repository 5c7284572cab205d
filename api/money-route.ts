/** POSTs about money all look alike: Idempotency-Key, one body, one answer. This declares one in a few lines, and says a refusal as a problem. */
import type { OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { MoneyRefusal } from '../db/orders/locks.js';
import { needs } from './auth.js';
import type { ApiDeps } from './deps.js';
import type { Env } from './env.js';
import { idempotent } from './idempotency.js';
import { parse, readJson } from './parse.js';
import type { Permission } from './permissions.js';
import { Problem, type ProblemCode } from './problem.js';
import { IdempotencyHeader, json, jsonBody, refusals } from './schemas.js';

type PostRoute<P extends z.ZodObject, B extends z.ZodType, R extends z.ZodType> = {
  path: string; tag: string; summary: string; permission: Permission; params: P; body: B; answer: R; status: 200 | 201;
  handle: (c: Context<Env>, params: z.output<P>, body: z.output<B>) => Promise<z.input<R>>;
};

export function addPost<P extends z.ZodObject, B extends z.ZodType, R extends z.ZodType>(app: OpenAPIHono<Env>, { sql }: Pick<ApiDeps, 'sql'>, route: PostRoute<P, B, R>): void {
  const access = needs(route.permission);
  app.openAPIRegistry.registerPath({
    method: 'post', path: route.path, tags: [route.tag], summary: route.summary, 'x-permission': access['x-permission'], security: access.security,
    request: { params: route.params, headers: IdempotencyHeader, body: jsonBody(route.body) }, responses: { [route.status]: json(route.answer, route.summary), ...refusals },
  });
  app.on('POST', [route.path.replace(/\{(\w+)\}/g, ':$1')], ...access.middleware, idempotent(sql), async (c) =>
    c.json((await route.handle(c, parse(route.params, c.req.param(), 'path'), parse(route.body, await readJson(c), 'body'))) as object, route.status));
}

const notFound = new Set(['unknown-order', 'unknown-payment', 'unknown-refund', 'unknown-discharge', 'unknown-package', 'unknown-episode']);

export function moneyProblem({ code, message }: MoneyRefusal): Problem {
  const status: ProblemCode = notFound.has(code) ? 'not-found' : code === 'provider-busy' ? 'conflict' : 'refused';
  return new Problem(status, message, { reason: code });
}

/** The outcome that was hoped for, or a problem. */
export function done<T extends { outcome: string }>(result: T | MoneyRefusal): Exclude<T, MoneyRefusal> {
  if (isRefusal(result)) throw moneyProblem(result);
  return result as Exclude<T, MoneyRefusal>;
}
const isRefusal = (result: { outcome: string }): result is MoneyRefusal => result.outcome === 'refused';
