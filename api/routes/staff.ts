/** Who can be sent: profiles, hours, leave; districts and settings of the service loop; where a patient lives. */
import { createRoute, z } from '@hono/zod-openapi';
import { announceChanges } from '../../db/changes.js';
import { transact } from '../../db/client.js';
import { logAccess } from '../../db/access-log.js';
import { lockLiving } from '../../db/patient-lock.js';
import { affectedBy, cancelLeave, leaveBetween, leaveKinds, takeLeave } from '../../db/visits/leave.js';
import { peopleOf, setHours, setProfile } from '../../db/visits/people.js';
import { placeOf, setPlace } from '../../db/visits/places.js';
import { districtsOf, setDistricts, setSettings, settingsOf } from '../../db/visits/surroundings.js';
import { effectsOf, unqualifiedVisits } from '../../db/visits/unfit-visits.js';
import type { Principal } from '../../db/accounts.js';
import { daysBetween } from '../../pathways/time.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { idempotent } from '../idempotency.js';
import { allows } from '../permissions.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { Day, IdempotencyHeader, json, jsonBody, refusals, Uuid, trimmed } from '../schemas.js';
import { AccountParam, AffectedItem, DistrictsBody, HoursItem, LeaveItem, PlaceBody, ProfileBody, SettingsBody, StaffItem, UnfitVisitItem } from '../visit-rows.js';

const done = { description: 'Done' };
const nobody = (): Problem => new Problem('not-found', 'This hospital has no such person, or the person has no profile yet; set the profile first.');
const longestLeave = 366;
const Days = z.object({ from: Day, until: Day }).strict().refine((d) => d.from <= d.until && daysBetween(d.from, d.until) < longestLeave, { message: `must not be before from, and at most ${longestLeave} days later`, path: ['until'] });
const NewLeave = Days.safeExtend({ kind: z.enum(leaveKinds), note: trimmed(1, 500).optional() });

/** One's own leave, or anybody's for whoever hands out visits. */
function mayRecordFor(principal: Principal, accountId: string): void {
  if (principal.accountId === accountId || allows(principal, 'assignment:write')) return;
  throw new Problem('forbidden', 'You may record your own leave only; ask the case manager or the head nurse for somebody else\'s.');
}

