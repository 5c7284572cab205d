/** Choosing a visit's time, or another one: only times that a fit person has free; the engine has the last word. */
import type { PageItem } from '../../../db/read-models/patient-page.js';
import { claimSlot } from '../../../db/visits/claim-slot.js';
import { freeSlots } from '../../../db/visits/slots.js';
import { isInstant } from '../../../pathways/time.js';
import { BookPage } from '../../../web/patient/VisitPages.js';
import { sendPage } from '../../../web/phone/page.js';
import { submitAs } from '../../commands.js';
import type { ApiDeps } from '../../deps.js';
import { Problem } from '../../problem.js';
import { careOf, once, senderOf, type Visitor } from './context.js';
import { notFound, pageRoutes, type C } from './guard.js';
import { isBookable } from './visits.js';

/** So many times are shown; more would be a wall of buttons on a phone. C. */
const mostSlots = 40;

export function bookRoutes(deps: ApiDeps) {
  const { sql } = deps;
  const { app, get, post } = pageRoutes(deps);

  const visitOf = async (c: C, visitor: Visitor): Promise<PageItem | null> => (await careOf(deps, visitor)).items.find((item) => item.ref === c.req.param('ref') && isBookable(item)) ?? null;
  async function show(c: C, { view, patient }: Visitor, item: PageItem, problem: string | null) {
    const found = await freeSlots(sql, { hospitalId: patient.hospitalId, occurrence: item.occurrence });
    const slots = found.refusal === null ? found.slots.filter(({ from }) => from !== item.slot?.from).slice(0, mostSlots).map(({ from, until }) => ({ id: `${from}|${until}`, from, until })) : [];
    const reason = found.refusal?.code === 'held-by-red' ? view.t('visitHeld') : null;
    return sendPage(c, BookPage({ view: { ...view, problem }, action: `/p/visits/${item.ref}`, label: item.episode.say(item.step.label), slots, reason }), problem === null ? 200 : 422);
  }

  get('/p/visits/:ref', async (c, visitor) => {
    const item = await visitOf(c, visitor);
    return item ? show(c, visitor, item, null) : notFound(c, visitor);
  });
  post('/p/visits/:ref', async (c, visitor, fields) => {
    const item = await visitOf(c, visitor);
    if (!item) return notFound(c, visitor);
    const { view, patient } = visitor;
    const [from = '', until = ''] = fields.one('slot').split('|');
    if (!isInstant(from) || !isInstant(until)) return show(c, visitor, item, view.t('bookPick'));
    // The very slot she holds: a second tap after the first one was carried out.
    if (item.slot?.from === from) return c.redirect('/p/visits', 303);
    try {
      const location = await once(deps, visitor, { key: fields.one('key'), item: item.ref, from }, async (_at, key) => {
        const booked = item.status === 'booked';
        const input = { occurrence: item.occurrence, from, until, ...(booked ? { reason: 'patient' } : {}) };
        const { status } = await submitAs(deps, senderOf(visitor, key), { episodeId: item.episodeId, kind: booked ? 'visit-moved' : 'visit-booked', input, guard: (tx) => claimSlot(tx, patient.hospitalId, { occurrence: item.occurrence, from, until, rule: 'grid' }) });
        return `/p/visits?said=${status === 200 ? 'bookOk' : 'bookLate'}`;
      });
      return c.redirect(location, 303);
    } catch (error) {
      if (error instanceof Problem && error.code === 'refused') return show(c, visitor, item, view.t('bookTaken'));
      throw error;
    }
  });
  return app;
}
