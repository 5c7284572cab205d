/** Over HTTP: the last free slot is booked once, and a visit is carried out by whoever has it, or in their place with a reason. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EpisodeInput } from '../pathways/engine/inputs.js';
import { addDays, atLocal, fromMs, localDateOf } from '../pathways/time.js';
import { testApi, type TestApi } from '../test/support/api.js';
import { startCare, type Cared } from '../test/support/care-without-temporal.js';

const zone = 'Asia/Shanghai';
const today = localDateOf(fromMs(Date.now()), zone);
/** The first dressing is due two days after discharge. */
const slot = { from: atLocal(addDays(today, 2), '10:30', zone), until: atLocal(addDays(today, 2), '11:30', zone) };
let api: TestApi;
let zhang: Cared;
let li: Cared;
let nurseId: string;
const V = ({ episodeId }: Cared): string => `/episodes/${episodeId}/visits/dressing/1`;

beforeAll(async () => {
  api = await testApi();
  await api.sql`delete from working_hours`;
  await api.sql`delete from staff_profile`;
  await api.call('PUT', '/service-settings', { as: 'head', body: { worksOnHolidays: true } });
  zhang = await startCare(api, 'goer-zhang', 'hip-wound-care');
  li = await startCare(api, 'goer-li', 'hip-wound-care');
  nurseId = (await api.sql<{ id: string }[]>`select id from account where login = 'test-nurse'`)[0]?.id ?? '';
  await api.call('PUT', `/staff/${nurseId}/profile`, { as: 'head', body: { title: 'senior', practiceSince: '2015-01-01', skills: ['wound'], certificates: [], districts: ['west'], dailyLoad: 4, baseDistrict: 'west' } });
  await api.call('PUT', `/staff/${nurseId}/hours`, { as: 'head', body: { hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '08:00', until: '17:30' })) } });
});
afterAll(() => api.close());

/** What the relay does once Temporal is back. */
async function relay({ episodeId, driver }: Cared, at = fromMs(Date.now())): Promise<void> {
  const rows = await api.sql<{ kind: string; payload: Record<string, unknown> }[]>`select kind, payload from inbox where episode_id = ${episodeId} and state = 'accepted' order by received_at, command_id`;
  for (const { kind, payload } of rows) await driver.give({ ...payload, kind, at } as unknown as EpisodeInput);
}
const post = (path: string, body: object, as: string) => api.call('POST', path, { body, as });
const standIns = () => api.sql<{ act: string }[]>`select act from visit_stand_in order by at, id`;

describe('The last free slot', () => {
  it('is booked once, whoever is first; the other hears which times are left', async () => {
    const answers = await Promise.all([zhang, li].map((cared) => post(`${V(cared)}/book`, slot, 'case-manager')));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 409]);
    const late = answers[0]?.status === 409 ? zhang : li;
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ reason: 'slot-taken', detail: expect.stringMatching(/Nobody is free .* Still free: \d{4}-\d\d-\d\d \d\d:\d\d/) as string });
    expect(await post(`${V(late)}/book`, { ...slot, override: true }, 'case-manager')).toMatchObject({ status: 202 });
    for (const cared of [zhang, li]) await relay(cared);
    expect(await api.sql`select status from occurrence where step = 'dressing' and n = 1 and status = 'booked'`).toHaveLength(2);
  });
  it('is not moved into either', async () => {
    const later = { from: atLocal(addDays(today, 2), '14:00', zone), until: atLocal(addDays(today, 2), '15:00', zone), reason: 'asked' };
    expect(await post(`${V(li)}/move`, later, 'case-manager')).toMatchObject({ status: 202 });
    expect(await post(`${V(zhang)}/move`, later, 'case-manager')).toMatchObject({ status: 409, body: { reason: 'slot-taken' } });
    await relay(li);
  });
});

