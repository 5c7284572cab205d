import sharp from 'sharp';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromMs, localDateOf } from '../../pathways/time.js';
import { pdf, phonePhoto, picture } from '../../test/support/pictures.js';
import { dischargeOf, testApi } from '../../test/support/api.js';
import type { TestApi } from '../../test/support/api.js';

let api: TestApi;
let patientId: string;
let episodeId: string;
const today = localDateOf(fromMs(Date.now()), 'Asia/Shanghai');
beforeAll(async () => {
  api = await testApi();
  ({ patientId, episodeId } = await launched('files-1'));
});
afterAll(() => api.close());

async function launched(ref: string, more: Record<string, unknown> = {}): Promise<{ patientId: string; episodeId: string }> {
  const { body } = await api.call('POST', '/discharges', { body: dischargeOf(ref, today, more) });
  const { dischargeId, patientId: id } = body as { dischargeId: string; patientId: string };
  const { body: episode } = await api.call('POST', '/episodes', { body: { dischargeId, packageId: 'discharge-follow-up', orderNo: ref } });
  return { patientId: id, episodeId: (episode as { episodeId: string }).episodeId };
}
type Stored = { id: string; bytes: number; sha256: string };
const upload = async (content: Buffer, path = '/files', key?: string): Promise<Stored> => {
  const { status, body } = await api.call('POST', path, { raw: content, ...(key ? { key } : {}) });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body as Stored;
};
const get = (path: string, headers: Record<string, string> = {}, as = 'nurse') => api.request(path, { headers: { authorization: `Bearer ${api.key[as] ?? ''}`, ...headers } });
const bytesOf = async (response: Response): Promise<Buffer> => Buffer.from(await response.arrayBuffer());

describe('A file', () => {
  it('comes back as a clean picture that is shown in place and can run nothing', async () => {
    const { body } = await api.call('POST', `/patients/${patientId}/files?kind=photo`, { raw: await phonePhoto() });
    expect(body).toMatchObject({ mime: 'image/jpeg', kind: 'photo', width: 200, height: 320, durationMs: null, hasThumb: true });
    const response = await get(`/files/${(body as Stored).id}`);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/jpeg', 'content-length': String((body as Stored).bytes), 'x-content-type-options': 'nosniff', 'cache-control': 'private, no-cache',
      'content-security-policy': expect.stringMatching(/^sandbox; default-src 'none'/), 'content-disposition': expect.stringMatching(/^inline/), 'cross-origin-resource-policy': 'same-origin',
    });
    expect((await sharp(await bytesOf(response)).metadata()).exif).toBeUndefined();
    const thumb = await get(`/files/${(body as Stored).id}/thumb`);
    expect((await sharp(await bytesOf(thumb)).metadata()).format).toBe('jpeg');
  });

  it('that is written down but not in the store is a matter for whoever runs the server', async () => {
    const { id } = await upload(pdf);
    const lost = uuidv7();
    await api.sql`insert into file (id, hospital_id, sha256, mime, bytes, kind, created_by, sent_sha256) select ${lost}, hospital_id, ${'e'.repeat(64)}, mime, bytes, kind, created_by, ${'f'.repeat(64)} from file where id = ${id}`;
    const response = await get(`/files/${lost}`);
    expect([response.status, await response.json()]).toMatchObject([503, { code: 'file-store-unavailable', detail: expect.stringContaining('written down but not in the store') as unknown }]);
  });

  it('that is a PDF is handed out, never shown', async () => {
    const { id } = await upload(pdf);
    const response = await get(`/files/${id}`);
    expect([response.headers.get('content-type'), response.headers.get('content-disposition')]).toEqual(['application/pdf', `attachment; filename="${id}.pdf"`]);
    expect((await get(`/files/${id}/thumb`)).status).toBe(404);
  });

  it('is not sent again to whoever has it', async () => {
    const { id, sha256 } = await upload(await picture('jpeg'));
    const again = await get(`/files/${id}`, { 'if-none-match': `"${sha256}"` });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  it('is sent in the pieces that a player asks for', async () => {
    const { id, bytes, sha256 } = await upload(await picture('jpeg'));
    const all = await bytesOf(await get(`/files/${id}`));
    const piece = async (range: string, more = {}) => {
      const response = await get(`/files/${id}`, { range, ...more });
      return { status: response.status, range: response.headers.get('content-range'), body: await bytesOf(response) };
    };
    expect(await piece('bytes=0-99')).toEqual({ status: 206, range: `bytes 0-99/${bytes}`, body: all.subarray(0, 100) });
    expect(await piece('bytes=100-')).toEqual({ status: 206, range: `bytes 100-${bytes - 1}/${bytes}`, body: all.subarray(100) });
    expect(await piece('bytes=-10')).toEqual({ status: 206, range: `bytes ${bytes - 10}-${bytes - 1}/${bytes}`, body: all.subarray(-10) });
    expect(await piece(`bytes=${bytes}-`)).toMatchObject({ status: 416, range: `bytes */${bytes}` });
    expect((await piece('bytes=0-9', { 'if-range': `"${sha256}"` })).status).toBe(206);
    expect((await piece('bytes=0-9', { 'if-range': '"other"' })).status).toBe(200);
    expect((await piece('lines=0-9')).status).toBe(200);
  });

  it('sent twice under one key is one file; another one under that key is refused', async () => {
    const content = await picture('png');
    const first = await upload(content, '/files', 'photo-1');
    expect((await upload(content, '/files', 'photo-1')).id).toBe(first.id);
    expect(await api.call('POST', '/files', { raw: pdf, key: 'photo-1' })).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    expect(await api.sql`select id from file_unclaimed`).toEqual([]);
  });

  it('is refused with words and a reason', async () => {
    expect(await api.call('POST', '/files', { raw: '<script>' })).toMatchObject({ status: 422, body: { code: 'invalid', reason: 'not-accepted', detail: expect.stringMatching(/JPEG, PNG or WebP/) } });
    expect(await api.call('POST', '/files', { raw: Buffer.alloc(11 * 1024 * 1024) })).toMatchObject({ status: 413, body: { code: 'too-large', reason: 'too-large' } });
    expect(await api.call('POST', '/files?kind=selfie', { raw: pdf })).toMatchObject({ status: 422 });
  });

  it('of another hospital, or for a role that may not see files, is not there', async () => {
    const { id } = await upload(await picture('jpeg'));
    expect((await get(`/files/${id}`, {}, 'his')).status).toBe(403);
    expect((await api.request(`/files/${id}`)).status).toBe(401);
    const [other] = await api.sql<{ id: string }[]>`insert into hospital (id, name, kind, sms_signature, phone, entry) values ('019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c', 'Other', 'real', 'O', '1', 'O') returning id`;
    await api.sql`update file set hospital_id = ${other?.id ?? ''} where id = ${id}`;
    expect((await get(`/files/${id}`)).status).toBe(404);
  });

  it('of a patient leaves a trace of who looked, once per look', async () => {
    const { id } = await upload(await picture('jpeg'), `/patients/${patientId}/files`);
    await get(`/files/${id}`, { range: 'bytes=0-9' });
    await get(`/files/${id}`, { range: 'bytes=10-19' });
    await get(`/files/${id}/thumb`);
    expect(await api.sql`select action, allowed from audit_log where ref = ${id}`).toEqual([{ action: 'file:read', allowed: true }]);
  });
});

