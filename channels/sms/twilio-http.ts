/** Twilio's own HTTP client, told where to go, never to retry, and to say when it was throttled. */
import twilio from 'twilio';
import type RequestClient from 'twilio/lib/base/RequestClient.js';
import type Response from 'twilio/lib/http/response.js';

export class TwilioThrottled extends Error {
  override readonly name = 'TwilioThrottled';
  readonly retryAfter: string | null;
  constructor(retryAfter: string | null) {
    super('Twilio answered 429');
    this.retryAfter = retryAfter;
  }
}

export class TwilioHttp extends twilio.RequestClient {
  private readonly origin: string;
  private readonly timeoutMs: number;

  constructor(origin: string, timeoutMs: number) {
    super({ timeout: timeoutMs, autoRetry: false });
    this.origin = origin;
    this.timeoutMs = timeoutMs;
  }

  /** `region` and `edge` only rewrite hostnames, so the origin is replaced here: a test can stand in, and so can a proxy. */
  override async request<TData>(options: RequestClient.RequestOptions<TData>): Promise<Response.default<TData>> {
    const uri = options.uri.replace(/^https:\/\/[a-z0-9.-]+\.twilio\.com/, this.origin);
    const answer = await super.request({ ...options, uri, timeout: this.timeoutMs, allowRedirects: false });
    if (answer.statusCode === 429) throw new TwilioThrottled(headerOf(answer, 'retry-after'));
    return answer;
  }
}

function headerOf({ headers }: { headers?: unknown }, name: string): string | null {
  if (typeof headers !== 'object' || headers === null || !(name in headers)) return null;
  const value: unknown = (headers as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : null;
}
