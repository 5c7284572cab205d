/** One signed call, one deadline, one verified answer. Nothing that WeChat did not sign is believed; nothing is called twice. */
import { randomBytes } from 'node:crypto';
import { isSigned, sign } from './crypto.js';
import type { WechatPayKeys, WechatPaySettings } from './settings.js';

export type Answer =
  | { kind: 'answered'; status: number; body: Record<string, unknown> }
  /** No connection was ever made: nothing was taken. */
  | { kind: 'unreachable' }
  /** Nobody knows: no answer, or one without WeChat's signature. */
  | { kind: 'unknown'; detail: string };

export type Call = (method: 'GET' | 'POST', path: string, body?: Record<string, unknown>) => Promise<Answer>;

const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
/** How far the time of an answer or a notice may be from ours; WeChat's own documents say five minutes. */
export const windowMs = 5 * 60_000;

export function createCall(settings: WechatPaySettings, keys: WechatPayKeys, { timeoutMs, now }: { timeoutMs: number; now: () => number }): Call {
  return async (method, path, body) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const nonce = randomBytes(16).toString('hex');
    const timestamp = String(Math.floor(now() / 1_000));
    const signature = sign(keys.signing, method, path, timestamp, nonce, text);
    const authorization = `WECHATPAY2-SHA256-RSA2048 mchid="${settings.mchId}",nonce_str="${nonce}",timestamp="${timestamp}",serial_no="${settings.serialNo}",signature="${signature}"`;
    let response: Response;
    let raw: string;
    try {
      response = await fetch(`${settings.baseUrl}${path}`, {
        method, redirect: 'error', signal: AbortSignal.timeout(timeoutMs),
        headers: { authorization, accept: 'application/json', 'user-agent': 'wuyou', 'wechatpay-serial': settings.publicKeyId, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: text }),
      });
      raw = await response.text();
    } catch (error) {
      const code = codeOf(error);
      return neverConnected.has(code) ? { kind: 'unreachable' } : { kind: 'unknown', detail: `WeChat Pay gave no answer (${code})` };
    }
    const headers = { timestamp: response.headers.get('wechatpay-timestamp'), nonce: response.headers.get('wechatpay-nonce'), signature: response.headers.get('wechatpay-signature'), serial: response.headers.get('wechatpay-serial') };
    if (!isGenuine(settings, keys, headers, raw, now())) return { kind: 'unknown', detail: `WeChat Pay answered ${response.status} without its signature` };
    return { kind: 'answered', status: response.status, body: parse(raw) };
  };
}

export type SignatureHeaders = { timestamp: string | null | undefined; nonce: string | null | undefined; signature: string | null | undefined; serial: string | null | undefined };

/** Signed by the key that we were given, over this very text, at about this time. */
export function isGenuine({ publicKeyId }: WechatPaySettings, { verifying }: WechatPayKeys, { timestamp, nonce, signature, serial }: SignatureHeaders, raw: string, now: number): boolean {
  if (!timestamp || !nonce || !signature || serial !== publicKeyId) return false;
  if (!(Math.abs(now - Number(timestamp) * 1_000) <= windowMs)) return false;
  return isSigned(verifying, signature, timestamp, nonce, raw);
}

function parse(raw: string): Record<string, unknown> {
  try {
    const value: unknown = raw === '' ? {} : JSON.parse(raw);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** Where fetch hides it; never the message, which may quote the request. */
function codeOf(error: unknown): string {
  for (let e: unknown = error, depth = 0; e instanceof Error && depth < 4; e = e.cause, depth++) {
    if (e.name === 'TimeoutError' || e.name === 'AbortError') return 'TIMEOUT';
    if ('code' in e && typeof e.code === 'string' && /^[A-Z_]+$/.test(e.code)) return e.code;
  }
  return 'NO_ANSWER';
}
