/** The staff session of a browser: its cookie, begun and ended in one way by every sign-in and sign-out. */
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { atTheDoor } from '../db/hospitals-apart.js';
import { signOut } from '../db/sessions.js';
import type { SignInWay } from '../db/sign-in-log.js';
import { signInStep } from '../db/sign-in-step.js';
import { sessionCookie } from './auth.js';
import type { Database } from './env.js';

/**
 * What a browser still has to do after a sign-out of somebody whom the provider had signed in. `provider`: end the session there;
 * `prove`: done, but whoever signs in next proves it anew, for the next at this computer may be somebody else.
 */
export type LeftAs = 'provider' | 'prove';
const keepLeftSeconds = 7 * 86_400;

/** A page of ours to go on with after the sign-in: nothing that a browser could read as another host (`//`, `/\`). */
export const ownPath = (to: unknown): string => (typeof to === 'string' && /^\/(?![/\\])[\x21-\x7e]*$/.test(to) ? to : '/');

export function browserSessions({ sql, publicUrl }: { sql: Database; publicUrl: string }) {
  const secure = publicUrl.startsWith('https:');
  const name = sessionCookie(publicUrl);
  const leftName = `${name}-left`;
  const stepName = `${name}-step`;
  const attributes = { httpOnly: true, sameSite: 'Lax', secure, path: '/' } as const;
  const close = (token: string, because: 'asked' | 'replaced') => atTheDoor(() => signOut(sql, token, because));

  return {
    /** The session that this browser had ends with it. Only the provider's own word settles what it still had to prove. */
    async begin(c: Context, token: string, by: SignInWay): Promise<void> {
      const earlier = getCookie(c, name);
      if (earlier) await close(earlier, 'replaced');
      setCookie(c, name, token, attributes);
      if (getCookie(c, stepName) !== undefined) deleteCookie(c, stepName, { path: '/', secure });
      if (by === 'provider') deleteCookie(c, leftName, { path: '/', secure });
    },
    /** The same session under a new token, e.g. after its password changed. */
    renew: (c: Context, token: string) => setCookie(c, name, token, attributes),
    /** For the signed-in alone: whoever forges a request signs nobody out. */
    async end(c: Context): Promise<void> {
      const token = getCookie(c, name);
      const ended = token ? await close(token, 'asked') : null;
      deleteCookie(c, name, { path: '/', secure });
      if (ended?.byProvider === true) setCookie(c, leftName, 'provider' satisfies LeftAs, { ...attributes, maxAge: keepLeftSeconds });
    },
    leftAs(c: Context): LeftAs | null {
      const left = getCookie(c, leftName);
      return left === 'provider' || left === 'prove' ? left : null;
    },
    /** The provider was told, or has no sign-out. */
    leaveToProve(c: Context): void {
      setCookie(c, leftName, 'prove' satisfies LeftAs, { ...attributes, maxAge: keepLeftSeconds });
    },
    /** Between password and code (db/sign-in-step.ts). */
    step: {
      set: (c: Context, secret: string) => setCookie(c, stepName, secret, { ...attributes, sameSite: 'Strict', maxAge: signInStep.minutes * 60 }),
      read: (c: Context): string | null => getCookie(c, stepName) ?? null,
    },
    /** Ties a way to the provider to this browser. */
    errand: {
      set: (c: Context, secret: string) => setCookie(c, `${name}-errand`, secret, { ...attributes, maxAge: 600 }),
      take(c: Context): string | null {
        const secret = getCookie(c, `${name}-errand`) ?? null;
        deleteCookie(c, `${name}-errand`, { path: '/', secure });
        return secret;
      },
    },
  };
}
export type BrowserSessions = ReturnType<typeof browserSessions>;
