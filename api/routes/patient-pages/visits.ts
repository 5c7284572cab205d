/** My visits: what is booked, what may be booked or moved, who comes, and how it was. */
import { rateVisit, ratingsOf } from '../../../db/inquiries/rating.js';
import type { PageItem } from '../../../db/read-models/patient-page.js';
import { visitGoers } from '../../../db/read-models/visit-goers.js';
import { addLocalDays, fromMs } from '../../../pathways/time.js';
import type { VisitStep } from '../../../pathways/engine/plan.js';
import { RatePage, VisitsPage, type VisitCard } from '../../../web/patient/VisitPages.js';
import { windowDays } from '../../../pathways/visits/window-days.js';
import { sendPage } from '../../../web/phone/page.js';
import type { ApiDeps } from '../../deps.js';
import { patientMeetings, type PatientMeeting } from '../../meetings.js';
import { callPath } from './calls.js';
import { careOf, once, personOf, type Visitor } from './context.js';
import { notFound, pageRoutes, saidOf, type C } from './guard.js';

/** Planned visits so far ahead are folded away. C. */
const laterDays = 10;
/** A visit can be rated so long after it. C. */
const rateWithinDays = 30;

const isVisit = (item: PageItem): item is PageItem & { step: VisitStep } => item.step.kind === 'visit';
export const isRateable = (item: PageItem): boolean =>
  isVisit(item) && item.status === 'completed' && item.episode.now <= addLocalDays(item.slot?.until ?? item.dueAt, rateWithinDays, item.episode.zone);
/** Booked and planned visits of a running package; the engine has the last word. */
export const isBookable = (item: PageItem): boolean => isVisit(item) && item.episode.status === 'active' && (item.status === 'planned' || item.status === 'booked');

const states = { planned: 'planned', booked: 'booked', 'checked-in': 'under-way', open: 'under-way', held: 'held', completed: 'done', failed: 'missed', cancelled: 'cancelled' } as const;
const stateOf = (status: string): VisitCard['state'] => Object.entries(states).find(([name]) => name === status)?.[1] ?? 'planned';

/** A held visit does not take place, by video neither. */
function callOf(item: PageItem & { step: VisitStep }, calls: PatientMeeting[]): VisitCard['call'] {
  if (item.status !== 'booked' && item.status !== 'checked-in') return null;
  const call = calls.find(({ occurrence }) => occurrence === item.occurrence);
  if (call) return call.open ? { state: 'open', href: callPath(call) } : { state: 'later', from: call.joinFrom };
  return item.step.place === 'online' ? { state: 'staff-starts' } : null;
}

export function visitRoutes(deps: ApiDeps) {
  const { sql, crypt } = deps;
  const { app, get, post } = pageRoutes(deps);

  get('/p/visits', async (c, visitor) => {
    const { patient, view } = visitor;
    const items = (await careOf(deps, visitor)).items.filter(isVisit).filter(({ episode, status }) => episode.running || status === 'completed');
    const goers = await visitGoers(sql, patient.hospitalId, items.map(({ occurrence }) => occurrence));
    const ratings = await ratingsOf(sql, crypt, patient.hospitalId, patient.patientId);
    const calls = await patientMeetings(deps, patient);
    const cards = items.map((item): VisitCard => {
      const goer = goers.find(({ occurrence }) => occurrence === item.occurrence);
      const rating = ratings.find(({ occurrence }) => occurrence === item.occurrence);
      return {
        label: item.episode.say(item.step.label), state: stateOf(item.status), place: item.step.place, slot: item.slot, window: windowDays(item),
        who: item.status === 'booked' || item.status === 'checked-in' ? (goer?.name ?? null) : null, searching: item.status === 'booked' && goer?.state === 'offering',
        bookHref: isBookable(item) ? `/p/visits/${item.ref}` : null, rateHref: isRateable(item) && !rating ? `/p/visits/${item.ref}/rate` : null, stars: rating?.stars ?? null, call: callOf(item, calls),
      };
    });
    const over = cards.filter(({ state }) => state === 'done' || state === 'missed' || state === 'cancelled');
    const far = addLocalDays(items.find(({ episode }) => episode.running)?.episode.now ?? fromMs(deps.now()), laterDays, patient.zone);
    const later = cards.filter(({ state, window }) => state === 'planned' && window.from > far);
    const now = cards.filter((card) => !over.includes(card) && !later.includes(card));
    return sendPage(c, VisitsPage({ view: { ...view, said: saidOf(c, visitor, ['rateDone', 'rateDoneLow', 'bookOk', 'bookLate']) }, visits: [...now, ...over.reverse().slice(0, 30)], later }));
  });

  const visitOf = async (c: C, visitor: Visitor): Promise<PageItem | null> => (await careOf(deps, visitor)).items.find((item) => item.ref === c.req.param('ref') && isVisit(item)) ?? null;

  const showRate = (c: C, { view }: Visitor, item: PageItem, problem: string | null, words: string) =>
    sendPage(c, RatePage({ view: { ...view, problem }, action: `/p/visits/${item.ref}/rate`, label: item.episode.say(item.step.label), words }), problem === null ? 200 : 422);
  get('/p/visits/:ref/rate', async (c, visitor) => {
    const item = await visitOf(c, visitor);
    return item && isRateable(item) ? showRate(c, visitor, item, null, '') : notFound(c, visitor);
  });
  post('/p/visits/:ref/rate', async (c, visitor, fields) => {
    const item = await visitOf(c, visitor);
    if (!item || !isRateable(item)) return notFound(c, visitor);
    const stars = ([1, 2, 3, 4, 5] as const).find((n) => String(n) === fields.one('stars'));
    const words = fields.one('words').trim().slice(0, 2000);
    if (stars === undefined) return showRate(c, visitor, item, visitor.view.t('ratePick'), words);
    const location = await once(deps, visitor, { key: fields.one('key'), item: item.ref, stars, words }, async () => {
      const rated = await rateVisit(sql, crypt, { person: personOf(visitor), occurrence: item.occurrence, stars, text: words === '' ? null : words });
      return `/p/visits?said=${rated.outcome === 'rated' && rated.inquiryId !== null ? 'rateDoneLow' : 'rateDone'}`;
    });
    return c.redirect(location, 303);
  });
  return app;
}