describe('A visit that somebody has', () => {
  it('was given to her', async () => {
    for (const cared of [zhang, li]) expect(await post(`${V(cared)}/assign`, { accountId: nurseId, override: true }, 'case-manager')).toMatchObject({ status: 204 });
  });
  it('is checked in at by nobody else; a head nurse may in her place, with a reason that stays and that she hears of', async () => {
    expect(await post(`${V(zhang)}/check-in`, {}, 'doctor')).toMatchObject({ status: 409, body: { reason: 'not-your-visit' } });
    expect(await post(`${V(zhang)}/check-in`, { standInReason: 'because' }, 'doctor')).toMatchObject({ status: 409, body: { reason: 'not-your-visit' } });
    expect(await post(`${V(zhang)}/check-in`, {}, 'head')).toMatchObject({ status: 409, body: { reason: 'stand-in-reason' } });
    expect(await post(`${V(zhang)}/check-in`, { standInReason: '  ' }, 'head')).toMatchObject({ status: 422 });
    expect(await api.sql`select 1 from inbox where kind = 'visit-checked-in'`).toEqual([]);
    expect(await post(`${V(zhang)}/check-in`, { standInReason: '她的手机没电' }, 'head')).toMatchObject({ status: 202 });
    expect(await standIns()).toEqual([{ act: 'check-in' }]);
    expect((await api.call('GET', '/my/notices', { as: 'nurse' })).body).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ kind: 'visit-stood-in', params: { act: 'check-in', slotFrom: slot.from } })]) as unknown });
    const visits = (await api.call('GET', `/patients/${zhang.patientId}/visits?language=en`, { as: 'case-manager' })).body;
    expect(visits).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ standIns: [expect.objectContaining({ act: 'check-in', reason: '她的手机没电', actedByName: 'head', assignedName: 'nurse' })] })]) as unknown });
  });
  it('is hers without a reason', async () => {
    expect(await post(`${V(li)}/check-in`, {}, 'nurse')).toMatchObject({ status: 202 });
    for (const cared of [zhang, li]) await relay(cared, slot.from);
    expect(await standIns()).toHaveLength(1);
  });
  it('is redeemed, missed and completed by nobody else', async () => {
    expect(await post(`${V(zhang)}/redeem`, { how: 'exception', reason: 'no-phone' }, 'doctor')).toMatchObject({ status: 409, body: { reason: 'not-your-visit' } });
    expect(await post(`${V(zhang)}/redeem`, { how: 'exception', reason: 'no-phone' }, 'case-manager')).toMatchObject({ status: 409, body: { reason: 'stand-in-reason' } });
    expect(await post(`${V(zhang)}/redeem`, { how: 'exception', reason: 'no-phone', standInReason: '护士受伤' }, 'case-manager')).toMatchObject({ status: 200, body: { how: 'exception' } });
    expect(await post(`${V(zhang)}/complete`, { record: {} }, 'doctor')).toMatchObject({ status: 409, body: { reason: 'not-your-visit' } });
    expect(await post(`${V(zhang)}/complete`, { record: {} }, 'head')).toMatchObject({ status: 409, body: { reason: 'stand-in-reason' } });
    expect(await post(`${V(li)}/miss`, { reason: 'no-show' }, 'doctor')).toMatchObject({ status: 409, body: { reason: 'not-your-visit' } });
    expect(await post(`${V(li)}/miss`, { reason: 'no-show', standInReason: '护士来电告知' }, 'case-manager')).toMatchObject({ status: 202 });
    expect(await standIns()).toEqual([{ act: 'check-in' }, { act: 'redeem' }, { act: 'miss' }]);
    await relay(li, slot.from);
    const missed = (await api.call('GET', `/patients/${li.patientId}/visits`, { as: 'case-manager' })).body;
    expect(missed).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ n: 1, step: 'dressing', status: 'failed', reason: 'no-show' })]) as unknown });
    await expect(api.sql`update visit_stand_in set act = 'miss'`).rejects.toThrow(/never change/);
  });
  it('is seen on the phone by whoever may stand in, by its id alone', async () => {
    const ask = async (as: string) => (await api.call('GET', `/my/visits?occurrence=${encodeURIComponent(`${zhang.episodeId}/dressing/1`)}`, { as })).body;
    expect(await ask('head')).toMatchObject({ items: [{ assignment: { yours: false, displayName: 'nurse' } }] });
    expect(await ask('nurse')).toMatchObject({ items: [{ assignment: { yours: true } }] });
    expect(await ask('doctor')).toEqual({ items: [] });
    expect((await api.call('GET', '/my/visits', { as: 'head' })).body).toEqual({ items: [] });
  });
});
