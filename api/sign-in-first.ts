/** Browsers are sent to the form instead of getting a problem document, and from there back to the whole address: it holds what was open. */
import { createMiddleware } from 'hono/factory';
import type { Env } from './env.js';

export const signInFirst = createMiddleware<Env>(async (c, next) => {
  if (c.get('principal') === null) return c.redirect(`/sign-in?to=${encodeURIComponent(c.req.path + new URL(c.req.url).search)}`, 303);
  return next();
});
