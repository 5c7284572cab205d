/** Over HTTP, from one end to the other: a cancelled visit's time is kept for who waits, given to nobody else meanwhile, and taken by a move. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serviceRound } from '../db/visits/service-round.js';
import { fakeChannels } from '../db/testing/fake-channel.js';
import type { EpisodeInput } from '../pathways/engine/inputs.js';
import { addDays, atLocal, fromMs, localDateOf } from '../pathways/time.js';
import { testApi, type TestApi } from '../test/support/api.js';
import { startCare, type Cared } from '../test/support/care-without-temporal.js';

const zone = 'Asia/Shanghai';
const day = addDays(localDateOf(fromMs(Date.now()), zone), 2);
const slotAt = (time: string, until: string): { from: string; until: string } => ({ from: atLocal(day, time, zone), until: atLocal(day, until, zone) });
const [morning, afternoon] = [slotAt('10:30', '11:30'), slotAt('14:00', '15:00')];
let api: TestApi;
let early: Cared;
let waiting: Cared;
let other: Cared;
const V = ({ episodeId }: Cared): string => `/episodes/${episodeId}/visits/dressing/1`;
const post = (path: string, body: object, as = 'case-manager') => api.call('POST', path, { body, as });
const round = () => serviceRound({ sql: api.sql, channels: fakeChannels([]) });
const waitlist = async (as = 'case-manager') => (await api.call('GET', '/waitlist', { as })).body;

async function relay({ episodeId, driver }: Cared): Promise<void> {
  const rows = await api.sql<{ kind: string; payload: Record<string, unknown> }[]>`select kind, payload from inbox where episode_id = ${episodeId} and state = 'accepted' order by received_at, command_id`;
  for (const { kind, payload } of rows) await driver.give({ ...payload, kind, at: fromMs(Date.now()) } as unknown as EpisodeInput);
}
/** Asked, and yes. */
async function confirmed(cared: Cared, slot: { from: string; until: string }): Promise<void> {
  await post(`${V(cared)}/book`, slot);
  await relay(cared);
  await round();
  const { items } = (await api.call('GET', '/my/offers', { as: 'nurse' })).body as { items: { offerId: string; episodeId: string }[] };
  const answer = await post(`/offers/${items.find(({ episodeId }) => episodeId === cared.episodeId)?.offerId}/accept`, {}, 'nurse');
  if (answer.status !== 204) throw new Error(JSON.stringify(answer.body));
}

beforeAll(async () => {
  api = await testApi();
  await api.sql`delete from working_hours`;
  await api.sql`delete from staff_profile`;
  await api.call('PUT', '/service-settings', { as: 'head', body: { worksOnHolidays: true, offerHours: { from: '00:00', until: '23:59' }, urgentHours: 72 } });
  const [nurse] = await api.sql<{ id: string }[]>`select id from account where login = 'test-nurse'`;
  await api.call('PUT', `/staff/${nurse?.id}/profile`, { as: 'head', body: { title: 'senior', practiceSince: '2015-01-01', skills: ['wound'], certificates: [], districts: ['west'], dailyLoad: 4, baseDistrict: 'west' } });
  await api.call('PUT', `/staff/${nurse?.id}/hours`, { as: 'head', body: { hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '08:00', until: '17:30' })) } });
  [early, waiting, other] = [await startCare(api, 'wl-early', 'hip-wound-care'), await startCare(api, 'wl-waiting', 'hip-wound-care'), await startCare(api, 'wl-other', 'hip-wound-care')];
  await confirmed(early, morning);
  await confirmed(waiting, afternoon);
});
afterAll(() => api.close());

describe('A time that becomes free', () => {
  it('is kept for who waits, and nobody else gets it meanwhile', async () => {
    expect((await post(`${V(waiting)}/waitlist`, { wish: { weekdays: [], from: '08:00', until: '12:00', earlierOnly: true } })).status).toBe(204);
    await post(`${V(early)}/cancel`, { reason: 'patient asked' });
    await relay(early);
    await round();
    expect(await waitlist()).toMatchObject({ items: [{ episodeId: waiting.episodeId, state: 'offered', slotFrom: morning.from }] });
    expect((await api.call('GET', '/my/notices', { as: 'nurse' })).body).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ kind: 'visit-cancelled' })]) as unknown });
    expect(await post(`${V(other)}/book`, morning)).toMatchObject({ status: 409, body: { reason: 'slot-taken' } });
  });
  it('is hers by an ordinary move; the same nurse is asked, and her former time is free for others', async () => {
    expect(await post(`${V(waiting)}/move`, { ...morning, reason: 'waitlist' })).toMatchObject({ status: 202 });
    await relay(waiting);
    expect(await waitlist()).toEqual({ items: [] });
    await round();
    expect((await api.call('GET', '/my/offers', { as: 'nurse' })).body).toMatchObject({ items: [{ episodeId: waiting.episodeId, from: morning.from }] });
    expect(await post(`${V(other)}/book`, afternoon)).toMatchObject({ status: 202 });
  });
});