describe('Whose a file is', () => {
  it('must be true', async () => {
    const other = await launched('files-2');
    const photo = await picture('jpeg');
    const send = (query: string) => api.call('POST', `/patients/${patientId}/files?${query}`, { raw: photo });
    expect(await send(`episodeId=${episodeId}`)).toMatchObject({ status: 201 });
    expect(await send(`episodeId=${other.episodeId}`)).toMatchObject({ status: 422, body: { reason: 'unknown-owner' } });
    expect(await send(`occurrence=${episodeId}/follow-up-d3/99`)).toMatchObject({ status: 422, body: { reason: 'unknown-owner' } });
    expect(await api.call('POST', '/patients/019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c/files', { raw: photo })).toMatchObject({ status: 404 });
    expect(await api.call('POST', `/files?episodeId=${episodeId}`, { raw: photo })).toMatchObject({ status: 422, body: { detail: expect.stringMatching(/patientId/) } });
  });

  it('decides whether it may be kept at all: no photo without consent, but a report or an X-ray', async () => {
    const { patientId: private_ } = await launched('files-3', { consents: { sms: true, photos: false, family: true, familyDoctor: false } });
    const photo = await picture('jpeg');
    const send = (kind: string, content: Buffer) => api.call('POST', `/patients/${private_}/files?kind=${kind}`, { raw: content });
    expect(await send('photo', photo)).toMatchObject({ status: 409, body: { reason: 'no-photo-consent', detail: expect.stringMatching(/has not agreed to photos/) } });
    expect((await send('xray', photo)).status).toBe(201);
    expect((await send('document', pdf)).status).toBe(201);
    expect(await api.sql`select kind from file where patient_id = ${private_} order by kind`).toEqual([{ kind: 'document' }, { kind: 'xray' }]);
  });
});

describe('A visit’s photos', () => {
  const complete = (episode: string, photos: string[]) => api.call('POST', `/episodes/${episode}/visits/dressing/1/complete`, { body: { record: {}, photos } });

  it('must be files of this hospital, of this patient, and taken with consent', async () => {
    const other = await launched('files-4', { consents: { sms: true, photos: false, family: true, familyDoctor: false } });
    const mine = await upload(await picture('jpeg'), `/files?patientId=${patientId}&kind=photo`);
    const unnamed = await upload(await picture('jpeg'));
    expect(await complete(episodeId, ['019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c'])).toMatchObject({ status: 422, body: { detail: expect.stringMatching(/not files of this hospital/) } });
    expect(await complete(other.episodeId, [mine.id])).toMatchObject({ status: 422, body: { detail: expect.stringMatching(/another patient/) } });
    expect(await complete(other.episodeId, [unnamed.id])).toMatchObject({ status: 409, body: { reason: 'no-photo-consent' } });
  });
});
