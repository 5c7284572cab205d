/** The edge over real HTTP before a core that writes down what reaches it. */
import { request as rawRequest, type IncomingHttpHeaders } from 'node:http';
import { serve, type ServerType } from '@hono/node-server';
import { Hono } from 'hono';
import { afterEach, describe, expect, it } from 'vitest';
import { parseEdgeSettings } from '../../settings.js';
import { addressOf } from '../client-address.js';
import { coreDoor } from './core-door.js';
import type { Passage } from './door.js';
import { buildEdge } from './edge.js';

const open: ServerType[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});
const listen = (fetch: (request: Request, env: object) => Response | Promise<Response>): Promise<string> =>
  new Promise((resolve) => {
    const server = serve({ fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => resolve(`http://127.0.0.1:${port}`));
    open.push(server);
  });

type Arrived = { method: string; path: string; headers: Headers; body: string; address: string };

/** An edge, the core's door behind it, and whatever came through both. */
async function house({ trustedProxies = 0, answer = () => new Response('ok') }: { trustedProxies?: number; answer?: () => Response | Promise<Response> } = {}) {
  const arrived: Arrived[] = [];
  const passages: { passage: Passage; message: string }[] = [];
  const app = new Hono().all('*', async (c) => {
    arrived.push({ method: c.req.method, path: c.req.path, headers: c.req.raw.headers, body: await c.req.text(), address: addressOf(c, 3) });
    return answer();
  });
  const core = await listen(coreDoor(app).fetch);
  const note = (passage: Passage, message: string) => void passages.push({ passage, message });
  const edge = await listen(buildEdge({ coreUrl: core, trustedProxies }, { info: note, warn: note }, { file: 5_000, other: 5_000 }).fetch);
  return { edge, core, arrived, passages };
}

/** The path as it is written: `fetch` would tidy it first. */
const asWritten = (base: string, path: string): Promise<{ status: number; headers: IncomingHttpHeaders }> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(base);
    rawRequest({ hostname, port, path, method: 'GET' }, (response) => {
      response.resume().on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
    }).on('error', reject).end();
  });

