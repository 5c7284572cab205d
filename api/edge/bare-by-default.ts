/** Pages and files say what they load and how long they may be kept; anything else loads nothing, posts nowhere, stands in no frame and is kept nowhere. */
import { createMiddleware } from 'hono/factory';

export const bareByDefault = createMiddleware(async (c, next) => {
  await next();
  if (!c.res.headers.has('content-security-policy')) c.header('content-security-policy', "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
});
