import { defaultPayloadConverter } from '@temporalio/common';
import { expect, it } from 'vitest';
import { testKeys } from '../test/support/keys.js';
import { createCodec } from './codec.js';
import { decodePayloads, encodePayloads } from './codec-server.js';

const codec = createCodec(testKeys.payload, 'default');
const plain = defaultPayloadConverter.toPayload('next: dressing#2');
const asJson = { metadata: { encoding: Buffer.from(plain.metadata?.['encoding'] ?? []).toString('base64') }, data: Buffer.from(plain.data ?? []).toString('base64') };

it('opens for the Temporal UI what the worker closed', async () => {
  const closed = await encodePayloads(codec, { payloads: [asJson] });
  expect(JSON.stringify(closed)).not.toContain(asJson.data);
  expect(await decodePayloads(codec, closed)).toEqual({ payloads: [asJson] });
});
it('leaves what is not encrypted as it is, and refuses what was changed', async () => {
  expect(await decodePayloads(codec, { payloads: [asJson] })).toEqual({ payloads: [asJson] });
  const { payloads: [closed] } = await encodePayloads(codec, { payloads: [asJson] });
  const data = Buffer.from(closed?.data ?? '', 'base64');
  data[20] = (data[20] ?? 0) ^ 1;
  await expect(decodePayloads(codec, { payloads: [{ ...closed, data: data.toString('base64') }] })).rejects.toThrow(/authenticate/);
});
