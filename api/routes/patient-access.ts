/** How staff let a patient or relative in: personal links, the six-digit code, and how they wish to be met. */
import { createRoute, z } from '@hono/zod-openapi';
import { logAccess } from '../../db/access-log.js';
import { transact, type Tx } from '../../db/client.js';
import { codeFor, renewCode } from '../../db/patient-access/codes.js';
import { issueLink, linkDays, linkPath, linkPurposes, linksOf, revokeLink } from '../../db/patient-access/links.js';
import { isPerson } from '../../db/patient-access/person.js';
import { lockLiving } from '../../db/patient-lock.js';
import { preferencesOf, quietFits, quietLimits, setPreferences } from '../../db/patient-preferences.js';
import { fromMs, localTime } from '../../pathways/time.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { idempotent } from '../idempotency.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { IdempotencyHeader, json, jsonBody, refusals, Uuid } from '../schemas.js';

const PatientParam = z.object({ patientId: Uuid });
const contactId = Uuid.nullable().default(null).openapi({ description: 'A family contact; null or absent: the patient' });
const LinkWish = z.object({ contactId, purpose: z.enum(linkPurposes), days: z.number().int().min(1).max(linkDays.most).default(linkDays.usual) }).strict();
const Issued = z.object({ linkId: Uuid, url: z.string().nullable().openapi({ description: 'Shown once; null when the same request is repeated' }), code: z.string().nullable(), expiresAt: z.string() }).openapi('IssuedLink');
const LinkItem = z
  .object({
    linkId: Uuid, scope: z.enum(['patient', 'family']), contactId: Uuid.nullable(), purpose: z.enum(linkPurposes), createdBy: z.string().nullable(), createdAt: z.string(), expiresAt: z.string(),
    revokedAt: z.string().nullable(), revokedBy: z.string().nullable(), lastUsedAt: z.string().nullable(),
  })
  .openapi('PatientLink');
const time = z.string().regex(localTime, 'must be a time of day like 20:30').openapi({ example: '20:30' });
const PreferencesBody = z
  .object({ language: z.enum(['zh-CN', 'en']), elderMode: z.boolean().nullable(), quiet: z.object({ from: time, until: time }).strict().refine(quietFits, `must begin at ${quietLimits.fromEarliest} or later and end by ${quietLimits.untilLatest}`).nullable() });

const base = (deps: Pick<ApiDeps, 'sql'>) => ({ tags: ['Patient access'], ...needs('access:write'), middleware: [...needs('access:write').middleware, idempotent(deps.sql, { keep: withoutSecrets })] });
/** A problem's `code` is a word. */
const isCode = (value: unknown): boolean => typeof value === 'string' && /^\d+$/.test(value);
/** What is stored for a repeated request: everything but what opens the door. */
const withoutSecrets = (body: string): string => {
  const answer = JSON.parse(body) as Record<string, unknown>;
  return JSON.stringify({ ...answer, ...('url' in answer ? { url: null } : {}), ...(isCode(answer['code']) ? { code: null } : {}) });
};
const missing = () => new Problem('not-found', 'This hospital has no such patient or family contact; check the id.');

