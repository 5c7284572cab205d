/** `/p/`: the code; `/p/l/<token>`: a personal link; `/p/verify`: the second factor; out again; language and size. */
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { hospitalOf } from '../../../db/hospitals.js';
import { factorAskedFor, openByCode, verify, type Key, type Verified } from '../../../db/patient-access/enter.js';
import { endSession } from '../../../db/patient-access/session.js';
import { setPreferences } from '../../../db/patient-preferences.js';
import { codeDigits } from '../../../db/patient-access/codes.js';
import { fromMs, isLocalDate } from '../../../pathways/time.js';
import { EnterPage, FactorPage, WordsPage } from '../../../web/patient/EnterPages.js';
import type { PatientView } from '../../../web/patient/shell.js';
import { sendPage } from '../../../web/phone/page.js';
import { isLanguage } from '../../../web/text.js';
import { addressOf, networkOf } from '../../client-address.js';
import type { ApiDeps } from '../../deps.js';
import { csrfOf, isOurPost, patientCookie, rememberView, strangerView, visitorOf } from './context.js';
import { fieldsOf, pageRoutes, type C, type Fields } from './guard.js';
import { signAtEntrance, signOf } from './sign.js';
import { takeWayBack } from './way-back.js';

async function posted(c: C): Promise<Fields> {
  const body = await c.req.parseBody();
  return fieldsOf(Object.fromEntries(Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, [value]]] : []))));
}

