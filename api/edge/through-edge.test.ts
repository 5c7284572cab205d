/** A patient and a provider come in through the edge and the core's door to the real API, over real HTTP; staff do not. */
import { createHmac } from 'node:crypto';
import { serve, type ServerType } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessLimits } from '../../db/patient-access/attempts.js';
import { testApi, type TestApi } from '../../test/support/api.js';
import { birth, inCare, type InCare } from '../../test/support/patient-in-care.js';
import { fillIn, phone, textOf } from '../../test/support/patient-page.js';
import { coreDoor } from './core-door.js';
import { buildEdge } from './edge.js';

const d3 = '2026-03-05T02:30:00.000Z';
const authToken = 'twilio-token';
const open: ServerType[] = [];
let api: TestApi;
let zhang: InCare;
let edge: string;
const listen = (fetch: (request: Request, env: object) => Response | Promise<Response>): Promise<string> =>
  new Promise((resolve) => {
    open.push(serve({ fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => resolve(`http://127.0.0.1:${port}`)));
  });
beforeAll(async () => {
  api = await testApi({ providers: { twilio: { accountSid: 'AC1', authToken, from: '+15005550006', baseUrl: undefined } } });
  zhang = await inCare(api, ['hip-wound-care'], d3);
  const core = await listen(coreDoor(api.app).fetch);
  edge = await listen(buildEdge({ coreUrl: core, trustedProxies: 1 }, { info: () => undefined, warn: () => undefined }).fetch);
});
afterAll(async () => {
  await Promise.all(open.map((server) => new Promise((resolve) => server.close(resolve))));
  await api.close();
});

/** Outside, behind the hospital's load balancer, which notes the address it was asked from. */
const outside = (address: string) => ({
  request: (path: string, { headers, ...init }: RequestInit = {}) => fetch(edge + path, { ...init, headers: { ...Object.fromEntries(new Headers(headers)), 'x-forwarded-for': address } }),
});

describe('through the edge', () => {
  it('a patient signs in with the code of her message and answers the day’s questions', async () => {
    const her = phone(outside('198.51.100.1'));
    await her.get('/p/');
    await her.send({ code: await zhang.code() });
    await her.send(birth);
    expect([her.page().path, textOf(her.page().html)]).toEqual(['/p/home', expect.stringContaining('张阿姨，您好')]);
    await her.send({ language: 'en' }, '/p/view');
    expect(textOf(her.page().html)).toContain('Sign out');
    expect((await fetch(`${edge}/phone.css`)).headers.get('content-type')).toContain('text/css');
  });

  it.each(['/', '/p/', '/nowhere', '/readyz'])('%s tells the browser for a year to come by https alone, and loads nothing foreign', async (path) => {
    const { headers } = await fetch(edge + path, { redirect: 'manual' });
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
    expect([headers.get('x-content-type-options'), headers.get('referrer-policy')]).toEqual(['nosniff', 'same-origin']);
  });

  it('a whole questionnaire and a measured value are sent, and the page that follows is read', async () => {
    const her = phone(outside('198.51.100.3'));
    await her.get(await (await inCare(api, ['hip-wound-care'], d3)).link());
    await her.send(birth);
    await her.get(/href="(\/p\/f\/[0-9a-f]{16})"/.exec((await her.get('/p/home')).html)?.[1] ?? '');
    await fillIn(her, { 发红: 'over-2cm' });
    const sent = await her.send({}, her.page().path.replace(/check$/, 'send'));
    expect([sent.status, sent.path, textOf(sent.html)]).toEqual([200, expect.stringMatching(/^\/p\/sent\//), expect.stringContaining('已收到')]);
    expect(await her.again()).toMatchObject({ status: 200, path: sent.path });

    const stroke = await inCare(api, ['stroke-rehab'], d3);
    const them = phone(outside('198.51.100.4'));
    await them.get(await stroke.link());
    await them.send(birth);
    await them.get('/p/reading/bloodPressure');
    const measured = await them.send({ 'value.systolic': '132', 'value.diastolic': '80', ago: '0' });
    expect([measured.status, textOf(measured.html)]).toEqual([200, expect.stringContaining('已收到')]);
  });

  it('every address that one page names leads to the next', async () => {
    const her = phone(outside('198.51.100.5'));
    await her.get(await zhang.link());
    await her.send(birth);
    const [seen, open] = [new Set<string>(), ['/p/home']];
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      if (seen.has(path)) continue;
      seen.add(path);
      const { status, html } = await her.get(path);
      expect([path, status]).toEqual([path, 200]);
      for (const [, href = ''] of html.matchAll(/href="(\/p\/[^"]*)"/g)) open.push(href.replaceAll('&amp;', '&'));
    }
    expect(seen.size).toBeGreaterThan(15);
  });

  it('a form of another site is refused as it is without an edge', async () => {
    const her = phone(outside('198.51.100.1'));
    await her.get(await zhang.link());
    await her.send(birth);
    expect((await her.forge('/p/wishes/quiet', { csrf: 'guessed' }, { origin: 'https://elsewhere.example' })).status).toBe(403);
  });

  it('one stranger’s wrong codes shut the entry for that stranger alone', async () => {
    const stranger = phone(outside('198.51.100.66'));
    await stranger.get('/p/');
    let tries = 0;
    while ((await stranger.send({ code: '000000' })).status !== 429 && tries < 100) tries += 1;
    expect(stranger.page().status).toBe(429);
    const her = phone(outside('198.51.100.2'));
    await her.get('/p/');
    await her.send({ code: await zhang.code() });
    expect(her.page().path).toBe('/p/verify');
  });

  it('a subscriber with a whole IPv6 network is one stranger', async () => {
    const from = async (address: string): Promise<number> => {
      const somebody = phone(outside(address));
      await somebody.get('/p/');
      return (await somebody.send({ code: '000000' })).status;
    };
    const statuses: number[] = [];
    for (let n = 0; n <= accessLimits.wrongFromOneAddress.most; n += 1) statuses.push(await from(`2001:db8:1:2::${n.toString(16)}`));
    expect(statuses.filter((status) => status === 429)).toHaveLength(1);
    expect([await from('2001:db8:1:2:ffff::1'), await from('2001:db8:1:3::1')]).toEqual([429, 422]);
  });

  it('a provider’s signed notice is taken, a forged one is not', async () => {
    const params = { MessageSid: 'SM1', MessageStatus: 'delivered' };
    const sign = (key: string) => createHmac('sha1', key).update(`https://care.test/webhooks/twilio/status?attempt=1${Object.entries(params).map(([name, value]) => name + value).join('')}`).digest('base64');
    const post = (key: string) => fetch(`${edge}/webhooks/twilio/status?attempt=1`, { method: 'POST', body: new URLSearchParams(params), headers: { 'x-twilio-signature': sign(key) } });
    expect([(await post(authToken)).status, (await post('guessed')).status]).toEqual([200, 401]);
  });

  it('the administrator’s key opens nothing', async () => {
    const headers = { authorization: `Bearer ${api.key['admin'] ?? ''}` };
    expect((await api.call('GET', '/discharges', { as: 'admin' })).status).toBe(200);
    for (const path of ['/discharges', '/worklist', '/openapi.json', '/console/', '/nurse/']) expect((await fetch(edge + path, { headers })).status, path).toBe(404);
  });
});
