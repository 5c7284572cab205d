import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweepFiles } from '../../db/file-sweep.js';
import { s3Store } from '../../files/s3-store.js';
import { picture } from '../../test/support/pictures.js';
import { testApi } from '../../test/support/api.js';
import type { TestApi } from '../../test/support/api.js';
import { FakeS3 } from '../../test/vendors/fake-s3.js';

let api: TestApi;
let bucket: FakeS3;
let remove: (id: string) => Promise<void>;
beforeAll(async () => {
  bucket = await new FakeS3().start();
  const store = s3Store({ endpoint: bucket.endpoint, region: 'us-east-1', bucket: bucket.bucket, accessKeyId: bucket.accessKeyId, secretAccessKey: bucket.secretAccessKey, forcePathStyle: true, encryption: 'AES256' });
  remove = (id) => store.remove(id);
  api = await testApi({ store });
});
afterAll(async () => {
  await api.close();
  await bucket.stop();
});

const upload = async (key: string) => api.call('POST', '/files?kind=photo', { raw: await picture('jpeg'), key });
const get = (path: string, headers: Record<string, string> = {}) => api.request(path, { headers: { authorization: `Bearer ${api.key['nurse'] ?? ''}`, ...headers } });
const swept = async (): Promise<number> => {
  await api.sql`update file_unclaimed set remove_after = now() - interval '1 minute'`;
  return sweepFiles(api.sql, remove);
};

describe('A photo in a bucket', () => {
  it('comes in and goes out through the API, whole, in pieces and small', async () => {
    const { status, body } = await upload('b-1');
    const { id, bytes } = body as { id: string; bytes: number };
    expect([status, bucket.objects.get(id)?.body.length, bucket.objects.size]).toEqual([201, bytes, 2]);
    const whole = Buffer.from(await (await get(`/files/${id}`)).arrayBuffer());
    expect(whole.equals(bucket.objects.get(id)?.body ?? Buffer.alloc(0))).toBe(true);
    const piece = await get(`/files/${id}`, { range: 'bytes=2-9' });
    expect([piece.status, Buffer.from(await piece.arrayBuffer()).equals(whole.subarray(2, 10))]).toEqual([206, true]);
    expect((await get(`/files/${id}/thumb`)).headers.get('content-type')).toBe('image/jpeg');
  });

  it('is refused as “not now” while the store is away; sent again it is there, and what broke off is swept', async () => {
    const before = new Set(bucket.objects.keys());
    // The photo itself arrives, its thumb does not.
    bucket.failAfter(1, 'PUT', 'InternalError', 'InternalError', 'InternalError', 'InternalError');
    expect(await upload('b-2')).toMatchObject({ status: 503, body: { code: 'file-store-unavailable', detail: expect.stringMatching(/same Idempotency-Key/) } });
    const orphans = [...bucket.objects.keys()].filter((id) => !before.has(id));
    expect(orphans).toHaveLength(1);
    const { status, body } = await upload('b-2');
    expect(status).toBe(201);
    expect(await swept()).toBe(2);
    expect(orphans.filter((id) => bucket.objects.has(id))).toEqual([]);
    expect((await get(`/files/${(body as { id: string }).id}`)).status).toBe(200);
  });

  it('that somebody removed by hand is our fault, not the reader’s: logged, and told as ours', async () => {
    const { body } = await upload('b-3');
    const { id } = body as { id: string };
    bucket.objects.delete(id);
    expect((await get(`/files/${id}`)).status).toBe(503);
  });

  it('needs a key, as every POST', async () => {
    const response = await api.request('/files?kind=photo', { method: 'POST', body: await picture('jpeg'), headers: { authorization: `Bearer ${api.key['nurse'] ?? ''}` } });
    expect([response.status, await response.json()]).toMatchObject([400, { code: 'idempotency-key-missing' }]);
  });
});
