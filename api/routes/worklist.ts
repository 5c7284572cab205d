/** The worklist: what waits for a person, most urgent first, one query per heading. */
import { createRoute, z } from '@hono/zod-openapi';
import { worklistAlarms } from '../../db/read-models/worklist-alarms.js';
import { worklistCases } from '../../db/read-models/worklist-cases.js';
import { callKinds, worklistCounts } from '../../db/read-models/worklist-counts.js';
import { unitShortages } from '../../db/read-models/worklist-shortages.js';
import { worklistTasks } from '../../db/read-models/worklist-tasks.js';
import { undelivered } from '../../db/read-models/worklist-undelivered.js';
import { neededVisits } from '../../db/read-models/worklist-visits.js';
import { openCallBacks } from '../../db/worklist/call-backs.js';
import { assignees } from '../../db/worklist/owners.js';
import { fromMs } from '../../pathways/time.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import type { Permission } from '../permissions.js';
import { router } from '../router.js';
import { json, page, PageQuery, refusals, Uuid } from '../schemas.js';
import { AlarmItem, AssigneeItem, CallBackItem, CountsItem, UndeliveredItem, UnitShortageItem, VisitNeedItem, WorklistCaseItem, WorklistTaskItem } from '../worklist-rows.js';

const get = <P extends string, Q extends z.ZodObject, T extends z.ZodType>(path: P, summary: string, permission: Permission, query: Q, body: T) =>
  createRoute({ method: 'get', path, tags: ['Worklist'], summary, ...needs(permission), request: { query }, responses: { 200: json(body, summary), ...refusals } });
const Language = z.object({ language: z.enum(['zh-CN', 'en']).default('zh-CN') });
const items = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });

const routes = {
  counts: get('/worklist/counts', 'How much there is under each heading', 'task:read', z.object({}), CountsItem),
  cases: get('/worklist/cases', 'Open cases by the time that is left; `owner` narrows to mine or to those that nobody has', 'escalation:read',
    PageQuery.extend({ ...Language.shape, owner: z.union([z.enum(['mine', 'nobody']), Uuid]).optional() }), page(WorklistCaseItem)),
  tasks: get('/worklist/tasks', 'Calls to make and checks, with their script, next due first', 'task:read', PageQuery.extend({ ...Language.shape, escalation: z.string().max(200).optional(), taskId: z.string().max(400).optional().openapi({ description: 'That one alone, open or closed' }) }), page(WorklistTaskItem)),
  callBacks: get('/worklist/call-backs', 'Promised call-backs, next due first', 'task:read', z.object({ escalation: z.string().max(200).optional() }), items(CallBackItem)),
  undelivered: get('/worklist/undelivered', 'Messages that did not arrive and whose matter is still open', 'message:read', PageQuery, page(UndeliveredItem)),
  visits: get('/worklist/visits', 'Visits without a time, without a person, or held', 'task:read', PageQuery.extend(Language.shape), page(VisitNeedItem)),
  shortages: get('/worklist/shortages', 'Visits booked or done without a unit, and visits done but never redeemed', 'entitlement:read', z.object({}), items(UnitShortageItem)),
  alarms: get('/worklist/alarms', 'A colleague in need, an overdue visit, nobody on duty', 'task:read', z.object({}), items(AlarmItem)),
  assignees: get('/worklist/assignees', 'Colleagues to whom a case can be given, those on duty first', 'task:read', z.object({}), items(AssigneeItem)),
};

export function worklistRoutes({ sql, crypt, now }: ApiDeps) {
  const app = router();
  app.openapi(routes.counts, async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    return c.json({ ...(await worklistCounts(sql, hospitalId, accountId)), now: fromMs(now()) }, 200);
  });
  app.openapi(routes.cases, async (c) => {
    const { owner, ...query } = c.req.valid('query');
    const { hospitalId, accountId } = principalOf(c);
    return c.json(await worklistCases(sql, { hospitalId, ...query, ownerId: owner === 'mine' ? accountId : owner === 'nobody' ? null : owner }), 200);
  });
  app.openapi(routes.tasks, async (c) => c.json(await worklistTasks(sql, { hospitalId: principalOf(c).hospitalId, kinds: callKinds, ...c.req.valid('query') }), 200));
  app.openapi(routes.callBacks, async (c) => c.json({ items: await openCallBacks(sql, crypt, principalOf(c).hospitalId, c.req.valid('query').escalation ?? null) }, 200));
  app.openapi(routes.undelivered, async (c) => c.json(await undelivered(sql, { hospitalId: principalOf(c).hospitalId, ...c.req.valid('query') }), 200));
  app.openapi(routes.visits, async (c) => c.json(await neededVisits(sql, { hospitalId: principalOf(c).hospitalId, ...c.req.valid('query') }), 200));
  app.openapi(routes.shortages, async (c) => c.json({ items: await unitShortages(sql, principalOf(c).hospitalId) }, 200));
  app.openapi(routes.alarms, async (c) => c.json({ items: await worklistAlarms(sql, principalOf(c).hospitalId) }, 200));
  app.openapi(routes.assignees, async (c) => c.json({ items: await assignees(sql, principalOf(c).hospitalId) }, 200));
  return app;
}
