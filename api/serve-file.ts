/** A stored file over HTTP, to whoever may see it; nothing that it holds can run in the hospital's name. */
import type { Context } from 'hono';
import { logAccess } from '../db/access-log.js';
import { fileById } from '../db/files.js';
import type { FileRow } from '../db/files.js';
import { authorOf, mayRead } from '../files/may-read.js';
import type { Viewer } from '../files/may-read.js';
import { byteRange } from './byte-range.js';
import type { ApiDeps } from './deps.js';
import type { Env } from './env.js';
import { Problem } from './problem.js';

const missing = () => new Problem('not-found', 'There is no such file for you; check the address.');

type Object = { id: string; mime: string; bytes: number; etag: string };

/** The thumb is a JPEG made here. */
function objectOf(file: FileRow, variant: 'whole' | 'thumb'): Object {
  if (variant === 'whole') return { id: file.id, mime: file.mime, bytes: file.bytes, etag: `"${file.sha256}"` };
  if (file.thumbId === null || file.thumbBytes === null) throw new Problem('not-found', 'This file has no small picture.');
  return { id: file.thumbId, mime: 'image/jpeg', bytes: file.thumbBytes, etag: `"${file.sha256}-thumb"` };
}

/** Only what was decoded and written anew here is shown in place; PDFs and files from before that are handed out. */
const isShownInPlace = (file: FileRow): boolean => file.width !== null;

const extensions: Record<string, string> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'video/mp4': 'mp4', 'application/pdf': 'pdf' };

/** Answers GET with the bytes, one range of them, 304 or 416; throws a 404 `Problem` when it is not theirs, as if it did not exist. */
export async function serveFile(c: Context<Env>, { sql, files }: Pick<ApiDeps, 'sql' | 'files'>, viewer: Viewer, fileId: string, variant: 'whole' | 'thumb'): Promise<Response> {
  const file = await fileById(sql, viewer.hospitalId, fileId);
  if (!file || !mayRead(viewer, { ...file, hospitalId: viewer.hospitalId })) throw missing();
  const object = objectOf(file, variant);
  const headers = {
    etag: object.etag,
    // A shared computer may keep the bytes, but asks again whether they may be shown.
    'cache-control': 'private, no-cache',
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'content-disposition': `${isShownInPlace(file) ? 'inline' : 'attachment'}; filename="${file.id}.${extensions[object.mime] ?? 'bin'}"`,
  };
  if (c.req.header('if-none-match') === object.etag) return c.body(null, 304, headers);
  const ifRange = c.req.header('if-range');
  const range = ifRange === undefined || ifRange === object.etag ? byteRange(c.req.header('range'), object.bytes) : null;
  if (range === 'unsatisfiable') return c.body(null, 416, { 'content-range': `bytes */${object.bytes}` });
  // Whoever looks is written down once per look, not once per piece of a clip.
  if (variant === 'whole' && file.patientId && (range === null || range.from === 0)) {
    await logAccess(sql, { hospitalId: viewer.hospitalId, actor: authorOf(viewer), action: 'file:read', ref: file.id, allowed: true });
  }
  const content = await files.read(object.id, range ?? undefined);
  const length = range ? range.to - range.from + 1 : object.bytes;
  return c.body(content, range ? 206 : 200, {
    ...headers, 'content-type': object.mime, 'content-length': String(length),
    ...(range ? { 'content-range': `bytes ${range.from}-${range.to}/${object.bytes}` } : {}),
  });
}
