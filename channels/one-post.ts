/** What every channel needs to keep its one POST honest: a deadline of our own, and a name for each way a connection can fail. */
import type { SendResult } from './channel.js';

export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';
}

/** The client's own timeouts do not cover a body that stalls after its headers; this one covers the whole call. */
export async function withinDeadline<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeadlinePassed(`No answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
    // The abandoned call may still fail later; nobody is left to hear it.
    work.catch(() => undefined);
  }
}

/** No connection was ever made, so the vendor cannot have taken anything. */
const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** How long to leave a vendor alone that cannot be reached. */
const unreachableRetryMs = 30_000;

/** The error code of a failed call, wherever the client hid it (fetch wraps it in `cause`). Never the message: it may quote the request. */
export function transportCode(error: unknown): string {
  for (let e: unknown = error, depth = 0; e instanceof Error && depth < 4; e = e.cause, depth++) {
    if (e instanceof DeadlinePassed) return 'TIMEOUT';
    if ('code' in e && typeof e.code === 'string' && /^[A-Z_]+$/.test(e.code)) return e.code;
    if (e.name === 'TimeoutError' || e.name === 'AbortError') return 'TIMEOUT';
  }
  return 'NO_ANSWER';
}

/** A POST that got no answer: throttled when it never left, otherwise ambiguous. */
export function noAnswer(vendor: string, error: unknown): SendResult {
  const code = transportCode(error);
  if (neverConnected.has(code)) return { outcome: 'throttled', retryAfterMs: unreachableRetryMs };
  return { outcome: 'ambiguous', detail: `${vendor} gave no answer (${code})` };
}

/** `Retry-After` in seconds or as a date; the vendor's default when it says nothing usable. */
export function retryAfterMs(header: string | null | undefined, otherwiseMs: number, now: number): number {
  if (!header) return otherwiseMs;
  const seconds = Number(header);
  if (Number.isFinite(seconds) && seconds >= 0) return Math.round(seconds * 1_000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? otherwiseMs : Math.max(0, date - now);
}