const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe('what passes the edge', () => {
  it('is the method, the path, the query and the body, as they came', async () => {
    const { edge, arrived } = await house();
    expect((await fetch(`${edge}/p/f/abc123/2?said=kept`)).status).toBe(200);
    expect((await fetch(`${edge}/webhooks/wechat?signature=a%2Bb&timestamp=1`, { method: 'POST', body: '<xml/>', headers: { 'content-type': 'text/xml' } })).status).toBe(200);
    expect(arrived.map(({ method, path, body, headers }) => [method, path, body, headers.get('content-type')])).toEqual([['GET', '/p/f/abc123/2', '', null], ['POST', '/webhooks/wechat', '<xml/>', 'text/xml']]);
  });

  it('is no header that nobody needs: no key, no staff session, no word about proxies', async () => {
    const { edge, arrived } = await house();
    await fetch(`${edge}/p/home`, {
      headers: {
        authorization: 'Bearer wy_key', 'idempotency-key': '1', 'x-forwarded-host': 'elsewhere', 'x-forwarded-proto': 'http', 'x-real-ip': '9.9.9.9', forwarded: 'for=9.9.9.9', 'x-request-id': 'mine', 'x-http-method-override': 'DELETE',
        cookie: '__Host-wuyou=staff; wuyou=staff; __Host-wuyou-p=patient; wuyou-view=en.e; wuyou-back=%2Fp%2Fask; other=1', 'accept-language': 'en', range: 'bytes=0-1',
      },
    });
    const [{ headers }] = arrived as [Arrived];
    expect(headers.get('cookie')).toBe('__Host-wuyou-p=patient; wuyou-view=en.e; wuyou-back=%2Fp%2Fask');
    expect([headers.get('accept-language'), headers.get('range')]).toEqual(['en', 'bytes=0-1']);
    expect(['authorization', 'idempotency-key', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'forwarded', 'x-http-method-override'].filter((name) => headers.has(name))).toEqual([]);
    expect(headers.get('x-request-id')).not.toBe('mine');
  });

  it('is every signature that a provider puts into headers', async () => {
    const { edge, arrived } = await house();
    const signatures = { 'x-twilio-signature': 'a', 'wechatpay-timestamp': '1', 'wechatpay-nonce': 'b', 'wechatpay-signature': 'c', 'wechatpay-serial': 'd' };
    await fetch(`${edge}/webhooks/wechat-pay`, { method: 'POST', body: '{}', headers: signatures });
    expect(Object.fromEntries(Object.keys(signatures).map((name) => [name, arrived[0]?.headers.get(name)]))).toEqual(signatures);
  });

  it('is one address: that of the sender, which nobody can choose', async () => {
    const direct = await house();
    await fetch(`${direct.edge}/p/`, { headers: { 'x-forwarded-for': '6.6.6.6' } });
    expect(direct.arrived[0]?.address).toBe('127.0.0.1');
    const behindOne = await house({ trustedProxies: 1 });
    await fetch(`${behindOne.edge}/p/`, { headers: { 'x-forwarded-for': '6.6.6.6, 203.0.113.7' } });
    expect(behindOne.arrived[0]?.address).toBe('203.0.113.7');
    expect(behindOne.arrived[0]?.headers.get('x-forwarded-for')).toBe('203.0.113.7');
  });

  it('comes back as it was answered: redirects, cookies, parts of files', async () => {
    const { edge } = await house({ answer: () => new Response('ab', { status: 206, headers: [['set-cookie', 'a=1'], ['set-cookie', 'b=2'], ['content-range', 'bytes 0-1/9'], ['content-type', 'video/mp4']] }) });
    const part = await fetch(`${edge}/p/files/00000000-0000-7000-8000-000000000000`);
    expect([part.status, part.headers.getSetCookie(), part.headers.get('content-range'), await part.text()]).toEqual([206, ['a=1', 'b=2'], 'bytes 0-1/9', 'ab']);
    const { edge: other } = await house({ answer: () => new Response(null, { status: 303, headers: { location: '/p/home' } }) });
    const redirect = await fetch(`${other}/p/view`, { method: 'POST', body: 'a=1', headers: form, redirect: 'manual' });
    expect([redirect.status, redirect.headers.get('location')]).toEqual([303, '/p/home']);
  });

  it('is noted by its pattern, without the token in its address', async () => {
    const { edge, passages } = await house();
    await fetch(`${edge}/p/l/secret-token`);
    await fetch(`${edge}/webhooks/aliyun/report/secret-token`, { method: 'POST', body: '[]' });
    expect(passages.map(({ passage }) => passage.route)).toEqual(['/p/l/:token', '/webhooks/aliyun/:kind{report|up}/:secret']);
    expect(JSON.stringify(passages)).not.toContain('secret-token');
  });
});

describe('what the edge turns away, before the core hears of it', () => {
  const staff = ['/console/', '/sign-in', '/session', '/nurse/', '/discharges', '/openapi.json', '/docs', '/metrics', '/inbox', '/codec/decode', '/changes', '/files/x', '/webhooks', '/webhooks/other'];
  it.each(staff)('%s', async (path) => {
    const { edge, core, arrived } = await house();
    for (const door of [edge, core]) {
      expect((await fetch(door + path)).status).toBe(404);
      expect((await fetch(door + path, { method: 'POST', body: '{}' })).status).toBe(404);
    }
    expect(arrived).toEqual([]);
  });

  it.each(['/p/..%2fdischarges', '/p/%2e%2e/discharges', '/p/../discharges', '//discharges', '/p//discharges', '/p/..%5cdischarges', '/p/%00', '/p/%252e%252e%252fdischarges/%2f', `/p/${'a'.repeat(3_000)}`])('an address that reads two ways: %s', async (path) => {
    const { edge, core, arrived } = await house();
    expect((await asWritten(edge, path)).status).toBe(404);
    expect((await asWritten(core, path)).status).toBe(404);
    expect(arrived).toEqual([]);
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])('%s', async (method) => {
    const { edge, arrived } = await house();
    expect((await fetch(`${edge}/p/home`, { method })).status).toBe(404);
    expect(arrived).toEqual([]);
  });

  it('bodies that are too large, whether they say so or not, and files that do not say', async () => {
    const { edge, arrived } = await house();
    const chunked = (size: number) => ({ method: 'POST', body: new Blob(['a'.repeat(size)]).stream(), duplex: 'half' as const });
    const size = 300 * 1024;
    expect((await fetch(`${edge}/p/ask`, { method: 'POST', body: 'a'.repeat(size), headers: form })).status).toBe(413);
    expect((await fetch(`${edge}/p/ask`, { ...chunked(size), headers: form })).status).toBe(413);
    // Whoever is still sending may see the closed connection before the answer.
    expect(await fetch(`${edge}/webhooks/wechat`, chunked(1_100 * 1024)).then(({ status }) => status, () => 'cut off')).toSatisfy((outcome) => outcome === 413 || outcome === 'cut off');
    expect((await fetch(`${edge}/p/upload`, chunked(10))).status).toBe(411);
    expect(arrived).toEqual([]);
    expect((await fetch(`${edge}/webhooks/wechat`, chunked(size))).status).toBe(200);
    expect((await fetch(`${edge}/p/upload`, { method: 'POST', body: 'a'.repeat(size * 10) })).status).toBe(200);
    expect(arrived.map(({ body }) => body.length)).toEqual([size, size * 10]);
  });
});

