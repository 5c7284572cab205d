/** The console asks the same API as everybody else, with the session's cookie. Refusals are said in the reader's language. */
import type { ProblemCode } from '../../api/problem.js';
import { ask, earlyAnswer } from './early.js';
import { problemWords } from './problem-words.js';
import { heardAnswer } from './signed-in.js';

type Refusal = { code?: string; reason?: string; detail?: string; errors?: { pointer: string; detail: string }[] };

export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly code: string;
  readonly reason: string | null;
  readonly errors: readonly { pointer: string; detail: string }[];
  /** `said`: in the reader's language; absent: the API's own sentence. */
  constructor(status: number, body: Refusal, said?: string) {
    super(said ?? body.detail ?? `HTTP ${status}`);
    this.status = status;
    this.code = body.code ?? 'internal';
    this.reason = body.reason ?? null;
    this.errors = body.errors ?? [];
  }
}

/** Refused, and known to be: whoever mends what it names asks with a new key, since this one gives the same refusal again. The others say nothing of what an earlier request with the same key has done. */
export const nothingWasDone = (error: unknown): boolean => error instanceof ApiProblem && error.status >= 400 && error.status < 500 && !undecided.has(error.code);
const undecided: ReadonlySet<string> = new Set(['in-flight', 'unauthenticated', 'too-many-requests'] satisfies ProblemCode[]);

/** The language that the page is in just now (language.tsx writes it there). */
export function refusal(status: number, body: Refusal): ApiProblem {
  const language = document.documentElement.lang === 'en' ? 'en' : 'zh-CN';
  return new ApiProblem(status, body, problemWords({ code: body.code ?? 'internal', reason: body.reason ?? null, detail: body.detail ?? `HTTP ${status}` }, language));
}

/** `pressed`: somebody asked for a change, not the page for its data. */
async function answered<T>(response: Response, { pressed }: { pressed: boolean }): Promise<T> {
  const type = response.headers.get('content-type') ?? '';
  const body: unknown = type.includes('json') ? await response.json() : await response.text();
  heardAnswer(response.status, pressed);
  if (!response.ok) throw refusal(response.status, typeof body === 'object' && body !== null ? body : {});
  return body as T; // the route's schema says so; the row types are shared with it
}

export const get = async <T>(path: string): Promise<T> => answered<T>(await (earlyAnswer(path) ?? ask(path)), { pressed: false });

/** `key`: the same for every repetition of one intent; make it once per form with `newKey()`, so that a double click acts once. */
export async function send<T = unknown>(method: 'POST' | 'PUT' | 'DELETE', path: string, body: unknown, key: string = newKey()): Promise<T> {
  return answered<T>(await write(method, path, body, key), { pressed: true });
}

/** What the page reads by itself and may not stand in an address: words that somebody looks for, a form that is not sent yet. */
export const look = async <T>(path: string, body: unknown): Promise<T> => answered<T>(await write('POST', path, body, newKey()), { pressed: false });

function write(method: string, path: string, body: unknown, key: string): Promise<Response> {
  const headers = { accept: 'application/json', 'content-type': 'application/json', 'idempotency-key': key };
  return fetch(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
}

/** A file as the raw body, e.g. a photo or a CSV list. `key`: as for `send`. */
export async function upload<T = unknown>(path: string, file: Blob, type: string, key: string = newKey()): Promise<T> {
  return answered<T>(await fetch(path, { method: 'POST', headers: { accept: 'application/json', 'content-type': type, 'idempotency-key': key }, body: file }), { pressed: true });
}

export const newKey = (): string => crypto.randomUUID();
