/** Which headers pass the edge: a list of those that the patient's pages and the providers' notices need. Everything else, every way to be staff above all, is left behind. */
import { parse } from 'hono/utils/cookie';

const passed: readonly string[] = [
  'accept', 'accept-language', 'content-type', 'user-agent',
  // Whose page a form comes from.
  'origin', 'referer', 'sec-fetch-site', 'sec-fetch-mode', 'sec-fetch-dest',
  // Files in part, and pages that the phone still has.
  'range', 'if-range', 'if-none-match', 'if-modified-since',
  // Signatures of providers.
  'x-twilio-signature', 'wechatpay-timestamp', 'wechatpay-nonce', 'wechatpay-signature', 'wechatpay-signature-type', 'wechatpay-serial',
];
/** Cookies of the patient's pages: the session (its name says whether the address is https), the chosen language and size, and the form to go back to. A staff session is none of them. */
const cookies: readonly string[] = ['__Host-wuyou-p', 'wuyou-p', 'wuyou-view', 'wuyou-back'];

export type Noted = { /** Network address of whoever asks. */ client: string; requestId: string };

/** What the request behind the edge carries; `X-Forwarded-For` then holds one address, which the edge itself made out. */
export function requestHeaders(from: Headers, { client, requestId }: Noted): Headers {
  const headers = new Headers();
  for (const name of passed) {
    const value = from.get(name);
    if (value !== null) headers.set(name, value);
  }
  const kept = Object.entries(parse(from.get('cookie') ?? '')).filter(([name]) => cookies.includes(name));
  if (kept.length > 0) headers.set('cookie', kept.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('; '));
  headers.set('x-forwarded-for', client);
  headers.set('x-request-id', requestId);
  return headers;
}
