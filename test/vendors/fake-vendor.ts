/**
 * A vendor's API over real HTTP on 127.0.0.1: keeps its own list of what it took, and can fail in every way a vendor can.
 * Our code never reads that list except through the vendor's documented calls; tests and the chaos harness compare the two.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { postReports, type AutoReceipts, type Receipt, type WrongReports } from './reports.js';
import { type Behaviour, type Mix, Script } from './script.js';

/** One thing the vendor took from us, in the vendor's own words. */
export type Taken = {
  /** The vendor's id of it. */
  id: string;
  to: string;
  /** What we gave it to recognise the attempt by; null where the vendor offers no place for one. */
  marker: string | null;
  /** The wording, or the template's values as JSON. */
  content: string;
  at: string;
  /** Which of the vendor's calls took it. */
  via: string;
  statusCallback?: string;
  status: string;
};

export type VendorRequest = { method: string; url: URL; headers: IncomingMessage['headers']; body: string };
export type Reply = { status: number; headers?: Record<string, string>; body: string };
export type { Receipt };

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(body),
});

export abstract class FakeVendor {
  abstract readonly name: string;
  /** How many send requests arrived, taken or not. */
  posts = 0;
  /** Bodies of all send requests as they came, for tests that look at the wire. */
  readonly requests: VendorRequest[] = [];
  /** How often each behaviour was shown. */
  readonly served: Record<string, number> = {};
  readonly reported: WrongReports = { repeated: 0, 'out of order': 0, none: 0 };
  /** Wall clock of the vendor; injectable so that listings have known times. */
  clock: () => Date = () => new Date();
  lateMs = 300;
  /** What a message that reaches its reader is reported as, in order. Empty: this vendor reports nothing. */
  protected readonly happyStatuses: readonly string[] = [];
  private autoReceipts: AutoReceipts | null = null;
  protected readonly taken: Taken[] = [];
  private readonly behaviour = new Script();
  private readonly late = new Set<() => void>();
  private hiddenLookups = 0;
  private brokenLookups = 0;
  private count = 0;
  private server: Server | null = null;

  protected abstract isSend(request: VendorRequest): boolean;
  /** The vendor's own refusals come before any scripted behaviour: bad credentials, malformed requests. null: nothing wrong. */
  protected abstract refuse(request: VendorRequest): Reply | null;
  /** Puts the request on the vendor's list. */
  protected abstract take(request: VendorRequest): Taken;
  protected abstract accepted(taken: Taken): Reply;
  protected abstract rejected(code: string, request: VendorRequest): Reply;
  protected abstract throttled(afterSeconds: number): Reply;
  /** Tokens, listings, everything that is not a send. null: no such call. */
  protected abstract answer(request: VendorRequest, visible: readonly Taken[]): Reply | null;
  /** The status report as the vendor documents it, signed. */
  abstract receipt(taken: Taken, status: string): Receipt;

  script(...behaviours: Behaviour[]): void {
    this.behaviour.push(...behaviours);
  }
  setMix(mix: Mix): void {
    this.behaviour.setMix(mix);
  }
  /** The vendor's own list, oldest first. */
  received(): readonly Taken[] {
    return this.taken;
  }
  /** The next `count` listings answer as if nothing had been taken yet. */
  lagLookups(count: number): void {
    this.hiddenLookups = count;
  }
  /** The next `count` listings answer 500. */
  breakLookups(count: number): void {
    this.brokenLookups = count;
  }
  /** Takes everything that is waiting to be taken late. */
  acceptLate(): void {
    for (const accept of [...this.late]) accept();
  }

  /** Posts status reports to our webhook: each `times` times, in an order drawn from `shuffleSeed` when given. Answers the HTTP status codes. */
  async postReceipts(taken: Taken, statuses: string[], { times = 1, shuffleSeed }: { times?: number; shuffleSeed?: number } = {}): Promise<number[]> {
    const all = statuses.flatMap((status, rank) => Array.from({ length: times }, () => ({ ...this.receipt(taken, status), rank })));
    return postReports(all, this.reported, shuffleSeed);
  }

  get baseUrl(): string {
    const address = this.server?.address() as AddressInfo | null;
    if (!address) throw new Error(`${this.name} is not running: call start() first`);
    return `http://127.0.0.1:${address.port}`;
  }

  async start(port = 0): Promise<this> {
    this.server = createServer((req, res) => {
      this.serve(req, res).catch(() => res.destroy());
    });
    const server = this.server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    return this;
  }

  async stop(): Promise<void> {
    const server = this.server;
    if (!server) return;
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    this.server = null;
  }

