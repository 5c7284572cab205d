/**
 * WeChat Pay APIv3: RSA-SHA256 over lines that end in \n (pay.weixin.qq.com, 签名生成 and 签名验证), AES-256-GCM for notifications. `wechatpay-node-v3`
 * was meant for this and is not used: its decipher_gcm never checks the authentication tag (a forged notice with any tag comes out), ADR 0032.
 */
import { createDecipheriv, createSign, createVerify, type KeyObject } from 'node:crypto';

const lines = (...parts: string[]): string => parts.map((part) => `${part}\n`).join('');

export const sign = (key: KeyObject, ...parts: string[]): string => createSign('RSA-SHA256').update(lines(...parts)).sign(key, 'base64');

export function isSigned(key: KeyObject, signature: string, ...parts: string[]): boolean {
  try {
    return createVerify('RSA-SHA256').update(lines(...parts)).verify(key, signature, 'base64');
  } catch {
    return false;
  }
}

const tagBytes = 16;

/** Throws when it was changed on its way, or is for another key. */
export function decrypt(apiV3Key: string, { ciphertext, nonce, associatedData }: { ciphertext: string; nonce: string; associatedData: string }): string {
  const sealed = Buffer.from(ciphertext, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(apiV3Key, 'utf8'), Buffer.from(nonce, 'utf8'), { authTagLength: tagBytes });
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  decipher.setAAD(Buffer.from(associatedData, 'utf8'));
  return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]).toString('utf8');
}
