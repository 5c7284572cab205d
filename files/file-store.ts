/** Wound photos and other files behind one port; the local folder is the first implementation. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileRef } from '../pathways/engine/inputs.js';

/** What we accept, by the first bytes, whatever the caller says it is. */
const magic: readonly { mime: string; is: (head: Buffer) => boolean }[] = [
  { mime: 'image/jpeg', is: (h) => h.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])) },
  { mime: 'image/png', is: (h) => h.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) },
  { mime: 'image/webp', is: (h) => h.subarray(0, 4).toString('latin1') === 'RIFF' && h.subarray(8, 12).toString('latin1') === 'WEBP' },
  { mime: 'application/pdf', is: (h) => h.subarray(0, 5).toString('latin1') === '%PDF-' },
];
export const acceptedMimes = magic.map((m) => m.mime);
export const largestFile = 10 * 1024 * 1024;

export type StoreResult = { ok: true; ref: FileRef } | { ok: false; why: 'too-large' | 'not-accepted' | 'empty' };

export interface FileStore {
  /** Streams to disk, refuses past `largestFile`, never holds the whole file in memory. */
  put(id: string, content: ReadableStream<Uint8Array>): Promise<StoreResult>;
  read(ref: { id: string }): NodeJS.ReadableStream;
}

export function localFiles(folder: string): FileStore {
  const path = (id: string): string => join(folder, id.slice(-2), id);
  return {
    async put(id, content) {
      await mkdir(join(folder, id.slice(-2)), { recursive: true });
      const partial = `${path(id)}.partial`;
      const file = await open(partial, 'w', 0o600);
      const hash = createHash('sha256');
      let bytes = 0;
      let head = Buffer.alloc(0);
      try {
        for await (const chunk of content) {
          bytes += chunk.byteLength;
          if (bytes > largestFile) return await refuse('too-large');
          if (head.length < 16) head = Buffer.concat([head, chunk]).subarray(0, 16);
          hash.update(chunk);
          await file.write(chunk);
        }
        if (bytes === 0) return await refuse('empty');
        const kind = magic.find((m) => m.is(head));
        if (!kind) return await refuse('not-accepted');
        await file.sync();
        await rename(partial, path(id));
        return { ok: true, ref: { id, sha256: hash.digest('hex'), mime: kind.mime, bytes } };
      } finally {
        await file.close();
      }

      async function refuse(why: 'too-large' | 'not-accepted' | 'empty'): Promise<StoreResult> {
        await rm(partial, { force: true });
        return { ok: false, why };
      }
    },
    read: ({ id }) => createReadStream(path(id)),
  };
}
