import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeS3 } from '../test/vendors/fake-s3.js';
import type { S3Fault } from '../test/vendors/fake-s3.js';
import { FileMissing, FileStoreUnavailable } from './file-store.js';
import { fileStoreContract } from './file-store.contract.js';
import { s3Store } from './s3-store.js';
import type { S3Config } from './s3-store.js';

const configFor = (vendor: FakeS3): S3Config => ({ endpoint: vendor.endpoint, region: 'cn-hangzhou', bucket: vendor.bucket, accessKeyId: vendor.accessKeyId, secretAccessKey: vendor.secretAccessKey, forcePathStyle: true, encryption: 'AES256' });

fileStoreContract('A bucket', async () => {
  const vendor = await new FakeS3().start();
  return { store: s3Store(configFor(vendor)), close: () => vendor.stop() };
});

const id = '019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c';
const other = '019355e2-7a50-7c4e-9d61-0f5f0f6a1b2d';
const large = Buffer.alloc(20 * 1024 * 1024, 'wound');
let vendor: FakeS3;
let folder: string;
beforeEach(async () => {
  vendor = await new FakeS3().start();
  folder = mkdtempSync(join(tmpdir(), 'wuyou-s3-'));
});
afterEach(async () => {
  await vendor.stop();
  rmSync(folder, { recursive: true });
});
async function put(content: Buffer | string, config: Partial<S3Config> = {}): Promise<void> {
  const path = join(folder, 'sent');
  writeFileSync(path, content);
  await s3Store({ ...configFor(vendor), ...config }).put(id, { path, mime: 'image/jpeg', bytes: Buffer.byteLength(content) });
}
const textOf = async (config: Partial<S3Config> = {}): Promise<string> => new Response(await s3Store({ ...configFor(vendor), ...config }).read(id)).text();
const failure = (work: Promise<unknown>): Promise<Error> => work.then(() => Promise.reject(new Error('it succeeded')), (error: Error) => error);

describe('What lies in the bucket', () => {
  it('has its kind and is encrypted there, sent at once or in parts', async () => {
    await put('wound');
    expect(vendor.objects.get(id)).toMatchObject({ mime: 'image/jpeg', encryption: 'AES256' });
    await put(large, { encryption: 'aws:kms' });
    expect(vendor.objects.get(id)).toMatchObject({ mime: 'image/jpeg', encryption: 'aws:kms' });
    expect(vendor.objects.get(id)?.body.equals(large)).toBe(true);
    expect(vendor.requests.filter(({ query }) => query.has('partNumber'))).toHaveLength(3);
  });

  it('is left to the bucket’s own encryption when told so', async () => {
    await put('wound', { encryption: null });
    expect(vendor.objects.get(id)?.encryption).toBeUndefined();
  });

  it('never carries trailers that other vendors’ stores do not know', async () => {
    await put('wound');
    await textOf();
    expect(vendor.requests.flatMap(({ headers }) => Object.keys(headers)).filter((name) => /trailer|checksum|decoded/.test(name))).toEqual([]);
  });
});

describe('What passes by itself', () => {
  it.each<S3Fault>(['SlowDown', 'InternalError', 'reset'])('%s, once: the file is stored, read and removed all the same', async (fault) => {
    vendor.failNext('PUT', fault);
    vendor.failNext('GET', fault);
    vendor.failNext('DELETE', fault);
    await put('wound');
    expect(await textOf()).toBe('wound');
    await s3Store(configFor(vendor)).remove(id);
    expect(vendor.objects.size).toBe(0);
  });

  it('in the middle of parts', async () => {
    vendor.failNext('PUT', 'SlowDown', 'reset');
    await put(large);
    expect(vendor.objects.get(id)?.body.equals(large)).toBe(true);
  });
});

describe('What does not pass', () => {
  it('is told as “not now” after four tries, and leaves no parts behind', async () => {
    vendor.failNext('PUT', ...Array.from({ length: 12 }, () => 'InternalError' as const));
    const error = await failure(put(large));
    expect(error).toBeInstanceOf(FileStoreUnavailable);
    expect(error.message).toBe('The file store does not take or give files of the bucket care now (InternalError, 500); check that it runs and that FILES_S3_ENDPOINT is right.');
    expect([vendor.objects.size, vendor.uploads.size]).toEqual([0, 0]);
  });

  it('is “not now” too when nobody listens', async () => {
    const config = configFor(vendor);
    await vendor.stop();
    expect(await failure(s3Store(config).read(id))).toMatchObject({ name: 'FileStoreUnavailable', message: expect.stringMatching(/ECONNREFUSED/) });
  });

  it('a body that is cut off ends in an error, never early', async () => {
    await put('wound and more');
    vendor.failNext('GET', 'cut-body');
    await expect(textOf()).rejects.toThrow();
  });

  it.each<[string, Partial<S3Config>, RegExp]>([
    ['another secret', { secretAccessKey: 'top secret' }, /the signature is wrong; check FILES_S3_SECRET_ACCESS_KEY and FILES_S3_REGION \(SignatureDoesNotMatch\)/],
    ['another key', { accessKeyId: 'AKIDSOMEBODY' }, /does not know this access key; check FILES_S3_ACCESS_KEY_ID/],
    ['no such bucket', { bucket: 'elsewhere' }, /refuses the bucket elsewhere: there is no such bucket/],
  ])('%s: one sentence for the operator, from every door, and nothing that was signed', async (_, config, sentence) => {
    const store = s3Store({ ...configFor(vendor), ...config });
    for (const error of await Promise.all([failure(put('wound', config)), failure(store.read(id)), failure(store.remove(id)), failure(store.check())])) {
      expect(error.message).toMatch(sentence);
      expect(error).not.toBeInstanceOf(FileMissing);
      expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/AKID|secret key|top secret|wJalr|AWS4|StringToSign|authorization|[0-9a-f]{64}/i);
    }
  });

  it('a store without encryption says which setting turns it off', async () => {
    vendor.failNext('PUT', ...Array.from({ length: 4 }, () => 'NotImplemented' as const));
    expect((await failure(put('wound'))).message).toMatch(/needs FILES_S3_ENCRYPTION=none/);
  });

  it('an answer nobody thought of is told by its code', async () => {
    vendor.failNext('PUT', 'AccessDenied');
    expect((await failure(put('wound'))).message).toMatch(/this access key may not do that; it needs GetObject/);
  });
});

describe('Removing', () => {
  it('takes the parts of an upload that died with its process, and no other file’s', async () => {
    vendor.uploads.set('dead', { key: id, mime: undefined, encryption: undefined, parts: new Map([[1, large]]) });
    vendor.uploads.set('alive', { key: other, mime: undefined, encryption: undefined, parts: new Map() });
    await s3Store(configFor(vendor)).remove(id);
    expect([...vendor.uploads.keys()]).toEqual(['alive']);
  });
});

it('A check tells a good bucket from none', async () => {
  await s3Store(configFor(vendor)).check();
  await expect(s3Store({ ...configFor(vendor), bucket: 'elsewhere' }).check()).rejects.toThrow(/no such bucket/);
});
