/**
 * An HTML form with a file, streamed: the text fields that come before the file, then the first file part, which is never whole in memory.
 * So `<input type=file>` stands last in its form. What follows the first file is not read.
 */
import { Readable } from 'node:stream';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { Busboy } from '@fastify/busboy';
import { Problem } from './problem.js';

export type UploadForm = { fields: Record<string, string>; file: { name: string; content: AsyncIterable<Uint8Array> } | null };

const most = { fields: 20, fieldSize: 4_000, files: 1, headerPairs: 20 };

/** Rejects with a `Problem` for a body that is no such form. The store counts the file's bytes while it takes them. */
export function readUploadForm(request: Request): Promise<UploadForm> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^multipart\/form-data;/i.test(type) || request.body === null) {
    return Promise.reject(new Problem('unsupported-media-type', 'Send the form with its file (multipart/form-data).'));
  }
  const body = Readable.fromWeb(request.body as NodeStream);
  return new Promise((resolve, reject) => {
    const fields: Record<string, string> = {};
    const broken = (): void => reject(new Problem('bad-request', 'The form with the file arrived broken; send it again.'));
    const parser = new Busboy({ headers: { 'content-type': type }, limits: most });
    parser.on('field', (name, value, _nameTruncated, valueTruncated) => {
      if (valueTruncated) reject(new Problem('too-large', `The field ${name} is longer than ${most.fieldSize} characters.`));
      else fields[name] = value;
    });
    parser.on('file', (_name, content, name) => {
      body.once('error', (error) => content.destroy(error)); // the sender went away in the middle of it
      resolve({ fields, file: name ? { name, content } : null });
      if (!name) content.resume(); // nothing was chosen
    });
    parser.on('finish', () => resolve({ fields, file: null }));
    parser.on('error', broken);
    body.on('error', broken);
    body.pipe(parser);
  });
}