describe('while the core is away', () => {
  const nowhere = 'http://127.0.0.1:1';
  const silent = { info: () => undefined, warn: () => undefined };

  it('a patient reads what to do, a provider is told to come again, and the load balancer knows', async () => {
    const edge = await listen(buildEdge({ coreUrl: nowhere, trustedProxies: 0 }, silent).fetch);
    const page = await fetch(`${edge}/p/home`, { headers: { accept: 'text/html' } });
    expect([page.status, page.headers.get('cache-control')]).toEqual([503, 'no-store']);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const html = await page.text();
    expect(html).toContain('现在连不上医院');
    expect(html).toContain('tel:120');
    expect(await (await fetch(`${edge}/p/home`, { headers: { accept: 'text/html', 'accept-language': 'en' } })).text()).toContain('The hospital cannot be reached right now');
    const notice = await fetch(`${edge}/webhooks/wechat`, { method: 'POST', body: '<xml/>' });
    expect([notice.status, notice.headers.get('retry-after'), notice.headers.get('content-type')]).toEqual([503, '60', 'application/problem+json']);
    expect([notice.headers.get('content-security-policy'), notice.headers.get('cache-control')]).toEqual(["default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'", 'no-store']);
    expect((await fetch(`${edge}/readyz`)).status).toBe(503);
    expect((await fetch(`${edge}/healthz`)).status).toBe(200);
  });

  it('a core that takes the connection and never answers is given up', async () => {
    const errors: string[] = [];
    let release = (): void => undefined;
    const core = await listen(() => new Promise<Response>((resolve) => { release = () => resolve(new Response('late')); }));
    const edge = await listen(buildEdge({ coreUrl: core, trustedProxies: 0 }, { info: () => undefined, warn: ({ error }) => void errors.push(error) }, { file: 1, other: 1 }).fetch);
    expect((await fetch(`${edge}/p/home`)).status).toBe(503);
    expect(errors).toEqual(['The core did not answer within 1 ms']);
    release();
  });

  it('is ready again when the core is', async () => {
    const { edge } = await house();
    expect((await fetch(`${edge}/readyz`)).status).toBe(200);
    const bare = await fetch(`${edge}/`, { redirect: 'manual' });
    expect([bare.status, bare.headers.get('location')]).toEqual([303, '/p/']);
  });
});

describe('the settings of the edge', () => {
  it('are where the core is, and little more', () => {
    expect(parseEdgeSettings({ CORE_URL: 'http://10.1.2.3:8082/', TRUSTED_PROXIES: '1', WUYOU_DATA_DIR: '/data' })).toEqual({ coreUrl: 'http://10.1.2.3:8082', host: '0.0.0.0', port: 8080, trustedProxies: 1, logLevel: 'info' });
    expect(() => parseEdgeSettings({})).toThrow('CORE_URL is missing');
    expect(() => parseEdgeSettings({ CORE_URL: 'http://10.1.2.3:8082/api' })).toThrow('must be an origin without a path');
  });

  it.each(['DATABASE_URL', 'WUYOU_FIELD_KEYS', 'TWILIO_AUTH_TOKEN', 'FILES_S3_SECRET_ACCESS_KEY', 'SMTP_URL', 'WECHAT_PAY_PRIVATE_KEY'])('refuse to start with %s at hand', (name) => {
    expect(() => parseEdgeSettings({ CORE_URL: 'http://10.1.2.3:8082', [name]: 'x' })).toThrow(`the edge must hold no secrets, but ${name} is set`);
  });
});
