/**
 * Encrypted columns: rendered texts, identifiers, tokens. AES-256-GCM with the key's id in front, so that an older key still opens what it
 * closed; the context (which row it belongs to) is authenticated, so that a value moved to another row does not open.
 * Layout: version 1 (1 byte), length of key id (1), key id, iv (12), tag (16), ciphertext.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { Key, KeyRing } from '../settings.js';

export type Crypt = {
  /** `context` must be given again to open, e.g. `attempt/<id>`. */
  seal(text: string, context: string): Buffer;
  /** Throws `SealBroken` when key, context or content do not fit. */
  open(sealed: Uint8Array, context: string): string;
  /** Keyed hash for matching without revealing: the same value gives the same hash. */
  index(value: string): string;
  /** 256 bits in hex that only this installation can make again; with the current link key, or the one named. null: that key is gone. */
  derive(value: string, keyId?: string): { keyId: string; hex: string } | null;
};

export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

const layoutVersion = 1;
const ivBytes = 12;
const tagBytes = 16;

export function createCrypt(keys: { field: KeyRing; index: Key; link: KeyRing }): Crypt {
  const [current] = keys.field;
  return {
    seal(text, context) {
      const iv = randomBytes(ivBytes);
      const id = Buffer.from(current.id, 'utf8');
      const cipher = createCipheriv('aes-256-gcm', current.secret, iv).setAAD(Buffer.from(context, 'utf8'));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.from([layoutVersion, id.length]), id, iv, cipher.getAuthTag(), body]);
    },
    open(sealed, context) {
      const { key, iv, tag, body } = unpack(Buffer.from(sealed), keys.field);
      try {
        const decipher = createDecipheriv('aes-256-gcm', key.secret, iv).setAAD(Buffer.from(context, 'utf8')).setAuthTag(tag);
        return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
      } catch {
        throw new SealBroken(`The encrypted value of ${context} does not open with key ${key.id}: it was changed, or belongs to another row`);
      }
    },
    index: (value) => createHmac('sha256', keys.index.secret).update(value).digest('hex'),
    derive(value, keyId) {
      const key = keyId === undefined ? keys.link[0] : keys.link.find(({ id }) => id === keyId);
      return key ? { keyId: key.id, hex: createHmac('sha256', key.secret).update(value).digest('hex') } : null;
    },
  };
}

function unpack(sealed: Buffer, ring: KeyRing): { key: Key; iv: Buffer; tag: Buffer; body: Buffer } {
  const [version, idLength = 0] = sealed;
  const ivAt = 2 + idLength;
  if (version !== layoutVersion || sealed.length < ivAt + ivBytes + tagBytes) throw new SealBroken('The encrypted value has an unknown layout');
  const id = sealed.subarray(2, ivAt).toString('utf8');
  const key = ring.find((candidate) => candidate.id === id);
  if (!key) throw new SealBroken(`The encrypted value needs key ${id}: add it to WUYOU_FIELD_KEYS after the current one`);
  return { key, iv: sealed.subarray(ivAt, ivAt + ivBytes), tag: sealed.subarray(ivAt + ivBytes, ivAt + ivBytes + tagBytes), body: sealed.subarray(ivAt + ivBytes + tagBytes) };
}
