/** From discharge to launched, as the console goes: one patient met twice, assessed, asked, laid out, launched. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromMs, localDateOf } from '../pathways/time.js';
import { workbook } from '../discharges/testing/workbook.js';
import { dischargeOf, testApi } from '../test/support/api.js';
import type { TestApi } from '../test/support/api.js';

const today = localDateOf(fromMs(Date.now()), 'Asia/Shanghai');
let api: TestApi;
beforeAll(async () => { api = await testApi(); });
afterAll(() => api.close());

const store = async (ref: string, more: Record<string, unknown> = {}) => (await api.call('POST', '/discharges', { body: dischargeOf(ref, today, more) })).body as { dischargeId: string; patientId: string };
const read = async (path: string, as = 'case-manager') => (await api.call('GET', path, { as })).body as Record<string, unknown>;

describe('The discharges inbox', () => {
  it('tells launchable, launched and refused apart, with today\'s reasons', async () => {
    const [ready, gone, alone] = [await store('in-1'), await store('in-2'), await store('in-3', { contacts: [] })];
    await api.call('POST', '/episodes', { body: { dischargeId: gone.dischargeId, packageId: 'discharge-follow-up', orderNo: 'in-2' } });
    const inList = async (state: string, id: string) => ((await read(`/discharges?state=${state}&limit=200`))['items'] as { dischargeId: string }[]).some(({ dischargeId }) => dischargeId === id);
    expect([await inList('launchable', ready.dischargeId), await inList('launched', gone.dischargeId), await inList('refused', alone.dischargeId), await inList('launchable', alone.dischargeId)]).toEqual([true, true, true, false]);
    expect(await read(`/discharges/${alone.dischargeId}`)).toMatchObject({ state: 'refused', refusals: [{ code: 'no-contact' }] });
    expect(await read(`/discharges/${gone.dischargeId}`)).toMatchObject({ state: 'launched', episodes: [{ packageId: 'discharge-follow-up' }] });
    expect(Object.keys(await read('/discharges/counts')).sort()).toEqual(['launchable', 'launched', 'refused']);
    // Days pass: the same row is refused by then.
    await api.sql`update discharge set clinical = clinical || '{"dischargedOn": "2020-01-01"}' where id = ${ready.dischargeId}`;
    expect(await read(`/discharges/${ready.dischargeId}`)).toMatchObject({ state: 'refused', refusals: [{ code: 'discharge-long-past' }] });
  });

  it('takes a workbook, a verdict per row, and the same file again changes nothing', async () => {
    const raw = Buffer.from(workbook([['病案号', '姓名', '住院号', '出院日期', '手机'], ['X1', '王五', 'X-1', today, 13700137000], ['X2', '赵六', 'X-2', 'soon', 13700137001]]));
    const send = () => api.call('POST', '/discharges/import', { raw, headers: { 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' } });
    expect((await send()).body).toMatchObject({ encoding: 'xlsx', resumed: false, counts: { imported: 1, refused: 1 }, rows: [{ line: 2, verdict: 'imported' }, { line: 3, verdict: 'refused', problems: ['出院日期 应为日期，如 2026-03-02 · must be a date like 2026-03-02'] }] });
    expect((await send()).body).toMatchObject({ resumed: true, counts: { imported: 1, refused: 1 } });
  });
});

describe('Launching', () => {
  it('goes from search over assessment, consents and preview to a running package', async () => {
    const { dischargeId, patientId } = await store('ZY900123', { consents: {}, findings: { acute: true, barthel: '60', emergencyVisits: '0' }, conditions: [{ display: '高血压' }] });
    expect((await api.call('POST', '/search', { body: { q: '900123' } })).body).toMatchObject({ items: [{ patientId, matched: 'stay' }] });
    const draft = await read(`/discharges/${dischargeId}/assessment`);
    expect(draft).toMatchObject({ prefill: { surgery: { value: ['hip'] }, acute: { value: true } }, last: null });

    const missing = await api.call('POST', `/discharges/${dischargeId}/assessment`, { as: 'nurse', body: { answers: { barthel: '47', mood: 'good' } } });
    expect(missing).toMatchObject({ status: 422, body: { errors: [{ pointer: '/answers/barthel' }, { pointer: '/answers/mood' }] } });
    const stored = await api.call('POST', `/discharges/${dischargeId}/assessment`, { as: 'nurse', body: { answers: { surgery: ['hip'], acute: true, barthel: '60', emergencyVisits: '0', charlson: [], stayDays: '3' } } });
    expect(stored).toMatchObject({ status: 201, body: { scores: { lace: { total: 6 }, barthel: { band: 'moderate-dependence' } }, recommendation: { recommended: [{ packageId: 'hip-wound-care', offered: true }, { packageId: 'hip-home-rehab' }] } } });
    expect(await read(`/discharges/${dischargeId}`)).toMatchObject({ assessedAt: expect.any(String) });

    const before = await read(`/discharges/${dischargeId}/launch-preview?packageId=hip-wound-care`);
    expect(before).toMatchObject({ refusals: [{ code: 'consent-missing' }] });
    expect((before['outlook'] as { firm: unknown[] }).firm.length).toBeGreaterThan(5);
    expect(await api.sql`select 1 from episode where discharge_id = ${dischargeId}`).toHaveLength(0);

    const texts = (await read('/consent-texts'))['items'] as { kind: string; version: number }[];
    expect(texts.map(({ kind }) => kind)).toEqual(['sms', 'photos', 'family', 'family-doctor', 'service-notice']);
    const decisions = [
      { kind: 'sms', decision: 'given', how: 'signed', textVersion: 1 }, { kind: 'family', decision: 'given', how: 'proxy', proxyRelation: '女儿', textVersion: 1 },
      { kind: 'service-notice', decision: 'given', how: 'signed', textVersion: 1, about: { packageId: 'hip-wound-care', amount: '1280.00' } },
    ];
    expect((await api.call('POST', `/patients/${patientId}/consents`, { body: { decisions: [{ ...decisions[0], textVersion: 9 }] } })).status).toBe(422);
    expect((await api.call('POST', `/patients/${patientId}/consents`, { body: { decisions: [{ kind: 'sms', decision: 'given', how: 'scanned', textVersion: 1 }] } })).status).toBe(422);
    expect((await api.call('POST', `/patients/${patientId}/consents`, { body: { decisions } })).status).toBe(204);
    expect(await read(`/patients/${patientId}`)).toMatchObject({ consents: { sms: true, family: true, photos: false } });
    expect(await read(`/patients/${patientId}/consents`)).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ kind: 'family', how: 'proxy', proxyRelation: '女儿' })]) });
    expect(await read(`/discharges/${dischargeId}/launch-preview?packageId=hip-wound-care&surgery=${today}`)).toMatchObject({ refusals: [] });
    expect(await read(`/discharges/${dischargeId}/offers`)).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ packageId: 'hip-wound-care', title: { zh: expect.any(String), en: 'Wound care after hip replacement' }, units: [{ service: 'wound-dressing', count: 3 }], episodeId: null })]) });

    const launched = await api.call('POST', '/episodes', { body: { dischargeId, packageId: 'hip-wound-care', orderNo: 'ZY900123-1' } });
    expect(launched).toMatchObject({ status: 201, body: { outcome: 'launched' } });
    expect((await api.call('POST', '/search', { body: { q: 'ZY900123' } })).body).toMatchObject({ items: [{ openEpisodes: 1 }] });
  });

  it('puts contacts into the order in which they are tried', async () => {
    const { patientId } = await store('order-1');
    type Contact = { id: string; owner: string; position: number; quarantined: boolean; relation: string | null };
    const contacts = async () => (await read(`/patients/${patientId}`))['contacts'] as Contact[];
    const [own, family] = await contacts();
    expect((await api.call('PUT', `/patients/${patientId}/contacts/order`, { body: { ids: [family?.id] } })).status).toBe(422);
    expect((await api.call('PUT', `/patients/${patientId}/contacts/order`, { body: { ids: [family?.id, own?.id] } })).status).toBe(204);
    expect((await contacts()).map(({ id }) => id)).toEqual([family?.id, own?.id]);
    expect((await api.call('PUT', `/patients/${patientId}/contacts/${own?.id}`, { body: { owner: 'family', relation: '儿子', quarantined: true } })).status).toBe(204);
    expect((await contacts())[1]).toMatchObject({ owner: 'family', relation: '儿子', quarantined: true });
    expect((await api.call('PUT', `/patients/${(await store('order-2')).patientId}/contacts/${own?.id}`, { body: { quarantined: false } })).status).toBe(404);
  });
});

describe('The same person twice', () => {
  it('is shown with reasons, merged, and taken apart again', async () => {
    const person = { patient: { identifiers: [{ system: 'mrn', value: 'T-1' }], familyName: '钱', givenName: '多多', birthDate: '1949-10-01', sex: 'female' } };
    const [one, two] = [await store('tw-1', person), await store('tw-2', { patient: { ...person.patient, identifiers: [{ system: 'mrn', value: 'T-2' }] } })];
    expect(await read(`/patients/${one.patientId}/duplicates`)).toMatchObject({ items: [{ patientId: two.patientId, reasons: ['name-birth', 'phone-name'], state: 'open', stays: [{ ref: 'tw-2' }] }], merges: [] });
    expect((await api.call('POST', `/patients/${one.patientId}/merge`, { as: 'nurse', body: { merged: two.patientId, reason: 'same' } })).status).toBe(403);
    const merged = await api.call('POST', `/patients/${one.patientId}/merge`, { body: { merged: two.patientId, reason: 'same card shown' } });
    expect(merged).toMatchObject({ status: 200, body: { moved: { discharge: 1 } } });
    expect(await read(`/patients/${two.patientId}`)).toMatchObject({ mergedInto: one.patientId });
    expect(await api.call('POST', `/patients/${one.patientId}/merge`, { body: { merged: two.patientId, reason: 'again' } })).toMatchObject({ status: 409, body: { reason: 'merged-already' } });
    const { mergeId } = merged.body as { mergeId: string };
    expect(await read(`/patients/${one.patientId}/duplicates`)).toMatchObject({ items: [], merges: [{ mergeId, reason: 'same card shown', undoneAt: null }] });
    expect(await api.call('POST', `/patient-merges/${mergeId}/undo`, { body: { reason: 'twins' } })).toMatchObject({ status: 200, body: { changedSince: [] } });
    expect((await api.call('POST', `/patients/${one.patientId}/duplicates/${two.patientId}/decide`, { body: { state: 'different' } })).status).toBe(204);
    expect(await read(`/patients/${two.patientId}/duplicates`)).toMatchObject({ items: [{ patientId: one.patientId, state: 'different' }] });
  });
});

describe('Starting a package within another', () => {
  it('takes a unit instead of an order, and says what is left', async () => {
    const { dischargeId } = await store('within-1');
    const year = (await api.call('POST', '/episodes', { body: { dischargeId, packageId: 'annual', orderNo: 'within-1' } })).body as { episodeId: string };
    const start = (more: Record<string, unknown> = {}, as = 'case-manager') => api.call('POST', '/episodes', { as, body: { dischargeId, packageId: 'discharge-follow-up', within: year.episodeId, ...more } });
    expect(await start()).toMatchObject({ status: 422, body: { code: 'launch-refused', reason: 'embeds-state', detail: expect.stringContaining('annual is launching') } });
    await api.sql`update episode set status = 'active' where id = ${year.episodeId}`;
    expect(await read(`/discharges/${dischargeId}/launch-preview?packageId=annual&within=${year.episodeId}`)).toMatchObject({ refusals: [{ code: 'embeds-not' }] });
    const before = (await read(`/episodes/${year.episodeId}/included`))['items'] as { remaining: number; packages: string[] }[];
    expect(before).toMatchObject([{ service: 'included-course', remaining: 1, started: [] }]);
    expect(before[0]?.packages).toContain('hip-wound-care');
    expect(before[0]?.packages).not.toContain('annual');
    expect(await start({}, 'nurse')).toMatchObject({ status: 403 });
    expect(await start({ orderNo: 'both' })).toMatchObject({ status: 422, body: { errors: [{ detail: expect.stringContaining('exactly one of orderNo and within') }] } });
    expect(await start()).toMatchObject({ status: 201, body: { outcome: 'launched' } });
    expect(await read(`/episodes/${year.episodeId}/included`)).toMatchObject({ items: [{ remaining: 0, started: [{ packageId: 'discharge-follow-up', status: 'launching' }] }] });
    expect(await start({ packageId: 'hip-home-rehab' })).toMatchObject({ status: 422, body: { reason: 'embeds-used-up' } });
  });
});
