/** One JSON call to WeChat or WeCom: their answers are 200 with an `errcode`, and their 64-bit message ids do not fit a JavaScript number. */
import { withinDeadline } from '../one-post.js';

/** `msgid` is a string of digits even when it came as a number. */
export type WechatAnswer = { errcode: string; msgid?: string; fields: Record<string, unknown> };

/** The vendor answered, but not with an errcode: a gateway page, a cut body, a 5xx. Says nothing about whether it acted. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
  readonly status: number;
  constructor(status: number) {
    super(`Unreadable answer with status ${status}`);
    this.status = status;
  }
}

export type Call = { origin: string; path: string; query?: Record<string, string>; body?: unknown; timeoutMs: number };

/** POST with a body, GET without. The token is part of the URL (the vendor wants it so): never log the URL. */
export async function callWechat({ origin, path, query = {}, body, timeoutMs }: Call): Promise<WechatAnswer> {
  const url = new URL(path, origin);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const request = fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json; charset=utf-8' } }),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  }).then(async (response) => ({ status: response.status, text: await response.text() }));
  const { status, text } = await withinDeadline(request, timeoutMs);
  return readAnswer(status, text);
}

/** WeChat leaves `errcode` out of some successful answers (a token, for one). */
export function readAnswer(status: number, text: string): WechatAnswer {
  let fields: unknown;
  try {
    fields = JSON.parse(quoteMessageIds(text));
  } catch {
    throw new UnreadableAnswer(status);
  }
  if (status >= 300 || typeof fields !== 'object' || fields === null || Array.isArray(fields)) throw new UnreadableAnswer(status);
  const answer = fields as Record<string, unknown>;
  const errcode = 'errcode' in answer ? String(answer['errcode']) : '0';
  const msgid = answer['msgid'];
  return { errcode, fields: answer, ...(msgid !== undefined && { msgid: String(msgid) }) };
}

/** `{"msgid":1810988812324364291}` parsed as a number ends in 300, and then no receipt ever matches. */
const quoteMessageIds = (text: string): string => text.replaceAll(/"(msgid|msg_id)"\s*:\s*(-?\d+)/g, '"$1":"$2"');
