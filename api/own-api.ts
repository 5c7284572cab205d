/**
 * Server-rendered pages use the same API as everybody else, inside the process: one road for validation, permission, idempotency and
 * words. The asker's own cookie and origin travel along, so a page can do nothing that its reader may not do.
 */
import type { Context } from 'hono';
import type { Env } from './env.js';

export type Refused = { ok: false; status: number; code: string; reason: string | null; detail: string; errors: { pointer: string; detail: string }[] };
export type Answered<T> = { ok: true; body: T } | Refused;
export type OwnApi = <T = unknown>(c: Context<Env>, method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, send?: { body?: unknown; /** Idempotency-Key, from a hidden field of the form. */ key?: string }) => Promise<Answered<T>>;

type App = { request(path: string, init: RequestInit): Response | Promise<Response> };

export const ownApi =
  (app: () => App): OwnApi =>
  async <T>(c: Context<Env>, method: string, path: string, { body, key }: { body?: unknown; key?: string } = {}) => {
    const headers = new Headers();
    for (const name of ['cookie', 'authorization', 'origin', 'host']) {
      const value = c.req.header(name);
      if (value) headers.set(name, value);
    }
    if (key) headers.set('idempotency-key', key);
    if (body !== undefined) headers.set('content-type', 'application/json');
    const response = await app().request(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const json: unknown = (response.headers.get('content-type') ?? '').includes('json') ? await response.json() : null;
    if (response.ok) return { ok: true, body: json as T }; // the route's own schema answers for the shape
    const problem = (json ?? {}) as { code?: string; reason?: string; detail?: string; errors?: Refused['errors'] };
    return { ok: false, status: response.status, code: problem.code ?? 'internal', reason: problem.reason ?? null, detail: problem.detail ?? `HTTP ${response.status}`, errors: problem.errors ?? [] };
  };
