/** The few pages that exist before the console: start, sign-in (session.ts), local inbox. Behind staff sign-in like everything else. */
import { html } from 'hono/html';
import { createMiddleware } from 'hono/factory';
import { hospitalOf } from '../../db/hospitals.js';
import { inboxList } from '../../db/read-models/inbox-list.js';
import { authorise } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import type { Env } from '../env.js';
import { inboxPage } from '../pages/inbox.js';
import { layout } from '../pages/layout.js';
import { router } from '../router.js';

const shown = 400;
/** Browsers are sent to the form instead of getting a problem document. */
const signInFirst = createMiddleware<Env>(async (c, next) => {
  if (c.get('principal') === null) return c.redirect(`/sign-in?to=${encodeURIComponent(c.req.path)}`, 303);
  return next();
});

export function pageRoutes({ sql }: ApiDeps) {
  const app = router();
  app.use('/docs', signInFirst);
  app.get('/', signInFirst, authorise('docs:read'), (c) =>
    c.html(layout('无忧', html`<header><strong>无忧 Wuyou</strong></header><main><ul class="card"><li><a href="/inbox">本地收件箱 Local inbox</a></li><li><a href="/docs">接口文档 API docs</a></li></ul></main>`)),
  );
  app.get('/inbox', signInFirst, authorise('inbox:read'), async (c) => {
    const { hospitalId } = principalOf(c);
    const { to, patient } = c.req.query();
    c.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
    return c.html(inboxPage(await hospitalOf(sql, hospitalId), await inboxList(sql, { hospitalId, to, patientId: patient, limit: shown })));
  });
  return app;
}
