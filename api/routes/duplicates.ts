/** The same person met twice: what speaks for it, different people, merge, undo. */
import { createRoute, z } from '@hono/zod-openapi';
import { decideMatch, matchReasons } from '../../db/people/matches.js';
import { merge } from '../../db/people/merge.js';
import { undoMerge } from '../../db/people/undo-merge.js';
import { duplicatesOf, mergesInto } from '../../db/read-models/duplicate-list.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { idempotent } from '../idempotency.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { IdempotencyHeader, json, jsonBody, refusals, Uuid, trimmed } from '../schemas.js';

const text = z.string();
const Duplicate = z
  .object({
    patientId: Uuid, familyName: text, givenName: text, birthDate: text.nullable(), sex: text, diedAt: text.nullable(), reasons: z.array(z.enum(matchReasons)), state: z.enum(['open', 'different']),
    decidedBy: text.nullable(), decidedAt: text.nullable(), identifiers: z.array(z.object({ system: text, value: text })), phones: z.array(text), stays: z.array(z.object({ ref: text, dischargedAt: text.nullable() })), openEpisodes: z.number(),
  })
  .openapi('Duplicate');
const MergeItem = z
  .object({ mergeId: Uuid, merged: Uuid, familyName: text, givenName: text, identifiers: z.array(text), reason: text, mergedBy: text, mergedAt: text, undoneAt: text.nullable() })
  .openapi('PatientMerge');
const Patient = z.object({ patientId: Uuid });
const Reason = trimmed(1, 300);

const deciding = needs('patient:merge');
const writing = (deps: ApiDeps) => ({ ...deciding, middleware: [...deciding.middleware, idempotent(deps.sql)] });

export function duplicateRoutes(deps: ApiDeps) {
  const { sql, crypt } = deps;
  const app = router();
  const act = writing(deps);
  app.openapi(
    createRoute({
      method: 'get', path: '/patients/{patientId}/duplicates', tags: ['Patients'], summary: 'Who may be the same person, and the merges into this patient', ...needs('patient:read'),
      request: { params: Patient }, responses: { 200: json(z.object({ items: z.array(Duplicate), merges: z.array(MergeItem) }), 'Undecided first'), ...refusals },
    }),
    async (c) => {
      const { hospitalId } = principalOf(c);
      const { patientId } = c.req.valid('param');
      const [items, merges] = await Promise.all([duplicatesOf(sql, hospitalId, patientId), mergesInto(sql, hospitalId, patientId)]);
      c.set('beside', [...items.map((one) => one.patientId), ...merges.map(({ merged }) => merged)]);
      return c.json({ items, merges }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post', path: '/patients/{patientId}/duplicates/{otherId}/decide', tags: ['Patients'], summary: 'Two different people, or to be looked at again', ...act,
      request: { headers: IdempotencyHeader, params: Patient.extend({ otherId: Uuid }), body: jsonBody(z.object({ state: z.enum(['different', 'open']) }).strict()) }, responses: { 204: { description: 'Decided' }, ...refusals },
    }),
    async (c) => {
      const { hospitalId, accountId } = principalOf(c);
      const { patientId, otherId } = c.req.valid('param');
      const decided = await decideMatch(sql, { hospitalId, one: patientId, other: otherId, state: c.req.valid('json').state, by: accountId });
      if (decided.outcome === 'refused') throw new Problem(decided.code === 'unknown-pair' ? 'not-found' : 'refused', `${decided.message}.`, { reason: decided.code });
      return c.body(null, 204);
    },
  );
  app.openapi(
    createRoute({
      method: 'post', path: '/patients/{patientId}/merge', tags: ['Patients'], summary: 'Two records are one person: everything of `merged` goes to this patient; can be undone', ...act,
      request: { headers: IdempotencyHeader, params: Patient, body: jsonBody(z.object({ merged: Uuid, reason: Reason }).strict()) },
      responses: { 200: json(z.object({ mergeId: Uuid, moved: z.record(z.string(), z.number()) }), 'Rows that went over, by table'), ...refusals },
    }),
    async (c) => {
      const { hospitalId, accountId } = principalOf(c);
      const { merged, reason } = c.req.valid('json');
      const result = await merge(sql, crypt, { hospitalId, kept: c.req.valid('param').patientId, merged, reason, by: accountId });
      if (result.outcome === 'refused') {
        const [first] = result.refusals;
        throw new Problem(first?.code === 'unknown-patient' ? 'not-found' : 'refused', result.refusals.map(({ message }) => `${message}.`).join(' '), first ? { reason: first.code } : {});
      }
      return c.json({ mergeId: result.mergeId, moved: result.moved }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: 'post', path: '/patient-merges/{mergeId}/undo', tags: ['Patients'], summary: 'Take a merge back: every row returns, with what its packages have brought since', ...act,
      request: { headers: IdempotencyHeader, params: z.object({ mergeId: Uuid }), body: jsonBody(z.object({ reason: Reason }).strict()) },
      responses: { 200: json(z.object({ kept: Uuid, merged: Uuid, changedSince: z.array(text) }), '`changedSince`: facts of the kept patient that somebody changed after the merge; they stay'), ...refusals },
    }),
    async (c) => {
      const { hospitalId, accountId } = principalOf(c);
      const undone = await undoMerge(sql, { hospitalId, mergeId: c.req.valid('param').mergeId, reason: c.req.valid('json').reason, by: accountId });
      if (undone.outcome === 'refused') throw new Problem(undone.code === 'unknown-merge' ? 'not-found' : 'refused', `${undone.message}.`, { reason: undone.code });
      const { kept, merged, changedSince } = undone;
      return c.json({ kept, merged, changedSince }, 200);
    },
  );
  return app;
}
