/** Versioned consents: the texts, and who gave or withdrew which one, how and when. */
import { createRoute, z } from '@hono/zod-openapi';
import { transact } from '../../db/client.js';
import { consentTexts, publishConsentText, recordConsents } from '../../db/people/consents.js';
import { consentList } from '../../db/read-models/consent-list.js';
import { consentKinds, consentWays } from '../../pathways/people/consent-texts.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { idempotent } from '../idempotency.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { IdempotencyHeader, json, jsonBody, Ordinal, refusals, Uuid, trimmed } from '../schemas.js';

const text = z.string();
const Kind = z.enum(consentKinds);
const Text = z.object({ kind: Kind, version: z.number(), zh: text, en: text, sha256: text }).openapi('ConsentText');
const Row = z
  .object({ consentId: Uuid, kind: Kind, textVersion: z.number().nullable(), decision: z.enum(['given', 'withdrawn']), how: z.enum(consentWays), proxyRelation: text.nullable(), fileId: text.nullable(), about: z.record(text, text), recordedBy: text, recordedAt: text })
  .openapi('ConsentRecord');
/** What staff may write: how it reached us online or by import is not theirs to say. */
const Decision = z
  .object({
    kind: Kind, decision: z.enum(['given', 'withdrawn']), how: z.enum(['signed', 'scanned', 'proxy', 'spoken']), textVersion: Ordinal.optional(), proxyRelation: trimmed(1, 40).optional(), fileId: Uuid.optional(),
    about: z.record(z.string().max(40), z.string().max(200)).optional(),
  })
  .strict()
  .refine(({ how, proxyRelation }) => (how === 'proxy') === (proxyRelation !== undefined), { path: ['proxyRelation'], message: 'is given with how "proxy", and only then' })
  .refine(({ how, fileId }) => how !== 'scanned' || fileId !== undefined, { path: ['fileId'], message: 'is missing: upload the scan first (POST /files)' })
  .refine(({ decision, textVersion }) => decision === 'withdrawn' || textVersion !== undefined, { path: ['textVersion'], message: 'is missing: say which version of the text was agreed to' });
const Patient = z.object({ patientId: Uuid });

export function consentRoutes({ sql }: ApiDeps) {
  const app = router();
  const [writing, publishing] = [needs('patient:write'), needs('package:publish')];
  app.openapi(
    createRoute({ method: 'get', path: '/consent-texts', tags: ['Patients'], summary: 'The newest text of each consent', ...needs('discharge:read'), responses: { 200: json(z.object({ items: z.array(Text) }), 'Chinese and English'), ...refusals } }),
    async (c) => c.json({ items: await consentTexts(sql, principalOf(c).hospitalId) }, 200),
  );
  app.openapi(
    createRoute({
      method: 'post', path: '/consent-texts/{kind}', tags: ['Patients'], summary: "Publish the hospital's own wording as the next version", ...publishing, middleware: [...publishing.middleware, idempotent(sql)],
      request: { headers: IdempotencyHeader, params: z.object({ kind: Kind }), body: jsonBody(z.object({ zh: trimmed(10, 4000), en: trimmed(10, 4000) }).strict()) },
      responses: { 201: json(z.object({ version: z.number() }), 'What was agreed to before stays under its own version'), ...refusals },
    }),
    async (c) => {
      const { hospitalId, accountId } = principalOf(c);
      const { zh, en } = c.req.valid('json');
      return c.json({ version: await transact(sql, (tx) => publishConsentText(tx, { hospitalId, kind: c.req.valid('param').kind, zh, en, by: accountId })) }, 201);
    },
  );
  app.openapi(
    createRoute({ method: 'get', path: '/patients/{patientId}/consents', tags: ['Patients'], summary: 'Every consent given or withdrawn, newest first', ...needs('patient:read'), request: { params: Patient }, responses: { 200: json(z.object({ items: z.array(Row) }), 'Evidence: rows never change'), ...refusals } }),
    async (c) => c.json({ items: await consentList(sql, principalOf(c).hospitalId, c.req.valid('param').patientId) }, 200),
  );
  app.openapi(
    createRoute({
      method: 'post', path: '/patients/{patientId}/consents', tags: ['Patients'], summary: 'Record consents, given or withdrawn; they hold for every package from the same moment', ...writing, middleware: [...writing.middleware, idempotent(sql)],
      request: { headers: IdempotencyHeader, params: Patient, body: jsonBody(z.object({ decisions: z.array(Decision).min(1).max(10) }).strict()) }, responses: { 204: { description: 'Recorded' }, ...refusals },
    }),
    async (c) => {
      const { hospitalId, accountId } = principalOf(c);
      const { patientId } = c.req.valid('param');
      const { decisions } = c.req.valid('json');
      await mustExist(hospitalId, decisions);
      if (!(await transact(sql, (tx) => recordConsents(tx, { hospitalId, patientId }, decisions, accountId)))) throw new Problem('not-found', 'This hospital has no such patient; check the id.');
      return c.body(null, 204);
    },
  );
  return app;

  async function mustExist(hospitalId: string, decisions: { kind: (typeof consentKinds)[number]; textVersion?: number | undefined; fileId?: string | undefined }[]): Promise<void> {
    const newest = await consentTexts(sql, hospitalId);
    const wrong = decisions.findIndex(({ kind, textVersion }) => textVersion !== undefined && !newest.some((one) => one.kind === kind && textVersion <= one.version));
    if (wrong >= 0) throw new Problem('invalid', `/decisions/${wrong}/textVersion names a text that was never published; take the version from GET /consent-texts.`, { errors: [{ pointer: `/decisions/${wrong}/textVersion`, detail: 'not published' }] });
    const files = decisions.flatMap(({ fileId }) => (fileId === undefined ? [] : [fileId]));
    const known = await sql<{ id: string }[]>`select id from file where hospital_id = ${hospitalId} and id = any(${files})`;
    const lost = decisions.findIndex(({ fileId }) => fileId !== undefined && !known.some(({ id }) => id === fileId));
    if (lost >= 0) throw new Problem('invalid', `/decisions/${lost}/fileId is not a file of this hospital; upload the scan first (POST /files).`, { errors: [{ pointer: `/decisions/${lost}/fileId`, detail: 'unknown file' }] });
  }
}
