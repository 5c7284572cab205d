/** Finding a patient by whatever somebody has at hand: a POST, because a name or number must not stand in an address, where proxies and browsers keep it. */
import { createRoute, z } from '@hono/zod-openapi';
import { mostHits, searchPatients } from '../../db/read-models/patient-search.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { router } from '../router.js';
import { json, jsonBody, refusals, Uuid } from '../schemas.js';

const Found = z
  .object({
    patientId: Uuid, familyName: z.string(), givenName: z.string(), birthDate: z.string().nullable(), sex: z.string(), synthetic: z.boolean(), diedAt: z.string().nullable(), phone: z.string().nullable(),
    matched: z.enum(['name', 'pinyin', 'initials', 'phone', 'stay', 'identifier']), dischargeId: z.string().nullable(), stayRef: z.string().nullable(), dischargedAt: z.string().nullable(), openEpisodes: z.number(),
  })
  .openapi('FoundPatient');

const search = createRoute({
  method: 'post', path: '/search', tags: ['Patients'], summary: `Patients by name, pinyin or initials, tail of a phone number, admission or record number; the best ${mostHits}`, ...needs('patient:read'),
  request: { body: jsonBody(z.object({ q: z.string().max(80).openapi({ example: 'zay' }) }).strict()) },
  responses: { 200: json(z.object({ items: z.array(Found) }), 'Best first'), ...refusals },
});

export function searchRoutes({ sql }: ApiDeps) {
  const app = router();
  app.openapi(search, async (c) => {
    const items = await searchPatients(sql, principalOf(c).hospitalId, c.req.valid('json').q);
    c.set('found', items.map(({ patientId }) => patientId));
    return c.json({ items }, 200);
  });
  return app;
}
