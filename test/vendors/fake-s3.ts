/**
 * A bucket over real HTTP as the S3 API documents it: objects, ranges, multipart uploads, XML errors. It recomputes Signature Version 4
 * and the hash of every body, and can fail in the ways the documentation names.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type S3Fault = 'SlowDown' | 'InternalError' | 'reset' | 'cut-body' | 'AccessDenied' | 'NotImplemented';
type Stored = { body: Buffer; mime: string | undefined; encryption: string | undefined };
type Pieces = Pick<Stored, 'mime' | 'encryption'> & { key: string; parts: Map<number, Buffer> };
export type S3Request = { method: string; path: string; query: URLSearchParams; headers: IncomingMessage['headers']; rawHeaders: string[]; body: Buffer };
type Answer = { status: number; headers?: Record<string, string>; body?: Buffer | string };

const statusOf: Record<string, number> = { SlowDown: 503, InternalError: 500, AccessDenied: 403, NotImplemented: 501, NoSuchKey: 404, NoSuchBucket: 404, NoSuchUpload: 404, SignatureDoesNotMatch: 403, InvalidAccessKeyId: 403, XAmzContentSHA256Mismatch: 400, InvalidPart: 400, InvalidRange: 416, MethodNotAllowed: 405 };
const sha256 = (content: Buffer | string): string => createHash('sha256').update(content).digest('hex');
const mac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const encode = (text: string): string => encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
const etag = (body: Buffer): string => `"${createHash('md5').update(body).digest('hex')}"`;
const xml = (status: number, body: string): Answer => ({ status, headers: { 'content-type': 'application/xml' }, body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}` });

export class FakeS3 {
  readonly bucket = 'care';
  readonly accessKeyId = 'AKIDEXAMPLE';
  readonly secretAccessKey = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
  readonly objects = new Map<string, Stored>();
  readonly uploads = new Map<string, Pieces>();
  readonly requests: S3Request[] = [];
  private faults: { fault: S3Fault; method: string; skip: number }[] = [];
  private server: Server | null = null;
  private count = 0;

  /** The next requests of this method fail like this, one each. */
  failNext(method: string, ...faults: S3Fault[]): void {
    this.failAfter(0, method, ...faults);
  }
  /** So many requests of this method succeed before. */
  failAfter(skip: number, method: string, ...faults: S3Fault[]): void {
    this.faults.push(...faults.map((fault, n) => ({ fault, method, skip: n === 0 ? skip : 0 })));
  }
  get endpoint(): string {
    const address = this.server?.address() as AddressInfo | null;
    if (!address) throw new Error('The bucket is not served: call start() first');
    return `http://127.0.0.1:${address.port}`;
  }
  async start(): Promise<this> {
    this.server = createServer((req, res) => void this.serve(req, res).catch(() => res.destroy()));
    await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
    return this;
  }
  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise<void>((resolve) => (this.server ? this.server.close(() => resolve()) : resolve()));
    this.server = null;
  }

  private async serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const url = new URL(req.url ?? '/', 'http://127.0.0.1');
    const request: S3Request = { method: req.method ?? 'GET', path: url.pathname, query: url.searchParams, headers: req.headers, rawHeaders: req.rawHeaders, body: Buffer.concat(chunks) };
    this.requests.push(request);
    const fault = this.faultOf(request.method);
    if (fault === 'reset') return void res.socket?.resetAndDestroy();
    const answer = this.refusal(request) ?? (fault !== null && fault !== 'cut-body' ? this.error(fault, request) : this.answer(request));
    const body = typeof answer.body === 'string' ? Buffer.from(answer.body) : (answer.body ?? Buffer.alloc(0));
    res.writeHead(answer.status, { 'content-length': String(body.length), ...answer.headers });
    if (fault === 'cut-body') return void res.write(body.subarray(0, Math.floor(body.length / 2)), () => res.socket?.destroy());
    res.end(body);
  }

  private faultOf(method: string): S3Fault | null {
    const next = this.faults.find((one) => one.method === method);
    if (!next) return null;
    if (next.skip > 0) {
      next.skip -= 1;
      return null;
    }
    this.faults.splice(this.faults.indexOf(next), 1);
    return next.fault;
  }

  private error(code: string, { path }: S3Request, more = ''): Answer {
    return xml(statusOf[code] ?? 400, `<Error><Code>${code}</Code><Message>As documented for ${code}</Message><Resource>${path}</Resource>${more}</Error>`);
  }

  /** As the real one does, a wrong signature is answered with everything that was signed. */
  private refusal(request: S3Request): Answer | null {
    const { method, path, query, headers, body } = request;
    const match = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(headers.authorization ?? '');
    const [, keyId = '', day = '', region = '', signedHeaders = '', signature = ''] = match ?? [];
    if (!match) return this.error('AccessDenied', request);
    if (keyId !== this.accessKeyId) return this.error('InvalidAccessKeyId', request, `<AWSAccessKeyId>${keyId}</AWSAccessKeyId>`);
    const hash = String(headers['x-amz-content-sha256']);
    if (hash !== sha256(body)) return this.error('XAmzContentSHA256Mismatch', request);
    const sortedQuery = [...query].map(([name, value]) => `${encode(name)}=${encode(value)}`).toSorted().join('&');
    const canonicalHeaders = signedHeaders.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`).join('');
    const canonical = [method, path, sortedQuery, canonicalHeaders, signedHeaders, hash].join('\n');
    const toSign = ['AWS4-HMAC-SHA256', String(headers['x-amz-date']), `${day}/${region}/s3/aws4_request`, sha256(canonical)].join('\n');
    const signing = ['s3', 'aws4_request'].reduce(mac, mac(mac(`AWS4${this.secretAccessKey}`, day), region));
    const right = timingSafeEqual(mac(signing, toSign), Buffer.from(signature, 'hex'));
    return right ? null : this.error('SignatureDoesNotMatch', request, `<AWSAccessKeyId>${keyId}</AWSAccessKeyId><StringToSign>${toSign}</StringToSign><SignatureProvided>${signature}</SignatureProvided>`);
  }

  private answer(request: S3Request): Answer {
    const { method, path, query } = request;
    const [, bucket, key = ''] = /^\/([^/]+)\/?(.*)$/.exec(path) ?? [];
    if (bucket !== this.bucket) return this.error('NoSuchBucket', request);
    if (method === 'GET' && key === '' && query.has('uploads')) return this.listUploads(query.get('prefix') ?? '');
    if (query.has('uploads') || query.has('uploadId')) return this.piecewise(request, key);
    if (method === 'PUT') return this.store(key, request.body, { mime: request.headers['content-type'], encryption: sse(request) });
    if (method === 'DELETE') {
      this.objects.delete(key);
      return { status: 204 };
    }
    return method === 'GET' ? this.get(request, key) : this.error('MethodNotAllowed', request);
  }

  private store(key: string, body: Buffer, about: Pick<Stored, 'mime' | 'encryption'>): Answer {
    this.objects.set(key, { body, ...about });
    return { status: 200, headers: { etag: etag(body), ...(about.encryption === undefined ? {} : { 'x-amz-server-side-encryption': about.encryption }) } };
  }

  private get(request: S3Request, key: string): Answer {
    const found = this.objects.get(key);
    if (!found) return this.error('NoSuchKey', request, `<Key>${key}</Key>`);
    const about = { 'content-type': found.mime ?? 'binary/octet-stream', etag: etag(found.body) };
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    if (!range) return { status: 200, headers: about, body: found.body };
    const [from, to] = [Number(range[1]), Math.min(Number(range[2]), found.body.length - 1)];
    if (from > to) return this.error('InvalidRange', request);
    return { status: 206, headers: { ...about, 'content-range': `bytes ${from}-${to}/${found.body.length}` }, body: found.body.subarray(from, to + 1) };
  }

  private listUploads(prefix: string): Answer {
    const found = [...this.uploads].filter(([, { key }]) => key.startsWith(prefix));
    return xml(200, `<ListMultipartUploadsResult><Bucket>${this.bucket}</Bucket><IsTruncated>false</IsTruncated>${found.map(([id, { key }]) => `<Upload><Key>${key}</Key><UploadId>${id}</UploadId></Upload>`).join('')}</ListMultipartUploadsResult>`);
  }

  private piecewise(request: S3Request, key: string): Answer {
    const { method, query, body, headers } = request;
    if (method === 'POST' && query.has('uploads')) {
      const id = `upload-${(this.count += 1)}`;
      this.uploads.set(id, { key, mime: headers['content-type'], encryption: sse(request), parts: new Map() });
      return xml(200, `<InitiateMultipartUploadResult><Bucket>${this.bucket}</Bucket><Key>${key}</Key><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`);
    }
    const id = query.get('uploadId') ?? '';
    const pieces = this.uploads.get(id);
    if (!pieces || pieces.key !== key) return this.error('NoSuchUpload', request);
    if (method === 'PUT') {
      pieces.parts.set(Number(query.get('partNumber')), body);
      return { status: 200, headers: { etag: etag(body) } };
    }
    this.uploads.delete(id);
    if (method === 'DELETE') return { status: 204 };
    const named = [...String(body).matchAll(/<Part>.*?<\/Part>/gs)].map(([part]) => pieces.parts.get(Number(/<PartNumber>(\d+)</.exec(part)?.[1])));
    const parts = named.filter((part) => part !== undefined);
    if (parts.length !== named.length || parts.length !== pieces.parts.size) return this.error('InvalidPart', request);
    this.store(key, Buffer.concat(parts), pieces);
    return xml(200, `<CompleteMultipartUploadResult><Bucket>${this.bucket}</Bucket><Key>${key}</Key><ETag>"${id}-${parts.length}"</ETag></CompleteMultipartUploadResult>`);
  }
}

const sse = ({ headers }: S3Request): string | undefined => headers['x-amz-server-side-encryption']?.toString();
