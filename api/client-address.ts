/** Where a request came from, and what of it limits are counted by. */
import { isIPv4, isIPv6 } from 'node:net';
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

/**
 * Whom limits count. A subscriber has a whole IPv6 network of 2^64 addresses, and counted one by one they would be as many strangers; an IPv4 address is one
 * however it is written, also behind a translator (64:ff9b::/96). What is no address counts as it stands.
 */
export function networkOf(address: string): string {
  const bare = address.replace(/^\[([^\]]*)\](:\d+)?$/, '$1').replace(/^([\d.]+):\d+$/, '$1').replace(/%.*$/, '');
  if (isIPv4(bare)) return bare;
  if (!isIPv6(bare)) return address;
  const groups = groupsOf(bare);
  const holdsIPv4 = /^(0:0:0:0:0:ffff|64:ff9b:0:0:0:0)$/.test(groups.slice(0, 6).join(':'));
  if (holdsIPv4) return groups.slice(6).flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]).join('.');
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/** All eight, without leading zeros; the URL parser writes each address in one way. */
function groupsOf(address: string): string[] {
  const [head = '', tail = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const [before, after] = [head, tail].map((part) => part.split(':').filter((group) => group !== ''));
  return [...(before ?? []), ...Array.from({ length: 8 - (before?.length ?? 0) - (after?.length ?? 0) }, () => '0'), ...(after ?? [])];
}
