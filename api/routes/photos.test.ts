import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addHours } from '../../pathways/time.js';
import { testApi } from '../../test/support/api.js';
import type { TestApi } from '../../test/support/api.js';
import { startCare } from '../../test/support/care-without-temporal.js';
import type { Cared } from '../../test/support/care-without-temporal.js';
import { pdf, picture } from '../../test/support/pictures.js';

let api: TestApi;
let zhang: Cared;
beforeAll(async () => {
  api = await testApi();
  zhang = await startCare(api, 'photos-1', 'hip-wound-care');
});
afterAll(() => api.close());

type Photo = { fileId: string; kind: string; day: number | null; occurrence: string | null; step: string | null; by: string | null; source: string; url: string; thumbUrl: string | null; episodeId: string | null; takenAt: string | null };
type Page = { items: Photo[]; next: string | null };
const photos = async (query = '', patientId = zhang.patientId): Promise<Page> => (await api.call('GET', `/patients/${patientId}/photos${query}`)).body as Page;
const upload = async (path: string, content: Buffer): Promise<string> => ((await api.call('POST', path, { raw: content, as: 'nurse' })).body as { id: string }).id;

describe('The pictures of a patient', () => {
  it('stand side by side over time: whose, when, on which day of which episode, at which visit', async () => {
    const { driver, episodeId, patientId } = zhang;
    const dressing = `${episodeId}/dressing/1`;
    const first = await upload(`/patients/${patientId}/files?kind=photo&takenAt=2026-03-02T09:00:00%2B08:00`, await picture('jpeg'));
    const xray = await upload(`/patients/${patientId}/files?kind=xray&occurrence=${dressing}`, await picture('png'));
    await upload(`/patients/${patientId}/files?kind=document`, pdf);
    await upload(`/files?patientId=${patientId}&kind=photo`, await picture('jpeg')); // a draft that no record names
    const named = await upload('/files?kind=photo', await picture('jpeg'));
    const [ref] = await api.sql<{ id: string; sha256: string; mime: string; bytes: number }[]>`select id, sha256, mime, bytes from file where id = ${named}`;
    if (!ref) throw new Error('not stored');
    const inTwoDays = addHours(driver.now(), 48);
    await driver.runUntil(inTwoDays);
    await driver.give({ kind: 'visit-completed', at: inTwoDays, commandId: 'done', by: 'nurse', occurrence: dressing, record: {}, photos: [ref] });

    const { items, next } = await photos();
    expect(next).toBeNull();
    expect(items.map(({ fileId }) => fileId)).toEqual([named, xray, first]);
    expect(items[0]).toMatchObject({ kind: 'photo', day: 2, occurrence: dressing, step: 'dressing', n: 1, source: 'staff', by: 'nurse', episodeId, packageId: 'hip-wound-care', url: `/files/${named}`, thumbUrl: `/files/${named}/thumb` });
    expect(items[1]).toMatchObject({ kind: 'xray', day: 0, occurrence: dressing, width: 320, height: 200 });
    expect(items[2]).toMatchObject({ kind: 'photo', day: 0, occurrence: null, step: null, episodeId, takenAt: '2026-03-02T01:00:00.000Z' });
  });

  it('can be narrowed to a kind and come in pages', async () => {
    expect((await photos('?kind=xray')).items.map(({ kind }) => kind)).toEqual(['xray']);
    const page = await photos('?limit=2');
    expect(page.items).toHaveLength(2);
    expect((await photos(`?limit=2&after=${page.next ?? ''}`)).items).toHaveLength(1);
  });

  it('of two open episodes is nobody’s until it is said whose', async () => {
    const two = await startCare(api, 'photos-2', 'hip-wound-care');
    const [{ dischargeId } = { dischargeId: '' }] = await api.sql<{ dischargeId: string }[]>`select discharge_id from episode where id = ${two.episodeId}`;
    const { body } = await api.call('POST', '/episodes', { body: { dischargeId, packageId: 'hip-home-rehab', orderNo: 'photos-2b' } });
    await upload(`/patients/${two.patientId}/files?kind=photo`, await picture('jpeg'));
    await upload(`/patients/${two.patientId}/files?kind=photo&episodeId=${(body as { episodeId: string }).episodeId}`, await picture('jpeg'));
    expect((await photos('', two.patientId)).items.map(({ episodeId, day }) => [episodeId, day])).toEqual([[(body as { episodeId: string }).episodeId, 0], [null, null]]);
  });

  it('of another hospital are not there', async () => {
    expect((await api.call('GET', '/patients/019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c/photos')).status).toBe(404);
    expect((await api.call('GET', `/patients/${zhang.patientId}/photos`, { as: 'his' })).status).toBe(403);
  });
});
