/** Who is asking (API key or session cookie) and whether they may. */
import { getCookie } from 'hono/cookie';
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { principalOfKey } from '../db/api-keys.js';
import { notOurs } from '../db/belongs.js';
import { dutyOf } from '../db/care-team/confined.js';
import { atTheDoor, inCareTeam, inHospital } from '../db/hospitals-apart.js';
import { principalOfOpenSession, principalOfSession } from '../db/sessions.js';
import type { Owed, Principal } from '../db/accounts.js';
import { principalOf } from './env.js';
import type { Database, Env, Reach } from './env.js';
import { allows, may, reachOf } from './permissions.js';
import type { Permission } from './permissions.js';
import { Problem } from './problem.js';

/** `__Host-` cookies need https; on a plain http address (npm start on 127.0.0.1) browsers refuse them, so the name differs. */
export const sessionCookie = (publicUrl: string): string => (publicUrl.startsWith('https:') ? '__Host-wuyou' : 'wuyou');

/** Fills `principal`, and from here on the database shows its hospital alone, and of it what the asker's reach is; never refuses by itself, `authorise` does. A cookie alone may not change anything from a foreign origin; the Temporal UI may use the codec. */
export const authenticate = (sql: Database, publicUrl: string, temporalUi: string | null) =>
  createMiddleware<Env>(async (c, next) => {
    const principal = await atTheDoor(identify);
    c.set('principal', principal);
    c.set('notOurs', (hospitalId) => notOurs(sql, hospitalId, c.req.param()));
    if (principal === null) return next();
    const reach = await atTheDoor(() => reachNow(sql, principal));
    c.set('reach', reach);
    await (reach === 'hospital' ? inHospital(principal.hospitalId, next) : inCareTeam(principal.hospitalId, principal.accountId, next));

    async function identify(): Promise<Principal | null> {
      const key = keyOf(c);
      if (key !== null) return principalOfKey(sql, key);
      const token = getCookie(c, sessionCookie(publicUrl));
      if (!token) return null;
      const safe = c.req.method === 'GET' || c.req.method === 'HEAD';
      const origin = c.req.header('origin');
      const fromUi = c.req.path.startsWith('/codec/') && temporalUi !== null && origin === new URL(temporalUi).origin;
      if (!safe && !fromUi && !sameOrigin(origin, c.req.header('host'), publicUrl)) return null;
      return principalOfSession(sql, token);
    }
  });

/** Asked of the database only where it can matter. */
export const reachNow = async (sql: Database, principal: Pick<Principal, 'hospitalId' | 'accountId' | 'roles'>): Promise<Reach> =>
  reachOf(principal, { careTeams: true, onDuty: false }) === 'hospital' ? 'hospital' : reachOf(principal, await dutyOf(sql, principal));

const keyOf = (c: Context<Env>): string | null => {
  const [scheme, key] = (c.req.header('authorization') ?? '').split(' ');
  return scheme?.toLowerCase() === 'bearer' && key ? key : null;
};

/** For an answer that goes on for hours: whoever began it may still, by the same session or key, and sees as much. */
export async function mayStill(sql: Database, c: Context<Env>, permission: Permission): Promise<boolean> {
  const { sessionId } = principalOf(c);
  const principal = sessionId === null ? await principalOfKey(sql, keyOf(c) ?? '') : await principalOfOpenSession(sql, sessionId);
  return principal !== null && allows(principal, permission) && (await reachNow(sql, principal)) === c.get('reach');
}

/** `Origin: null` (a page that hides its referrer, a sandboxed frame) is nobody's. */
export function sameOrigin(origin: string | undefined, host: string | undefined, publicUrl: string): boolean {
  if (!origin || !URL.canParse(origin)) return false;
  return origin === new URL(publicUrl).origin || (host !== undefined && new URL(origin).host === host);
}

/** Posted by a page of another site, so no act of whoever sits there: browsers say so by Origin or by Fetch Metadata. A program says neither. */
export function postedElsewhere(c: Context, publicUrl: string): boolean {
  const [origin, site] = [c.req.header('origin'), c.req.header('sec-fetch-site')];
  return (origin !== undefined && !sameOrigin(origin, c.req.header('host'), publicUrl)) || (site !== undefined && site !== 'same-origin' && site !== 'none');
}

export type Access = Permission | 'public';

/** What a session says that may not go on yet; pages lead to where it is done (api/problem-page.ts). */
const owed: Record<Owed, { detail: string; reason: string }> = {
  password: { detail: 'Your password was given to you: choose one of your own first, at /console/account.', reason: 'password-to-choose' },
  'second-factor': { detail: 'Your hospital demands a second factor: set it up first, at /console/account.', reason: 'second-factor-to-set-up' },
};
export const owedReasons: ReadonlySet<string | undefined> = new Set(Object.values(owed).map(({ reason }) => reason));

/** May this role at all, and is what the address names this hospital's? Nothing of a route runs before both are answered. */
export const authorise = (permission: Permission) =>
  createMiddleware<Env>(async (c, next) => {
    const principal = c.get('principal');
    if (principal === null) {
      throw new Problem('unauthenticated', 'Send an API key as `Authorization: Bearer wy_...`, or sign in at /sign-in.', { headers: { 'www-authenticate': 'Bearer' } });
    }
    if (!may(principal.roles, permission)) {
      throw new Problem('forbidden', `This needs the permission ${permission}, which your roles (${principal.roles.join(', ')}) do not include.`);
    }
    if (!allows(principal, permission)) {
      if (principal.owes !== null) throw new Problem('forbidden', owed[principal.owes].detail, { reason: owed[principal.owes].reason });
      throw new Problem('forbidden', `This needs the permission ${permission}, which this API key was not made for (${principal.scopes?.join(', ') ?? ''}).`, { reason: 'out-of-scope' });
    }
    const foreign = await c.get('notOurs')(principal.hospitalId);
    if (foreign !== null && c.get('reach') === 'care-team') {
      throw new Problem('not-found', `Your care teams have no such ${foreign}. In an emergency, open the record with a reason: POST /emergency-access.`, { reason: 'outside-care-team' });
    }
    if (foreign !== null) throw new Problem('not-found', `This hospital has no such ${foreign}; check the id.`, { reason: `unknown-${foreign}` });
    await next();
  });

/** Spread into `createRoute`: every route says who may call it; a test walks the OpenAPI registry for a missing one. */
export const needs = (access: Access) => ({
  'x-permission': access,
  security: access === 'public' ? [] : [{ apiKey: [] }, { session: [] }],
  middleware: access === 'public' ? [] : [authorise(access)],
});
