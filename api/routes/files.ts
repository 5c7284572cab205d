/** Photos and documents: streamed in, kept behind a port, read back only inside the hospital and only as an attachment. */
import { Readable } from 'node:stream';
import { createRoute, z } from '@hono/zod-openapi';
import { v7 as uuidv7 } from 'uuid';
import { filesOf, rememberFile } from '../../db/files.js';
import { acceptedMimes, largestFile } from '../../files/file-store.js';
import type { FileStore } from '../../files/file-store.js';
import { needs } from '../auth.js';
import { principalOf } from '../env.js';
import type { Database } from '../env.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { json, refusals, Uuid } from '../schemas.js';

const FileBody = z.object({ id: Uuid, sha256: z.string(), mime: z.string(), bytes: z.number() }).openapi('FileRef');

const put = createRoute({
  method: 'post', path: '/files', tags: ['Files'], summary: `Upload one file (${acceptedMimes.join(', ')}; at most ${largestFile / 1024 / 1024} MB) as the raw body`,
  ...needs('file:write'),
  request: { body: { required: true, content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } } } },
  responses: { 201: json(FileBody, 'Stored'), ...refusals },
});
const get = createRoute({
  method: 'get', path: '/files/{fileId}', tags: ['Files'], summary: 'Download a file', ...needs('file:read'),
  request: { params: z.object({ fileId: Uuid }) },
  responses: { 200: { description: 'The file', content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } } }, ...refusals },
});

const sentences = {
  'too-large': `The file is larger than ${largestFile / 1024 / 1024} MB; send a smaller picture.`,
  'not-accepted': `The content is none of ${acceptedMimes.join(', ')}.`,
  empty: 'The body is empty; send the file as the raw request body.',
};

export function fileRoutes({ sql, files }: { sql: Database; files: FileStore }) {
  const app = router();
  app.openapi(put, async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    const body = c.req.raw.body;
    if (body === null) throw new Problem('invalid', sentences.empty);
    const stored = await files.put(uuidv7(), body);
    if (!stored.ok) throw new Problem(stored.why === 'too-large' ? 'too-large' : 'invalid', sentences[stored.why]);
    await rememberFile(sql, hospitalId, accountId, stored.ref);
    return c.json(stored.ref, 201);
  });
  app.openapi(get, async (c) => {
    const [ref] = await filesOf(sql, principalOf(c).hospitalId, [c.req.valid('param').fileId]);
    if (!ref) throw new Problem('not-found', 'This hospital has no such file.');
    const stream = Readable.toWeb(Readable.from(files.read(ref))) as ReadableStream;
    return c.body(stream, 200, { 'content-type': ref.mime, 'content-length': String(ref.bytes), 'content-disposition': `attachment; filename="${ref.id}"`, 'x-content-type-options': 'nosniff' });
  });
  return app;
}
