/**
 * WeChat's callback encryption ("message encryption and decryption"): sha1 over the sorted token, timestamp, nonce and ciphertext;
 * AES-256-CBC with PKCS#7 padded to 32 bytes; plain text = 16 random bytes, 4-byte length, XML, app id.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Anything wrong with a callback's secrecy or origin; the route answers 401 and writes the audit log. */
export class CallbackRefused extends Error {
  override readonly name = 'CallbackRefused';
}

const block = 32;
const headBytes = 20;

export function callbackSignature(...parts: string[]): string {
  return createHash('sha1').update(parts.toSorted().join('')).digest('hex');
}

export function isSignature(given: string, ...parts: string[]): boolean {
  const expected = Buffer.from(callbackSignature(...parts));
  const actual = Buffer.from(given);
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

/** The 43 characters of the console. */
function keyOf(encodingAesKey: string): Buffer {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  if (encodingAesKey.length !== 43 || key.length !== 32) throw new Error('EncodingAESKey must be the 43 characters shown at the console');
  return key;
}

export function decryptCallback(encodingAesKey: string, appId: string, encrypted: string): string {
  const key = keyOf(encodingAesKey);
  let plain: Buffer;
  try {
    const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
    plain = Buffer.concat([decipher.update(Buffer.from(encrypted, 'base64')), decipher.final()]);
  } catch {
    throw new CallbackRefused('The callback does not decrypt: check the EncodingAESKey');
  }
  const padding = plain.at(-1) ?? 0;
  if (padding < 1 || padding > block || padding > plain.length) throw new CallbackRefused('The callback has a wrong padding: check the EncodingAESKey');
  const content = plain.subarray(0, plain.length - padding);
  if (content.length < headBytes) throw new CallbackRefused('The callback is too short');
  const end = headBytes + content.readUInt32BE(16);
  if (end > content.length) throw new CallbackRefused('The callback states a wrong length');
  if (content.subarray(end).toString('utf8') !== appId) throw new CallbackRefused('The callback is for another account');
  return content.subarray(headBytes, end).toString('utf8');
}

/** For encrypted replies, and for stand-ins of the vendor. */
export function encryptCallback(encodingAesKey: string, appId: string, xml: string, head: Buffer = randomBytes(16)): string {
  const key = keyOf(encodingAesKey);
  const body = Buffer.from(xml, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const content = Buffer.concat([head, length, body, Buffer.from(appId, 'utf8')]);
  const padding = block - (content.length % block);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(Buffer.concat([content, Buffer.alloc(padding, padding)])), cipher.final()]).toString('base64');
}
