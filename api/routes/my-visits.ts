/** What the nurse's and therapist's phone asks for: my visits, my offers and answers to them, my notices. Always one's own. */
import { createRoute, z } from '@hono/zod-openapi';
import { myOffers, myVisits } from '../../db/read-models/my-visits.js';
import { logAccess } from '../../db/access-log.js';
import { acceptOffer, declineOffer, declineReasons, type Answer } from '../../db/visits/answer-offer.js';
import { markSeen, noticesOf } from '../../db/visits/notices.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { idempotent } from '../idempotency.js';
import { allows } from '../permissions.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { Day, IdempotencyHeader, json, jsonBody, refusals, Uuid, trimmed } from '../schemas.js';
import { language, MyOfferItem, MyVisitItem, NoticeItem, VisitId } from '../visit-rows.js';

const OfferParam = z.object({ offerId: Uuid });
const done = { description: 'Done' };

function mustBeDone(answer: Answer): void {
  if (answer) throw new Problem(answer.code === 'unknown-offer' ? 'not-found' : 'refused', answer.message, { reason: answer.code });
}

export function myVisitRoutes({ sql, crypt, now }: ApiDeps) {
  const app = router();
  const own = needs('visit:write');
  const acting = { tags: ['My visits'], ...own, middleware: [...own.middleware, idempotent(sql)] };

  app.openapi(createRoute({ method: 'get', path: '/my/visits', tags: ['My visits'], summary: 'Visits I accepted, in the order of the round; without a day: today and six days ahead. By its id also a colleague\'s, for whoever may stand in', ...own,
    request: { query: z.object({ day: Day.optional(), occurrence: VisitId.optional(), language }) }, responses: { 200: json(z.object({ items: z.array(MyVisitItem) }), 'My visits'), ...refusals } }), async (c) => {
    const principal = principalOf(c);
    const { hospitalId, accountId } = principal;
    const items = await myVisits(sql, crypt, { hospitalId, accountId, now: now(), standIn: allows(principal, 'visit:stand-in'), ...c.req.valid('query') });
    const shown = items.filter(({ address }) => address !== null).map(({ occurrence }) => occurrence);
    if (shown.length > 0) await logAccess(sql, { hospitalId, actor: accountId, action: 'visit-place:read', ref: shown.join(' '), allowed: true });
    c.header('cache-control', 'no-store');
    return c.json({ items }, 200);
  });
  app.openapi(createRoute({ method: 'get', path: '/my/offers', tags: ['My visits'], summary: 'Visits offered to me, the first to run out first', ...own,
    request: { query: z.object({ language }) }, responses: { 200: json(z.object({ items: z.array(MyOfferItem) }), 'My offers'), ...refusals } }), async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    return c.json({ items: await myOffers(sql, { hospitalId, accountId, now: now(), ...c.req.valid('query') }) }, 200);
  });
  app.openapi(createRoute({ method: 'post', path: '/offers/{offerId}/accept', summary: 'Accept an offer made to me', ...acting,
    request: { params: OfferParam, headers: IdempotencyHeader, body: jsonBody(z.object({}).strict()) }, responses: { 204: done, ...refusals } }), async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    mustBeDone(await acceptOffer(sql, { hospitalId, accountId, ...c.req.valid('param') }));
    return c.body(null, 204);
  });
  app.openapi(createRoute({ method: 'post', path: '/offers/{offerId}/decline', summary: 'Decline an offer, or give back a visit that I accepted; it goes to the next person', ...acting,
    request: { params: OfferParam, headers: IdempotencyHeader, body: jsonBody(z.object({ reason: z.enum(declineReasons), note: trimmed(1, 500).optional() }).strict()) }, responses: { 204: done, ...refusals } }), async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    mustBeDone(await declineOffer({ sql, crypt }, { hospitalId, accountId, ...c.req.valid('param'), ...c.req.valid('json') }));
    return c.body(null, 204);
  });
  app.openapi(createRoute({ method: 'get', path: '/my/notices', tags: ['My visits'], summary: 'What changed about my visits: unseen first', ...own,
    responses: { 200: json(z.object({ items: z.array(NoticeItem) }), 'Notices'), ...refusals } }), async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    return c.json({ items: [...(await noticesOf(sql, hospitalId, accountId))] }, 200);
  });
  app.openapi(createRoute({ method: 'post', path: '/my/notices/seen', summary: 'I have seen these notices', ...acting,
    request: { headers: IdempotencyHeader, body: jsonBody(z.object({ ids: z.array(Uuid).min(1).max(200) }).strict()) }, responses: { 204: done, ...refusals } }), async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    await markSeen(sql, hospitalId, accountId, c.req.valid('json').ids);
    return c.body(null, 204);
  });
  return app;
}
