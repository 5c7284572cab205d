/**
 * How often somebody may do what costs much or gives much away. Counted in this process's memory, in fixed windows: with several API processes
 * behind one address the true limit is so many times as high. What guards secrets that can be guessed (codes, links, birth dates) is counted in
 * PostgreSQL instead, over all processes and restarts (db/patient-access/attempts.ts).
 */
import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { createMiddleware } from 'hono/factory';
import { addressOf, networkOf } from './client-address.js';
import type { Env } from './env.js';
import { Problem } from './problem.js';
import { patientCookie } from './routes/patient-pages/context.js';

export type Limit = { most: number; withinMs: number };
type By = 'address' | 'account' | 'hospital' | 'patient-session';
type Flow = { name: string; methods: readonly string[]; path: RegExp; by: By; limit: Limit };

const minute = 60_000;

/** Conventions (C): several times what the busiest desk or phone does by hand, and far below what a script would want. The first flow that fits counts. */
export const rateLimits: readonly Flow[] = [
  { name: 'sign-in', methods: ['POST', 'PUT'], path: /^\/(session|sign-in|session\/code|sign-in\/code|my\/password|my\/second-factor(\/[a-z-]+)?)$/, by: 'address', limit: { most: 100, withinMs: 10 * minute } },
  { name: 'provider-sign-in', methods: ['GET'], path: /^\/sign-in\/provider/, by: 'address', limit: { most: 300, withinMs: 10 * minute } },
  // Whole numbers, addresses, texts and the search for people: what somebody who copies the hospital's patients would ask for.
  { name: 'personal-data', methods: ['GET', 'POST'], path: /^\/(search|messages\/reveal|patients\/[^/]+\/(numbers|place))$/, by: 'account', limit: { most: 600, withinMs: 10 * minute } },
  // Record number and birth date together are guessed one by one; each miss is written down, and a hit raises an alarm.
  { name: 'emergency-access', methods: ['POST'], path: /^\/emergency-access$/, by: 'account', limit: { most: 120, withinMs: 10 * minute } },
  { name: 'payloads', methods: ['POST'], path: /^\/codec\/decode$/, by: 'account', limit: { most: 600, withinMs: 10 * minute } },
  { name: 'imports', methods: ['POST'], path: /^\/(discharges|roster)\/import$/, by: 'hospital', limit: { most: 120, withinMs: 10 * minute } },
  // Before anybody is known, and each may put a case before a nurse.
  { name: 'not-me', methods: ['POST'], path: /^\/p\/(l\/[^/]+|verify)\/not-me$/, by: 'address', limit: { most: 30, withinMs: 10 * minute } },
  { name: 'uploads', methods: ['POST'], path: /^\/p\/.*upload$/, by: 'patient-session', limit: { most: 60, withinMs: 60 * minute } },
  { name: 'patient-posts', methods: ['POST'], path: /^\/p\/(?!$|l\/|verify$|view$)/, by: 'patient-session', limit: { most: 300, withinMs: 10 * minute } },
];

/** Windows of one limit. Bounded: a flood of made-up subjects forgets the oldest windows instead of filling the memory. */
export class Windows {
  private readonly windows = new Map<string, { until: number; n: number }>();
  private readonly limit: Limit;
  private readonly mostSubjects: number;
  constructor(limit: Limit, mostSubjects = 50_000) {
    this.limit = limit;
    this.mostSubjects = mostSubjects;
  }

  /** null: taken; else the milliseconds until the next window. */
  take(subject: string, nowMs: number): number | null {
    const open = this.windows.get(subject);
    if (open === undefined || open.until <= nowMs) {
      this.windows.delete(subject);
      if (this.windows.size >= this.mostSubjects) for (const oldest of this.windows.keys()) { this.windows.delete(oldest); break; }
      this.windows.set(subject, { until: nowMs + this.limit.withinMs, n: 1 });
      return null;
    }
    if (open.n >= this.limit.most) return open.until - nowMs;
    open.n += 1;
    return null;
  }
}

type Known = { publicUrl: string; trustedProxies: number };

/** null: whoever asks is nobody yet; what comes after refuses or counts in its own way. */
function subjectOf(c: Context<Env>, by: By, { publicUrl, trustedProxies }: Known): string | null {
  if (by === 'address') return networkOf(addressOf(c, trustedProxies));
  if (by === 'patient-session') {
    const token = getCookie(c, patientCookie(publicUrl));
    return token === undefined ? networkOf(addressOf(c, trustedProxies)) : createHash('sha256').update(token).digest('base64');
  }
  const principal = c.get('principal');
  return principal === null ? null : by === 'account' ? principal.accountId : principal.hospitalId;
}

/** Comes after `authenticate`. */
export function limitRates({ now, ...known }: Known & { now: () => number }) {
  const flows = rateLimits.map((flow) => ({ ...flow, windows: new Windows(flow.limit) }));
  return createMiddleware<Env>(async (c, next) => {
    const flow = flows.find(({ methods, path }) => methods.includes(c.req.method) && path.test(c.req.path));
    const subject = flow && subjectOf(c, flow.by, known);
    const waitMs = flow && subject ? flow.windows.take(subject, now()) : null;
    if (flow && waitMs !== null) {
      const seconds = Math.ceil(waitMs / 1000);
      throw new Problem('too-many-requests', `Too many requests of this kind (${flow.name}, at most ${flow.limit.most} in ${flow.limit.withinMs / minute} minutes): try again in ${seconds} seconds.`, { headers: { 'retry-after': String(seconds) } });
    }
    await next();
  });
}
