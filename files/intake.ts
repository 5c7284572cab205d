/**
 * From a stream of somebody's bytes to files that may be kept: written to a temporary file with a cap, told by its first bytes,
 * decoded and written anew without metadata, with a thumb. Nothing of the original is kept but its hash.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { onPath, rewriteClip } from './clip.js';
import type { Programs } from './clip.js';
import { fits, isClip, isPicture, kindOf, largestOf, largestPicture } from './kinds.js';
import type { FileKind } from './kinds.js';
import { keepDocument } from './pdf.js';
import { rewritePicture } from './picture.js';
import type { Refusal } from './refusal.js';
import { headBytes, sniff } from './sniff.js';

export type Part = { path: string; mime: string; bytes: number };
export type Prepared = {
  kind: FileKind;
  main: Part;
  thumb: Part | null;
  /** Hex, of what is kept. */
  sha256: string;
  /** Hex, of what came: tells a repeated upload from another one. */
  sentSha256: string;
  width: number | null;
  height: number | null;
  durationMs: number | null;
};
export type IntakeResult<T> = { ok: true; kept: T } | { ok: false; why: Refusal };

export interface Intake {
  /** `kind` null: by its content. `keep` gets paths that live until it resolves. A refused file leaves nothing behind. */
  take<T>(content: AsyncIterable<Uint8Array>, kind: FileKind | null, keep: (prepared: Prepared) => Promise<T>): Promise<IntakeResult<T>>;
}

type Received = { mime: string; sentSha256: string };

/** `folder`: working space, best on the disk where the files will lie. */
export function createIntake(folder: string, { programs = onPath }: { programs?: Programs } = {}): Intake {
  return {
    async take(content, kind, keep) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const work = await mkdtemp(join(folder, 'incoming-'));
      try {
        const path = join(work, 'sent');
        const received = await receive(content, path);
        if ('why' in received) return { ok: false, why: received.why };
        const wanted = kind ?? kindOf(received.mime);
        if (!fits(wanted, received.mime)) return { ok: false, why: 'wrong-kind' };
        const made = await make(path, received, wanted, work, programs);
        if ('why' in made) return { ok: false, why: made.why };
        return { ok: true, kept: await keep({ ...made, kind: wanted, sha256: await hashOf(made.main.path), sentSha256: received.sentSha256 }) };
      } finally {
        await rm(work, { recursive: true, force: true });
      }
    },
  };
}

async function receive(content: AsyncIterable<Uint8Array>, path: string): Promise<Received | { why: Refusal }> {
  const file = await open(path, 'wx', 0o600);
  const hash = createHash('sha256');
  let head = Buffer.alloc(0);
  let bytes = 0;
  try {
    for await (const chunk of content) {
      bytes += chunk.byteLength;
      if (head.length < headBytes) head = Buffer.concat([head, chunk]).subarray(0, headBytes);
      const mime = sniff(head);
      if (bytes > (mime === null ? largestPicture : largestOf(mime))) return { why: 'too-large' };
      hash.update(chunk);
      await file.writeFile(chunk);
    }
  } finally {
    await file.close();
  }
  if (bytes === 0) return { why: 'empty' };
  const mime = sniff(head);
  if (mime === null) return { why: 'not-accepted' };
  if (mime === 'heic' || mime === 'dicom') return { why: mime };
  return { mime, sentSha256: hash.digest('hex') };
}

type Made = Omit<Prepared, 'kind' | 'sha256' | 'sentSha256'>;

async function make(path: string, { mime }: Received, kind: FileKind, work: string, programs: Programs): Promise<Made | { why: Refusal }> {
  if (isPicture(mime)) {
    const result = await rewritePicture(path, mime, kind, work);
    return result.ok ? { main: result.picture, thumb: result.thumb, width: result.picture.width, height: result.picture.height, durationMs: null } : result;
  }
  if (isClip(mime)) {
    const result = await rewriteClip(path, mime, work, programs);
    if (!result.ok) return result;
    const { width, height, durationMs } = result.clip;
    return { main: result.clip, thumb: result.thumb, width, height, durationMs };
  }
  const document = await keepDocument(path);
  return document === null ? { why: 'damaged' } : { main: document, thumb: null, width: null, height: null, durationMs: null };
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
