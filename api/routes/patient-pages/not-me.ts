/**
 * `/p/l/<token>/not-me` and `/p/verify/not-me`: whoever got what was meant for somebody else says so, before anything about anybody is shown.
 * Page, answer and time are the same whatever the link is worth, so that nobody learns which ones exist.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { getCookie } from 'hono/cookie';
import type { Key } from '../../../db/patient-access/enter.js';
import { fromMs } from '../../../pathways/time.js';
import { WordsPage } from '../../../web/patient/EnterPages.js';
import { NotMePage } from '../../../web/patient/NotMePage.js';
import { sendPage } from '../../../web/phone/page.js';
import type { ApiDeps } from '../../deps.js';
import { takeNotMe } from '../../not-me.js';
import { csrfOf, isOurPost, patientCookie, strangerView } from './context.js';
import { pageRoutes, readFields, type C } from './guard.js';
import { signAtEntrance } from './sign.js';

/** Convention (C): several times what storing a case takes, so that an open link answers no later than any other. */
export const answerAfterMs = 400;

export function notMeRoutes(deps: ApiDeps) {
  const { sql, publicUrl, now } = deps;
  const { app } = pageRoutes(deps);
  const viewFor = async (c: C, key: Key) => ({ ...strangerView(c, await signAtEntrance(sql)), csrf: csrfOf(key.token) });

  const ask = async (c: C, key: Key, gate: string) => sendPage(c, NotMePage({ view: await viewFor(c, key), gate }));
  async function take(c: C, key: Key, gate: string): Promise<Response> {
    const { one } = await readFields(c);
    if (!isOurPost(c, publicUrl, one('csrf'), csrfOf(key.token))) {
      const view = await viewFor(c, key);
      return sendPage(c, WordsPage({ view, title: view.t('problem'), words: view.t('strangePost'), on: { href: gate, label: view.t('back') } }), 403);
    }
    const told = takeNotMe(deps, key, fromMs(now()));
    await Promise.allSettled([told, pause(answerAfterMs)]);
    await told;
    return c.redirect('/p/not-me', 303);
  }
  const link = (c: C): [Key, string] => [{ by: 'link', token: c.req.param('token') ?? '' }, c.req.path.replace(/\/not-me$/, '')];
  const typed = (c: C): [Key, string] => [{ by: 'session', token: getCookie(c, patientCookie(publicUrl)) ?? '' }, '/p/verify'];

  app.get('/p/l/:token/not-me', (c) => ask(c, ...link(c)));
  app.post('/p/l/:token/not-me', (c) => take(c, ...link(c)));
  app.get('/p/verify/not-me', (c) => ask(c, ...typed(c)));
  app.post('/p/verify/not-me', (c) => take(c, ...typed(c)));
  // Without the token: it stays in no history as a link that was answered.
  app.get('/p/not-me', async (c) => {
    const view = strangerView(c, await signAtEntrance(sql));
    return sendPage(c, WordsPage({ view, title: view.t('notMeThanksTitle'), words: view.t('notMeThanks'), on: null }));
  });
  return app;
}
