/** One-touch alarms of people on visits, and incidents with their clock. */
import { createRoute, z } from '@hono/zod-openapi';
import { actOnIncident, incidentById, incidentKinds, incidentList, reportIncident, type IncidentAct, type IncidentRefusal } from '../../db/visits/incidents.js';
import { acknowledgeVisitAlarm, closeVisitAlarm, raiseSos, visitAlarms } from '../../db/visits/visit-alarms.js';
import type { Principal } from '../../db/accounts.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { idempotent } from '../idempotency.js';
import { allows } from '../permissions.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { IdempotencyHeader, json, jsonBody, Moment, refusals, Uuid, trimmed } from '../schemas.js';
import { IncidentDetail, IncidentItem, Latitude, Longitude, VisitAlarmItem, VisitId } from '../visit-rows.js';

const done = { description: 'Done' };
const words = trimmed(1, 4000);
const AlarmParam = z.object({ alarmId: Uuid });
const IncidentParam = z.object({ incidentId: Uuid });
const openOnly = z.object({ open: z.enum(['true', 'false']).default('true') });
const noVisit = (): Problem => new Problem('not-found', 'This hospital has no such visit; leave /occurrence out when you are not on one.');
const noAlarm = (): Problem => new Problem('not-found', 'There is no such open alarm; it may be closed already.');

const incidentRefusals: Record<IncidentRefusal, { code: 'not-found' | 'refused' | 'invalid'; message: string }> = {
  'unknown-incident': { code: 'not-found', message: 'This hospital has no such incident; check the id.' },
  closed: { code: 'refused', message: 'The incident is closed; report a new one if something else happened.' },
  'unknown-owner': { code: 'invalid', message: '/owner is no active colleague of this hospital.' },
  'own-report': { code: 'refused', message: 'You reported this incident, so somebody else must close it.' },
  'no-owner': { code: 'refused', message: 'Nobody owns this incident yet: assign it before it is closed.' },
};

/** Whoever works on incidents sees all; others those they reported or own. */
const seenBy = (principal: Principal): string | null => (allows(principal, 'incident:act') ? null : principal.accountId);

