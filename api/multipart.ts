/**
 * A form with one file (multipart/form-data, RFC 7578), read as it arrives: `Request.formData()` would hold a whole clip in memory.
 * The form puts its file field last; what follows the first file is not read.
 */
import { Problem } from './problem.js';

/** `file` null: no file was chosen. A connection that is cut throws while the content is read. */
export type UploadForm = { fields: Record<string, string>; file: { name: string; content: AsyncIterable<Uint8Array> } | null };

const most = { headerBytes: 8 * 1024, fieldBytes: 64 * 1024, fields: 50 } as const;
const unreadable = (what: string) => new Problem('bad-request', `The form could not be read: ${what}. Send it again.`);

function boundaryOf(contentType: string): string {
  const match = /^multipart\/form-data\s*;.*?\bboundary=(?:"([^"]{1,200})"|([^\s;]{1,200}))/i.exec(contentType);
  const boundary = match?.[1] ?? match?.[2];
  if (boundary === undefined) throw new Problem('unsupported-media-type', `The form is sent as "${contentType || 'nothing'}"; a form with a file is sent as multipart/form-data.`);
  return boundary;
}

function partsOf(body: AsyncIterable<Uint8Array>, boundary: string) {
  const source = body[Symbol.asyncIterator]();
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  let held: Buffer = Buffer.from('\r\n'); // the first delimiter may stand at the very start

  async function more(): Promise<void> {
    const { done, value } = await source.next();
    if (done) throw unreadable('it ends before its last part does');
    held = Buffer.concat([held, value]);
  }
  async function* content(): AsyncGenerator<Buffer> {
    for (;;) {
      const at = held.indexOf(delimiter);
      const safe = at >= 0 ? at : held.length - delimiter.length + 1; // the rest may be the beginning of a delimiter
      if (safe > 0) yield held.subarray(0, safe);
      if (at >= 0) {
        held = held.subarray(at + delimiter.length);
        return;
      }
      held = held.subarray(Math.max(0, safe));
      await more();
    }
  }
  /** The headers of the next part; null: that was the last one. */
  async function header(): Promise<string | null> {
    while (held.length < 2) await more();
    if (held.subarray(0, 2).toString('latin1') === '--') return null;
    for (let end = held.indexOf('\r\n\r\n'); ; end = held.indexOf('\r\n\r\n')) {
      if (end >= 0) {
        const text = held.subarray(0, end).toString('utf8');
        held = held.subarray(end + 4);
        return text;
      }
      if (held.length > most.headerBytes) throw unreadable('a part has too long a header');
      await more();
    }
  }
  return { content, header };
}

async function textOf(content: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of content) {
    bytes += chunk.length;
    if (bytes > most.fieldBytes) throw new Problem('too-large', `A text field is longer than ${most.fieldBytes / 1024} KB; shorten it.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Reads the text fields before the file, then hands over the file's content unread. Throws `Problem` for what is no such form. */
export async function readUploadForm(request: Request): Promise<UploadForm> {
  const boundary = boundaryOf(request.headers.get('content-type') ?? '');
  if (request.body === null) throw unreadable('it is empty');
  const parts = partsOf(request.body, boundary);
  const fields: Record<string, string> = {};
  await textOf(parts.content()); // what stands before the first part means nothing
  for (let count = 0; ; count += 1) {
    if (count > most.fields) throw unreadable('it has too many fields');
    const header = await parts.header();
    if (header === null) return { fields, file: null };
    const disposition = /^content-disposition:\s*form-data\s*;(.*)$/im.exec(header)?.[1] ?? '';
    const name = /(?:^|;)\s*name="([^"]*)"/i.exec(disposition)?.[1];
    const filename = /(?:^|;)\s*filename="([^"]*)"/i.exec(disposition)?.[1];
    if (name === undefined) throw unreadable('a part has no name');
    if (filename !== undefined && filename !== '') return { fields, file: { name: filename, content: parts.content() } };
    const text = await textOf(parts.content());
    if (filename === undefined) fields[name] = text; // an empty file name: nothing was chosen
  }
}
