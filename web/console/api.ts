/** The console asks the same API as everybody else, with the session's cookie. Refusals are said in the reader's language. */
import { ask, earlyAnswer } from './early.js';
import { problemWords } from './problem-words.js';

type Refusal = { code?: string; reason?: string; detail?: string; errors?: { pointer: string; detail: string }[] };

export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly code: string;
  readonly errors: readonly { pointer: string; detail: string }[];
  /** `said`: in the reader's language; absent: the API's own sentence. */
  constructor(status: number, body: Refusal, said?: string) {
    super(said ?? body.detail ?? `HTTP ${status}`);
    this.status = status;
    this.code = body.code ?? 'internal';
    this.errors = body.errors ?? [];
  }
}

/** The language that the page is in just now (language.tsx writes it there). */
export function refusal(status: number, body: Refusal): ApiProblem {
  const language = document.documentElement.lang === 'en' ? 'en' : 'zh-CN';
  return new ApiProblem(status, body, problemWords({ code: body.code ?? 'internal', reason: body.reason ?? null, detail: body.detail ?? `HTTP ${status}` }, language));
}

async function answered<T>(response: Response): Promise<T> {
  const type = response.headers.get('content-type') ?? '';
  const body: unknown = type.includes('json') ? await response.json() : await response.text();
  if (response.status === 401) location.assign(`/sign-in?to=${encodeURIComponent(location.pathname)}`);
  if (!response.ok) throw refusal(response.status, typeof body === 'object' && body !== null ? body : {});
  return body as T; // the route's schema says so; the row types are shared with it
}

export const get = async <T>(path: string): Promise<T> => answered<T>(await (earlyAnswer(path) ?? ask(path)));

/** `key`: the same for every repetition of one intent; make it once per form with `newKey()`, so that a double click acts once. */
export async function send<T = unknown>(method: 'POST' | 'PUT' | 'DELETE', path: string, body: unknown, key: string = newKey()): Promise<T> {
  const headers = { accept: 'application/json', 'content-type': 'application/json', 'idempotency-key': key };
  return answered<T>(await fetch(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }));
}

/** A file as the raw body, e.g. a photo or a CSV list. `key`: as for `send`. */
export async function upload<T = unknown>(path: string, file: Blob, type: string, key: string = newKey()): Promise<T> {
  return answered<T>(await fetch(path, { method: 'POST', headers: { accept: 'application/json', 'content-type': type, 'idempotency-key': key }, body: file }));
}

export const newKey = (): string => crypto.randomUUID();
