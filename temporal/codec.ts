/**
 * AES-256-GCM over every payload that Temporal stores: inputs, results, summaries, failures. The key's id stands in the clear beside the
 * ciphertext, so that keys can be rotated: the first key of the ring closes, every key opens. The namespace is bound in as additional data,
 * so that a payload copied into another namespace does not open there. Nonces are random, 96 bits.
 *
 * Not encrypted by Temporal's design: workflow, run and update ids, search attributes, names of types, signals and activities.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { METADATA_ENCODING_KEY, type Payload, type PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto'; // CommonJS: its names are not importable one by one

export type PayloadKey = { id: string; secret: Buffer };
export type PayloadKeys = readonly [PayloadKey, ...PayloadKey[]];

/** Reads old payloads only with the key they were closed with: keep a retired key until the namespace's retention and every open run are over. */
export class UnknownPayloadKey extends Error {
  override readonly name = 'UnknownPayloadKey';
  constructor(id: string) {
    super(`A payload was closed with key "${id}", which WUYOU_PAYLOAD_KEYS does not hold: add it after the current key.`);
  }
}

const encoding = 'binary/encrypted';
const keyIdField = 'encryption-key-id';
const nonceBytes = 12;
const tagBytes = 16;

const utf8 = new TextEncoder();
const text = new TextDecoder();

export function createCodec(keys: PayloadKeys, namespace: string): PayloadCodec {
  const [current] = keys;
  const additional = Buffer.from(`wuyou/1/${namespace}`);

  const close = (payload: Payload): Payload => {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', current.secret, nonce).setAAD(additional);
    const plain = proto.temporal.api.common.v1.Payload.encode(payload).finish();
    const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    return { metadata: { [METADATA_ENCODING_KEY]: utf8.encode(encoding), [keyIdField]: utf8.encode(current.id) }, data: sealed };
  };

  const openOne = (payload: Payload): Payload => {
    if (text.decode(payload.metadata?.[METADATA_ENCODING_KEY] ?? undefined) !== encoding) return payload;
    const id = text.decode(payload.metadata?.[keyIdField] ?? undefined);
    const key = keys.find((candidate) => candidate.id === id);
    if (key === undefined) throw new UnknownPayloadKey(id);
    const sealed = Buffer.from(payload.data ?? []);
    const decipher = createDecipheriv('aes-256-gcm', key.secret, sealed.subarray(0, nonceBytes)).setAAD(additional);
    decipher.setAuthTag(sealed.subarray(-tagBytes));
    const plain = Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()]);
    return proto.temporal.api.common.v1.Payload.decode(plain);
  };

  return {
    encode: async (payloads) => payloads.map(close),
    decode: async (payloads) => payloads.map(openOne),
  };
}
