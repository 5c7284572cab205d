/** Who is in a patient's care team, and the record of a patient outside it in an emergency (ADR 0096). */
import { createRoute, z } from '@hono/zod-openapi';
import { beginEmergencyAccess, emergencyAccesses, emergencyHours, reviewEmergencyAccess, verdicts, type ReviewRefusal } from '../../db/care-team/emergency.js';
import { careTeamOf, dropMember, nameMember } from '../../db/care-team/members.js';
import { inHospital } from '../../db/hospitals-apart.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { Day, json, jsonBody, refusals, trimmed, Uuid } from '../schemas.js';

const Member = z.object({ accountId: Uuid, name: z.string(), roles: z.array(z.string()), because: z.enum(['named', 'visit', 'case', 'emergency']) }).openapi('CareTeamMember');
const MemberParam = z.object({ patientId: Uuid, accountId: Uuid });
const reason = trimmed(10, 500).openapi({ description: 'Why the record is needed at once; read by whoever reviews it' });
const Wish = z.union([
  z.object({ patientId: Uuid, reason }).strict(),
  z.object({ recordNumber: z.string().trim().min(1).max(100).openapi({ pattern: '\\S' }), birthDate: Day, reason }).strict(),
]).openapi('EmergencyAccessWish');
const Begun = z.object({ emergencyAccessId: Uuid, patientId: Uuid, endsAt: z.string() }).openapi('EmergencyAccessBegun');
const maybe = z.string().nullable();
const Access = z.object({ emergencyAccessId: Uuid, patientId: Uuid, accountId: Uuid, name: z.string(), reason: z.string(), begunAt: z.string(), endsAt: z.string(), verdict: z.enum(verdicts).nullable(), reviewedBy: maybe, reviewedAt: maybe }).openapi('EmergencyAccess');

const refusedReview: Readonly<Record<ReviewRefusal, Problem>> = {
  unknown: new Problem('not-found', 'This hospital has no such emergency access; take its id from /emergency-access.'),
  own: new Problem('forbidden', 'Somebody else has to review your own emergency access.', { reason: 'own-access' }),
  reviewed: new Problem('conflict', 'This emergency access has been reviewed already.', { reason: 'reviewed' }),
};

export function careTeamRoutes({ sql, crypt }: Pick<ApiDeps, 'sql' | 'crypt'>) {
  const app = router();
  app.openapi(createRoute({
    method: 'get', path: '/patients/{patientId}/care-team', tags: ['Care teams'], summary: 'Who is in the care team, and because of what', ...needs('care-team:read'),
    request: { params: z.object({ patientId: Uuid }) }, responses: { 200: json(z.object({ items: z.array(Member) }), 'By name'), ...refusals },
  }), async (c) => c.json({ items: await careTeamOf(sql, principalOf(c).hospitalId, c.req.valid('param').patientId) }, 200));

  app.openapi(createRoute({
    method: 'put', path: '/patients/{patientId}/care-team/{accountId}', tags: ['Care teams'], summary: 'Name somebody as a member; again changes nothing', ...needs('care-team:write'),
    request: { params: MemberParam }, responses: { 204: { description: 'Is a member' }, ...refusals },
  }), async (c) => {
    const { hospitalId, accountId: by } = principalOf(c);
    if (!(await nameMember(sql, { hospitalId, by, ...c.req.valid('param') }))) throw new Problem('not-found', 'This hospital has no such active account; take its id from /staff.', { reason: 'unknown-account' });
    return c.body(null, 204);
  });
  app.openapi(createRoute({
    method: 'delete', path: '/patients/{patientId}/care-team/{accountId}', tags: ['Care teams'], summary: 'Take back that somebody was named; visits and cases keep their people in the team', ...needs('care-team:write'),
    request: { params: MemberParam }, responses: { 204: { description: 'Is no named member' }, ...refusals },
  }), async (c) => {
    const { hospitalId, accountId: by } = principalOf(c);
    await dropMember(sql, { hospitalId, by, ...c.req.valid('param') });
    return c.body(null, 204);
  });

  app.openapi(createRoute({
    method: 'post', path: '/emergency-access', tags: ['Care teams'], summary: `Open the record of a patient outside your care team for ${emergencyHours} hours`,
    description: 'By the id of the patient, or by record number and birth date together. An alarm stands until somebody else has reviewed it; asked again meanwhile it is the same one.', ...needs('emergency-access:act'),
    request: { body: jsonBody(Wish) }, responses: { 200: json(Begun, 'Open'), ...refusals },
  }), async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    const { reason: why, ...named } = c.req.valid('json');
    const begun = await inHospital(hospitalId, () => beginEmergencyAccess({ sql, crypt }, { hospitalId, accountId, named, reason: why }));
    if (begun === null) throw new Problem('not-found', 'No patient of this hospital is known by that: look at the wristband or the discharge letter, or call the centre.', { reason: 'unknown-patient' });
    return c.json(begun, 200);
  });
  app.openapi(createRoute({
    method: 'get', path: '/emergency-access', tags: ['Care teams'], summary: 'Emergency accesses: those not reviewed first', ...needs('emergency-access:review'),
    request: { query: z.object({ state: z.enum(['open', 'all']).default('open') }) }, responses: { 200: json(z.object({ items: z.array(Access) }), 'Two hundred at most'), ...refusals },
  }), async (c) => c.json({ items: await emergencyAccesses(sql, crypt, principalOf(c).hospitalId, { open: c.req.valid('query').state === 'open' }) }, 200));
  app.openapi(createRoute({
    method: 'put', path: '/emergency-access/{emergencyAccessId}/review', tags: ['Care teams'], summary: 'Say whether it was justified; what was not ends at once', ...needs('emergency-access:review'),
    request: { params: z.object({ emergencyAccessId: Uuid }), body: jsonBody(z.object({ verdict: z.enum(verdicts) }).strict()) }, responses: { 204: { description: 'Reviewed' }, ...refusals },
  }), async (c) => {
    const { hospitalId, accountId: by } = principalOf(c);
    const refusal = await reviewEmergencyAccess(sql, { hospitalId, by, ...c.req.valid('param'), ...c.req.valid('json') });
    if (refusal !== null) throw refusedReview[refusal];
    return c.body(null, 204);
  });
  return app;
}
