/** A PDF is kept as it came and only ever handed out as an attachment: it is not rendered here, so all that can be told is whether it is whole. */
import { open } from 'node:fs/promises';
import { documentMime } from './kinds.js';

/** Readers look for the end mark in the last 1024 bytes (PDF Reference 1.7, appendix H, note 18 on the trailer). */
const tailBytes = 1024;

/** null: cut short. */
export async function keepDocument(path: string): Promise<{ path: string; mime: string; bytes: number } | null> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const tail = Buffer.alloc(Math.min(size, tailBytes));
    await file.read(tail, 0, tail.length, size - tail.length);
    return tail.includes('%%EOF') ? { path, mime: documentMime, bytes: size } : null;
  } finally {
    await file.close();
  }
}