export function staffRoutes({ sql, crypt }: ApiDeps) {
  const app = router();
  const reading = needs('staff:read');
  const writing = { tags: ['Staff'], ...needs('staff:write') };
  const leaving = { tags: ['Staff'], ...needs('leave:write'), middleware: [...needs('leave:write').middleware, idempotent(sql)] };

  app.openapi(createRoute({ method: 'get', path: '/staff', tags: ['Staff'], summary: 'Everybody who can be sent, with skills, districts, hours and leave', ...reading, responses: { 200: json(z.object({ items: z.array(StaffItem) }), 'Staff'), ...refusals } }), async (c) =>
    c.json({ items: await peopleOf(sql, principalOf(c).hospitalId) }, 200));
  app.openapi(createRoute({ method: 'get', path: '/staff/{accountId}/profile', tags: ['Staff'], summary: 'One person', ...reading, request: { params: AccountParam }, responses: { 200: json(StaffItem, 'The person'), ...refusals } }), async (c) => {
    const [person] = await peopleOf(sql, principalOf(c).hospitalId, c.req.valid('param').accountId);
    if (!person) throw nobody();
    return c.json(person, 200);
  });
  app.openapi(createRoute({ method: 'put', path: '/staff/{accountId}/profile', summary: 'Set rank, years, skills, certificates, districts and daily load', ...writing, request: { params: AccountParam, body: jsonBody(ProfileBody) }, responses: { 204: done, ...refusals } }), async (c) => {
    const { hospitalId, accountId: by } = principalOf(c);
    const { accountId } = c.req.valid('param');
    const known = await transact(sql, async (tx) => {
      const stored = await setProfile(tx, hospitalId, accountId, c.req.valid('json'), by);
      if (stored) await announceChanges(tx, hospitalId, [{ topic: 'staff', ref: accountId }]);
      return stored;
    });
    if (!known) throw nobody();
    await logAccess(sql, { hospitalId, actor: by, action: 'staff:profile', ref: accountId, allowed: true });
    return c.body(null, 204);
  });
  app.openapi(createRoute({ method: 'get', path: '/staff/unqualified-visits', tags: ['Staff'], summary: 'Confirmed visits whose person is not qualified on that day (any longer)', ...reading, responses: { 200: json(z.object({ items: z.array(UnfitVisitItem) }), 'Visits, next first'), ...refusals } }), async (c) =>
    c.json({ items: await unqualifiedVisits(sql, principalOf(c).hospitalId) }, 200));
  app.openapi(createRoute({ method: 'post', path: '/staff/{accountId}/effects', summary: 'Confirmed visits that a change of profile or hours would leave with somebody who may not or cannot make them; nothing is written', ...writing, middleware: [...writing.middleware, idempotent(sql)],
    request: { params: AccountParam, headers: IdempotencyHeader, body: jsonBody(z.object({ profile: ProfileBody.optional(), hours: z.array(HoursItem).max(28).optional() }).strict()) }, responses: { 200: json(z.object({ items: z.array(UnfitVisitItem) }), 'Visits, next first'), ...refusals } }), async (c) =>
    c.json({ items: await effectsOf(sql, principalOf(c).hospitalId, { ...c.req.valid('param'), ...c.req.valid('json') }) }, 200));
  app.openapi(createRoute({ method: 'put', path: '/staff/{accountId}/hours', summary: 'Set the working week (replaces the former)', ...writing, request: { params: AccountParam, body: jsonBody(z.object({ hours: z.array(HoursItem).max(28) }).strict()) }, responses: { 204: done, ...refusals } }), async (c) => {
    const { hospitalId } = principalOf(c);
    const { accountId } = c.req.valid('param');
    const { hours } = c.req.valid('json');
    const twice = hours.findIndex((h, i) => hours.some((other, j) => j < i && other.weekday === h.weekday && other.from < h.until && h.from < other.until));
    if (twice >= 0) throw new Problem('invalid', `Two stretches of weekday ${hours[twice]?.weekday} overlap; join them into one.`, { errors: [{ pointer: `/hours/${twice}/from`, detail: 'overlaps another stretch of that day' }] });
    const known = await transact(sql, async (tx) => {
      const stored = await setHours(tx, hospitalId, accountId, hours);
      if (stored) await announceChanges(tx, hospitalId, [{ topic: 'staff', ref: accountId }]);
      return stored;
    });
    if (!known) throw nobody();
    return c.body(null, 204);
  });

  app.openapi(createRoute({ method: 'get', path: '/leave', tags: ['Staff'], summary: 'Leave that overlaps a period', ...reading, request: { query: z.object({ from: Day, until: Day }) }, responses: { 200: json(z.object({ items: z.array(LeaveItem) }), 'Leave'), ...refusals } }), async (c) => {
    const principal = principalOf(c);
    const { hospitalId, accountId } = principal;
    const { from, until } = c.req.valid('query');
    const items = await leaveBetween(sql, crypt, hospitalId, from, until);
    // Why a colleague is away is for whoever plans around it.
    const all = allows(principal, 'assignment:write');
    return c.json({ items: items.map((one) => (all || one.accountId === accountId ? one : { ...one, kind: 'other' as const, note: null })) }, 200);
  });
  app.openapi(createRoute({ method: 'post', path: '/staff/{accountId}/leave/preview', summary: 'Visits that a leave would send back to the search; nothing is written', ...leaving,
    request: { params: AccountParam, headers: IdempotencyHeader, body: jsonBody(Days) }, responses: { 200: json(z.object({ affected: z.array(AffectedItem) }), 'Affected visits'), ...refusals } }), async (c) => {
    mayRecordFor(principalOf(c), c.req.valid('param').accountId);
    return c.json({ affected: await affectedBy(sql, { hospitalId: principalOf(c).hospitalId, ...c.req.valid('param'), ...c.req.valid('json') }) }, 200);
  });
  app.openapi(createRoute({ method: 'post', path: '/staff/{accountId}/leave', summary: 'Record leave; confirmed visits on those days go back to the search and are listed', ...leaving,
    request: { params: AccountParam, headers: IdempotencyHeader, body: jsonBody(NewLeave) },
    responses: { 201: json(z.object({ leaveId: z.string(), affected: z.array(AffectedItem) }), 'Recorded'), ...refusals } }), async (c) => {
    const principal = principalOf(c);
    const { accountId } = c.req.valid('param');
    mayRecordFor(principal, accountId);
    const { from, until, kind, note = null } = c.req.valid('json');
    const taken = await takeLeave({ sql, crypt }, { hospitalId: principal.hospitalId, accountId, from, until, kind, note, by: principal.accountId });
    if (!taken) throw nobody();
    return c.json(taken, 201);
  });
  app.openapi(createRoute({ method: 'post', path: '/staff/{accountId}/leave/{leaveId}/cancel', summary: 'Cancel a leave', ...leaving, request: { params: AccountParam.extend({ leaveId: Uuid }), headers: IdempotencyHeader, body: jsonBody(z.object({}).strict()) }, responses: { 204: done, ...refusals } }), async (c) => {
    const principal = principalOf(c);
    const { accountId, leaveId } = c.req.valid('param');
    mayRecordFor(principal, accountId);
    if (!(await cancelLeave(sql, { hospitalId: principal.hospitalId, accountId, leaveId, by: principal.accountId }))) throw new Problem('not-found', 'There is no such leave, or it was cancelled before.');
    return c.body(null, 204);
  });

  app.openapi(createRoute({ method: 'get', path: '/districts', tags: ['Staff'], summary: 'Districts and the ways between them', ...reading, responses: { 200: json(DistrictsBody, 'Districts'), ...refusals } }), async (c) => c.json(await districtsOf(sql, principalOf(c).hospitalId), 200));
  app.openapi(createRoute({ method: 'put', path: '/districts', summary: 'Add or change districts and ways (none is deleted)', ...writing, request: { body: jsonBody(DistrictsBody) }, responses: { 204: done, ...refusals } }), async (c) => {
    const { hospitalId } = principalOf(c);
    const body = c.req.valid('json');
    const known = new Set([...(await districtsOf(sql, hospitalId)).districts, ...body.districts].map(({ code }) => code));
    const stray = body.travel.find(({ from, to }) => !known.has(from) || !known.has(to));
    if (stray) throw new Problem('invalid', `A way names a district that is not known (${stray.from} to ${stray.to}); add the district first.`, { errors: [{ pointer: '/travel', detail: 'unknown district' }] });
    await transact(sql, (tx) => setDistricts(tx, hospitalId, body));
    return c.body(null, 204);
  });
  app.openapi(createRoute({ method: 'get', path: '/service-settings', tags: ['Staff'], summary: 'Grid of slots, times to answer, weights: conventions unless the hospital changed them', ...reading, responses: { 200: json(SettingsBody, 'Settings'), ...refusals } }), async (c) => c.json(await settingsOf(sql, principalOf(c).hospitalId), 200));
  app.openapi(createRoute({ method: 'put', path: '/service-settings', summary: 'Change the settings (what is left out falls back to the convention)', ...writing, request: { body: jsonBody(SettingsBody.partial()) }, responses: { 204: done, ...refusals } }), async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    const given = Object.fromEntries(Object.entries(c.req.valid('json')).filter(([, value]) => value !== undefined));
    await setSettings(sql, hospitalId, given, accountId);
    await logAccess(sql, { hospitalId, actor: accountId, action: 'service-settings:write', ref: Object.keys(given).join(' '), allowed: true });
    return c.body(null, 204);
  });

  const PatientParam = z.object({ patientId: Uuid });
  app.openapi(createRoute({ method: 'get', path: '/patients/{patientId}/place', tags: ['Patients'], summary: 'Where the patient lives; every look is logged', ...needs('patient:read'), request: { params: PatientParam }, responses: { 200: json(PlaceBody, 'The place'), ...refusals } }), async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    const { patientId } = c.req.valid('param');
    const place = await placeOf(sql, crypt, hospitalId, patientId);
    if (!place) throw new Problem('not-found', 'No address is recorded for this patient here.');
    await logAccess(sql, { hospitalId, actor: accountId, action: 'visit-place:read', ref: patientId, allowed: true });
    c.header('cache-control', 'no-store');
    return c.json(place, 200);
  });
  app.openapi(createRoute({ method: 'put', path: '/patients/{patientId}/place', tags: ['Patients'], summary: 'Record where the patient lives', ...needs('patient:write'), request: { params: PatientParam, body: jsonBody(PlaceBody) }, responses: { 204: done, ...refusals } }), async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    const { patientId } = c.req.valid('param');
    const place = c.req.valid('json');
    // Nobody serves a district that nobody knows: its visits would find no one.
    if (!(await districtsOf(sql, hospitalId)).districts.some(({ code }) => code === place.district)) {
      throw new Problem('invalid', 'The place names a district that this hospital does not know; add the district first.', { errors: [{ pointer: '/district', detail: 'unknown district' }] });
    }
    const known = await transact(sql, async (tx) => {
      const living = await lockLiving(tx, patientId);
      const stored = living !== null && (await setPlace(tx, crypt, { hospitalId, patientId: living, by: accountId, ...place }));
      if (stored) await announceChanges(tx, hospitalId, [{ topic: 'patient', ref: living }]);
      return stored;
    });
    if (!known) throw new Problem('not-found', 'This hospital has no such patient; check the id.');
    return c.body(null, 204);
  });
  return app;
}
