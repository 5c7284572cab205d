/** The network address that limits are counted by. */
import type { Context } from 'hono';
import { getConnInfo } from '@hono/node-server/conninfo';

/**
 * The network address a request came from; behind proxies, the one that the outermost of ours noted. What came through the edge
 * carries exactly one, which the edge made out itself, however many proxies stand in front of the staff's own way in.
 */
export function addressOf(c: Context, trustedProxies: number): string {
  const noted = (c.req.header('x-forwarded-for') ?? '').split(',').map((part) => part.trim()).filter((part) => part !== '');
  const proxies = isThroughEdge(c.env) ? 1 : trustedProxies;
  const behind = proxies > 0 ? noted.at(-proxies) : undefined;
  try {
    return behind ?? getConnInfo(c).remote.address ?? 'unknown';
  } catch {
    return behind ?? 'unknown'; // no socket: a request made inside the process
  }
}

/** Binding of a request that came in by the core's own port for the edge. */
export const throughEdge = { throughEdge: true } as const;
const isThroughEdge = (bindings: unknown): boolean => typeof bindings === 'object' && bindings !== null && 'throughEdge' in bindings;
