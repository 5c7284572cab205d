/** Photos, clips, X-rays and documents: in as a raw body, out to those who may see them. */
import { createRoute, z } from '@hono/zod-openapi';
import { acceptedMimes, fileKinds, largestClip, largestPicture } from '../../files/kinds.js';
import type { StaffViewer } from '../../files/may-read.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { keyed } from '../idempotency.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { IdempotencyHeader, json, Moment, refusals, Uuid } from '../schemas.js';
import { serveFile } from '../serve-file.js';
import { storeStaffFile } from '../store-file.js';

const FileBody = z
  .object({
    id: Uuid, sha256: z.string(), mime: z.string(), bytes: z.number(), kind: z.enum(fileKinds), width: z.number().nullable(), height: z.number().nullable(),
    durationMs: z.number().nullable(), hasThumb: z.boolean(),
  })
  .openapi('FileRef');
const MB = 1024 * 1024;
const taken = `${acceptedMimes.join(', ')}; pictures and documents up to ${largestPicture / MB} MB, clips up to ${largestClip / MB} MB`;
const raw = { required: true as const, content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } } };
const Purpose = z.object({ kind: z.enum(fileKinds).optional(), episodeId: Uuid.optional(), occurrence: z.string().max(200).optional(), takenAt: Moment.optional() }).strict();
const stored = { 201: json(FileBody, 'Stored: decoded, written anew, without metadata'), ...refusals };

const access = needs('file:write');
const writing = { ...access, middleware: [...access.middleware, keyed] };
const post = createRoute({
  method: 'post', path: '/files', tags: ['Files'], summary: `Upload one file as the raw body, to be named in a visit's record or an answer within a week (${taken})`, ...writing,
  request: { query: Purpose.extend({ patientId: Uuid.optional() }), headers: IdempotencyHeader, body: raw }, responses: stored,
});
const postToPatient = createRoute({
  method: 'post', path: '/patients/{patientId}/files', tags: ['Files'], summary: `Upload one file into a patient's record (${taken})`, ...writing,
  request: { params: z.object({ patientId: Uuid }), query: Purpose, headers: IdempotencyHeader, body: raw }, responses: stored,
});
const binary = { schema: z.string().openapi({ format: 'binary' }) };
const bytes = { 'image/*': binary, 'video/*': binary, 'application/pdf': binary };
const get = (path: '/files/{fileId}' | '/files/{fileId}/thumb', summary: string) =>
  createRoute({
    method: 'get', path, tags: ['Files'], summary, ...needs('file:read'),
    request: { params: z.object({ fileId: Uuid }) },
    responses: { 200: { description: 'The bytes', content: bytes }, 206: { description: 'The range that was asked for', content: bytes }, ...refusals },
  });

export function fileRoutes(deps: Pick<ApiDeps, 'sql' | 'files'>) {
  const app = router();
  const staff = (c: Parameters<typeof principalOf>[0]): StaffViewer => {
    const { hospitalId, accountId } = principalOf(c);
    return { kind: 'staff', hospitalId, accountId };
  };
  const purpose = ({ kind, episodeId, occurrence, takenAt }: z.output<typeof Purpose>, key: string) => ({
    kind: kind ?? null, episodeId: episodeId ?? null, occurrence: occurrence ?? null, takenAt: takenAt ? new Date(takenAt).toISOString() : null, uploadKey: key,
  });
  const answer = ({ id, sha256, mime, bytes: size, kind, width, height, durationMs, thumbId }: Awaited<ReturnType<typeof storeStaffFile>>) =>
    ({ id, sha256, mime, bytes: size, kind, width, height, durationMs, hasThumb: thumbId !== null });
  const bodyOf = (body: ReadableStream<Uint8Array> | null) => {
    if (body === null) throw new Problem('invalid', 'The body is empty; send the file as the raw request body.', { reason: 'empty' });
    return body;
  };

  app.openapi(post, async (c) => {
    const { patientId, ...query } = c.req.valid('query');
    const upload = { ...purpose(query, c.req.valid('header')['idempotency-key']), patientId: patientId ?? null, attached: false };
    return c.json(answer(await storeStaffFile(deps, staff(c), upload, bodyOf(c.req.raw.body))), 201);
  });
  app.openapi(postToPatient, async (c) => {
    const upload = { ...purpose(c.req.valid('query'), c.req.valid('header')['idempotency-key']), patientId: c.req.valid('param').patientId, attached: true };
    return c.json(answer(await storeStaffFile(deps, staff(c), upload, bodyOf(c.req.raw.body))), 201);
  });
  app.openapi(get('/files/{fileId}', 'A file; pictures and clips in place, documents as attachment'), (c) => serveFile(c, deps, staff(c), c.req.valid('param').fileId, 'whole'));
  app.openapi(get('/files/{fileId}/thumb', 'The small picture of a photo or clip'), (c) => serveFile(c, deps, staff(c), c.req.valid('param').fileId, 'thumb'));
  return app;
}