export function enterRoutes(deps: ApiDeps) {
  const { sql, publicUrl, now, trustedProxies } = deps;
  const { app, post } = pageRoutes(deps);
  const secure = publicUrl.startsWith('https:');
  const moment = (c: C) => ({ address: networkOf(addressOf(c, trustedProxies)), now: fromMs(now()) });
  const keep = (c: C, token: string, expiresAt: string): void =>
    setCookie(c, patientCookie(publicUrl), token, { httpOnly: true, sameSite: 'Lax', secure, path: '/', maxAge: Math.max(0, Math.floor((Date.parse(expiresAt) - now()) / 1000)) });
  const strange = (c: C, view: PatientView) => sendPage(c, WordsPage({ view, title: view.t('problem'), words: view.t('strangePost'), on: { href: '/p/', label: view.t('useCode') } }), 403);
  const closed = (c: C, view: PatientView) => sendPage(c, WordsPage({ view, title: view.t('closedTitle'), words: view.t('closedWords'), on: { href: '/p/', label: view.t('useCode') } }), 410);

  app.get('/p', (c) => c.redirect('/p/', 308));
  app.get('/p/', async (c) => {
    if (await visitorOf(c, deps)) return c.redirect('/p/home', 303);
    const view = strangerView(c, await entrance());
    return sendPage(c, EnterPage({ view: { ...view, said: c.req.query('said') === 'signedOut' ? view.t('signedOut') : null }, typed: '' }));
  });
  app.post('/p/', async (c) => {
    const view = strangerView(c, await entrance());
    const fields = await posted(c);
    if (!isOurPost(c, publicUrl, undefined, null)) return strange(c, view);
    const typed = fields.one('code').slice(0, 20);
    const again = (problem: string, status: 422 | 429) => sendPage(c, EnterPage({ view: { ...view, problem }, typed }), status);
    if (typed.normalize('NFKC').replace(/\D/g, '').length !== codeDigits) return again(view.t('codeShape'), 422);
    const opened = await openByCode(deps, typed, moment(c));
    switch (opened.outcome) {
      case 'opened':
        keep(c, opened.token, opened.expiresAt);
        return c.redirect('/p/verify', 303);
      case 'unknown':
        return again(view.t('codeUnknown'), 422);
      case 'wait':
        return again(view.t('waitMinutes', { minutes: opened.minutes }), 429);
    }
  });

  /** The page that asks; the same for link and code. */
  async function ask(c: C, key: Key, action: string, problem: ((view: PatientView) => string) | null, status: 200 | 422 | 429 = 200): Promise<Response> {
    const asked = await factorAskedFor(deps, key, fromMs(now()));
    if (!asked) return closed(c, strangerView(c, await entrance()));
    const view = strangerView(c, await nameOf(asked.hospitalId));
    return sendPage(c, FactorPage({ view: { ...view, problem: problem ? problem(view) : null }, kind: asked.kind, action }), status);
  }
  const nameOf = async (hospitalId: string) => signOf(await hospitalOf(sql, hospitalId));
  const entrance = () => signAtEntrance(sql);

  async function check(c: C, key: Key, action: string): Promise<Response> {
    const fields = await posted(c);
    if (!isOurPost(c, publicUrl, undefined, null)) return strange(c, strangerView(c, null));
    const given = givenFactor(fields);
    if (given === null) return ask(c, key, action, (view) => view.t(fields.plain['tail'] ? 'factorMissingPhone' : 'factorMissing'), 422);
    const verified: Verified = await verify(deps, key, given, { ...moment(c), ownPhone: fields.one('own') === 'yes' });
    switch (verified.outcome) {
      case 'verified':
        keep(c, verified.token, verified.expiresAt);
        return c.redirect(takeWayBack(c, publicUrl), 303);
      case 'wrong':
        return ask(c, key, action, (view) => view.t('factorWrong', { left: verified.left }), 422);
      case 'locked':
        return ask(c, key, action, (view) => view.t('factorLocked', { minutes: verified.minutes }), 429);
      case 'ended':
        return closed(c, strangerView(c, await entrance()));
    }
  }
  const opened = (c: C): Key => ({ by: 'session', token: getCookie(c, patientCookie(publicUrl)) ?? '' });

  app.get('/p/verify', async (c) => ((await visitorOf(c, deps)) ? c.redirect('/p/home', 303) : ask(c, opened(c), '/p/verify', null)));
  // Sent again from the browser's memory by whoever is in: she is in.
  app.post('/p/verify', async (c) => ((await visitorOf(c, deps)) ? c.redirect('/p/home', 303) : check(c, opened(c), '/p/verify')));
  app.get('/p/l/:token', (c) => ask(c, { by: 'link', token: c.req.param('token') }, c.req.path, null));
  app.post('/p/l/:token', (c) => check(c, { by: 'link', token: c.req.param('token') }, c.req.path));

  post('/p/out', async (c, visitor) => {
    await endSession(sql, visitor.token);
    deleteCookie(c, patientCookie(publicUrl), { path: '/', secure });
    return c.redirect('/p/?said=signedOut', 303);
  });
  // Language and size are the phone's; a signed-in patient's go with them to the next phone.
  app.post('/p/view', async (c) => {
    const fields = await posted(c);
    const visitor = await visitorOf(c, deps);
    const view = visitor?.view ?? strangerView(c, null);
    if (!isOurPost(c, publicUrl, fields.one('csrf'), visitor ? csrfOf(visitor.token) : null)) return strange(c, view);
    const language = isLanguage(fields.one('language')) ? (fields.one('language') as typeof view.language) : view.language;
    const elder = fields.one('elder') === '' ? view.elder : fields.one('elder') === 'e';
    rememberView(c, publicUrl, { language, elder });
    if (visitor?.session.scope === 'patient') await setPreferences(sql, visitor.session.hospitalId, visitor.session.patientId, { language, elderMode: elder });
    const back = fields.one('back');
    return c.redirect(/^\/p(\/[\w./?=&-]*)?$/.test(back) ? back : '/p/', 303);
  });
  return app;
}

/** As stored: `1953-05-04`, or four digits; null: not filled in. */
function givenFactor(fields: Fields): string | null {
  const digits = (name: string): string => fields.one(name).normalize('NFKC').replace(/\D/g, '');
  if (fields.plain['tail']) return /^\d{4}$/.test(digits('tail')) ? digits('tail') : null;
  const date = `${digits('year').padStart(4, '0')}-${digits('month').padStart(2, '0')}-${digits('day').padStart(2, '0')}`;
  return isLocalDate(date) && digits('year').length === 4 ? date : null;
}
