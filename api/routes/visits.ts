/** A visit before and at the door: slots, who could go, the search, risk, arrival, redemption. Booking itself is a command (commands-care.ts). */
import { createRoute, z } from '@hono/zod-openapi';
import { coverageBetween } from '../../db/read-models/coverage.js';
import { visitSearch } from '../../db/read-models/visit-search.js';
import { assignByHand, candidatesFor } from '../../db/visits/assign.js';
import { recordArrival, screenRisk } from '../../db/visits/at-the-door.js';
import { exceptionReasons, redeem } from '../../db/visits/redeem.js';
import { freeSlots } from '../../db/visits/slots.js';
import { daysBetween, fromMs } from '../../pathways/time.js';
import { needsTwoPeople, riskItems, riskLevels, unanswered } from '../../pathways/visits/risk.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { idempotent } from '../idempotency.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { actorOf } from '../visit-actor.js';
import { Day, IdempotencyHeader, json, jsonBody, refusals, Uuid, trimmed, VisitParam } from '../schemas.js';
import { AssignmentItem, CandidateItem, CoverageItem, Latitude, Longitude, SlotsItem, StandInReason, visitOf } from '../visit-rows.js';

const V = '/episodes/{episodeId}/visits/{step}/{n}';
const done = { description: 'Done' };
const noVisit = (): Problem => new Problem('not-found', 'This hospital has no such visit, or it is not booked; check the id.');
const longestCoverage = 92;

const Redeem = z.union([
  z.object({ how: z.enum(['scan', 'code']), code: z.string().min(1).max(500), standInReason: StandInReason }).strict(),
  z.object({ how: z.literal('exception'), reason: z.enum(exceptionReasons), note: trimmed(1, 500).optional(), standInReason: StandInReason }).strict(),
]);
const riskAnswers = z.object(Object.fromEntries(riskItems.map(({ id }) => [id, z.boolean()]))).strict();

