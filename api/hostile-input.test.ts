/** What an attacker writes where a form expects words: SQL, fields that nobody asked for, `__proto__`, a parameter twice. At every operation of the document where it fits. */
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromMs, localDateOf } from '../pathways/time.js';
import { askReal } from '../test/access/asking.js';
import { everythingOf, type Everything } from '../test/access/everything.js';
import { surfaceOf, type Operation, type Surface } from '../test/access/operations.js';
import { dischargeOf, testApi, type TestApi } from '../test/support/api.js';

let api: TestApi;
let a: Everything;
let surface: Surface;
let sent = 0;
beforeAll(async () => {
  api = await testApi();
  a = await everythingOf(api);
  surface = surfaceOf(api.app);
});
afterAll(() => api.close());

const nameOf = ({ method, path }: Operation): string => `${method} ${path}`;
async function send(method: string, path: string, body?: string): Promise<{ status: number; text: string }> {
  const response = await api.request(path, { method, headers: { authorization: `Bearer ${a.key}`, 'content-type': 'application/json', 'idempotency-key': `hostile-${(sent += 1)}` }, ...(body === undefined ? {} : { body }) });
  const endless = (response.headers.get('content-type') ?? '').startsWith('text/event-stream');
  if (endless) await response.body?.cancel();
  return { status: response.status, text: endless ? '' : await response.text() };
}
const sql = ["'; drop table patient; --", "' or '1'='1", "x' union select login, password_hash from account --", '\\', '%', '_', '$1', '${1}'];

describe('SQL in a value', () => {
  it('finds nobody, and is an ordinary word to every list, path and sign-in', async () => {
    const failed: string[] = [];
    for (const word of sql) {
      expect([word, JSON.parse((await send('POST', '/search', JSON.stringify({ q: word }))).text)]).toEqual([word, { items: [] }]);
      const within = encodeURIComponent(word);
      for (const path of [`/episodes?status=${within.slice(0, 20)}`, `/messages?state=${within.slice(0, 20)}`, `/episodes?after=${within}`, `/packages?packageId=${within}`, `/patients/${within}`, `/episodes/${a.ids['episodeId']}/why?id=${within}`, `/episodes/${a.ids['episodeId']}/why-not/${within}`, `/prices?after=${within}`]) {
        const { status } = await send('GET', path);
        if (status >= 500) failed.push(`${path} ${status}`);
      }
      expect((await api.call('POST', '/session', { as: null, body: { login: word, password: word } })).status).toBe(401);
    }
    expect(failed).toEqual([]);
  });

  it('is kept and given back letter by letter as the name that it was sent as', async () => {
    const today = localDateOf(fromMs(Date.now()), 'Asia/Shanghai');
    const record = dischargeOf('sql', today);
    const { status, body } = await api.call('POST', '/discharges', { body: { ...record, patient: { ...record.patient, familyName: sql[0], givenName: sql[1] } } });
    expect([status, body]).toMatchObject([201, {}]);
    expect((await api.call('GET', `/patients/${(body as { patientId: string }).patientId}`)).body).toMatchObject({ familyName: sql[0], givenName: sql[1] });
  });
});

/** Takes what the Temporal UI sends, whatever its version adds; drops it unread. The bundles of POST /discharges are FHIR's: `askReal` sends it our own shape. */
const drops = new Set(['POST /codec/decode']);
const unasked = { roles: ['admin'], hospitalId: '019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c', by: 'smuggled', constructor: { prototype: { polluted: 'smuggled' } } };

