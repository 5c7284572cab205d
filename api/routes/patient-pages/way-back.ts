/** What was posted with an ended session has not arrived; once she is in again, she is led back to the form that she sent. */
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';

const name = 'wuyou-back';
/** As long as it takes to find the message with the code. Seconds, C. */
const kept = 3_600;
/** Our own opaque addresses; nothing that a browser could read as another site. */
const ours = /^\/p\/[\w/-]+$/;

/** The page on which a form that posts to `path` stands. */
export const formAt = (path: string): string =>
  path
    .replace(/^(\/p\/f\/[^/]+\/\d+)\/(skip|upload)$/, '$1')
    .replace(/^(\/p\/f\/[^/]+)\/send$/, '$1/check')
    .replace(/^(\/p\/learn\/[^/]+)\/tick$/, '$1')
    .replace(/^(\/p\/wishes)\/.+$/, '$1');

export function rememberWayBack(c: Context, publicUrl: string): void {
  const path = formAt(c.req.path);
  if (ours.test(path)) setCookie(c, name, path, { path: '/p', sameSite: 'Lax', httpOnly: true, maxAge: kept, secure: publicUrl.startsWith('https:') });
}

/** Taken once; without a form that waits, the first screen. */
export function takeWayBack(c: Context, publicUrl: string): string {
  const path = getCookie(c, name) ?? '';
  if (path !== '') deleteCookie(c, name, { path: '/p', secure: publicUrl.startsWith('https:') });
  return ours.test(path) ? path : '/p/home';
}
