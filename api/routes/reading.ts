/** Everything that is only read: one route, one query. */
import { createRoute, z } from '@hono/zod-openapi';
import { findPlan } from '../../db/plans.js';
import { episodeById, episodeList } from '../../db/read-models/episode-list.js';
import { formList } from '../../db/read-models/form-list.js';
import { messageList } from '../../db/read-models/message-list.js';
import { packageList } from '../../db/read-models/package-list.js';
import { patientById } from '../../db/read-models/patient-list.js';
import { taskList } from '../../db/read-models/task-list.js';
import { timelineList } from '../../db/read-models/timeline-list.js';
import { visitList } from '../../db/read-models/visit-list.js';
import { worklist } from '../../db/read-models/worklist.js';
import { staffRoles } from '../../pathways/engine/vocabulary.js';
import type { EpisodeRow } from '../../db/read-models/episode-list.js';
import { episodeTime } from '../../workflows/episode-clock.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import type { Permission } from '../permissions.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { CaseItem, EpisodeItem, FormItem, MessageItem, PackageItem, PatientItem, TaskItem, TimelineItem, VisitItem } from '../rows.js';
import { EpisodeParam, json, Moment, OrdinalInPath, page, PageQuery, refusals, Uuid } from '../schemas.js';

const yesNo = z.enum(['true', 'false']).transform((v) => v === 'true');
const utc = (text: string | undefined): string | undefined => (text === undefined ? undefined : new Date(text).toISOString());

const get = <P extends string, Q extends z.ZodObject, S extends z.ZodObject, T extends z.ZodType>(path: P, tag: string, summary: string, permission: Permission, params: Q, query: S, item: T) =>
  createRoute({ method: 'get', path, tags: [tag], summary, ...needs(permission), request: { params, query: query.strict() as unknown as S /* strict changes no type, only what is refused */ }, responses: { 200: json(item, summary), ...refusals } });
const none = z.object({});

const routes = {
  episodes: get('/episodes', 'Episodes', 'Episodes, newest launch first', 'episode:read', none, PageQuery.extend({ status: z.string().max(20).optional(), patientId: Uuid.optional(), needsAttention: yesNo.optional() }), page(EpisodeItem)),
  episode: get('/episodes/{episodeId}', 'Episodes', 'One episode', 'episode:read', EpisodeParam, none, EpisodeItem),
  timeline: get('/episodes/{episodeId}/timeline', 'Episodes', 'What became true, oldest first, each with its cause', 'episode:read', EpisodeParam, PageQuery, page(TimelineItem)),
  escalations: get('/escalations', 'Escalations', 'Cases, most urgent first', 'escalation:read', none, PageQuery.extend({ open: yesNo.default(true), episodeId: Uuid.optional(), language: z.enum(['zh-CN', 'en']).default('zh-CN') }), page(CaseItem)),
  tasks: get('/tasks', 'Tasks', 'Work for people, next due first', 'task:read', none, PageQuery.extend({ open: yesNo.default(true), role: z.enum(staffRoles).optional(), episodeId: Uuid.optional() }), page(TaskItem)),
  visits: get('/visits', 'Visits', 'Visits by time', 'episode:read', none, PageQuery.extend({ from: Moment.optional(), until: Moment.optional(), episodeId: Uuid.optional(), assignee: Uuid.optional() }), page(VisitItem)),
  forms: get('/forms', 'Answers', 'Forms that wait for an answer, with their questions', 'episode:read', none, z.object({ episodeId: Uuid.optional(), patientId: Uuid.optional(), language: z.enum(['zh-CN', 'en']).default('zh-CN'), limit: z.coerce.number().int().min(1).max(200).default(50) }), z.object({ items: z.array(FormItem) })),
  messages: get('/messages', 'Messages', 'Every obligation with its one outcome and its attempts', 'message:read', none, PageQuery.extend({ episodeId: Uuid.optional(), patientId: Uuid.optional(), state: z.string().max(20).optional() }), page(MessageItem)),
  packages: get('/packages', 'Packages', 'Published versions with their signatures', 'package:read', none, z.object({ packageId: z.string().max(80).optional(), version: OrdinalInPath.optional() }), z.object({ items: z.array(PackageItem) })),
  patient: get('/patients/{patientId}', 'Patients', 'One patient: contacts (masked), consents, facts', 'patient:read', z.object({ patientId: Uuid }), none, PatientItem),
};

export function readingRoutes({ sql, now }: ApiDeps) {
  const app = router();
  const withTime = ({ clock, ...row }: EpisodeRow) => ({ ...row, episodeNow: episodeTime(clock, now()) });
  const hospital = (c: Parameters<typeof principalOf>[0]) => ({ hospitalId: principalOf(c).hospitalId });
  app.openapi(routes.episodes, async (c) => {
    const { items, next } = await episodeList(sql, { ...hospital(c), ...c.req.valid('query') });
    return c.json({ items: items.map(withTime), next }, 200);
  });
  app.openapi(routes.episode, async (c) => c.json(withTime(await mustExist(episodeById(sql, principalOf(c).hospitalId, c.req.valid('param').episodeId), 'episode')), 200));
  app.openapi(routes.timeline, async (c) => {
    const { episodeId } = c.req.valid('param');
    await mustExist(episodeById(sql, principalOf(c).hospitalId, episodeId), 'episode');
    return c.json(await timelineList(sql, { ...hospital(c), episodeId, ...c.req.valid('query') }), 200);
  });
  app.openapi(routes.escalations, async (c) => {
    const { language, ...query } = c.req.valid('query');
    const { hospitalId } = hospital(c);
    const { items, next } = await worklist(sql, { hospitalId, ...query });
    const worded = items.map(async ({ planId, planVersion, planHash, ...row }) => {
      const plan = await findPlan(sql, hospitalId, { id: planId, version: planVersion, hash: planHash });
      return { ...row, instructionText: plan?.texts[language]?.[row.instruction] ?? row.instruction };
    });
    return c.json({ items: await Promise.all(worded), next }, 200);
  });
  app.openapi(routes.tasks, async (c) => c.json(await taskList(sql, { ...hospital(c), ...c.req.valid('query') }), 200));
  app.openapi(routes.visits, async (c) => {
    const { from, until, ...query } = c.req.valid('query');
    return c.json(await visitList(sql, { ...hospital(c), ...query, from: utc(from), until: utc(until) }), 200);
  });
  app.openapi(routes.forms, async (c) => c.json({ items: await formList(sql, { ...hospital(c), ...c.req.valid('query') }) }, 200));
  app.openapi(routes.messages, async (c) => c.json(await messageList(sql, { ...hospital(c), ...c.req.valid('query') }), 200));
  app.openapi(routes.packages, async (c) => c.json({ items: await packageList(sql, { ...hospital(c), ...c.req.valid('query') }) }, 200));
  app.openapi(routes.patient, async (c) => c.json(await mustExist(patientById(sql, principalOf(c).hospitalId, c.req.valid('param').patientId), 'patient'), 200));
  return app;
}

/** Another hospital's is not there either. */
async function mustExist<T>(found: Promise<T | null>, what: string): Promise<T> {
  const row = await found;
  if (row === null) throw new Problem('not-found', `This hospital has no such ${what}; check the id.`);
  return row;
}
