/** The needs assessment of a discharge, with the packages that follow from it. */
import { createRoute, z } from '@hono/zod-openapi';
import { assessmentDraft, storeAssessment } from '../../db/people/assessments.js';
import { answerProblem, isQuestion, questionIds, type AssessmentAnswers } from '../../pathways/recommend/questions.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { idempotent } from '../idempotency.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { IdempotencyHeader, json, jsonBody, refusals, Uuid } from '../schemas.js';

const text = z.string();
const Answer = z.union([text, z.boolean(), z.array(text)]);
const Phrase = z.object({ zh: text, en: text });
const Reason = Phrase.extend({ source: text });
const Recommended = z.object({ packageId: text, title: Phrase, offered: z.boolean(), free: z.boolean(), reasons: z.array(Reason) });
const Recommendation = z.object({
  recommended: z.array(Recommended), notRecommended: z.array(Recommended), undecided: z.array(z.object({ packageId: text, title: Phrase, offered: z.boolean(), missing: z.array(text) })),
  /** Absent in assessments of edition 1. */
  onRequest: z.array(Recommended).optional(),
  noPaidPackage: z.array(Reason).nullable(), extraContacts: z.object({ days: z.array(z.number()).readonly(), reasons: z.array(Reason) }).nullable(),
});
const Assessment = z
  .object({
    assessmentId: Uuid, edition: z.number(), answers: z.partialRecord(z.enum(questionIds), Answer), scores: z.record(text, z.union([z.object({ total: z.number(), band: text }), z.object({ missing: z.array(text) })])),
    recommendation: Recommendation, completedBy: text.nullable(), completedAt: text,
  })
  .openapi('Assessment');
const Draft = z
  .object({ prefill: z.partialRecord(z.enum(questionIds), z.object({ value: Answer, source: Phrase })), offered: z.array(text), last: Assessment.nullable() })
  .openapi('AssessmentDraft');
const Discharge = z.object({ dischargeId: Uuid });
const Given = z.object({ answers: z.record(text, Answer) }).strict();

const unknown = () => new Problem('not-found', 'This hospital has no such discharge; import it first.');

export function assessmentRoutes({ sql }: ApiDeps) {
  const app = router();
  const writing = needs('assessment:write');
  app.openapi(
    createRoute({
      method: 'get', path: '/discharges/{dischargeId}/assessment', tags: ['Discharges'], summary: 'What the discharge already says about the needs assessment, and the last completed one', ...needs('discharge:read'),
      request: { params: Discharge }, responses: { 200: json(Draft, 'Every proposal with its source'), ...refusals },
    }),
    async (c) => {
      const draft = await assessmentDraft(sql, principalOf(c).hospitalId, c.req.valid('param').dischargeId);
      if (draft === null) throw unknown();
      return c.json(draft, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post', path: '/discharges/{dischargeId}/assessment', tags: ['Discharges'], summary: 'Complete the needs assessment: scores, and packages with reasons', ...writing, middleware: [...writing.middleware, idempotent(sql)],
      request: { headers: IdempotencyHeader, params: Discharge, body: jsonBody(Given) }, responses: { 201: json(Assessment, 'Stored; recommends, never buys'), ...refusals },
    }),
    async (c) => {
      const { hospitalId, accountId } = principalOf(c);
      const stored = await storeAssessment(sql, { hospitalId, dischargeId: c.req.valid('param').dischargeId, answers: checked(c.req.valid('json').answers), by: accountId });
      if (stored === null) throw unknown();
      return c.json(stored, 201);
    },
  );
  return app;
}

function checked(given: Record<string, string | boolean | string[]>): AssessmentAnswers {
  const answers: AssessmentAnswers = {};
  const errors: { pointer: string; detail: string }[] = [];
  for (const [id, value] of Object.entries(given)) {
    const problem = isQuestion(id) ? answerProblem(id, value) : 'is not a question of the needs assessment';
    if (problem !== null) errors.push({ pointer: `/answers/${id}`, detail: problem });
    else if (isQuestion(id)) answers[id] = value;
  }
  if (errors.length > 0) throw new Problem('invalid', `${errors.length} answer(s) are not acceptable: ${errors.map(({ pointer, detail }) => `${pointer} ${detail}`).join('; ')}`, { errors });
  return answers;
}
