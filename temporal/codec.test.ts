import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCodec, type PayloadKey } from './codec.js';

const key = (id: string, byte: number): PayloadKey => ({ id, secret: Buffer.alloc(32, byte) });
const [march, april] = [key('2026-03', 1), key('2026-04', 2)];
const payload = (value: unknown): Payload => defaultPayloadConverter.toPayload(value) ?? {};
const value = (of: Payload | undefined): unknown => (of ? defaultPayloadConverter.fromPayload(of) : undefined);
const bytes = (of: Payload | undefined): string => Buffer.from(of?.data ?? []).toString('latin1');

describe('payloads at rest', () => {
  it('come back as they were, and show nothing meanwhile', async () => {
    const codec = createCodec([march], 'care');
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (content) => {
        const sealed = await codec.encode([payload(content)]);
        expect((await codec.decode(sealed)).map(value)).toEqual([JSON.parse(JSON.stringify(content))]);
      }),
      { seed: 20260302, numRuns: 50 },
    );
    const [sealed] = await codec.encode([payload('Aunt Zhang')]);
    expect(bytes(sealed)).not.toContain('Zhang');
  });

  it('never look the same twice', async () => {
    const codec = createCodec([march], 'care');
    const [one, two] = await codec.encode([payload('same'), payload('same')]);
    expect(bytes(one)).not.toBe(bytes(two));
  });

  it('open with the key they were closed with after it was rotated', async () => {
    const sealed = await createCodec([march], 'care').encode([payload('old')]);
    expect((await createCodec([april, march], 'care').decode(sealed)).map(value)).toEqual(['old']);
    expect(Buffer.from((await createCodec([april, march], 'care').encode([payload('new')]))[0]?.metadata?.['encryption-key-id'] ?? []).toString()).toBe('2026-04');
  });

  it('say which key is missing', async () => {
    const sealed = await createCodec([march], 'care').encode([payload('old')]);
    await expect(createCodec([april], 'care').decode(sealed)).rejects.toThrow('closed with key "2026-03", which WUYOU_PAYLOAD_KEYS does not hold');
  });

  it('do not open when copied into another namespace or altered', async () => {
    const [sealed] = await createCodec([march], 'care').encode([payload('hers')]);
    await expect(createCodec([march], 'other').decode([sealed ?? {}])).rejects.toThrow();
    const altered = Buffer.from(sealed?.data ?? []);
    altered[20] = (altered[20] ?? 0) ^ 1;
    await expect(createCodec([march], 'care').decode([{ ...sealed, data: altered }])).rejects.toThrow();
  });

  it('that were never closed pass as they are', async () => {
    expect((await createCodec([march], 'care').decode([payload('plain')])).map(value)).toEqual(['plain']);
  });
});