export function patientAccessRoutes(deps: ApiDeps) {
  const { sql, crypt, now, publicUrl } = deps;
  const app = router();
  /** Under the lock of the record that stands for the patient. */
  const personOf = async (tx: Tx, hospitalId: string, ofPatient: string, contact: string | null) => {
    const patientId = await lockLiving(tx, ofPatient);
    const person = patientId === null ? null : { hospitalId, patientId, contactId: contact };
    if (person === null || !(await isPerson(tx, person))) throw missing();
    return person;
  };

  app.openapi(createRoute({
    method: 'post', path: '/patients/{patientId}/links', summary: 'Issue a personal link (for a QR code) and say the six-digit code', ...base(deps),
    request: { params: PatientParam, headers: IdempotencyHeader, body: jsonBody(LinkWish) }, responses: { 201: json(Issued, 'Issued; the address is shown this once'), ...refusals },
  }), async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    const { contactId: contact, purpose, days } = c.req.valid('json');
    const [issued, code] = await transact(sql, async (tx) => {
      const person = await personOf(tx, hospitalId, c.req.valid('param').patientId, contact);
      await logAccess(tx, { hospitalId, actor: accountId, action: 'patient-link:issue', ref: person.patientId, allowed: true });
      return [await issueLink(tx, { person, purpose, by: accountId, now: fromMs(now()), days }), await codeFor(tx, crypt, person)] as const;
    });
    return c.json({ linkId: issued.linkId, url: `${publicUrl}${linkPath(issued.token)}`, code, expiresAt: issued.expiresAt }, 201);
  });
  app.openapi(createRoute({
    method: 'get', path: '/patients/{patientId}/links', tags: ['Patient access'], summary: 'Links issued for a patient and family, newest first', ...needs('access:read'),
    request: { params: PatientParam }, responses: { 200: json(z.object({ items: z.array(LinkItem) }), 'Links, without their addresses'), ...refusals },
  }), async (c) => c.json({ items: [...(await linksOf(sql, principalOf(c).hospitalId, c.req.valid('param').patientId))] }, 200));
  app.openapi(createRoute({
    method: 'post', path: '/patients/{patientId}/links/{linkId}/revoke', summary: 'End a link and every session that came by it', ...base(deps),
    request: { params: PatientParam.extend({ linkId: Uuid }), headers: IdempotencyHeader, body: jsonBody(z.object({}).strict()) }, responses: { 200: json(z.object({ revoked: z.literal(true) }), 'Ended'), ...refusals },
  }), async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    if (!(await revokeLink(sql, { hospitalId, ...c.req.valid('param') }, accountId, fromMs(now())))) throw new Problem('not-found', 'This patient has no such open link; take its id from the list of links.');
    return c.json({ revoked: true as const }, 200);
  });
  app.openapi(createRoute({
    method: 'post', path: '/patients/{patientId}/codes/renew', summary: 'Give a new six-digit code; the old one and its sessions end', ...base(deps),
    request: { params: PatientParam, headers: IdempotencyHeader, body: jsonBody(z.object({ contactId }).strict()) }, responses: { 200: json(z.object({ code: z.string().nullable().openapi({ description: 'Said once; null when the same request is repeated' }) }), 'The new code'), ...refusals },
  }), async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    const code = await transact(sql, async (tx) => {
      const person = await personOf(tx, hospitalId, c.req.valid('param').patientId, c.req.valid('json').contactId);
      await logAccess(tx, { hospitalId, actor: accountId, action: 'patient-code:renew', ref: person.patientId, allowed: true });
      return renewCode(tx, crypt, person);
    });
    return c.json({ code }, 200);
  });
  app.openapi(createRoute({
    method: 'get', path: '/patients/{patientId}/preferences', tags: ['Patients'], summary: 'Language, large type and own quiet hours', ...needs('patient:read'),
    request: { params: PatientParam }, responses: { 200: json(PreferencesBody, 'Preferences'), ...refusals },
  }), async (c) => {
    const found = await preferencesOf(sql, principalOf(c).hospitalId, c.req.valid('param').patientId);
    if (!found) throw missing();
    return c.json(found, 200);
  });
  app.openapi(createRoute({
    method: 'put', path: '/patients/{patientId}/preferences', tags: ['Patients'], summary: 'Set language, large type or own quiet hours (they lengthen the plans\' quiet, never shorten it)', ...needs('patient:write'),
    request: { params: PatientParam, body: jsonBody(PreferencesBody.partial().strict()) }, responses: { 204: { description: 'Set' }, ...refusals },
  }), async (c) => {
    const { language, elderMode, quiet } = c.req.valid('json');
    const change = { ...(language === undefined ? {} : { language }), ...(elderMode === undefined ? {} : { elderMode }), ...(quiet === undefined ? {} : { quiet }) };
    if (!(await setPreferences(sql, principalOf(c).hospitalId, c.req.valid('param').patientId, change))) throw missing();
    return c.body(null, 204);
  });
  return app;
}
