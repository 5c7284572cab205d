/** The patient page: one route per part of the screen, each one read model. */
import { createRoute, z } from '@hono/zod-openapi';
import { patientAnswers } from '../../db/read-models/patient-answers.js';
import { patientChart } from '../../db/read-models/patient-chart.js';
import { patientLanes } from '../../db/read-models/patient-lanes.js';
import { patientOutlook } from '../../db/read-models/patient-outlook.js';
import { patientTimeline } from '../../db/read-models/patient-timeline.js';
import { patientTrends } from '../../db/read-models/patient-trends.js';
import { patientVisits } from '../../db/read-models/patient-visits.js';
import { worded } from '../../db/read-models/patient/worded.js';
import { entryKinds, entryStates, type EntryKind } from '../../pathways/chart/entry.js';
import { addDays } from '../../pathways/time.js';
import { needs } from '../auth.js';
import { AnswerSheetItem, ChartItem, LanesItem, OutlookItem, PatientVisitItem, TimelineEntryItem, TrendItem } from '../chart-rows.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { Day, json, Moment, page, PageQuery, refusals, Uuid } from '../schemas.js';

const Patient = z.object({ patientId: Uuid });
const Language = z.object({ language: z.enum(['zh-CN', 'en']).default('zh-CN') });
const isKind = (name: string): name is EntryKind => entryKinds.some((kind) => kind === name);
const Kinds = z.string().max(200).optional().transform((list, ctx): readonly EntryKind[] => {
  if (list === undefined) return entryKinds;
  const names = list.split(',');
  const unknown = names.filter((name) => !isKind(name));
  if (unknown.length > 0) ctx.addIssue({ code: 'custom', message: `has no kind ${unknown.join(', ')}; write some of ${entryKinds.join(', ')}, with commas between` });
  return names.filter(isKind);
}).openapi({ type: 'string', description: `Some of ${entryKinds.join(', ')}, with commas between`, example: 'visit,form,case' });
const items = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });
const utc = (text: string | undefined): string | undefined => (text === undefined ? undefined : new Date(text).toISOString());

/** Two weeks back and four ahead, so that both the last and the next visits are seen. */
const shown = { back: 14, days: 42, most: 120 } as const;

const get = <P extends string, Q extends z.ZodObject, T extends z.ZodType>(path: P, summary: string, query: Q, body: T) =>
  createRoute({ method: 'get', path: `/patients/{patientId}/${path}` as const, tags: ['Patient page'], summary, ...needs('patient:read'), request: { params: Patient, query: query.strict() as unknown as Q /* strict changes no type, only what is refused */ }, responses: { 200: json(body, summary), ...refusals } });

const routes = {
  chart: get('chart', 'Who this is, every episode with its clock, and the open cases', Language, ChartItem),
  timeline: get('timeline', 'Everything planned and everything that happened, across episodes, newest first', PageQuery.extend(Language.shape).extend({ kinds: Kinds, state: z.enum(entryStates).optional(), episodeId: Uuid.optional(), from: Moment.optional(), until: Moment.optional() }), page(TimelineEntryItem)),
  lanes: get('lanes', 'The timeline at a glance: marks per kind and day', Language.extend({ kinds: Kinds, from: Day.optional(), days: z.coerce.number().int().min(7).max(shown.most).default(shown.days) }), LanesItem),
  answers: get('answers', 'Answers with their scores and the rules they met, newest first', PageQuery.extend(Language.shape).extend({ episodeId: Uuid.optional(), answerId: z.string().max(100).optional() }), page(AnswerSheetItem)),
  trends: get('trends', 'Numbers over time with baseline and the thresholds of the running version', Language, items(TrendItem)),
  visits: get('visits', 'Every visit: planned day, slot, who goes, what became of it', Language, items(PatientVisitItem)),
  outlook: get('next-thirty-days', 'The next thirty days of all open episodes, explained', Language, OutlookItem),
};

export function chartRoutes({ sql, crypt, now }: ApiDeps) {
  const app = router();
  const missing = () => new Problem('not-found', 'This hospital has no such patient; check the id.');
  const of = (c: Parameters<typeof principalOf>[0], { patientId }: { patientId: string }) => ({ hospitalId: principalOf(c).hospitalId, patientId });

  app.openapi(routes.chart, async (c) => {
    const chart = await patientChart(sql, { ...of(c, c.req.valid('param')), ...c.req.valid('query'), wallMs: now() });
    if (chart === null) throw missing();
    return c.json(chart, 200);
  });
  app.openapi(routes.timeline, async (c) => {
    const { language, from, until, state, ...query } = c.req.valid('query');
    const patient = of(c, c.req.valid('param'));
    const { items: rows, next } = await patientTimeline(sql, { ...patient, ...query, states: state === undefined ? undefined : [state], from: utc(from), until: utc(until) });
    return c.json({ items: await worded(sql, patient.hospitalId, rows, language), next }, 200);
  });
  app.openapi(routes.lanes, async (c) => {
    const { from, ...query } = c.req.valid('query');
    const patient = of(c, c.req.valid('param'));
    const chart = await patientChart(sql, { ...patient, language: query.language, wallMs: now() });
    if (chart === null) throw missing();
    return c.json(await patientLanes(sql, { ...patient, ...query, from: from ?? addDays(chart.today, -shown.back), today: chart.today, zone: chart.patient.zone }), 200);
  });
  app.openapi(routes.answers, async (c) => c.json(await patientAnswers(sql, { ...of(c, c.req.valid('param')), ...c.req.valid('query') }), 200));
  app.openapi(routes.trends, async (c) => c.json({ items: await patientTrends(sql, { ...of(c, c.req.valid('param')), ...c.req.valid('query') }) }, 200));
  app.openapi(routes.visits, async (c) => c.json({ items: await patientVisits(sql, crypt, { ...of(c, c.req.valid('param')), ...c.req.valid('query') }) }, 200));
  app.openapi(routes.outlook, async (c) => c.json(await patientOutlook(sql, { ...of(c, c.req.valid('param')), ...c.req.valid('query') }), 200));
  return app;
}
