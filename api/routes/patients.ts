/** How to reach a patient, what they agreed to, when they were born, and that they live after all. */
import { createRoute, z } from '@hono/zod-openapi';
import { addContact, setConsents } from '../../db/patient-edits.js';
import { correctBirthDate } from '../../db/people/birth-date.js';
import { takeBackDeath } from '../../db/people/taken-back-death.js';
import { phoneProblem, usableContact } from '../../discharges/phone.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { json, jsonBody, refusals, Uuid } from '../schemas.js';

const PatientParam = z.object({ patientId: Uuid });
const ConsentChange = z.object({ sms: z.boolean(), photos: z.boolean(), family: z.boolean(), familyDoctor: z.boolean() }).partial().strict();
const NewContact = z.object({ owner: z.enum(['patient', 'family']), relation: z.string().max(40).optional(), name: z.string().max(80).optional(), kind: z.enum(['phone', 'email']), value: z.string().min(3).max(120) }).strict();

const consents = createRoute({
  method: 'put', path: '/patients/{patientId}/consents', tags: ['Patients'], summary: 'Record consents (given or withdrawn); withdrawal holds for every package at once', ...needs('patient:write'),
  request: { params: PatientParam, body: jsonBody(ConsentChange) }, responses: { 204: { description: 'Recorded' }, ...refusals },
});
const contacts = createRoute({
  method: 'put', path: '/patients/{patientId}/contacts', tags: ['Patients'], summary: 'Add a number or address, or confirm a quarantined one', ...needs('patient:write'),
  request: { params: PatientParam, body: jsonBody(NewContact) }, responses: { 200: json(z.object({ contactId: Uuid }), 'Stored'), ...refusals },
});
const birthDate = createRoute({
  method: 'put', path: '/patients/{patientId}/birth-date', tags: ['Patients'], summary: 'Correct the birth date, which is the second factor of the phone page; imports never change one that is known', ...needs('patient:merge'),
  request: { params: PatientParam, body: jsonBody(z.object({ birthDate: z.iso.date() }).strict()) }, responses: { 204: { description: 'Corrected, and written to the access log' }, ...refusals },
});
const death = createRoute({
  method: 'delete', path: '/patients/{patientId}/death', tags: ['Patients'], summary: 'Take back a death that was recorded by mistake; what it has stopped stays stopped and is launched again', ...needs('patient:merge'),
  request: { params: PatientParam }, responses: { 204: { description: 'Taken back, and written to the access log; imports no longer record a death of this patient' }, ...refusals },
});
const notTakenBack = {
  'not-recorded': 'No death is recorded for this patient: there is nothing to take back.',
  'being-told': 'The packages are still being told of the death: wait until they have stopped, then take it back. If it lasts, look at the alarms.',
  'merged-away': 'Another record stands for this one since a merge: take the death back there.',
} as const;
const missing = () => new Problem('not-found', 'This hospital has no such patient; check the id.');

export function patientRoutes({ sql }: ApiDeps) {
  const app = router();
  app.openapi(consents, async (c) => {
    const { sms, photos, family, familyDoctor } = c.req.valid('json');
    const change = { ...(sms === undefined ? {} : { sms }), ...(photos === undefined ? {} : { photos }), ...(family === undefined ? {} : { family }), ...(familyDoctor === undefined ? {} : { familyDoctor }) };
    const { hospitalId, accountId } = principalOf(c);
    if (!(await setConsents(sql, hospitalId, c.req.valid('param').patientId, change, accountId))) throw missing();
    return c.body(null, 204);
  });
  app.openapi(birthDate, async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    if (!(await correctBirthDate(sql, { hospitalId, patientId: c.req.valid('param').patientId, birthDate: c.req.valid('json').birthDate, by: accountId }))) throw missing();
    return c.body(null, 204);
  });
  app.openapi(death, async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    const outcome = await takeBackDeath(sql, { hospitalId, patientId: c.req.valid('param').patientId, by: accountId });
    if (outcome === 'unknown-patient') throw missing();
    if (outcome !== 'taken-back') throw new Problem('refused', notTakenBack[outcome], { reason: outcome });
    return c.body(null, 204);
  });
  app.openapi(contacts, async (c) => {
    const { owner, relation, name, kind, value } = c.req.valid('json');
    const usable = usableContact(value, kind);
    if (!usable) throw new Problem('invalid', `/value ${kind === 'phone' ? (phoneProblem(value) ?? '') : 'is not an e-mail address'}`, { errors: [{ pointer: '/value', detail: 'not usable' }] });
    const id = await addContact(sql, principalOf(c).hospitalId, c.req.valid('param').patientId, { owner, ...usable, ...(relation ? { relation } : {}), ...(name ? { name } : {}) });
    if (id === null) throw missing();
    return c.json({ contactId: id }, 200);
  });
  return app;
}
