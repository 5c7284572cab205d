/** In which order a patient's numbers are tried, whose they are, and which one reached somebody else. */
import { createRoute, z } from '@hono/zod-openapi';
import { changeContact, orderContacts, type ContactEdit } from '../../db/people/contacts.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { jsonBody, refusals, Uuid } from '../schemas.js';

const Patient = z.object({ patientId: Uuid });
const Change = z.object({ owner: z.enum(['patient', 'family']), relation: z.string().trim().max(40).nullable(), name: z.string().trim().max(80).nullable(), quarantined: z.boolean() }).partial().strict();

const order = createRoute({
  method: 'put', path: '/patients/{patientId}/contacts/order', tags: ['Patients'], summary: 'The order in which contacts are tried: all of them, first to try first', ...needs('patient:write'),
  request: { params: Patient, body: jsonBody(z.object({ ids: z.array(Uuid).min(1).max(50) }).strict()) }, responses: { 204: { description: 'Ordered' }, ...refusals },
});
const change = createRoute({
  method: 'put', path: '/patients/{patientId}/contacts/{contactId}', tags: ['Patients'], summary: 'Whose number it is; quarantine a wrong one, or release it after a check', ...needs('patient:write'),
  request: { params: Patient.extend({ contactId: Uuid }), body: jsonBody(Change) }, responses: { 204: { description: 'Changed' }, ...refusals },
});

const settle = (edit: ContactEdit): void => {
  if (edit === 'unknown') throw new Problem('not-found', 'This patient has no such contact; read the patient again.');
  if (edit === 'incomplete') throw new Problem('invalid', '/ids must name every contact of the patient once; read the patient again.', { errors: [{ pointer: '/ids', detail: 'not all contacts, or others' }] });
};

export function contactRoutes({ sql }: ApiDeps) {
  const app = router();
  app.openapi(order, async (c) => {
    settle(await orderContacts(sql, principalOf(c).hospitalId, c.req.valid('param').patientId, c.req.valid('json').ids));
    return c.body(null, 204);
  });
  app.openapi(change, async (c) => {
    const { patientId, contactId } = c.req.valid('param');
    settle(await changeContact(sql, principalOf(c).hospitalId, patientId, contactId, c.req.valid('json')));
    return c.body(null, 204);
  });
  return app;
}
