import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromMs, localDateOf } from '../pathways/time.js';
import { dischargeOf, testApi } from '../test/support/api.js';
import type { TestApi } from '../test/support/api.js';

const fixture = (name: string): unknown => JSON.parse(readFileSync(new URL(`../discharges/fixtures/${name}`, import.meta.url), 'utf8'));
const wall = Date.parse('2026-03-02T08:00:00.000Z');
const today = localDateOf(fromMs(wall), 'Asia/Shanghai');
let api: TestApi;
beforeAll(async () => {
  api = await testApi({ now: () => wall });
});
afterAll(() => api.close());

async function dischargeToday(ref: string): Promise<string> {
  const { body } = await api.call('POST', '/discharges', { body: dischargeOf(ref, localDateOf(fromMs(Date.now()), 'Asia/Shanghai')) });
  return (body as { dischargeId: string }).dischargeId;
}

it('sends long answers compressed to whoever takes them, and the stream of changes as it is', async () => {
  const asked = { authorization: `Bearer ${api.key['case-manager'] ?? ''}`, 'accept-encoding': 'gzip, br' };
  const packed = await api.request('/openapi.json', { headers: asked });
  expect([packed.headers.get('content-encoding'), packed.headers.get('vary')]).toEqual(['gzip', 'Accept-Encoding']);
  const plain = await api.request('/openapi.json', { headers: { ...asked, 'accept-encoding': 'identity' } });
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(gunzipSync(Buffer.from(await packed.arrayBuffer())).toString()).toBe(await plain.text());
  const changes = await api.request('/changes', { headers: asked });
  expect([changes.headers.get('content-type'), changes.headers.get('content-encoding')]).toEqual(['text/event-stream', null]);
  await changes.body?.cancel();
});

describe('Nobody gets in without a key', () => {
  it('answers strangers only on health, webhooks and sign-in', async () => {
    expect((await api.call('GET', '/healthz', { as: null })).status).toBe(200);
    expect((await api.call('GET', '/readyz', { as: null })).body).toEqual({ ready: true, checks: { database: 'ok' } });
    expect((await api.call('GET', '/sign-in', { as: null })).status).toBe(200);
    for (const path of ['/episodes', '/discharges', '/openapi.json', '/metrics', '/changes', '/packages', '/docs/errors']) {
      expect([path, (await api.call('GET', path, { as: null })).status]).toEqual([path, 401]);
    }
  });
  it('every route of the OpenAPI document names its permission or is public', async () => {
    const { body } = await api.call('GET', '/openapi.json', { as: 'ops' });
    const { paths, openapi } = body as { openapi: string; paths: Record<string, Record<string, { 'x-permission'?: string }>> };
    expect(openapi).toBe('3.1.0');
    const operations = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, o]) => [`${method} ${path}`, o['x-permission']] as const));
    expect(operations.length).toBeGreaterThan(45);
    expect(operations.filter(([, permission]) => permission === undefined)).toEqual([]);
    expect(operations.filter(([, permission]) => permission === 'public').map(([name]) => name)).toEqual(['get /healthz', 'get /readyz', 'post /session', 'post /session/code']);
  });
  it('refuses a role without the permission, in words', async () => {
    const { status, body } = await api.call('PUT', '/roster', { as: 'nurse', body: { shifts: [] } });
    expect(status).toBe(403);
    expect(body).toMatchObject({ code: 'forbidden', detail: expect.stringContaining('roster:write') as string });
  });
  it('signs staff in with a cookie, and refuses a foreign origin', async () => {
    expect((await api.call('POST', '/session', { as: null, body: { login: 'trainer', password: 'wrong' } })).status).toBe(401);
  });
});

