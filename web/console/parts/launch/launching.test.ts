import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PackageOffer } from '../../../../db/read-models/offer-list.js';
import { launchAll, type Keys, type LaunchAsk } from './launching.js';

const offer = (packageId: string): PackageOffer => ({
  packageId, version: 1, title: { zh: packageId, en: packageId }, summary: { zh: '', en: '' }, units: [], amount: '300.00', funding: 'self-pay', examplePrice: false, signed: true, anchors: [], personal: [], atHome: false, episodeId: null,
});
const ask: LaunchAsk = {
  dischargeId: 'd', patientId: 'p', answers: {}, consents: { agreed: { sms: true, 'service-notice': true }, how: 'signed', proxyRelation: '', scan: null }, place: { district: null, address: '', accessNote: '', stored: null },
  textVersions: {}, packages: [offer('a')], before: {}, days: {}, personal: {}, payment: null, pace: null,
};

type Asked = { path: string; key: string; body: string };
/** A server that gives the same answer to the same key, and refuses it for something else, as ours does (api/idempotency.ts). `answer` null: carried out, and the answer is lost. */
function server(answer: (asked: Asked) => Response | null): Asked[] {
  const carriedOut: Asked[] = [];
  const kept = new Map<string, { asked: Asked; response: Response }>();
  vi.stubGlobal('fetch', (path: string, { method, headers, body }: { method?: string; headers: Record<string, string>; body?: string }) => {
    if (method === undefined) return Promise.resolve(Response.json({ items: [] }));
    const asked = { path, key: headers['idempotency-key'] ?? '', body: body ?? '' };
    const before = kept.get(asked.key);
    if (before && before.asked.path === path && before.asked.body === asked.body) return Promise.resolve(before.response.clone());
    if (before) return Promise.resolve(Response.json({ code: 'idempotency-key-reused', detail: 'used before' }, { status: 422 }));
    carriedOut.push(asked);
    const said = answer(asked);
    kept.set(asked.key, { asked, response: said ?? done(path) });
    return said === null ? Promise.reject(new TypeError('Failed to fetch')) : Promise.resolve(said.clone());
  });
  return carriedOut;
}
const done = (path: string): Response => Response.json(path === '/orders' || path.startsWith('/orders/') ? { orderId: 'o', orderNo: 'WY-1', state: 'pending-payment', amount: '300.00' } : { outcome: 'launched' });

beforeEach(() => vi.stubGlobal('document', { documentElement: { lang: 'en' } }));
afterEach(() => vi.unstubAllGlobals());

describe('Launching', () => {
  it('asks anew what was refused, once its reason is mended', async () => {
    let mended = false;
    const asked = server(({ path }) => (path === '/episodes' && !mended ? Response.json({ code: 'launch-refused', detail: 'complete the roster first' }, { status: 422 }) : done(path)));
    const keys: Keys = new Map();
    expect(await launchAll(ask, keys)).toMatchObject([{ outcome: 'failed', message: 'complete the roster first' }]);
    mended = true;
    expect(await launchAll(ask, keys)).toMatchObject([{ outcome: 'launched' }]);
    expect(asked.map(({ path }) => path)).toEqual(['/patients/p/consents', '/orders', '/episodes', '/episodes']);
  });

  it('does nothing twice when an answer was lost', async () => {
    let lost = true;
    const asked = server(({ path }) => (path === '/episodes' && lost ? null : done(path)));
    const keys: Keys = new Map();
    expect(await launchAll(ask, keys)).toMatchObject([{ outcome: 'failed' }]);
    lost = false;
    expect(await launchAll(ask, keys)).toMatchObject([{ outcome: 'launched' }]);
    expect(asked.filter(({ path }) => path === '/episodes')).toHaveLength(1);
  });

  it('records what was agreed to for another package that is chosen instead', async () => {
    const asked = server(({ path, body }) => (path === '/episodes' && body.includes('"a"') ? Response.json({ code: 'launch-refused', detail: 'not here' }, { status: 422 }) : done(path)));
    const keys: Keys = new Map();
    expect(await launchAll(ask, keys)).toMatchObject([{ outcome: 'failed' }]);
    expect(await launchAll({ ...ask, packages: [offer('b')] }, keys)).toMatchObject([{ packageId: 'b', outcome: 'launched' }]);
    expect(asked.filter(({ path }) => path.endsWith('/consents')).map(({ body }) => /"packageId":"(\w)"/.exec(body)?.[1])).toEqual(['a', 'b']);
  });
});
