/**
 * The Temporal UI's remote codec protocol as pure functions: POST `{ payloads: [{ metadata: { name: base64 }, data: base64 }] }`, the same shape
 * back, opened or closed. The API mounts it behind staff sign-in, so that ops can read the summaries they may.
 */
import type { Payload, PayloadCodec } from '@temporalio/common';

export type PayloadJson = { metadata?: Record<string, string> | undefined; data?: string | undefined };
export type PayloadsJson = { payloads: PayloadJson[] };

const fromJson = ({ metadata = {}, data = '' }: PayloadJson): Payload => ({
  metadata: Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, Buffer.from(value, 'base64')])),
  data: Buffer.from(data, 'base64'),
});
const toJson = ({ metadata, data }: Payload): PayloadJson => ({
  metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('base64')])),
  data: Buffer.from(data ?? []).toString('base64'),
});

/** Throws `UnknownPayloadKey` when a key is missing from the ring, and a plain error when a payload was tampered with. */
export const decodePayloads = async (codec: PayloadCodec, { payloads }: PayloadsJson): Promise<PayloadsJson> => ({ payloads: (await codec.decode(payloads.map(fromJson))).map(toJson) });
export const encodePayloads = async (codec: PayloadCodec, { payloads }: PayloadsJson): Promise<PayloadsJson> => ({ payloads: (await codec.encode(payloads.map(fromJson))).map(toJson) });