describe('A discharge', () => {
  it('is stored once, whatever the number of posts', async () => {
    const first = await api.call('POST', '/discharges', { body: dischargeOf('twice', today), key: 'twice-1' });
    expect(first).toMatchObject({ status: 201, body: { verdict: 'imported', launchRefusals: [] } });
    const replayed = await api.call('POST', '/discharges', { body: dischargeOf('twice', today), key: 'twice-1' });
    expect([replayed.body, replayed.headers.get('idempotency-replayed')]).toEqual([first.body, 'true']);
    // Nothing to say is said twice as well.
    const target = { as: 'head', key: 'target-1', body: { measure: 'active', packageId: null, baseline: null, target: '10', source: 'own count', reason: 'more than last year' } };
    expect([(await api.call('POST', '/review/targets', target)).status, (await api.call('POST', '/review/targets', target)).status]).toEqual([204, 204]);
    expect(await api.call('POST', '/discharges', { body: dischargeOf('twice', today) })).toMatchObject({ status: 200, body: { verdict: 'unchanged' } });
    expect(await api.call('POST', '/discharges', { body: dischargeOf('other', today), key: 'twice-1' })).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
  });
  it('as an FHIR bundle says what was understood and why no launch is possible', async () => {
    const { status, body } = await api.call('POST', '/discharges', { body: fixture('stu3-bundle.json') });
    expect(status).toBe(201);
    expect((body as { launchRefusals: { code: string }[] }).launchRefusals.map((r) => r.code)).toEqual(['dead']);
  });
  it('list in CSV gets a verdict per row and resumes', async () => {
    const csv = `病案号,姓名,手机,住院号,出院日期\nM1,张三,13800138001,C1,${today}\nM2,李四,12345,C2,${today}\nM3,王五,13800138003,C3,${today}`;
    const post = () => api.call('POST', '/discharges/import', { raw: csv, headers: { 'content-type': 'text/csv' } });
    expect((await post()).body).toMatchObject({ resumed: false, counts: { imported: 2, refused: 1 }, rows: [{ line: 2 }, { line: 3, problems: [expect.stringContaining('手机')] }, { line: 4 }] });
    expect((await post()).body).toMatchObject({ resumed: true, counts: { imported: 2, refused: 1 } });
  });

  it("with the number of another patient is refused in words, and what was kept otherwise is said", async () => {
    const { patient, ...rest } = dischargeOf('hers', today);
    const first = await api.call('POST', '/discharges', { body: dischargeOf('hers', today) });
    const { patientId } = first.body as { patientId: string };
    const other = { ...patient, familyName: '李', givenName: '明', birthDate: '1940-05-05' };
    expect(await api.call('POST', '/discharges', { body: { ...rest, patient: other } })).toMatchObject({ status: 409, body: { code: 'refused', reason: 'number-of-another', detail: expect.stringMatching(/^The record number belongs to another patient/) } });
    expect(await api.call('POST', '/discharges', { body: { ...rest, patient: { ...other, identifiers: [{ system: 'mrn', value: 'M-his' }] } } })).toMatchObject({ status: 409, body: { reason: 'stay-of-another' } });
    const older = { body: { ...rest, patient: { ...patient, birthDate: '1935-05-04' } } };
    expect(await api.call('POST', '/discharges', older)).toMatchObject({ status: 200, body: { patientId, remarks: [expect.stringContaining('The birth date differs from the record')] } });
    expect((await api.call('PUT', `/patients/${patientId}/birth-date`, { as: 'his', body: { birthDate: '1935-05-04' } })).status).toBe(403);
    expect((await api.call('PUT', `/patients/${patientId}/birth-date`, { body: { birthDate: '1935-05-04' } })).status).toBe(204);
    expect(await api.call('POST', '/discharges', older)).toMatchObject({ status: 200, body: { patientId, remarks: [] } });
  });

  it('says that the patient has died; a person takes it back, and the file is not believed again', async () => {
    const died = { ...dischargeOf('lives', today), patient: { ...dischargeOf('lives', today).patient, died: true } };
    const { body } = await api.call('POST', '/discharges', { body: died });
    const path = `/patients/${(body as { patientId: string }).patientId}/death`;
    expect((await api.call('DELETE', path, { as: 'his' })).status).toBe(403);
    expect((await api.call('DELETE', path)).status).toBe(204);
    expect(await api.call('DELETE', path)).toMatchObject({ status: 409, body: { code: 'refused', reason: 'not-recorded' } });
    expect((await api.call('DELETE', '/patients/019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c/death')).status).toBe(404);
    expect(await api.call('POST', '/discharges', { body: died })).toMatchObject({ status: 200, body: { remarks: [expect.stringContaining('a person has taken back')], launchRefusals: [] } });
  });
});

