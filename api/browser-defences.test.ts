/** What keeps a browser from being used against its user: headers on every answer, cookies, foreign origins, sizes, and how often. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApi, type TestApi } from '../test/support/api.js';
import { pdf, phonePhoto } from '../test/support/pictures.js';
import { rateLimits, Windows } from './rate-limit.js';

let api: TestApi;
let cookie: string;
beforeAll(async () => {
  api = await testApi();
  const [account] = await api.sql<{ login: string }[]>`select login from account where 'admin' = any(roles) and password_hash is not null limit 1`;
  const signedIn = await api.request('/session', { method: 'POST', headers: { 'content-type': 'application/json', origin: 'https://care.test' }, body: JSON.stringify({ login: account?.login, password: await passwordOf() }) });
  if (signedIn.status !== 200) throw new Error(`Not signed in: ${signedIn.status}`);
  cookie = signedIn.headers.getSetCookie()[0] ?? '';
});
afterAll(() => api.close());

/** The training hospital's own sign-in is printed once; the test sets one that it knows. */
async function passwordOf(): Promise<string> {
  const { hashPassword } = await import('../db/secrets.js');
  await api.sql`update account set password_hash = ${await hashPassword('a password of the test')} where 'admin' = any(roles)`;
  return 'a password of the test';
}

const pages = ['/', '/sign-in', '/p/', '/p/l/nothing', '/p/home', '/nurse', '/console', '/docs', '/nowhere', '/openapi.json', '/healthz', '/episodes', '/metrics', '/webhooks/wechat'];

const nothing = "'none'";
/** What a policy leaves open. A base of somebody else's would lead every relative address of a page there; `default-src` covers neither that, nor forms, nor frames. */
function open(policy: string): string[] {
  const said = new Map(policy.split(';').map((part) => { const [name = '', ...values] = part.trim().split(/\s+/); return [name, values.join(' ')] as const; }));
  return [
    ...['default-src', 'base-uri', 'frame-ancestors'].filter((name) => said.get(name) !== nothing),
    ...["'self'", nothing].includes(said.get('form-action') ?? '') ? [] : ['form-action'],
    .../unsafe|[*]|http/.test(said.get('script-src') ?? '') ? ['script-src'] : [],
  ];
}

describe('Every answer', () => {
  it.each(pages)('%s lets nothing foreign load, frame or guess its type', async (path) => {
    const answer = await api.request(path, { headers: { accept: 'text/html', cookie: cookie.split(';')[0] ?? '' } });
    const { headers } = answer;
    const policy = headers.get('content-security-policy') ?? '';
    // A policy that forbids the page's own looks is as wrong as none.
    expect((await answer.text()).includes('<style') && !policy.includes("style-src 'unsafe-inline'")).toBe(false);
    expect(open(policy)).toEqual([]);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toMatch(/^(same-origin|no-referrer)$/);
    expect(headers.get('cache-control')).toMatch(/^(no-store|private, no-cache|no-cache)/);
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
  });
  it('a stored picture and document too, and they can run nothing', async () => {
    const key = { authorization: `Bearer ${api.key['admin']}` };
    for (const [name, content] of [['photo', await phonePhoto()], ['document', pdf]] as const) {
      const { body } = await api.call('POST', `/files?kind=${name}`, { as: 'admin', raw: content });
      const { id, hasThumb } = body as { id: string; hasThumb: boolean };
      for (const path of [`/files/${id}`, ...hasThumb ? [`/files/${id}/thumb`] : []]) {
        const { status, headers } = await api.request(path, { headers: key });
        const policy = headers.get('content-security-policy') ?? '';
        expect([path, status, open(policy), policy.startsWith('sandbox;'), headers.get('x-content-type-options')]).toEqual([path, 200, [], true, 'nosniff']);
      }
    }
  });
  it('a method that an address does not take is refused, and says which it takes', async () => {
    for (const [path, method, allowed] of [['/healthz', 'OPTIONS', 'GET, HEAD'], ['/sign-in', 'PATCH', 'GET, HEAD, POST'], ['/discharges/import', 'OPTIONS', 'POST'], ['/bulk-acts/preview', 'OPTIONS', 'POST'], ['/bulk-acts/019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c', 'OPTIONS', 'GET, HEAD']] as const) {
      const { status, headers } = await api.request(path, { method });
      expect([status, headers.get('allow')]).toEqual([405, allowed]);
    }
    // The address that is written out goes before the one with a placeholder.
    for (const path of ['/discharges/import', '/bulk-acts/preview']) expect(await api.call('GET', path, { as: 'admin' })).toMatchObject({ status: 405, body: { code: 'method-not-allowed' } });
    expect((await api.request('/nowhere', { method: 'PATCH' })).status).toBe(404);
  });
  it('a session’s cookie is out of reach for scripts, other hosts and plain http', () => {
    expect(cookie).toMatch(/^__Host-wuyou=/);
    for (const attribute of [/; HttpOnly/, /; Secure/, /; SameSite=Lax/, /; Path=\/(;|$)/]) expect(cookie).toMatch(attribute);
    expect(cookie).not.toMatch(/; Domain=/);
  });
});

