/** RFC 9457 problem details: the one place where errors become HTTP. Every code is listed in docs/errors.md (a test compares). */
import type { Context } from 'hono';
import { databaseTrouble, isUnstorable, unstorable } from '../db/errors.js';
import { BadCursor } from '../db/read-models/cursor.js';
import { HTTPException } from 'hono/http-exception';
import { FileMissing, FileStoreUnavailable } from '../files/file-store.js';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** code -> HTTP status and English title. The detail sentence says what was wrong, where, and what to do. */
export const problems = {
  'bad-request': [400, 'The request could not be read'],
  'idempotency-key-missing': [400, 'Idempotency-Key is missing'],
  unauthenticated: [401, 'Sign in first'],
  'bad-signature': [401, 'The signature does not match'],
  forbidden: [403, 'Not allowed'],
  'not-found': [404, 'Not found'],
  'method-not-allowed': [405, 'Not possible with this address'],
  conflict: [409, 'Not possible now'],
  'in-flight': [409, 'The same request is still being carried out'],
  refused: [409, 'Refused'],
  'too-large': [413, 'The body is too large'],
  'unsupported-media-type': [415, 'Unsupported media type'],
  invalid: [422, 'Some values are not acceptable'],
  'idempotency-key-reused': [422, 'Idempotency-Key was used for a different request'],
  'launch-refused': [422, 'This package cannot be launched'],
  'too-many-requests': [429, 'Too many requests'],
  internal: [500, 'Something went wrong on our side'],
  'database-unavailable': [503, 'The database does not answer'],
  overloaded: [503, 'Too much is waiting already'],
  'file-store-unavailable': [503, 'The store of photos and documents does not answer'],
  'identity-provider-unavailable': [503, 'The identity provider does not answer'],
  'temporal-unavailable': [503, 'The workflow service does not answer'],
} as const satisfies Record<string, readonly [ContentfulStatusCode, string]>;
export type ProblemCode = keyof typeof problems;

export type Pointer = { pointer: string; detail: string };

/** Thrown by routes and middleware; `errors` point into the request body (RFC 6901). Never carries personal data. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly errors: Pointer[];
  readonly headers: Record<string, string>;
  readonly reason: string | undefined;
  constructor(code: ProblemCode, detail: string, more: { errors?: Pointer[]; headers?: Record<string, string>; reason?: string } = {}) {
    super(detail);
    this.name = 'Problem';
    this.code = code;
    this.errors = more.errors ?? [];
    this.headers = more.headers ?? {};
    this.reason = more.reason;
  }
}

export function problemResponse(c: Context, problem: Problem): Response {
  const [status, title] = problems[problem.code];
  const body = {
    type: `/docs/errors#${problem.code}`,
    title,
    status,
    detail: problem.message,
    code: problem.code,
    ...(problem.reason ? { reason: problem.reason } : {}),
    ...(problem.errors.length > 0 ? { errors: problem.errors } : {}),
    requestId: c.get('requestId'),
  };
  return c.body(JSON.stringify(body), status, { 'content-type': 'application/problem+json; charset=utf-8', ...problem.headers });
}

const fromStatus: Partial<Record<number, ProblemCode>> = {
  400: 'bad-request', 401: 'unauthenticated', 403: 'forbidden', 404: 'not-found', 409: 'conflict', 413: 'too-large', 415: 'unsupported-media-type', 429: 'too-many-requests',
};

/** Whatever was thrown, as a problem. Unknown errors become 500 without their text: it may hold personal data. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof HTTPException) {
    const code = fromStatus[error.status] ?? (error.status < 500 ? 'bad-request' : 'internal');
    return new Problem(code, error.message || problems[code][1]);
  }
  if (error instanceof BadCursor) return new Problem('invalid', error.message, { errors: [{ pointer: '/after', detail: 'not a cursor' }] });
  if (error instanceof FileStoreUnavailable) return new Problem('file-store-unavailable', 'The file could be neither stored nor read just now; everything else works. Try again in a minute, an upload with the same Idempotency-Key.');
  if (error instanceof FileMissing) return new Problem('file-store-unavailable', 'This file is written down but not in the store; everything else works. Tell whoever runs the server: the log names the settings to look at.');
  if (isUnstorable(error)) return new Problem('invalid', `${unstorable}.`, { reason: 'unstorable' });
  const trouble = databaseTrouble(error);
  if (trouble?.code === 'disk-full') return new Problem('database-unavailable', 'The database has no disk space left; free space, then send the request again.');
  if (trouble?.code === 'busy') return new Problem('database-unavailable', 'The database is too busy to answer in time; nothing was stored. Send the request again with the same Idempotency-Key.', { headers: { 'retry-after': '5' } });
  if (trouble) return new Problem('database-unavailable', 'The database cannot be reached; nothing was stored. Send the request again with the same Idempotency-Key.');
  return new Problem('internal', 'An unexpected error was logged under this request id; nothing is known to be lost. Try again with the same Idempotency-Key.');
}
