/** The duty roster: imported by the hospital or entered by hand, read by everybody who must know whom an alert reaches; its gaps are shown ahead. */
import { createRoute, z } from '@hono/zod-openapi';
import { hospitalOf } from '../../db/hospitals.js';
import { dutyGaps, dutyRoles, dutyShifts } from '../../db/read-models/duty-roster.js';
import { colleaguesOf, importShifts, removeShift, shiftsBetween } from '../../db/roster-shifts.js';
import { staffRoles } from '../../pathways/engine/vocabulary.js';
import { addDays, atLocal, fromMs, localDateOf } from '../../pathways/time.js';
import { readRosterFile } from '../../rosters/read-roster.js';
import type { ApiDeps } from '../deps.js';
import { needs } from '../auth.js';
import { principalOf } from '../env.js';
import { idempotent } from '../idempotency.js';
import { parse } from '../parse.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { Day, IdempotencyHeader, json, jsonBody, Moment, refusals, Uuid } from '../schemas.js';

const Shift = z.object({ login: z.string().min(1).max(100), role: z.enum(staffRoles), startsAt: Moment, endsAt: Moment }).strict().openapi('Shift');
const HeldShift = z.object({ ...Shift.shape, accountId: z.string() });
const Import = z.object({ store: z.enum(['true', 'false']).default('false') });
const Verdicts = z.object({ accepted: z.number(), refused: z.array(z.object({ row: z.number(), problem: z.string() })) }).openapi('RosterVerdicts');

const put = createRoute({
  method: 'put', path: '/roster', tags: ['Roster'], summary: 'Add or change shifts; each row has its own verdict', ...needs('roster:write'),
  request: { body: jsonBody(z.object({ shifts: z.array(Shift).min(1).max(5000) }).strict()) }, responses: { 200: json(Verdicts, 'What was taken and what not'), ...refusals },
});
const get = createRoute({
  method: 'get', path: '/roster', tags: ['Roster'], summary: 'Shifts that overlap a period', ...needs('roster:read'),
  request: { query: z.object({ from: Moment, until: Moment }) }, responses: { 200: json(z.object({ shifts: z.array(HeldShift) }), 'Shifts'), ...refusals },
});
const role = z.enum(staffRoles);
const Duty = z
  .object({
    from: z.string(), until: z.string(), now: z.string(), zone: z.string(),
    roles: z.array(z.object({ role, red: z.boolean(), used: z.boolean() })),
    shifts: z.array(z.object({ shiftId: z.string(), accountId: z.string(), displayName: z.string(), login: z.string(), role, startsAt: z.string(), endsAt: z.string(), active: z.boolean() })),
    gaps: z.array(z.object({ role, from: z.string(), until: z.string(), red: z.boolean() })),
    colleagues: z.array(z.object({ accountId: z.string(), login: z.string(), displayName: z.string() })),
  })
  .openapi('DutyRoster');
/** Furthest look ahead in one answer. */
const longestDays = 92;
const overview = createRoute({
  method: 'get', path: '/roster/duty', tags: ['Roster'], summary: 'Who is on duty in the days from a date on, and when nobody is', ...needs('roster:read'),
  request: { query: z.object({ from: Day.optional(), days: z.coerce.number().int().min(1).max(longestDays).default(14) }) }, responses: { 200: json(Duty, 'The roster'), ...refusals },
});
const Verdict = z.object({ line: z.number(), text: z.string(), problem: z.string().nullable(), duty: HeldShift.nullable() });
const Imported = z.object({ layout: z.enum(['duty-per-line', 'day-per-line']), stored: z.number().openapi({ description: '0 when only checked' }), verdicts: z.array(Verdict) }).openapi('RosterImport');
/** A year's roster of a department is far below. */
const largestRoster = 3 * 1024 * 1024;

