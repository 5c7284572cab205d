/** What people do with a case beside the engine: look into it, give it to somebody, note something, promise a call-back. */
import { createRoute, z } from '@hono/zod-openapi';
import { logAccess } from '../../db/access-log.js';
import { openedClock } from '../../db/read-models/case-clock.js';
import { emergencyReasons, numbersOf } from '../../db/read-models/numbers.js';
import { worklistCases } from '../../db/read-models/worklist-cases.js';
import { worklistTasks } from '../../db/read-models/worklist-tasks.js';
import { callKinds } from '../../db/read-models/worklist-counts.js';
import { callBackBounds, closeCallBack, openCallBacks, promiseCallBack } from '../../db/worklist/call-backs.js';
import { addNote, notesOf } from '../../db/worklist/notes.js';
import { assign, ownerHistory, type Assigned } from '../../db/worklist/owners.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { idempotent } from '../idempotency.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { CaseParam, EpisodeParam, IdempotencyHeader, json, jsonBody, Moment, refusals, Uuid, trimmed } from '../schemas.js';
import { CaseDetailItem, ClockItem } from '../worklist-rows.js';

const escalationOf = ({ episodeId, n }: { episodeId: string; n: number }): string => `${episodeId}/escalation/${n}`;
const Owner = z.object({ accountId: Uuid.nullable() }).strict();
const words = trimmed(1, 4000);
const NumberItem = z.object({ contactId: z.string(), owner: z.string(), relation: z.string().nullable(), name: z.string().nullable(), kind: z.string(), value: z.string(), position: z.number(), quarantined: z.boolean(), consented: z.boolean().openapi({ description: 'false: the patient has not agreed that the family is called; the number is masked unless `emergency` says why it must be' }) });
const nothing = { description: 'Done' };

const unknownCase = (): Problem => new Problem('not-found', 'This hospital has no such case; take its id from the worklist.');

const mistyped = {
  past: new Problem('invalid', 'This time is over: check day and year of the call-back.', { reason: 'call-back-past', errors: [{ pointer: '/at', detail: 'is over' }] }),
  'too-far': new Problem('invalid', `This is more than ${callBackBounds.aheadDays} days ahead: check the year of the call-back.`, { reason: 'call-back-too-far', errors: [{ pointer: '/at', detail: `is more than ${callBackBounds.aheadDays} days ahead` }] }),
};

