/** A patient's pictures side by side over time. */
import { createRoute, z } from '@hono/zod-openapi';
import { photoList, pictureKinds } from '../../db/read-models/photo-list.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { router } from '../router.js';
import { json, page, PageQuery, refusals, Uuid } from '../schemas.js';

const when = z.string().openapi({ example: '2026-03-05T02:00:00.000Z' });
const PhotoItem = z
  .object({
    fileId: Uuid, kind: z.enum(pictureKinds), mime: z.string(), source: z.enum(['patient', 'family', 'staff']), by: z.string().nullable(),
    takenAt: when.nullable(), receivedAt: when, episodeAt: when.nullable(), day: z.number().int().nullable().openapi({ description: 'D<n> by the episode’s clock and main anchor' }),
    episodeId: Uuid.nullable(), packageId: z.string().nullable(), occurrence: z.string().nullable(), step: z.string().nullable(), n: z.number().int().nullable(),
    width: z.number().nullable(), height: z.number().nullable(), durationMs: z.number().nullable(), url: z.string(), thumbUrl: z.string().nullable(),
  })
  .openapi('Photo');

const route = createRoute({
  method: 'get', path: '/patients/{patientId}/photos', tags: ['Patients'], summary: 'Photos, X-rays and clips of one patient, newest first', ...needs('file:read'),
  request: { params: z.object({ patientId: Uuid }), query: PageQuery.extend({ episodeId: Uuid.optional(), kind: z.enum(pictureKinds).optional() }).strict() },
  responses: { 200: json(page(PhotoItem), 'One page'), ...refusals },
});

export function photoRoutes({ sql }: Pick<ApiDeps, 'sql'>) {
  const app = router();
  app.openapi(route, async (c) => {
    const { items, next } = await photoList(sql, { hospitalId: principalOf(c).hospitalId, ...c.req.valid('param'), ...c.req.valid('query') });
    return c.json({ items: items.map(({ hasThumb, ...row }) => ({ ...row, url: `/files/${row.fileId}`, thumbUrl: hasThumb ? `/files/${row.fileId}/thumb` : null })), next }, 200);
  });
  return app;
}