export function rosterRoutes({ sql, now }: ApiDeps) {
  const app = router();
  const writing = { ...needs('roster:write'), middleware: [...needs('roster:write').middleware, idempotent(sql)] };
  const remove = createRoute({
    method: 'post', path: '/roster/shifts/{shiftId}/remove', tags: ['Roster'], summary: 'Take a shift out; one that runs ends now, one that is over stays', ...writing,
    request: { headers: IdempotencyHeader, params: z.object({ shiftId: Uuid }), body: jsonBody(z.object({}).strict()) }, responses: { 200: json(z.object({ outcome: z.enum(['removed', 'ended']) }), 'Done'), ...refusals },
  });
  const upload = createRoute({
    method: 'post', path: '/roster/import', tags: ['Roster'], summary: 'A roster file (CSV in UTF-8 or GBK, or xlsx): a verdict per duty; stored only when asked', ...writing,
    request: { headers: IdempotencyHeader, query: Import, body: { required: true, content: { 'text/csv': { schema: z.string() }, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': { schema: z.string().openapi({ format: 'binary' }) } } } },
    responses: { 200: json(Imported, 'Verdicts'), ...refusals },
  });

  app.openapi(put, async (c) => {
    const { shifts } = c.req.valid('json');
    const verdicts = await importShifts(sql, principalOf(c).hospitalId, shifts.map((s) => ({ ...s, startsAt: utc(s.startsAt), endsAt: utc(s.endsAt) })));
    const refused = verdicts.flatMap(({ row, problem }) => (problem === null ? [] : [{ row, problem }]));
    return c.json({ accepted: verdicts.length - refused.length, refused }, 200);
  });
  app.openapi(get, async (c) => {
    const { from, until } = c.req.valid('query');
    return c.json({ shifts: await shiftsBetween(sql, principalOf(c).hospitalId, utc(from), utc(until)) }, 200);
  });
  app.openapi(overview, async (c) => {
    const { hospitalId } = principalOf(c);
    const { days, from: asked } = c.req.valid('query');
    const { zone } = await hospitalOf(sql, hospitalId);
    const at = fromMs(now());
    const day = asked ?? localDateOf(at, zone);
    const [from, until] = [atLocal(day, '00:00', zone), atLocal(addDays(day, days), '00:00', zone)];
    const roles = await dutyRoles(sql, hospitalId);
    // What is over cannot be mended: gaps are shown from now on.
    const gapsFrom = from > at ? from : at;
    const [shifts, gaps, colleagues] = await Promise.all([dutyShifts(sql, hospitalId, from, until), gapsFrom < until ? dutyGaps(sql, hospitalId, gapsFrom, until, roles) : [], colleaguesOf(sql, hospitalId)]);
    const used = new Set(roles.map((one) => one.role));
    return c.json({ from, until, now: at, zone, roles: [...roles, ...staffRoles.filter((one) => !used.has(one)).map((one) => ({ role: one, red: false, used: false }))], shifts, gaps, colleagues }, 200);
  });
  app.openapi(remove, async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    const { outcome } = await removeShift(sql, { hospitalId, ...c.req.valid('param'), by: accountId });
    if (outcome === 'unknown') throw new Problem('not-found', 'This hospital has no such shift; somebody may have taken it out already.');
    if (outcome === 'over') throw new Problem('refused', 'This shift is over and stays: alerts went by it.', { reason: 'shift-over' });
    return c.json({ outcome }, 200);
  });
  app.openAPIRegistry.registerPath(upload);
  app.on('POST', ['/roster/import'], ...writing.middleware, async (c) => {
    const { hospitalId } = principalOf(c);
    const asked = parse(Import, c.req.query(), 'query');
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    if (bytes.byteLength > largestRoster) throw new Problem('too-large', `The roster is larger than ${largestRoster / 1024 / 1024} MB; split it.`);
    const { zone } = await hospitalOf(sql, hospitalId);
    const reading = await readRosterFile(bytes, { colleagues: await colleaguesOf(sql, hospitalId), zone });
    if (!reading.ok) throw new Problem('invalid', reading.problem, { reason: 'not-a-roster' });
    const duties = reading.verdicts.flatMap(({ duty }) => (duty === null ? [] : [duty]));
    const store = asked.store === 'true' && duties.length > 0;
    if (store) await importShifts(sql, hospitalId, duties);
    return c.json({ layout: reading.layout, stored: store ? duties.length : 0, verdicts: reading.verdicts }, 200);
  });
  return app;
}

const utc = (text: string): string => new Date(text).toISOString();