describe('A session cookie from a foreign page', () => {
  it('counts for nothing, at any operation that changes something', async () => {
    const { paths } = (await api.call('GET', '/openapi.json')).body as { paths: Record<string, Record<string, { security?: unknown[] }>> };
    const operations = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).filter(([method, { security }]) => method !== 'get' && (security ?? []).length > 0).map(([method]) => ({ method: method.toUpperCase(), path: path.replace(/\{\w+\}/g, '019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c') })));
    expect(operations.length).toBeGreaterThan(100);
    const taken: string[] = [];
    for (const { method, path } of operations) {
      for (const origin of ['https://evil.example', 'null', undefined, 'https://care.test.evil.example', 'http://care.test:81']) {
        const { status } = await api.request(path, { method, headers: { cookie: cookie.split(';')[0] ?? '', 'content-type': 'application/json', 'idempotency-key': 'forged', ...(origin === undefined ? {} : { origin }) }, body: '{}' });
        if (status !== 401) taken.push(`${status} ${method} ${path} from ${origin ?? 'no origin'}`);
      }
    }
    expect(taken).toEqual([]);
  });
  it('is what the same request from our own page would be', async () => {
    const { status } = await api.request('/search', { method: 'POST', headers: { cookie: cookie.split(';')[0] ?? '', 'content-type': 'application/json', origin: 'https://care.test' }, body: JSON.stringify({ q: 'zay' }) });
    expect(status).toBe(200);
  });
});