  protected nextNumber(): number {
    return ++this.count;
  }
  protected add(taken: Taken): Taken {
    this.taken.push(taken);
    const { autoReceipts } = this;
    if (autoReceipts && this.happyStatuses.length > 0) {
      const { afterMs, times, shuffleSeed } = autoReceipts;
      const how = { times, ...(shuffleSeed === undefined ? {} : { shuffleSeed: shuffleSeed + this.taken.length }) };
      setTimeout(() => void this.postReceipts(taken, [...this.happyStatuses], how).catch(() => undefined), afterMs).unref();
    } else this.reported.none++;
    return taken;
  }
  reportEverything(how: AutoReceipts | null): void {
    this.autoReceipts = how;
  }

  private async serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const url = new URL(req.url ?? '/', 'http://127.0.0.1');
    const request: VendorRequest = { method: req.method ?? 'GET', url, headers: req.headers, body: Buffer.concat(chunks).toString('utf8') };
    const reply = (r: Reply): void => void res.writeHead(r.status, r.headers).end(r.body);

    if (url.pathname.startsWith('/_vendor/')) return reply(this.control(request));
    const refusal = this.refuse(request);
    if (this.isSend(request)) {
      this.posts++;
      this.requests.push(request);
      return refusal ? reply(refusal) : this.perform(this.behaviour.next(), request, res, reply);
    }
    if (refusal) return reply(refusal);
    reply(this.listing(request) ?? json(404, { error: 'not_found' }));
  }

  private listing(request: VendorRequest): Reply | null {
    const isListing = this.isListing(request);
    if (isListing && this.brokenLookups > 0) {
      this.brokenLookups--;
      return json(500, { message: 'Internal error' });
    }
    const hidden = isListing && this.hiddenLookups > 0;
    if (hidden) this.hiddenLookups--;
    return this.answer(request, hidden ? [] : this.taken);
  }

  /** Which non-send calls show what was taken (and so may lag). */
  protected isListing(_request: VendorRequest): boolean {
    return false;
  }

  private perform(behaviour: Behaviour, request: VendorRequest, res: ServerResponse, reply: (r: Reply) => void): void {
    const shown = typeof behaviour === 'string' ? behaviour : 'reject' in behaviour ? `reject ${behaviour.reject}` : 'throttle';
    this.served[shown] = (this.served[shown] ?? 0) + 1;
    if (typeof behaviour === 'object') {
      return reply('reject' in behaviour ? this.rejected(behaviour.reject, request) : this.throttled(behaviour.throttle));
    }
    switch (behaviour) {
      case 'accept':
        return reply(this.accepted(this.take(request)));
      case 'accept-then-500':
        this.take(request);
        return reply(json(500, { message: 'Internal error' }));
      case 'error-500':
        return reply(json(500, { message: 'Internal error' }));
      case 'accept-then-hang':
        this.take(request);
        return;
      case 'accept-then-reset':
        this.take(request);
        res.socket?.resetAndDestroy();
        return;
      case 'late-accept':
        return this.acceptLater(request);
      case 'hang':
        return;
    }
  }

  private acceptLater(request: VendorRequest): void {
    const accept = (): void => {
      clearTimeout(timer);
      if (this.late.delete(accept)) this.take(request);
    };
    const timer = setTimeout(accept, this.lateMs);
    this.late.add(accept);
  }

  /** The harness's own door, never used by our product code. */
  private control({ method, url, body }: VendorRequest): Reply {
    const what = `${method} ${url.pathname.slice('/_vendor/'.length)}`;
    switch (what) {
      case 'GET received':
        return json(200, this.taken);
      case 'GET served':
        return json(200, this.served);
      case 'GET reported':
        return json(200, this.reported);
      case 'GET posts':
        return json(200, { posts: this.posts });
      case 'POST script':
        this.script(...(JSON.parse(body) as Behaviour[]));
        return json(200, {});
      case 'POST mix':
        this.setMix(JSON.parse(body) as Mix);
        return json(200, {});
      case 'POST lag':
        this.lagLookups((JSON.parse(body) as { count: number }).count);
        return json(200, {});
      case 'POST receipts':
        this.reportEverything(JSON.parse(body) as AutoReceipts | null);
        return json(200, {});
      case 'POST late':
        this.lateMs = (JSON.parse(body) as { ms: number }).ms;
        return json(200, {});
      case 'POST accept-late':
        this.acceptLate();
        return json(200, {});
      default:
        return json(404, { error: `No control "${what}"` });
    }
  }
}
