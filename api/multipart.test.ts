import { describe, expect, it } from 'vitest';
import { readUploadForm } from './multipart.js';

const post = (form: FormData): Request => new Request('http://care.test/upload', { method: 'POST', body: form });
const bytesOf = async (content: AsyncIterable<Uint8Array>): Promise<number> => {
  let bytes = 0;
  for await (const chunk of content) bytes += chunk.byteLength;
  return bytes;
};

describe('a form with a file', () => {
  it('gives its fields and its file, as a stream', async () => {
    const form = new FormData();
    form.set('key', 'k-1');
    form.set('file', new Blob([new Uint8Array(300_000)], { type: 'image/jpeg' }), 'wound.jpg');
    const { fields, file } = await readUploadForm(post(form));
    expect([fields, file?.name]).toEqual([{ key: 'k-1' }, 'wound.jpg']);
    expect(file && (await bytesOf(file.content))).toBe(300_000);
  });
  it('without a chosen file has none', async () => {
    const form = new FormData();
    form.set('key', 'k-1');
    expect(await readUploadForm(post(form))).toEqual({ fields: { key: 'k-1' }, file: null });
  });
  it('is refused when it is no such form, or is cut off', async () => {
    await expect(readUploadForm(new Request('http://care.test/', { method: 'POST', body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } }))).rejects.toMatchObject({ code: 'unsupported-media-type' });
    const cut = new Request('http://care.test/', { method: 'POST', body: '--x\r\ncontent-disposition: form-data; name="key"\r\n\r\nk', headers: { 'content-type': 'multipart/form-data; boundary=x' } });
    await expect(readUploadForm(cut)).rejects.toMatchObject({ code: 'bad-request' });
  });
});
