/** The day, offers, notices, alarm, incidents, clips: pages that belong to no single visit. */
import { authorise } from '../../auth.js';
import { browserSessions } from '../../browser-session.js';
import { hospitalOf } from '../../../db/hospitals.js';
import { localDateOf, localTimeOf, fromMs, atLocal, isLocalDate, isLocalTime } from '../../../pathways/time.js';
import type { Clip, MyVisit, Notice, Offer } from '../../../web/nurse/model.js';
import { DayPage, DeclinePage } from '../../../web/nurse/DayPage.js';
import { AlarmPage, ClipsPage, IncidentPage } from '../../../web/nurse/SafetyPages.js';
import { sendPage } from '../../../web/phone/page.js';
import { isLanguage } from '../../../web/text.js';
import { principalOf } from '../../env.js';
import { router } from '../../router.js';
import { field, goTo, languageOf, newFormKey, readForm, rememberLanguage, viewOf, words, type Desk } from './desk.js';

/** What a browser's date and time field sends; anything else is refused by the API in words. */
const isMoment = (date: string, time: string): boolean => isLocalDate(date) && isLocalTime(time);

export function nurseDayRoutes(desk: Desk) {
  const { deps, ask } = desk;
  const app = router();
  const sessions = browserSessions(deps);
  const mine = authorise('visit:write');
  type C = Parameters<typeof viewOf>[0];

  async function dayPage(c: C, problem: string | null = null): Promise<Response> {
    const [visits, offers, notices] = await Promise.all([ask<{ items: MyVisit[] }>(c, 'GET', `/my/visits?language=${languageOf(c)}`), ask<{ items: Offer[] }>(c, 'GET', `/my/offers?language=${languageOf(c)}`), ask<{ items: (Notice & { seenAt: string | null })[] }>(c, 'GET', '/my/notices')]);
    const failed = [visits, offers, notices].find((answer) => !answer.ok);
    const view = await viewOf(c, desk, problem ?? (failed && !failed.ok ? failed.detail : null));
    return sendPage(c, (
      <DayPage
        view={view}
        visits={visits.ok ? visits.body.items : []}
        offers={offers.ok ? offers.body.items.filter(({ state }) => state === 'offered') : []}
        notices={notices.ok ? notices.body.items.filter(({ seenAt }) => seenAt === null) : []}
        now={deps.now()}
        formKey={newFormKey()}
      />
    ));
  }
  app.get('/nurse/', mine, (c) => dayPage(c));
  app.get('/nurse', (c) => c.redirect('/nurse/', 308));

  app.get('/nurse/language', (c) => {
    const { to, back = '/nurse/' } = c.req.query();
    if (isLanguage(to)) rememberLanguage(c, to, deps.publicUrl.startsWith('https:'));
    return c.redirect(/^\/nurse\/[\w/-]*$/.test(back) ? back : '/nurse/', 303);
  });
  app.post('/nurse/sign-out', async (c) => {
    if (c.get('principal') !== null) await sessions.end(c);
    return c.redirect('/sign-in', 303);
  });

  app.post('/nurse/notices/seen', mine, async (c) => {
    const form = await readForm(c);
    const done = await ask(c, 'POST', '/my/notices/seen', { body: { ids: field(form, 'ids').split(',').filter(Boolean) }, key: field(form, 'key') });
    return done.ok ? c.redirect('/nurse/', 303) : dayPage(c, words(c, done));
  });
  app.post('/nurse/offers/:offerId/accept', mine, async (c) => {
    const done = await ask(c, 'POST', `/offers/${c.req.param('offerId')}/accept`, { body: {}, key: field(await readForm(c), 'key') });
    return done.ok ? goTo(c, '/nurse/', 'notice.visit-assigned') : dayPage(c, words(c, done));
  });
  app.get('/nurse/offers/:offerId/decline', mine, async (c) => sendPage(c, <DeclinePage view={await viewOf(c, desk)} offerId={c.req.param('offerId')} formKey={newFormKey()} />));
  app.post('/nurse/offers/:offerId/decline', mine, async (c) => {
    const form = await readForm(c);
    const note = field(form, 'note');
    const done = await ask(c, 'POST', `/offers/${c.req.param('offerId')}/decline`, { body: { reason: field(form, 'reason'), ...(note ? { note } : {}) }, key: field(form, 'key') });
    return done.ok ? goTo(c, '/nurse/', 'doneDecline') : sendPage(c, <DeclinePage view={await viewOf(c, desk, words(c, done))} offerId={c.req.param('offerId')} formKey={newFormKey()} />);
  });

  app.get('/nurse/alarm', mine, async (c) => sendPage(c, <AlarmPage view={await viewOf(c, desk)} occurrence={c.req.query('occurrence') ?? null} />));
  app.post('/nurse/alarm', mine, async (c) => {
    const form = await readForm(c);
    const [lat, lng] = [Number(field(form, 'lat') || Number.NaN), Number(field(form, 'lng') || Number.NaN)];
    const occurrence = field(form, 'occurrence');
    const done = await ask(c, 'POST', '/visit-alarms', { body: { ...(occurrence ? { occurrence } : {}), ...(Number.isFinite(lat) && Number.isFinite(lng) ? { lat, lng } : {}) }, key: field(form, 'key') });
    return done.ok ? goTo(c, '/nurse/alarm', 'alarmSent') : sendPage(c, <AlarmPage view={await viewOf(c, desk, words(c, done))} occurrence={occurrence || null} />);
  });

  const localNow = async (c: C): Promise<{ now: string; zone: string }> => {
    const { zone } = await hospitalOf(deps.sql, principalOf(c).hospitalId);
    const at = fromMs(deps.now());
    return { now: `${localDateOf(at, zone)}T${localTimeOf(at, zone)}`, zone };
  };
  app.get('/nurse/incident', mine, async (c) => sendPage(c, <IncidentPage view={await viewOf(c, desk)} occurrence={c.req.query('occurrence') ?? null} now={(await localNow(c)).now} formKey={newFormKey()} />));
  app.post('/nurse/incident', mine, async (c) => {
    const form = await readForm(c);
    const { now, zone } = await localNow(c);
    const occurrence = field(form, 'occurrence');
    const [date = '', time = ''] = field(form, 'when').split('T');
    const done = await ask(c, 'POST', '/incidents', { body: { kind: field(form, 'kind'), happenedAt: isMoment(date, time) ? atLocal(date, time, zone) : '', description: field(form, 'what'), ...(occurrence ? { occurrence } : {}) }, key: field(form, 'key') });
    return done.ok ? goTo(c, '/nurse/', 'incidentSent') : sendPage(c, <IncidentPage view={await viewOf(c, desk, words(c, done))} occurrence={occurrence || null} now={now} formKey={newFormKey()} />);
  });

  async function clipsPage(c: C, problem: string | null = null): Promise<Response> {
    const clips = await ask<{ items: Clip[] }>(c, 'GET', '/clips');
    return sendPage(c, <ClipsPage view={await viewOf(c, desk, problem ?? (clips.ok ? null : clips.detail))} clips={clips.ok ? clips.body.items : []} formKey={newFormKey()} />);
  }
  app.get('/nurse/clips', mine, (c) => clipsPage(c));
  app.post('/nurse/clips/:fileId', mine, async (c) => {
    const form = await readForm(c);
    const done = await ask(c, 'POST', `/clips/${c.req.param('fileId')}/reviews`, { body: { comment: field(form, 'comment') }, key: field(form, 'key') });
    return done.ok ? goTo(c, '/nurse/clips', 'doneClip') : clipsPage(c, words(c, done));
  });
  return app;
}
