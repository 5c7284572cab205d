/** What every file store must do. `create` gives one that is empty. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileMissing } from './file-store.js';
import type { FileStore } from './file-store.js';

const ids = ['019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c', '019355e2-7a50-7c4e-9d61-0f5f0f6a1b2d', '019355e2-7a50-7c4e-9d61-0f5f0f6a1b2e'] as const;
const text = (content: string): Buffer => Buffer.from(content);
/** Larger than any buffer or upload part on the way. */
const large = Buffer.from(Uint32Array.from({ length: 4_000_000 }, (_, n) => n * 2_654_435_761).buffer);

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export function fileStoreContract(name: string, create: () => Promise<{ store: FileStore; close: () => Promise<void> }>): void {
  describe(`${name} honours the file store contract`, () => {
    let store: FileStore;
    let close: () => Promise<void>;
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'wuyou-store-'));
      ({ store, close } = await create());
    });
    afterAll(async () => {
      await close();
      await rm(folder, { recursive: true });
    });
    async function put(id: string, content: Buffer): Promise<void> {
      const path = join(folder, id);
      await writeFile(path, content);
      await store.put(id, { path, mime: 'image/jpeg', bytes: content.length });
    }

    it('gives back what it was given', async () => {
      await put(ids[0], text('wound'));
      expect(String(await bytesOf(await store.read(ids[0])))).toBe('wound');
    });

    it('gives any range of it, both ends included', async () => {
      const range = async (from: number, to: number) => String(await bytesOf(await store.read(ids[0], { from, to })));
      expect([await range(0, 0), await range(1, 3), await range(4, 4), await range(0, 4)]).toEqual(['w', 'oun', 'd', 'wound']);
    });

    it('carries 16 MB unchanged', async () => {
      await put(ids[1], large);
      const hash = (content: Buffer) => createHash('sha256').update(content).digest('hex');
      expect(hash(await bytesOf(await store.read(ids[1])))).toBe(hash(large));
      expect((await bytesOf(await store.read(ids[1], { from: 9_999_999, to: 10_000_002 }))).equals(large.subarray(9_999_999, 10_000_003))).toBe(true);
    });

    it('says before the first byte that it has no such file', async () => {
      await expect(store.read(ids[2])).rejects.toThrow(FileMissing);
    });

    it('forgets what it is told to forget, once or twice, and nothing else', async () => {
      await store.remove(ids[1]);
      await store.remove(ids[1]);
      await expect(store.read(ids[1])).rejects.toThrow(FileMissing);
      expect(String(await bytesOf(await store.read(ids[0])))).toBe('wound');
    });

    it('lets a reader stop half-way', async () => {
      await put(ids[2], large);
      const reader = (await store.read(ids[2])).getReader();
      await reader.read();
      await reader.cancel();
      expect(String(await bytesOf(await store.read(ids[0])))).toBe('wound');
    });
  });
}