describe('A field that nobody asked for', () => {
  it('is refused by name at every operation with a JSON body, and nothing of it is kept', async () => {
    const taken: string[] = [];
    let refused = 0;
    for (const operation of surface.operations) {
      if (operation.described?.requestBody?.content['application/json'] === undefined) continue;
      const { path, init } = askReal(surface, operation, a);
      const plain: unknown = JSON.parse(String(init.body));
      if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) continue;
      const { status, text } = await send(operation.method, path, JSON.stringify({ ...plain, ...unasked }));
      if (status === 422 && Object.keys(unasked).every((name) => text.includes(`"pointer":"/${name}"`))) refused += 1;
      else if (!drops.has(nameOf(operation))) taken.push(`${nameOf(operation)} ${status}`);
    }
    expect(taken).toEqual([]);
    expect(refused).toBeGreaterThan(100);
    const stored = async () => (await api.sql<{ payload: string }[]>`select payload::text from inbox`).map(({ payload }) => payload);
    expect(await stored()).toEqual([]);
    await send('POST', `/episodes/${a.ids['episodeId']}/escalations`, JSON.stringify({ level: 'yellow', reason: 'without a field too many' }));
    expect(await stored()).toEqual([expect.stringContaining('without a field too many')]);
  });

  it('is refused inside of what is sent too, and where a body has several shapes it is named by the nearest', async () => {
    const seen = await api.call('POST', `/episodes/${a.ids['episodeId']}/escalations/1/resolve`, { body: { resolution: 'called', seen: { level: 'red', rules: [], rule: 'W-2' } } });
    expect(seen).toMatchObject({ status: 422, body: { errors: [{ pointer: '/seen/rule', detail: expect.stringContaining('leave it out') as string }] } });
    const wish = await api.call('POST', '/emergency-access', { body: { recordNumber: 'M-1', birthdate: '1954-01-01', reason: 'She called: bleeding' } });
    expect(wish).toMatchObject({ status: 422, body: { errors: [{ pointer: '/birthDate' }, { pointer: '/birthdate' }] } });
    const record = dischargeOf('inside', localDateOf(fromMs(Date.now()), 'Asia/Shanghai'));
    const own = await api.call('POST', '/discharges', { body: { ...record, contacts: [{ owner: 'family', kind: 'mobile', value: '13800138001', relaton: 'daughter' }], medications: [{ display: 'warfarin', curent: false }] } });
    expect(own).toMatchObject({ status: 422, body: { errors: [{ pointer: '/contacts/0/relaton' }, { pointer: '/medications/0/curent' }] } });
  });

  it('called __proto__ changes no object but the one that was sent', async () => {
    for (const operation of surface.operations.filter(({ described }) => described?.requestBody?.content['application/json'] !== undefined)) {
      const { path, init } = askReal(surface, operation, a);
      const { status } = await send(operation.method, path, String(init.body).replace(/^\{/, `{"__proto__":{"polluted":true}${init.body === '{}' ? '' : ','}`));
      expect([nameOf(operation), status >= 500]).toEqual([nameOf(operation), false]);
    }
    expect([({} as Record<string, unknown>)['polluted'], Object.keys(Object.prototype)]).toEqual([undefined, []]);
  });
});

describe('A parameter that comes twice', () => {
  it('is refused at every operation that takes it, whichever of the two would have been right', async () => {
    const taken: string[] = [];
    let rightOnce = 0;
    for (const operation of surface.operations) {
      for (const { name, in: place } of operation.described?.parameters ?? []) {
        if (place !== 'query' || operation.method !== 'GET') continue;
        const { path } = askReal(surface, operation, a);
        const twice = new URLSearchParams(path.split('?')[1]);
        const value = twice.get(name) ?? '1';
        twice.delete(name);
        twice.append(name, value);
        if ((await send('GET', `${path.split('?')[0]}?${twice}`)).status === 200) rightOnce += 1;
        twice.append(name, value);
        const { status } = await send('GET', `${path.split('?')[0]}?${twice}`);
        if (status !== 422) taken.push(`${nameOf(operation)} ${name} ${status}`);
      }
    }
    expect(rightOnce).toBeGreaterThan(40);
    expect(taken).toEqual([]);
  });

  it('in the body does not stand for the one in the path', async () => {
    const { status, text } = await send('PUT', `/patients/${a.ids['otherId']}/birth-date`, JSON.stringify({ birthDate: '1960-06-06', patientId: a.ids['patientId'] }));
    expect([status, text.includes('patientId')]).toEqual([422, true]);
  });
});

describe('TRACE', () => {
  it('is served nowhere, so nobody’s cookie or key comes back in an answer', async () => {
    const server = serve({ fetch: api.app.fetch, port: 0, hostname: '127.0.0.1' });
    await new Promise((resolve) => { server.once('listening', resolve); });
    const { port } = server.address() as AddressInfo;
    const ask = (path: string) => new Promise<{ status: number; text: string }>((resolve, reject) => {
      const request = httpRequest({ port, host: '127.0.0.1', method: 'TRACE', path, headers: { cookie: '__Host-wuyou=secret-of-hers', authorization: 'Bearer wy_secret' } }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part)).on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      });
      request.on('error', reject).end();
    });
    for (const path of ['/', '/healthz', '/sign-in', '/p/', '/episodes', '/console', '/nowhere']) {
      const { status, text } = await ask(path);
      expect([path, [401, 404, 405].includes(status), text.includes('secret')]).toEqual([path, true, false]);
    }
    await new Promise((resolve) => server.close(resolve));
  });
});