export function visitSafetyRoutes({ sql, crypt }: ApiDeps) {
  const app = router();
  const alarming = needs('visit-alarm:act');
  const onAlarm = { tags: ['Safety'], ...alarming, middleware: [...alarming.middleware, idempotent(sql)] };

  app.openapi(createRoute({ method: 'post', path: '/visit-alarms', summary: 'One-touch alarm (SOS): head nurse and chief on duty are told at once. The place is taken with this press alone', ...onAlarm,
    request: { headers: IdempotencyHeader, body: jsonBody(z.object({ occurrence: VisitId.optional(), lat: Latitude.optional(), lng: Longitude.optional() }).strict()) }, responses: { 201: json(z.object({ alarmId: z.string() }), 'Raised'), ...refusals } }), async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    const { occurrence = null, lat = null, lng = null } = c.req.valid('json');
    const alarmId = await raiseSos(sql, { hospitalId, accountId, occurrence, lat, lng });
    if (alarmId === null) throw noVisit();
    return c.json({ alarmId }, 201);
  });
  app.openapi(createRoute({ method: 'get', path: '/visit-alarms', tags: ['Safety'], summary: 'Alarms from visits: SOS and not finished in time', ...alarming, request: { query: openOnly }, responses: { 200: json(z.object({ items: z.array(VisitAlarmItem) }), 'Open ones first, newest first'), ...refusals } }), async (c) =>
    c.json({ items: await visitAlarms(sql, crypt, principalOf(c).hospitalId, c.req.valid('query').open === 'true') }, 200));
  app.openapi(createRoute({ method: 'post', path: '/visit-alarms/{alarmId}/acknowledge', summary: 'I am on it', ...onAlarm, request: { params: AlarmParam, headers: IdempotencyHeader, body: jsonBody(z.object({}).strict()) }, responses: { 204: done, ...refusals } }), async (c) => {
    const { hospitalId, accountId: by } = principalOf(c);
    if (!(await acknowledgeVisitAlarm(sql, { hospitalId, by, ...c.req.valid('param') }))) throw noAlarm();
    return c.body(null, 204);
  });
  app.openapi(createRoute({ method: 'post', path: '/visit-alarms/{alarmId}/close', summary: 'The person is safe; say what was done. Nobody closes their own SOS', ...onAlarm, request: { params: AlarmParam, headers: IdempotencyHeader, body: jsonBody(z.object({ note: words }).strict()) }, responses: { 204: done, ...refusals } }), async (c) => {
    const { hospitalId, accountId: by } = principalOf(c);
    const refusal = await closeVisitAlarm({ sql, crypt }, { hospitalId, by, ...c.req.valid('param'), ...c.req.valid('json') });
    if (refusal === 'own-alarm') throw new Problem('refused', 'You raised this alarm: somebody else must find out that you are safe and close it.', { reason: refusal });
    if (refusal) throw noAlarm();
    return c.body(null, 204);
  });

  const reporting = needs('incident:write');
  const handling = needs('incident:act');
  const onIncident = { tags: ['Safety'], ...handling, middleware: [...handling.middleware, idempotent(sql)] };
  app.openapi(createRoute({ method: 'post', path: '/incidents', tags: ['Safety'], summary: 'Report an incident; its clock starts now', ...reporting, middleware: [...reporting.middleware, idempotent(sql)],
    request: { headers: IdempotencyHeader, body: jsonBody(z.object({ kind: z.enum(incidentKinds), occurrence: VisitId.optional(), happenedAt: Moment, description: words }).strict()) }, responses: { 201: json(z.object({ incidentId: z.string() }), 'Reported'), ...refusals } }), async (c) => {
    const { hospitalId, accountId: by } = principalOf(c);
    const { occurrence = null, happenedAt, ...rest } = c.req.valid('json');
    const incidentId = await reportIncident({ sql, crypt }, { hospitalId, by, occurrence, happenedAt: new Date(happenedAt).toISOString(), ...rest });
    if (incidentId === null) throw noVisit();
    return c.json({ incidentId }, 201);
  });
  app.openapi(createRoute({ method: 'get', path: '/incidents', tags: ['Safety'], summary: 'Incidents, what is due first; without incident:act only one\'s own', ...reporting, request: { query: openOnly }, responses: { 200: json(z.object({ items: z.array(IncidentItem) }), 'Incidents'), ...refusals } }), async (c) => {
    c.header('cache-control', 'no-store');
    return c.json({ items: await incidentList(sql, crypt, { hospitalId: principalOf(c).hospitalId, open: c.req.valid('query').open === 'true', of: seenBy(principalOf(c)) }) }, 200);
  });
  app.openapi(createRoute({ method: 'get', path: '/incidents/{incidentId}', tags: ['Safety'], summary: 'One incident with its course', ...reporting, request: { params: IncidentParam }, responses: { 200: json(IncidentDetail, 'The incident'), ...refusals } }), async (c) => {
    const found = await incidentById(sql, crypt, principalOf(c).hospitalId, c.req.valid('param').incidentId, seenBy(principalOf(c)));
    if (!found) throw new Problem('not-found', incidentRefusals['unknown-incident'].message);
    c.header('cache-control', 'no-store');
    return c.json(found, 200);
  });
  const act = async (principal: Principal, incidentId: string, what: IncidentAct): Promise<void> => {
    const refusal = await actOnIncident({ sql, crypt }, { hospitalId: principal.hospitalId, by: principal.accountId, incidentId, what });
    if (refusal) throw new Problem(incidentRefusals[refusal].code, incidentRefusals[refusal].message, { reason: refusal });
  };
  app.openapi(createRoute({ method: 'post', path: '/incidents/{incidentId}/assign', summary: 'Give the incident an owner', ...onIncident, request: { params: IncidentParam, headers: IdempotencyHeader, body: jsonBody(z.object({ owner: Uuid }).strict()) }, responses: { 204: done, ...refusals } }), async (c) => {
    await act(principalOf(c), c.req.valid('param').incidentId, { act: 'assign', ...c.req.valid('json') });
    return c.body(null, 204);
  });
  app.openapi(createRoute({ method: 'post', path: '/incidents/{incidentId}/note', summary: 'Note what was found out or done', ...onIncident, request: { params: IncidentParam, headers: IdempotencyHeader, body: jsonBody(z.object({ note: words }).strict()) }, responses: { 204: done, ...refusals } }), async (c) => {
    await act(principalOf(c), c.req.valid('param').incidentId, { act: 'note', ...c.req.valid('json') });
    return c.body(null, 204);
  });
  app.openapi(createRoute({ method: 'post', path: '/incidents/{incidentId}/close', summary: 'Close with the outcome; never one\'s own report', ...onIncident, request: { params: IncidentParam, headers: IdempotencyHeader, body: jsonBody(z.object({ outcome: words }).strict()) }, responses: { 204: done, ...refusals } }), async (c) => {
    await act(principalOf(c), c.req.valid('param').incidentId, { act: 'close', ...c.req.valid('json') });
    return c.body(null, 204);
  });
  return app;
}
