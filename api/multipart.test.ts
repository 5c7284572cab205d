import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readUploadForm } from './multipart.js';

const type = (boundary: string) => ({ 'content-type': `multipart/form-data; boundary=${boundary}` });
async function* inPieces(content: Uint8Array, sizes: number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, n = 0; at < content.length; n += 1) {
    const size = sizes[n % sizes.length] ?? 1;
    yield content.subarray(at, at + size);
    at += size;
  }
}
const post = (body: Uint8Array, headers: Record<string, string>, sizes = [65_536]): Request =>
  new Request('http://care.test/p/upload', { method: 'POST', headers, body: ReadableStream.from(inPieces(body, sizes)), duplex: 'half' } as RequestInit);
async function all(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
}
/** As another implementation writes it. */
async function written(form: FormData): Promise<{ body: Uint8Array; headers: Record<string, string> }> {
  const request = new Request('http://care.test', { method: 'POST', body: form });
  return { body: new Uint8Array(await request.arrayBuffer()), headers: { 'content-type': request.headers.get('content-type') ?? '' } };
}

describe('A form with a file', () => {
  it('is read whatever it holds and wherever the network cuts it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.stringMatching(/^[a-zA-Z]{1,12}$/), fc.string({ unit: 'grapheme', maxLength: 200 })), fc.uint8Array({ maxLength: 5_000 }), fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 20 }),
        async (fields, content, sizes) => {
          const form = new FormData();
          for (const [name, value] of Object.entries(fields)) form.append(name, value);
          form.append('photo', new Blob([content as Uint8Array<ArrayBuffer>], { type: 'image/jpeg' }), '伤口.jpg');
          const { body, headers } = await written(form);
          const read = await readUploadForm(post(body, headers, sizes));
          // Browsers and undici write every line break as CRLF (HTML, "constructing the form data set").
          expect(read.fields).toEqual(Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value.replaceAll(/\r\n|\r|\n/g, '\r\n')])));
          expect(read.file?.name).toBe('伤口.jpg');
          expect((await all(read.file?.content ?? (async function* () {})())).equals(Buffer.from(content))).toBe(true);
        },
      ),
      { seed: 20_261_126, numRuns: 150 },
    );
  });

  it('may hold what looks like its own boundary', async () => {
    const content = '\r\n--cut\r-\r\n--cu\r\n\r\n--xcut--';
    const body = Buffer.from(`--cut\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n${content.replaceAll('--cut\r-', '--cuT')}\r\n--cut--\r\n`);
    const { file } = await readUploadForm(post(body, type('cut'), [1]));
    expect(String(await all(file?.content ?? (async function* () {})()))).toBe(content.replaceAll('--cut\r-', '--cuT'));
  });

  it('in which nothing was chosen has no file', async () => {
    const body = Buffer.from('--cut\r\nContent-Disposition: form-data; name="note"\r\n\r\n红了\r\n--cut\r\nContent-Disposition: form-data; name="f"; filename=""\r\nContent-Type: application/octet-stream\r\n\r\n\r\n--cut--\r\n');
    expect(await readUploadForm(post(body, type('"cut"')))).toEqual({ fields: { note: '红了' }, file: null });
  });

  it('is handed over before all of it is there', async () => {
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('--cut\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\nfirst bytes of many');
      throw new Error('the rest was asked for');
    }
    const { file } = await readUploadForm(new Request('http://care.test', { method: 'POST', headers: type('cut'), body: ReadableStream.from(slow()), duplex: 'half' } as RequestInit));
    await expect(all(file?.content ?? (async function* () {})())).rejects.toThrow(/the rest was asked for/);
  });
});

describe('What is no such form', () => {
  const part = (content: string): Buffer => Buffer.from(`--cut\r\n${content}`);
  it.each([
    ['JSON', 'unsupported-media-type', () => post(Buffer.from('{}'), { 'content-type': 'application/json' })],
    ['a form without a file in mind', 'unsupported-media-type', () => new Request('http://care.test/', { method: 'POST', body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } })],
    ['a form without its boundary', 'unsupported-media-type', () => post(Buffer.from('x'), { 'content-type': 'multipart/form-data' })],
    ['nothing', 'bad-request', () => new Request('http://care.test', { method: 'POST', headers: type('cut') })],
    ['a text that ends in the middle', 'bad-request', () => post(part('Content-Disposition: form-data; name="a"\r\n\r\nhal'), type('cut'))],
    ['a part without a name', 'bad-request', () => post(part('Content-Type: text/plain\r\n\r\nx\r\n--cut--'), type('cut'))],
    ['an endless header', 'bad-request', () => post(part('x'.repeat(20_000)), type('cut'))],
    ['an endless text', 'too-large', () => post(part(`Content-Disposition: form-data; name="a"\r\n\r\n${'x'.repeat(80_000)}`), type('cut'))],
  ])('%s: %s', async (_, code, request) => {
    await expect(readUploadForm(request())).rejects.toMatchObject({ code });
  });

  it('a file that ends in the middle is told while it is read', async () => {
    const { file } = await readUploadForm(post(part('Content-Disposition: form-data; name="f"; filename="a"\r\n\r\nhal'), type('cut')));
    await expect(all(file?.content ?? (async function* () {})())).rejects.toMatchObject({ code: 'bad-request' });
  });
});