describe('A launch', () => {
  it('answers at once while Temporal is away; twice is the same episode', async () => {
    const dischargeId = await dischargeToday('launch-1');
    const order = { dischargeId, packageId: 'discharge-follow-up', orderNo: 'A-1' };
    const first = await api.call('POST', '/episodes', { body: order });
    expect(first).toMatchObject({ status: 201, body: { outcome: 'launched' } });
    const second = await api.call('POST', '/episodes', { body: order });
    expect(second).toMatchObject({ status: 200, body: { outcome: 'already-running', episodeId: (first.body as { episodeId: string }).episodeId } });
    const { body } = await api.call('GET', '/episodes?status=launching');
    expect((body as { items: unknown[] }).items.length).toBeGreaterThan(0);
  });
  it('refuses the unknown in words', async () => {
    const dischargeId = await dischargeToday('launch-2');
    expect(await api.call('POST', '/episodes', { body: { dischargeId, packageId: 'no-such', orderNo: '1' } })).toMatchObject({ status: 404, body: { reason: 'unknown-package' } });
    expect(await api.call('POST', '/episodes', { body: { packageId: 'x' } })).toMatchObject({ status: 422, body: { code: 'invalid', errors: [{ pointer: '/dischargeId' }] } });
    expect(await api.call('POST', '/episodes', { body: { dischargeId, packageId: 'x' } })).toMatchObject({ status: 422, body: { code: 'invalid', errors: [{ pointer: '/orderNo' }] } });
  });
});

describe('Bad requests', () => {
  it.each([
    ['not JSON', { raw: '{', headers: { 'content-type': 'application/json' } }, 400, 'bad-request'],
    ['another content type', { raw: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415, 'unsupported-media-type'],
    ['an enormous body', { raw: 'x'.repeat(6 * 1024 * 1024), headers: { 'content-type': 'application/json', 'content-length': String(6 * 1024 * 1024) } }, 413, 'too-large'],
  ])('%s', async (_, options, status, code) => {
    expect(await api.call('POST', '/discharges', options)).toMatchObject({ status, body: { code } });
  });
  it('a command to an episode of nobody is not found', async () => {
    expect(await api.call('POST', '/episodes/019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c/pause', { body: { reason: 'staff' } })).toMatchObject({ status: 404 });
  });
  it('a missing Idempotency-Key is asked for', async () => {
    expect(await api.call('POST', '/episodes', { body: {}, headers: { 'idempotency-key': '' } })).toMatchObject({ status: 400, body: { code: 'idempotency-key-missing' } });
  });
  it('an unknown address', async () => {
    expect(await api.call('GET', '/nothing')).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });
});

describe('A command while Temporal is away', () => {
  it('is stored safely and answered 202', async () => {
    const dischargeId = await dischargeToday('away-1');
    const { body } = await api.call('POST', '/episodes', { body: { dischargeId, packageId: 'discharge-follow-up', orderNo: 'B-1' } });
    const { episodeId } = body as { episodeId: string };
    const paused = await api.call('POST', `/episodes/${episodeId}/pause`, { body: { reason: 'staff' } });
    expect(paused).toMatchObject({ status: 202, body: { state: 'accepted' } });
    expect(await api.sql`select state from inbox where episode_id = ${episodeId}`).toMatchObject([{ state: 'accepted' }]);
  });
});

