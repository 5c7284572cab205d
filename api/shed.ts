/**
 * Sheds load: a request too many is refused at once instead of waiting for a database that will not come round to it in time. While PostgreSQL is slow,
 * requests would otherwise pile up in memory, each of them waiting for its time-out, and the first ones after the trouble would be the oldest.
 */
import { createMiddleware } from 'hono/factory';
import type { Env } from './env.js';
import { Problem } from './problem.js';

/** Under way at once in one process, by convention (C): with ten connections (DATABASE_POOL) and 10 ms each, the last one waits for a third of a second. */
export const mostAtWork = 300;

/** Whoever watches over the process must always be answered, above all now. */
const alwaysAnswered = new Set(['/healthz', '/readyz', '/metrics']);

/** A stream counts until it begins, not until it ends. */
export function shedLoad(most = mostAtWork) {
  let atWork = 0;
  return createMiddleware<Env>(async (c, next) => {
    if (alwaysAnswered.has(c.req.path)) return next();
    if (atWork >= most) throw new Problem('overloaded', 'Too many requests are waiting for the database; nothing was stored. Send the request again with the same Idempotency-Key in a few seconds.', { headers: { 'retry-after': '5' } });
    atWork += 1;
    try {
      await next();
    } finally {
      atWork -= 1;
    }
  });
}