describe('A sign-in', () => {
  const signIn = async (path: string, headers: Record<string, string>) => {
    const [account] = await api.sql<{ login: string }[]>`select login from account where 'admin' = any(roles) and password_hash is not null limit 1`;
    const fields = { login: account?.login ?? '', password: 'a password of the test' };
    const type = path === '/session' ? 'application/json' : 'application/x-www-form-urlencoded';
    const { status, headers: sent } = await api.request(path, { method: 'POST', headers: { 'content-type': type, ...headers }, body: path === '/session' ? JSON.stringify(fields) : new URLSearchParams(fields).toString() });
    return [status, sent.getSetCookie().some((set) => set.startsWith('__Host-wuyou='))];
  };
  const elsewhere: Record<string, string>[] = [{ origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.test' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }, { origin: 'https://other.test', 'sec-fetch-site': 'same-site' }];

  it.each(['/sign-in', '/session'])('at %s that another site posts signs nobody in, and stands in the access log', async (path) => {
    for (const headers of elsewhere) expect([headers, ...(await signIn(path, headers))]).toEqual([headers, 403, false]);
    const log = await api.sql`select 1 from audit_log where action = 'sign-in' and actor = 'stranger' and not allowed and detail->>'reason' = 'foreign-page' and at > now() - interval '1 minute'`;
    expect(log.length).toBeGreaterThanOrEqual(elsewhere.length);
  });
  it('of our own page, or of a program, does', async () => {
    expect(await signIn('/sign-in', { origin: 'https://care.test', 'sec-fetch-site': 'same-origin' })).toEqual([303, true]);
    expect(await signIn('/sign-in', {})).toEqual([303, true]);
    expect(await signIn('/session', {})).toEqual([200, true]);
  });
});

describe('A body that is too large', () => {
  it.each([['/session', 6], ['/discharges', 6], ['/discharges/import', 21], ['/webhooks/twilio/inbound', 6], ['/p/', 6]])('is refused at %s with 413, whether it says its length or not', async (path, megabytes) => {
    const body = new Uint8Array(megabytes * 1024 * 1024).fill(97);
    const headers = { authorization: `Bearer ${api.key['admin']}`, 'content-type': 'application/json', 'idempotency-key': `large-${path}` };
    expect((await api.request(path, { method: 'POST', headers: { ...headers, 'content-length': String(body.length) }, body })).status).toBe(413);
    const chunks = new ReadableStream<Uint8Array>({ start: (to) => { for (let at = 0; at < body.length; at += 65_536) to.enqueue(body.subarray(at, at + 65_536)); to.close(); } });
    expect((await api.request(path, { method: 'POST', headers, body: chunks, duplex: 'half' } as RequestInit)).status).toBe(413);
  });
});

describe('The sign-in form', () => {
  it('leads back to the whole address that was asked for, the opened case too', async () => {
    const asked = '/console/?case=e%2Fescalation%2F1';
    const led = (await api.request(asked, { headers: { accept: 'text/html' } })).headers.get('location') ?? '';
    expect(led).toBe(`/sign-in?to=${encodeURIComponent(asked)}`);
    expect(await (await api.request(led)).text()).toContain(`name="to" value="${asked}"`);
  });
  it('takes no longer login than the API does: nothing is looked up or remembered of one', async () => {
    const before = await api.sql`select 1 from audit_log where action = 'sign-in'`;
    const tries: string[] = [];
    for (let n = 0; n < 12; n += 1) {
      const body = new URLSearchParams({ login: 'x'.repeat(101), password: 'a' }).toString();
      tries.push(await (await api.request('/sign-in', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body })).text());
    }
    expect(tries.filter((page) => !page.includes('账号或密码不正确'))).toEqual([]);
    expect(await api.sql`select 1 from audit_log where action = 'sign-in'`).toHaveLength(before.length);
  });
});

describe('Too often', () => {
  it('a window takes as many as it may, then names the time to wait, and a new one begins', () => {
    const windows = new Windows({ most: 2, withinMs: 1_000 });
    expect([windows.take('a', 0), windows.take('a', 10), windows.take('a', 400), windows.take('b', 400), windows.take('a', 1_000)]).toEqual([null, null, 600, null, null]);
  });
  it('a flood of made-up subjects does not fill the memory', () => {
    const windows = new Windows({ most: 1, withinMs: 1_000 }, 3);
    for (let n = 0; n < 100; n += 1) windows.take(`x${n}`, 0);
    expect([windows.take('x99', 1), windows.take('x0', 1)]).toEqual([999, null]);
  });
  it('whoever copies the hospital’s patients is stopped, while colleagues go on', async () => {
    const { limit } = rateLimits.find(({ name }) => name === 'personal-data') ?? { limit: { most: 0 } };
    const search = (as: string) => api.call('POST', '/search', { as, body: { q: '' } });
    const statuses: number[] = [];
    for (let n = 0; n <= limit.most; n += 1) statuses.push((await search('doctor')).status);
    expect([statuses.filter((status) => status === 200).length, statuses.at(-1)]).toEqual([limit.most, 429]);
    const refused = await search('doctor');
    expect(refused).toMatchObject({ status: 429, body: { code: 'too-many-requests' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await search('nurse')).status).toBe(200);
  });
  it('one patient’s session posts no more than its share, and another one goes on', async () => {
    const { limit } = rateLimits.find(({ name }) => name === 'patient-posts') ?? { limit: { most: 0 } };
    const post = async (session: string) => (await api.request('/p/ask', { method: 'POST', headers: { cookie: `__Host-wuyou-p=${session}`, origin: 'https://care.test' } })).status;
    const statuses: number[] = [];
    for (let n = 0; n <= limit.most; n += 1) statuses.push(await post('one'));
    expect([statuses.slice(0, -1).includes(429), statuses.at(-1)]).toEqual([false, 429]);
    expect(await post('two')).not.toBe(429);
  });
  it('one address guesses at many logins no more than a hundred times in ten minutes', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 100; n += 1) statuses.push((await api.call('POST', '/session', { as: null, body: { login: `nobody-${n}`, password: '' } })).status);
    expect((await api.call('POST', '/session', { as: null, body: { login: 'nobody', password: 'x' } })).status).toBe(429);
    expect(new Set(statuses)).not.toContain(200);
  });
});
