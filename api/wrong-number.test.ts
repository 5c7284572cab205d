/** Whoever got in by a number that is not the patient's is out when staff correct it, in whichever way they do. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApi, type TestApi } from '../test/support/api.js';
import { birth, inCare, type InCare } from '../test/support/patient-in-care.js';
import { phone, textOf, type Phone } from '../test/support/patient-page.js';

const d3 = '2026-03-05T02:30:00.000Z';
let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());

const mobileOf = async ({ patientId }: InCare) => (await api.sql<{ id: string; value: string }[]>`select id, value from contact where patient_id = ${patientId} and owner = 'patient' and kind = 'mobile'`)[0] ?? { id: '', value: '' };
/** By the code that texts to "the patient's" number name, staying in for a month. */
async function inside(p: InCare): Promise<Phone> {
  const somebody = phone(api);
  await somebody.get('/p/');
  await somebody.send({ code: await p.code() });
  await somebody.send({ ...birth, own: 'yes' });
  expect((await somebody.get('/p/records')).path).toBe('/p/records');
  return somebody;
}

describe('A wrong number', () => {
  it('that staff put aside lets nobody stay in', async () => {
    const p = await inCare(api, ['hip-wound-care'], d3);
    const stranger = await inside(p);
    expect((await api.call('PUT', `/patients/${p.patientId}/contacts/${(await mobileOf(p)).id}`, { body: { quarantined: true } })).status).toBe(204);
    expect((await stranger.get('/p/records')).path).toBe('/p/');
  });

  it('that a call found lets nobody stay in, and the code of its texts opens nothing', async () => {
    const p = await inCare(api, ['hip-wound-care'], d3);
    const [stranger, code] = [await inside(p), await p.code()];
    const { id } = await mobileOf(p);
    expect((await api.call('POST', `/episodes/${p.episodes[0]}/calls`, { as: 'nurse', body: { step: 'first-call#1', outcome: 'wrong-number', contact: id } })).status).toBe(202);
    await p.house.relay(d3);
    expect((await stranger.get('/p/records')).path).toBe('/p/');
    await stranger.send({ code });
    expect(textOf(stranger.page().html)).toContain('没有这个码');
    expect(await p.code()).not.toBe(code);
  });

  it('does not let in by its own last digits where the birth date is unknown: the page says who does', async () => {
    const p = await inCare(api, ['hip-wound-care'], d3);
    await api.sql`update patient set birth_date = null where id = ${p.patientId}`;
    const stranger = phone(api);
    await stranger.get('/p/');
    await stranger.send({ code: await p.code() });
    expect([stranger.page().path, textOf(stranger.page().html)]).toEqual(['/p/verify', expect.stringMatching(/没有您的出生日期.*打电话给医院或到服务台/)]);
    const tail = (await mobileOf(p)).value.slice(-4);
    expect((await stranger.forge('/p/verify', { tail, own: 'yes' }, { origin: 'https://care.test' })).status).toBe(422);
    expect((await stranger.get('/p/home')).path).toBe('/p/');
  });
});

it('A relative’s number that was taken for the patient’s opens what is the relative’s alone, once it is corrected', async () => {
  const p = await inCare(api, ['hip-wound-care'], d3);
  const daughter = await inside(p);
  await api.call('PUT', `/patients/${p.patientId}/contacts/${(await mobileOf(p)).id}`, { body: { owner: 'family', relation: 'daughter' } });
  expect((await daughter.get('/p/records')).path).toBe('/p/');
});