export function caseWorkRoutes({ sql, crypt, now }: ApiDeps) {
  const app = router();
  const acting = needs('escalation:act');
  const calling = needs('call:write');
  app.openapi(createRoute({ method: 'get', path: '/episodes/{episodeId}/escalations/{n}', tags: ['Escalations'], summary: 'One case with its notes, owners, promised call-backs and calls', ...needs('escalation:read'),
    request: { params: CaseParam, query: z.object({ language: z.enum(['zh-CN', 'en']).default('zh-CN') }) }, responses: { 200: json(CaseDetailItem, 'The case'), ...refusals } }), async (c) => {
    const { hospitalId } = principalOf(c);
    const { language } = c.req.valid('query');
    const escalationId = escalationOf(c.req.valid('param'));
    const [{ items: [found] }, notes, owners, callBacks, { items: tasks }] = await Promise.all([
      worklistCases(sql, { hospitalId, language, escalationId, limit: 1 }), notesOf(sql, crypt, hospitalId, [escalationId]), ownerHistory(sql, hospitalId, escalationId),
      openCallBacks(sql, crypt, hospitalId, escalationId), worklistTasks(sql, { hospitalId, language, kinds: callKinds, escalation: escalationId, limit: 20 }),
    ]);
    if (!found) throw unknownCase();
    return c.json({ case: found, notes: notes.map(({ escalation: _, ...note }) => note), owners, callBacks, tasks }, 200);
  });
  app.openapi(createRoute({ method: 'get', path: '/episodes/{episodeId}/escalations/{n}/clock', tags: ['Escalations'], summary: 'The clock of a case, opened: starts, deadlines, rungs, owners, calendar, breaches', ...needs('escalation:read'),
    request: { params: CaseParam }, responses: { 200: json(ClockItem, 'The clock'), ...refusals } }), async (c) => {
    const opened = await openedClock(sql, principalOf(c).hospitalId, escalationOf(c.req.valid('param')));
    if (opened === null) throw unknownCase();
    return c.json(opened, 200);
  });

  app.openapi(createRoute({ method: 'post', path: '/episodes/{episodeId}/escalations/{n}/owner', tags: ['Escalations'], summary: 'Take a case, give it to a colleague, or give it back (null)', ...acting, middleware: [...acting.middleware, idempotent(sql)],
    request: { params: CaseParam, headers: IdempotencyHeader, body: jsonBody(Owner) }, responses: { 204: nothing, ...refusals } }), async (c) => {
    const { hospitalId, accountId: by } = principalOf(c);
    mustBeAssigned(await assign(sql, { hospitalId, subject: { escalation: escalationOf(c.req.valid('param')) }, accountId: c.req.valid('json').accountId, by }));
    return c.body(null, 204);
  });
  app.openapi(createRoute({ method: 'post', path: '/tasks/owner', tags: ['Tasks'], summary: 'Take a task, give it to a colleague, or give it back (null)', ...acting, middleware: [...acting.middleware, idempotent(sql)],
    request: { headers: IdempotencyHeader, body: jsonBody(Owner.extend({ taskId: z.string().min(1).max(400) })) }, responses: { 204: nothing, ...refusals } }), async (c) => {
    const { hospitalId, accountId: by } = principalOf(c);
    const { taskId, accountId } = c.req.valid('json');
    mustBeAssigned(await assign(sql, { hospitalId, subject: { task: taskId }, accountId, by }));
    return c.body(null, 204);
  });
  app.openapi(createRoute({ method: 'post', path: '/episodes/{episodeId}/escalations/{n}/notes', tags: ['Escalations'], summary: 'Note something for colleagues; also on a closed case', ...acting, middleware: [...acting.middleware, idempotent(sql)],
    request: { params: CaseParam, headers: IdempotencyHeader, body: jsonBody(z.object({ text: words }).strict()) }, responses: { 201: json(z.object({ noteId: z.string() }), 'Noted'), ...refusals } }), async (c) => {
    const { hospitalId, accountId: by } = principalOf(c);
    const noteId = await addNote(sql, crypt, { hospitalId, escalation: escalationOf(c.req.valid('param')), text: c.req.valid('json').text, by });
    if (noteId === null) throw unknownCase();
    return c.json({ noteId }, 201);
  });

  app.openapi(createRoute({ method: 'post', path: '/episodes/{episodeId}/call-backs', tags: ['Calls'], summary: 'Promise to call back at a time (episode time); without `owner` the promise is mine', ...calling, middleware: [...calling.middleware, idempotent(sql)],
    request: { params: EpisodeParam, headers: IdempotencyHeader, body: jsonBody(z.object({ at: Moment, escalation: z.string().max(200).optional(), note: words.optional(), owner: Uuid.optional() }).strict()) },
    responses: { 201: json(z.object({ callBackId: z.string() }), 'Promised'), ...refusals } }), async (c) => {
    const { hospitalId, accountId: by } = principalOf(c);
    const { at, escalation = null, note = null, owner = by } = c.req.valid('json');
    const made = await promiseCallBack(sql, crypt, { hospitalId, episodeId: c.req.valid('param').episodeId, escalation, dueAt: new Date(at).toISOString(), note, owner, by, wallMs: now() });
    if (made === 'past' || made === 'too-far') throw mistyped[made];
    if (made === 'unknown') throw new Problem('not-found', 'This hospital has no such episode, case of it, or active colleague; check the ids.');
    return c.json(made, 201);
  });
  app.openapi(createRoute({ method: 'post', path: '/call-backs/{callBackId}/close', tags: ['Calls'], summary: 'A promised call-back was kept, or is no longer needed (say why)', ...calling, middleware: [...calling.middleware, idempotent(sql)],
    request: { params: z.object({ callBackId: Uuid }), headers: IdempotencyHeader, body: jsonBody(z.object({ state: z.enum(['kept', 'dropped']), note: words.optional() }).strict().refine((b) => b.state === 'kept' || b.note !== undefined, { message: 'is needed when the call-back is dropped: say why', path: ['note'] })) },
    responses: { 204: nothing, ...refusals } }), async (c) => {
    const { hospitalId, accountId: by } = principalOf(c);
    const { state, note = null } = c.req.valid('json');
    if (!(await closeCallBack(sql, crypt, { hospitalId, callBackId: c.req.valid('param').callBackId, state, note, by }))) throw new Problem('not-found', 'This hospital has no such open call-back; take its id from the worklist.');
    return c.body(null, 204);
  });

  app.openapi(createRoute({ method: 'get', path: '/patients/{patientId}/numbers', tags: ['Patients'], summary: 'The whole numbers of a patient, in calling order; every look is logged with its reason', ...needs('message:reveal'),
    request: { params: z.object({ patientId: Uuid }), query: z.object({ for: z.string().min(1).max(300), emergency: z.enum(emergencyReasons).optional().openapi({ description: 'Shows the family\'s number without the patient\'s consent; logged with this reason' }) }) }, responses: { 200: json(z.object({ items: z.array(NumberItem) }), 'The numbers'), ...refusals } }), async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    const { patientId } = c.req.valid('param');
    const { for: purpose, emergency = null } = c.req.valid('query');
    const items = await numbersOf(sql, hospitalId, patientId, emergency);
    if (items === null) throw new Problem('not-found', 'This hospital has no such patient; check the id.');
    await logAccess(sql, { hospitalId, actor: accountId, action: 'numbers:reveal', ref: `${patientId} for ${purpose}${emergency === null ? '' : `, family without consent: ${emergency}`}`, allowed: true });
    c.header('cache-control', 'no-store');
    return c.json({ items }, 200);
  });
  return app;
}

function mustBeAssigned(assigned: Assigned): void {
  if (assigned === 'unknown-subject') throw new Problem('not-found', 'This hospital has no such open case or task; it may be closed already.');
  if (assigned === 'unknown-account') throw new Problem('invalid', '/accountId is no active colleague who may act on cases; take it from /worklist/assignees.', { errors: [{ pointer: '/accountId', detail: 'is no colleague who may act on cases' }] });
}
