import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { largestPicture } from '../../files/kinds.js';
import { loneApi, type LoneApi } from './lone-api.js';

const MB = 1024 * 1024;
const photo = 50 * MB;
const atOnce = 10;

let api: LoneApi;
beforeAll(async () => void (api = await loneApi()));
afterAll(() => api.stop());

/** Begins like a JPEG, never whole in our memory either. `sent`: bytes that the API let through before it closed the door. */
async function upload(n: number, bytes: number): Promise<{ status: number; sent: number }> {
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = new Uint8Array(64 * 1024);
      if (sent === 0) piece.set([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46]);
      controller.enqueue(piece);
      sent += piece.byteLength;
      if (sent >= bytes) controller.close();
    },
  });
  const response = await fetch(`${api.url}/files?kind=photo`, {
    method: 'POST', body, duplex: 'half', headers: { authorization: `Bearer ${api.hospital.keys.caseManager}`, 'content-type': 'application/octet-stream', 'idempotency-key': `photo-${n}` },
  } as RequestInit);
  await response.body?.cancel();
  return { status: response.status, sent };
}

describe('A photo of 50 MB', () => {
  it('is refused while it comes in, ten at once, and the process’s memory stays flat', async () => {
    // Whatever a process loads when it takes its first file.
    await upload(0, largestPicture + MB);
    const before = api.mostMemory();
    const answers = await Promise.all(Array.from({ length: atOnce }, (_, i) => upload(i + 1, photo)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: atOnce }, () => 413));
    // Held in memory it would be 500 MB, or 100 MB up to the cap.
    expect((api.mostMemory() - before) / MB).toBeLessThan(60);
  });
});
