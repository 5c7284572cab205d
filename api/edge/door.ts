/**
 * The narrow door: lets pass what the table names, small enough, without a header that nobody behind it needs. It is hung twice:
 * in the edge, towards the internet, and in the core's own port for the edge, so that whoever takes the edge over still gains
 * no more than the patient's pages and the providers' notices.
 */
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { requestId } from 'hono/request-id';
import { largestClip } from '../../files/kinds.js';
import { addressOf } from '../client-address.js';
import { answerBySelf } from './answers.js';
import { requestHeaders } from './headers.js';
import { edgeRoutes, type EdgeBody } from './routes.js';
import { safeHeaders } from './safe-headers.js';

const KB = 1024;
/** Largest body in bytes. The form's is a convention (C): the longest free text is a few KB. Aliyun sends up to a hundred receipts at once. A file comes with its form's other fields. */
const largest = { form: 256 * KB, notice: 1024 * KB, file: largestClip + 256 * KB } as const satisfies Record<Exclude<EdgeBody, 'none'>, number>;
/** Path and query together (C): the longest of ours, a WeChat notice, has about 300. */
const longestAddress = 2_048;

/** Sends the request on; throws when nothing came back. */
export type PassOn = (c: Context<DoorEnv>, request: Request, body: EdgeBody) => Promise<Response> | Response;
type DoorEnv = { Bindings: object; Variables: { requestId: string } };
export type Passage = { /** The table's pattern, never the address: that holds tokens. */ route: string; method: string; status: number; ms: number; requestId: string };

type Door = {
  /** Proxies between this door and the internet; see TRUSTED_PROXIES. */
  trustedProxies: number;
  passOn: PassOn;
  /** Called after each request that the table names, and with the error if it could not be passed on. */
  note?: (passage: Passage, error: unknown) => void;
};

/** Two readings of one path are how a proxy is got past: an address that needs decoding to be understood is none of ours. */
const isPlain = (url: URL): boolean => url.pathname.length + url.search.length <= longestAddress && !/%(2e|2f|5c|00)|\\|\/\/|\/\.{1,2}(\/|$)/i.test(url.pathname);

export function edgeDoor({ trustedProxies, passOn, note }: Door): Hono<DoorEnv> {
  const door = new Hono<DoorEnv>();
  door.use(requestId({ headerName: '' }), safeHeaders());
  door.get('/healthz', (c) => c.json({ ok: true }));
  // A body of unknown length would be held in memory to be measured; browsers always say how long a file is.
  const lengthFirst = createMiddleware<DoorEnv>((c, next) => (c.req.header('content-length') === undefined || c.req.header('transfer-encoding') !== undefined ? answerBySelf(c, 'length-missing') : next()));
  for (const { method, path, body } of edgeRoutes) {
    if (body === 'file') door.on(method, path, lengthFirst);
    if (body !== 'none') door.on(method, path, bodyLimit({ maxSize: largest[body], onError: (c) => answerBySelf(c, 'too-large') }));
    door.on(method, path, async (c) => {
      const url = new URL(c.req.url);
      if (!isPlain(url)) return answerBySelf(c, 'not-found');
      const content = body === 'none' ? null : c.req.raw.body;
      const headers = requestHeaders(c.req.raw.headers, { client: addressOf(c, trustedProxies), requestId: c.get('requestId') });
      // The next door asks for it too.
      if (body === 'file') headers.set('content-length', c.req.header('content-length') ?? '');
      const request = new Request(`http://core${url.pathname}${url.search}`, { method: c.req.method, headers, body: content, ...(content === null ? {} : { duplex: 'half' }) });
      const from = performance.now();
      let error: unknown = null;
      const response = await Promise.resolve(passOn(c, request, body)).catch((reason: unknown) => {
        error = reason;
        return answerBySelf(c, 'unreachable');
      });
      note?.({ route: path, method: c.req.method, status: response.status, ms: Math.round(performance.now() - from), requestId: c.get('requestId') }, error);
      return response;
    });
  }
  door.notFound((c) => answerBySelf(c, 'not-found'));
  return door;
}
