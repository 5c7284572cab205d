/** What the patient decides: consents withdrawn, days away, hours without messages; and whom the hospital would call. */
import { setConsents } from '../../../db/patient-edits.js';
import { preferencesOf, quietLimits, setPreferences } from '../../../db/patient-preferences.js';
import { patientContacts } from '../../../db/read-models/patient-records.js';
import type { LocalDate } from '../../../pathways/engine/vocabulary.js';
import { strictest } from '../../../pathways/patient/strictest.js';
import { isLocalDate, localDateOf } from '../../../pathways/time.js';
import { consentNames, ConsentsPage, ContactsPage, WishesPage, WithdrawPage } from '../../../web/patient/WishPages.js';
import { WordsPage } from '../../../web/patient/EnterPages.js';
import { sendPage } from '../../../web/phone/page.js';
import { submitAs } from '../../commands.js';
import type { ApiDeps } from '../../deps.js';
import { careOf, once, senderOf, type Visitor } from './context.js';
import { notFound, pageRoutes, saidOf, type C } from './guard.js';

const ownOnly = { ownOnly: true };
type Away = { from: LocalDate; until: LocalDate };

export function wishRoutes(deps: ApiDeps) {
  const { sql } = deps;
  const { app, get, post } = pageRoutes(deps);

  get('/p/consents', (c, visitor) => sendPage(c, ConsentsPage({ view: { ...visitor.view, said: saidOf(c, visitor, ['withdrawn']) }, consents: visitor.patient.consents })), ownOnly);
  get('/p/consents/:name', (c, visitor) => {
    const name = consentNames.find((one) => one === c.req.param('name'));
    return name && visitor.patient.consents[name] ? sendPage(c, WithdrawPage({ view: visitor.view, name })) : notFound(c, visitor);
  }, ownOnly);
  post('/p/consents/:name', async (c, visitor) => {
    const name = consentNames.find((one) => one === c.req.param('name'));
    if (!name) return notFound(c, visitor);
    const { hospitalId, patientId } = visitor.session;
    // Saying no again changes nothing, so it needs no key. It holds for the very next message of every package.
    if (visitor.patient.consents[name]) {
      await setConsents(sql, hospitalId, patientId, { [name]: false }, 'patient', 'online');
    }
    return c.redirect('/p/consents?said=withdrawn', 303);
  }, ownOnly);

  get('/p/contacts', async (c, visitor) => sendPage(c, ContactsPage({ view: visitor.view, contacts: [...(await patientContacts(sql, visitor.patient))] })), ownOnly);

  async function showWishes(c: C, visitor: Visitor, problem: string | null) {
    const { patient, view } = visitor;
    const { episodes } = await careOf(deps, visitor);
    const running = episodes.filter((episode) => episode.running).map(({ plan }) => plan);
    const plan = strictest(running).quietHours;
    const preferences = await preferencesOf(sql, patient.hospitalId, patient.patientId);
    const said = problem === null ? saidOf(c, visitor, ['awayDone', 'awayRemoved', 'quietDone']) : null;
    return sendPage(c, WishesPage({
      view: { ...view, problem, said }, away: patient.away, quiet: preferences?.quiet ?? null, plan,
      evenings: halfHours(quietLimits.fromEarliest, '22:00').filter((time) => time < plan.from), mornings: halfHours('06:00', quietLimits.untilLatest).filter((time) => time > plan.to),
    }), problem === null ? 200 : 422);
  }
  get('/p/wishes', (c, visitor) => showWishes(c, visitor, null), ownOnly);

  /** Days away are a fact of the patient: told to one running package, known to all. */
  async function setAway(visitor: Visitor, key: string, away: Away[]): Promise<boolean> {
    const { episodes } = await careOf(deps, visitor);
    const episode = episodes.find(({ running }) => running);
    if (!episode) return false;
    await submitAs(deps, senderOf(visitor, key), { episodeId: episode.episodeId, kind: 'away-set', input: { away } });
    return true;
  }
  const noPackage = (c: C, { view }: Visitor) => sendPage(c, WordsPage({ view, title: view.t('wishesTitle'), words: view.t('noPackage'), on: { href: '/p/home', label: view.t('home') } }), 409);

  post('/p/wishes/away', async (c, visitor, fields) => {
    const [from, until] = [fields.one('from'), fields.one('until')];
    const { episodes } = await careOf(deps, visitor);
    const today = localDateOf(episodes.find(({ running }) => running)?.now ?? new Date(deps.now()).toISOString(), visitor.view.zone);
    if (!isLocalDate(from) || !isLocalDate(until) || until < from || until < today) return showWishes(c, visitor, visitor.view.t('awayBad'));
    const away = [...visitor.patient.away.filter((days) => days.from !== from || days.until !== until), { from, until }].sort((a, b) => (a.from < b.from ? -1 : 1)).slice(0, 30);
    const location = await once(deps, visitor, { key: fields.one('key'), from, until }, async (_at, key) => ((await setAway(visitor, key, away)) ? '/p/wishes?said=awayDone' : ''));
    return location === '' ? noPackage(c, visitor) : c.redirect(location, 303);
  }, ownOnly);
  post('/p/wishes/away/remove', async (c, visitor, fields) => {
    const away = visitor.patient.away.filter(({ from, until }) => from !== fields.one('from') || until !== fields.one('until'));
    const location = await once(deps, visitor, { key: fields.one('key'), from: fields.one('from') }, async (_at, key) => ((await setAway(visitor, key, away)) ? '/p/wishes?said=awayRemoved' : ''));
    return location === '' ? noPackage(c, visitor) : c.redirect(location, 303);
  }, ownOnly);

  post('/p/wishes/quiet', async (c, visitor, fields) => {
    const [from, until] = [fields.one('quiet-from'), fields.one('quiet-until')];
    const { hospitalId, patientId } = visitor.session;
    const evening = halfHours(quietLimits.fromEarliest, '23:30').find((time) => time === from);
    const morning = halfHours('05:00', quietLimits.untilLatest).find((time) => time === until);
    const { episodes } = await careOf(deps, visitor);
    const running = episodes.filter((episode) => episode.running).map(({ plan }) => plan);
    const plan = strictest(running).quietHours;
    await setPreferences(sql, hospitalId, patientId, { quiet: evening === undefined && morning === undefined ? null : { from: evening ?? plan.from, until: morning ?? plan.to } });
    return c.redirect('/p/wishes?said=quietDone', 303);
  }, ownOnly);
  return app;
}

/** `17:00`, `17:30`, ... both ends included. */
function halfHours(from: string, until: string): string[] {
  const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  const count = Math.floor((minutes(until) - minutes(from)) / 30) + 1;
  return Array.from({ length: count }, (_, n) => minutes(from) + n * 30).map((at) => `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`);
}
