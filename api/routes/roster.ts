/** The duty roster: imported by the hospital, read by everybody who must know whom an alert reaches. */
import { createRoute, z } from '@hono/zod-openapi';
import { importShifts, shiftsBetween } from '../../db/roster-shifts.js';
import { staffRoles } from '../../pathways/engine/vocabulary.js';
import type { ApiDeps } from '../deps.js';
import { needs } from '../auth.js';
import { principalOf } from '../env.js';
import { router } from '../router.js';
import { json, jsonBody, Moment, refusals } from '../schemas.js';

const Shift = z.object({ login: z.string().min(1).max(100), role: z.enum(staffRoles), startsAt: Moment, endsAt: Moment }).openapi('Shift');
const Verdicts = z.object({ accepted: z.number(), refused: z.array(z.object({ row: z.number(), problem: z.string() })) }).openapi('RosterVerdicts');

const put = createRoute({
  method: 'put', path: '/roster', tags: ['Roster'], summary: 'Add or change shifts; each row has its own verdict', ...needs('roster:write'),
  request: { body: jsonBody(z.object({ shifts: z.array(Shift).min(1).max(5000) })) }, responses: { 200: json(Verdicts, 'What was taken and what not'), ...refusals },
});
const get = createRoute({
  method: 'get', path: '/roster', tags: ['Roster'], summary: 'Shifts that overlap a period', ...needs('roster:read'),
  request: { query: z.object({ from: Moment, until: Moment }) }, responses: { 200: json(z.object({ shifts: z.array(Shift.extend({ accountId: z.string() })) }), 'Shifts'), ...refusals },
});
const utc = (text: string): string => new Date(text).toISOString();

export function rosterRoutes({ sql }: ApiDeps) {
  const app = router();
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
  return app;
}
