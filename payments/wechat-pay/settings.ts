/** The `wechatPay` part of the settings, parsed. */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

export type WechatPaySettings = {
  appId: string;
  mchId: string;
  /** Serial of the merchant's API certificate; its private key signs what we ask. */
  serialNo: string;
  privateKey: string;
  /** 32 characters; encrypts what WeChat tells us. */
  apiV3Key: string;
  /** 微信支付公钥 and its id (`PUB_KEY_ID_...`), or a platform certificate and its serial: verify what WeChat says. */
  publicKey: string;
  publicKeyId: string;
  baseUrl: string;
};

export type WechatPayKeys = { signing: KeyObject; verifying: KeyObject };

/** Throws with the variable's name when a key is not one. A certificate gives its public key. */
export function keysOf({ privateKey, publicKey }: WechatPaySettings): WechatPayKeys {
  return { signing: readKey('WECHAT_PAY_PRIVATE_KEY', () => createPrivateKey(privateKey)), verifying: readKey('WECHAT_PAY_PUBLIC_KEY', () => createPublicKey(publicKey)) };
}

function readKey(name: string, read: () => KeyObject): KeyObject {
  try {
    const key = read();
    if (key.asymmetricKeyType === 'rsa') return key;
  } catch {
    // said below; the library's words may quote the key
  }
  throw new Error(`${name} is not an RSA key in PEM: paste the file with its BEGIN and END lines (line breaks may be written as \\n)`);
}
