/** Who was refused what: one row in the audit log for each, with ids alone. Words of the request (names, numbers, search texts) never get there. */
import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { logAccess } from '../db/access-log.js';
import { atTheDoor } from '../db/hospitals-apart.js';
import { sessionCookie } from './auth.js';
import type { Database, Env } from './env.js';
import type { ProblemCode } from './problem.js';
import { Windows } from './rate-limit.js';

const denied: ReadonlySet<ProblemCode> = new Set(['unauthenticated', 'forbidden', 'not-found']);
const isId = (value: string): boolean => /^([0-9a-f-]{36}|\d{1,9})$/i.test(value);

/** Strangers without a valid credential could fill the log; so many of their rows a minute prove the attack (C). */
const strangersPerMinute = 60;

export function createDenialLog({ sql, publicUrl, now }: { sql: Database; publicUrl: string; now: () => number }) {
  const strangers = new Windows({ most: strangersPerMinute, withinMs: 60_000 });

  /** A page that is not there (no route) and a visitor who has not signed in yet are nobody's denial; a forged webhook is written down where it is found. */
  return async (c: Context<Env>, code: ProblemCode): Promise<void> => {
    if (!denied.has(code)) return;
    const principal = c.get('principal') ?? null;
    const offered = (c.req.header('authorization') ?? getCookie(c, sessionCookie(publicUrl)) ?? null) !== null;
    if (principal === null && !(code === 'unauthenticated' && offered)) return;
    if (principal === null && strangers.take('all', now()) !== null) return;
    const ref = Object.values(c.req.param()).filter(isId).join(' ') || null;
    await atTheDoor(() => logAccess(sql, { hospitalId: principal?.hospitalId ?? null, actor: principal?.accountId ?? 'stranger', action: `${code}: ${c.req.method} ${c.req.routePath}`, ref, allowed: false }));
  };
}
