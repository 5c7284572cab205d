/** The week review: what became of each package week by week, against where it began and what is wanted. */
import { createRoute, z } from '@hono/zod-openapi';
import { hospitalOf } from '../../db/hospitals.js';
import { packageTitles } from '../../db/read-models/package-list.js';
import { measures, mondayOf, weekStarts, type Weeks } from '../../db/read-models/review/measures.js';
import { reviewCells, reviewTargets, setTarget } from '../../db/read-models/review/review.js';
import { addDays, fromMs, localDateOf } from '../../pathways/time.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { idempotent } from '../idempotency.js';
import { Problem } from '../problem.js';
import { reviewCsv } from '../review-csv.js';
import { router } from '../router.js';
import { Day, IdempotencyHeader, json, jsonBody, refusals, trimmed } from '../schemas.js';
import { language } from './package-catalogue.js';

const text = z.string();
const maybe = <T extends z.ZodType>(schema: T) => schema.nullable();
const measure = z.enum(measures);
const Figure = z.string().regex(/^-?\d{1,9}(\.\d{1,2})?$/, 'must be a number with at most two decimals, as text');
const Review = z
  .object({
    zone: text, weeks: z.array(text), packages: z.array(z.object({ packageId: text, title: text })),
    cells: z.array(z.object({ week: text, packageId: text, measure, detail: text, n: z.number(), of: maybe(z.number()) })),
    targets: z.array(z.object({ measure, packageId: maybe(text), baseline: maybe(text), target: maybe(text), source: text, reason: text, setBy: text, setAt: text })),
  })
  .openapi('WeekReview');
const Target = z
  .object({ measure, packageId: z.string().max(80).nullable(), baseline: Figure.nullable(), target: Figure.nullable(), source: trimmed(2, 300), reason: trimmed(2, 500) })
  .strict()
  .refine(({ baseline, target }) => baseline !== null || target !== null, { message: 'must be given when there is no baseline', path: ['target'] });
/** `until`: a day of the last week; absent: the week that runs. */
const Query = z.object({ weeks: z.coerce.number().int().min(1).max(53).default(8), until: Day.optional() });

export function reviewRoutes({ sql, now }: ApiDeps) {
  const app = router();
  const writing = { ...needs('target:write'), middleware: [...needs('target:write').middleware, idempotent(sql)] };
  async function weeksOf(hospitalId: string, { weeks: count, until }: z.output<typeof Query>): Promise<Weeks> {
    const { zone } = await hospitalOf(sql, hospitalId);
    const last = mondayOf(until ?? localDateOf(fromMs(now()), zone));
    return { hospitalId, zone, first: addDays(last, -(count - 1) * 7), count };
  }

  app.openapi(createRoute({ method: 'get', path: '/review', tags: ['Operations'], summary: 'Every measure per package and week, with baselines and targets', ...needs('review:read'), request: { query: Query.extend({ language }) }, responses: { 200: json(Review, 'The review'), ...refusals } }), async (c) => {
    const { hospitalId } = principalOf(c);
    const { language: said, ...query } = c.req.valid('query');
    const weeks = await weeksOf(hospitalId, query);
    const [packages, cells, targets] = await Promise.all([packageTitles(sql, { hospitalId, language: said }), reviewCells(sql, weeks), reviewTargets(sql, hospitalId)]);
    return c.json({ zone: weeks.zone, weeks: weekStarts(weeks), packages, cells, targets }, 200);
  });
  app.openapi(createRoute({ method: 'get', path: '/review.csv', tags: ['Operations'], summary: 'The same as a spreadsheet (UTF-8 with BOM)', ...needs('review:read'), request: { query: Query.extend({ language }) }, responses: { 200: { description: 'CSV', content: { 'text/csv': { schema: z.string() } } }, ...refusals } }), async (c) => {
    const { hospitalId } = principalOf(c);
    const { language: said, ...query } = c.req.valid('query');
    const weeks = await weeksOf(hospitalId, query);
    const [packages, cells] = await Promise.all([packageTitles(sql, { hospitalId, language: said }), reviewCells(sql, weeks)]);
    c.header('content-disposition', `attachment; filename="wuyou-review-${weeks.first}.csv"`);
    return c.body(reviewCsv(cells, new Map(packages.map(({ packageId, title }) => [packageId, title]))), 200, { 'content-type': 'text/csv; charset=utf-8' });
  });
  app.openapi(createRoute({ method: 'post', path: '/review/targets', tags: ['Operations'], summary: 'Set baseline and target of a measure, with source and reason; earlier ones are kept', ...writing, request: { headers: IdempotencyHeader, body: jsonBody(Target) }, responses: { 204: { description: 'Set' }, ...refusals } }), async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    const target = c.req.valid('json');
    if (target.packageId !== null && !(await packageTitles(sql, { hospitalId, language: 'zh-CN' })).some(({ packageId }) => packageId === target.packageId)) throw new Problem('not-found', `This hospital has no package ${target.packageId}; /packages/catalogue lists what there is.`);
    await setTarget(sql, hospitalId, accountId, target);
    return c.body(null, 204);
  });
  return app;
}