export function visitRoutes({ sql, crypt, now }: ApiDeps) {
  const app = router();
  const onVisit = needs('visit:write');
  const acting = { tags: ['Visits'], ...onVisit, middleware: [...onVisit.middleware, idempotent(sql)] };

  app.openapi(createRoute({ method: 'get', path: `${V}/slots`, tags: ['Visits'], summary: 'Slots that the visit can be booked or moved into now', ...needs('episode:read'),
    request: { params: VisitParam, query: z.object({ days: z.coerce.number().int().min(1).max(60).optional(), outside: z.enum(['true', 'false']).default('false').openapi({ description: 'true: also after the window, for a move with a reason' }) }) },
    responses: { 200: json(SlotsItem, 'Free slots, or why there are none'), ...refusals } }), async (c) => {
    const { days, outside } = c.req.valid('query');
    const found = await freeSlots(sql, { hospitalId: principalOf(c).hospitalId, occurrence: visitOf(c.req.valid('param')), ...(days === undefined ? {} : { days }), outside: outside === 'true' });
    if (found.refusal?.code === 'unknown-visit') throw noVisit();
    return c.json(found.refusal === null ? found : { zone: '', windowFrom: '', windowUntil: '', slots: [], none: null, refusal: found.refusal }, 200);
  });
  app.openapi(createRoute({ method: 'get', path: `${V}/candidates`, tags: ['Visits'], summary: 'Who could go, each with cost and every reason why not', ...needs('assignment:write'),
    request: { params: VisitParam }, responses: { 200: json(z.object({ items: z.array(CandidateItem) }), 'Cheapest who can go first'), ...refusals } }), async (c) => {
    const items = await candidatesFor(sql, principalOf(c).hospitalId, visitOf(c.req.valid('param')));
    if (items === null) throw noVisit();
    return c.json({ items }, 200);
  });
  app.openapi(createRoute({ method: 'get', path: `${V}/assignment`, tags: ['Visits'], summary: 'Who goes, or where the search for a person stands, with every offer', ...needs('episode:read'),
    request: { params: VisitParam }, responses: { 200: json(AssignmentItem, 'The search'), ...refusals } }), async (c) => {
    const found = await visitSearch(sql, principalOf(c).hospitalId, visitOf(c.req.valid('param')));
    if (found === null) throw noVisit();
    return c.json(found, 200);
  });
  const assigning = needs('assignment:write');
  app.openapi(createRoute({ method: 'post', path: `${V}/assign`, tags: ['Visits'], summary: 'Give the visit to somebody by hand; `override` overrules hours, leave, load and distance, never qualification', ...assigning, middleware: [...assigning.middleware, idempotent(sql)],
    request: { params: VisitParam, headers: IdempotencyHeader, body: jsonBody(z.object({ accountId: Uuid, override: z.boolean().default(false) }).strict()) }, responses: { 204: done, ...refusals } }), async (c) => {
    const { hospitalId, accountId: by } = principalOf(c);
    const refusal = await assignByHand(sql, { hospitalId, occurrence: visitOf(c.req.valid('param')), ...c.req.valid('json'), by });
    if (refusal) throw new Problem(refusal.code === 'unknown-visit' || refusal.code === 'unknown-person' ? 'not-found' : 'refused', refusal.message, { reason: refusal.code });
    return c.body(null, 204);
  });

  app.openapi(createRoute({ method: 'get', path: '/visit-risk/items', tags: ['Visits'], summary: 'Questions of the screen before a home visit', ...onVisit,
    responses: { 200: json(z.object({ items: z.array(z.object({ id: z.string(), weight: z.number(), zh: z.string(), en: z.string() })) }), 'The items'), ...refusals } }), (c) => c.json({ items: [...riskItems] }, 200));
  app.openapi(createRoute({ method: 'post', path: `${V}/risk`, summary: 'Screen the visit for risk; HIGH asks for two people', ...acting,
    request: { params: VisitParam, headers: IdempotencyHeader, body: jsonBody(z.object({ answers: riskAnswers }).strict()) }, responses: { 200: json(z.object({ level: z.enum(riskLevels), twoPeople: z.boolean() }), 'The level'), ...refusals } }), async (c) => {
    const { hospitalId, accountId: by } = principalOf(c);
    const { answers } = c.req.valid('json');
    const missing = unanswered(answers);
    if (missing.length > 0) throw new Problem('invalid', `The screen is not complete: ${missing.join(', ')} must be answered with true or false.`, { errors: missing.map((id) => ({ pointer: `/answers/${id}`, detail: 'is missing' })) });
    const level = await screenRisk(sql, { hospitalId, occurrence: visitOf(c.req.valid('param')), answers, by });
    if (level === null) throw noVisit();
    return c.json({ level, twoPeople: needsTwoPeople(level) }, 200);
  });
  app.openapi(createRoute({ method: 'post', path: `${V}/arrival`, summary: 'Where you stand on arrival; taken only while the visit is checked in', ...acting,
    request: { params: VisitParam, headers: IdempotencyHeader, body: jsonBody(z.object({ lat: Latitude, lng: Longitude, accuracyM: z.number().min(0).max(100_000).optional() }).strict()) }, responses: { 204: done, ...refusals } }), async (c) => {
    const { hospitalId, accountId: by } = principalOf(c);
    const { lat, lng, accuracyM = null } = c.req.valid('json');
    const refusal = await recordArrival(sql, { hospitalId, occurrence: visitOf(c.req.valid('param')), by, lat, lng, accuracyM });
    if (refusal === 'unknown-visit') throw noVisit();
    if (refusal) throw new Problem('refused', refusal === 'not-your-visit' ? 'This visit is assigned to somebody else; your place was not stored.' : 'The visit is not under way: check in first. Your place was not stored.', { reason: refusal });
    return c.body(null, 204);
  });
  app.openapi(createRoute({ method: 'post', path: `${V}/redeem`, summary: 'Redeem the visit (核销): scan or type the patient\'s code, or give a reason', ...acting,
    request: { params: VisitParam, headers: IdempotencyHeader, body: jsonBody(Redeem) }, responses: { 200: json(z.object({ how: z.string(), redeemedAt: z.string() }), 'Redeemed'), ...refusals } }), async (c) => {
    const principal = principalOf(c);
    const { standInReason, ...proof } = c.req.valid('json');
    const result = await redeem({ sql, crypt }, { hospitalId: principal.hospitalId, occurrence: visitOf(c.req.valid('param')), actor: actorOf(principal, standInReason), proof, now: fromMs(now()) });
    if ('refusal' in result) {
      const { code, message } = result.refusal;
      throw new Problem(code === 'unknown-visit' ? 'not-found' : code === 'too-many-tries' ? 'too-many-requests' : 'refused', message, { reason: code });
    }
    return c.json({ how: result.how, redeemedAt: result.redeemedAt }, 200);
  });

  app.openapi(createRoute({ method: 'get', path: '/coverage', tags: ['Roster'], summary: 'Visits against the people who can make them, per day, district and service; gap > 0: not enough', ...needs('staff:read'),
    request: { query: z.object({ from: Day, until: Day }) }, responses: { 200: json(z.object({ items: z.array(CoverageItem) }), 'Coverage'), ...refusals } }), async (c) => {
    const { from, until } = c.req.valid('query');
    if (until < from || daysBetween(from, until) > longestCoverage) throw new Problem('invalid', `The period must run forward and span at most ${longestCoverage} days.`, { errors: [{ pointer: '/until', detail: 'is out of range' }] });
    return c.json({ items: await coverageBetween(sql, principalOf(c).hospitalId, from, until) }, 200);
  });
  return app;
}
