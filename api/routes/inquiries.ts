/** Questions and complaints: who owns them, by when, what was said, and who may do what next. */
import { createRoute, z } from '@hono/zod-openapi';
import { logAccess } from '../../db/access-log.js';
import { actOnInquiry, type InquiryCommand } from '../../db/inquiries/act.js';
import { ratingsOf } from '../../db/inquiries/rating.js';
import { inquiryActs, inquiryKinds } from '../../db/inquiries/rules.js';
import { entryActs, threadOf } from '../../db/inquiries/thread.js';
import { inquiryList } from '../../db/read-models/inquiry-list.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf, type Env } from '../env.js';
import { idempotent } from '../idempotency.js';
import { parse, readJson } from '../parse.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { IdempotencyHeader, json, jsonBody, page, PageQuery, refusals, Uuid, trimmed } from '../schemas.js';
import type { Context } from 'hono';

const states = ['open', 'investigating', 'answered', 'verified', 'closed'] as const;
const maybe = z.string().nullable();
const Inquiry = z
  .object({
    inquiryId: Uuid, patientId: Uuid, familyName: z.string(), givenName: z.string(), episodeId: maybe, kind: z.enum(inquiryKinds), state: z.enum(states), text: z.string(), askedBy: z.enum(['patient', 'family']), askedAt: z.string(),
    owner: maybe, ownerName: maybe, dueAt: z.string(), dueWall: z.string(), overdue: z.boolean(), subject: maybe, subjectName: maybe, occurrence: maybe, stars: z.number().nullable(),
    answeredAt: maybe, closedAt: maybe, may: z.array(z.enum(inquiryActs)),
  })
  .openapi('Inquiry');
const Thread = Inquiry.extend({ entries: z.array(z.object({ entryId: Uuid, act: z.enum(entryActs), by: z.string(), at: z.string(), text: maybe })) }).openapi('InquiryThread');
const Rating = z.object({ occurrence: z.string(), stars: z.number(), text: maybe, ratedBy: z.enum(['patient', 'family']), accountId: maybe, inquiryId: maybe, ratedAt: z.string() }).openapi('VisitRating');
const InquiryParam = z.object({ inquiryId: Uuid });
const Words = z.object({ text: trimmed(1, 4000) }).strict();
const MaybeWords = z.object({ text: trimmed(1, 4000).optional() }).strict();
const missing = () => new Problem('not-found', 'This hospital has no such question or complaint for you; take its id from /inquiries.');

export function inquiryRoutes({ sql, crypt }: ApiDeps) {
  const app = router();
  const one = async (c: Context<Env>, inquiryId: string) => {
    const { hospitalId, accountId } = principalOf(c);
    const [found] = (await inquiryList(sql, crypt, { hospitalId, reader: accountId, state: 'all', inquiryId, limit: 1 })).items;
    if (!found) throw missing();
    return { ...found, entries: await threadOf(sql, crypt, hospitalId, inquiryId) };
  };

  app.openapi(createRoute({
    method: 'get', path: '/inquiries', tags: ['Inquiries'], summary: 'Questions and complaints, next due first; never those about yourself', ...needs('inquiry:read'),
    request: { query: PageQuery.extend({ state: z.enum(['open', 'all']).default('open'), owner: Uuid.optional(), patientId: Uuid.optional() }) },
    responses: { 200: json(page(Inquiry), 'One page'), ...refusals },
  }), async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    return c.json(await inquiryList(sql, crypt, { hospitalId, reader: accountId, ...c.req.valid('query') }), 200);
  });
  app.openapi(createRoute({
    method: 'get', path: '/inquiries/{inquiryId}', tags: ['Inquiries'], summary: 'One question or complaint with everything said and done', ...needs('inquiry:read'),
    request: { params: InquiryParam }, responses: { 200: json(Thread, 'With its thread'), ...refusals },
  }), async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    const { inquiryId } = c.req.valid('param');
    const found = await one(c, inquiryId);
    await logAccess(sql, { hospitalId, actor: accountId, action: 'inquiry:read', ref: inquiryId, allowed: true });
    return c.json(found, 200);
  });
  app.openapi(createRoute({
    method: 'get', path: '/patients/{patientId}/ratings', tags: ['Inquiries'], summary: 'How the patient and family rated their visits', ...needs('inquiry:read'),
    request: { params: z.object({ patientId: Uuid }) }, responses: { 200: json(z.object({ items: z.array(Rating) }), 'Newest first'), ...refusals },
  }), async (c) => c.json({ items: await ratingsOf(sql, crypt, principalOf(c).hospitalId, c.req.valid('param').patientId) }, 200));

  function addAct<B extends z.ZodType>(name: string, summary: string, body: B, command: (given: z.output<B>) => InquiryCommand): void {
    const access = needs('inquiry:act');
    app.openAPIRegistry.registerPath({
      method: 'post', path: `/inquiries/{inquiryId}/${name}`, tags: ['Inquiries'], summary, 'x-permission': access['x-permission'], security: access.security,
      request: { params: InquiryParam, headers: IdempotencyHeader, body: jsonBody(body) }, responses: { 200: json(Thread, 'As it stands now'), ...refusals },
    });
    app.on('POST', [`/inquiries/:inquiryId/${name}`], ...access.middleware, idempotent(sql), async (c) => {
      const { hospitalId, accountId } = principalOf(c);
      const { inquiryId } = parse(InquiryParam, c.req.param(), 'path');
      const acted = await actOnInquiry(sql, crypt, { hospitalId, inquiryId, by: accountId }, command(parse(body, await readJson(c), 'body')));
      if (acted.outcome === 'unknown') throw missing();
      if (acted.outcome === 'refused') throw new Problem(acted.code === 'about-yourself' ? 'forbidden' : 'refused', acted.message, { reason: acted.code });
      return c.json(await one(c, inquiryId), 200);
    });
  }
  addAct('reply', 'Answer on the page of whoever asked, who is told by WeChat or SMS that there is an answer', Words, ({ text }) => ({ act: 'reply', text }));
  addAct('note', 'Note something for colleagues; the patient does not see it', Words, ({ text }) => ({ act: 'note', text }));
  addAct('investigate', 'Take a complaint up', z.object({}).strict(), () => ({ act: 'investigate' }));
  addAct('verify', 'A second person confirms that what was wrong is mended', MaybeWords, ({ text }) => ({ act: 'verify', text: text ?? null }));
  addAct('close', 'Close it; never one about yourself', MaybeWords, ({ text }) => ({ act: 'close', text: text ?? null }));
  addAct('assign', 'Give it to another owner, and say whom a complaint is about', z.object({ owner: Uuid, subject: Uuid.nullable().optional() }).strict(),
    ({ owner, subject }) => ({ act: 'assign', owner, ...(subject === undefined ? {} : { subject }) }));
  return app;
}
