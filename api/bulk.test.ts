/** A typhoon day: a district's visits are previewed, moved, told by phone, and taken back; a sick nurse's visits go to others. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BulkAct, BulkRow } from '../db/bulk/bulk-rows.js';
import type { EpisodeInput } from '../pathways/engine/inputs.js';
import { addDays, atLocal, fromMs, localDateOf } from '../pathways/time.js';
import { testApi, type TestApi } from '../test/support/api.js';
import { startCare, type Cared } from '../test/support/care-without-temporal.js';

type Detail = BulkAct & { visits: BulkRow[] };
const zone = 'Asia/Shanghai';
const today = localDateOf(fromMs(Date.now()), zone);
/** The first dressing is due two days after discharge; its window has one day more. */
const [stormDay, nextDay, farDay] = [addDays(today, 2), addDays(today, 3), addDays(today, 6)];

let api: TestApi;
let near: Cared;
let other: Cared;
beforeAll(async () => {
  api = await testApi();
  near = await startCare(api, 'near', 'hip-wound-care');
  other = await startCare(api, 'other', 'hip-wound-care');
  for (const [cared, district] of [[near, 'east'], [other, 'west']] as const) {
    await api.call('POST', `/episodes/${cared.episodeId}/visits/dressing/1/book`, { body: { from: atLocal(stormDay, '10:00', zone), until: atLocal(stormDay, '11:00', zone), override: true } });
    await relay(cared);
    await api.sql`insert into visit_place (patient_id, hospital_id, district, address_enc) values (${cared.patientId}, ${api.hospitalId}, ${district}, ''::bytea)`;
  }
});
afterAll(() => api.close());

/** What the relay does once Temporal is back: the stored commands reach the episode, oldest first. */
async function relay({ episodeId, driver }: Cared): Promise<void> {
  const rows = await api.sql<{ kind: string; payload: Record<string, unknown> }[]>`select kind, payload from inbox where episode_id = ${episodeId} and state = 'accepted' order by received_at, command_id`;
  for (const { kind, payload } of rows) await driver.give({ ...payload, kind, at: fromMs(Date.now()) } as unknown as EpisodeInput);
}
const slotOf = async ({ episodeId }: Cared): Promise<string | undefined> => (await api.sql<{ slotFrom: string }[]>`select slot_from from occurrence where id = ${`${episodeId}/dressing/1`}`)[0]?.slotFrom;
const tellTasks = () => api.sql<{ status: string; instruction: string }[]>`select status, instruction from task where id like 'bulk/%' order by created_at`;
const preview = async (body: Record<string, unknown>): Promise<Detail> => (await api.call('POST', '/bulk-acts/preview', { body: { kind: 'move-visits', day: stormDay, district: 'east', reason: '台风', ...body } })).body as Detail;

describe('Moving a district for a typhoon', () => {
  let act: Detail;
  it('is previewed with the very texts and calls that will follow, and nothing changes', async () => {
    act = await preview({ toDay: nextDay });
    expect(act.visits).toMatchObject([{ occurrence: `${near.episodeId}/dressing/1`, verdict: 'will-move', state: 'previewed', before: { from: atLocal(stormDay, '10:00', zone) }, after: { from: atLocal(nextDay, '10:00', zone) } }]);
    const [visit] = act.visits;
    expect(visit?.consequences).toContainEqual({ kind: 'text', purpose: 'eve', recipient: 'patient', at: expect.stringContaining(atLocal(stormDay, '18:00', zone).slice(0, 13)) as string });
    expect(visit?.consequences).toContainEqual({ kind: 'text-withdrawn', purpose: 'eve', recipient: 'patient', at: null });
    expect(visit?.consequences).toContainEqual({ kind: 'call', purpose: 'tell-moved', role: 'case-manager' });
    expect(await slotOf(near)).toBe(atLocal(stormDay, '10:00', zone));
  });
  it('says when the new day lies outside the window, and refuses the same day and foreign roles', async () => {
    expect((await preview({ toDay: farDay })).visits[0]?.consequences[0]).toMatchObject({ kind: 'outside-window' });
    expect((await api.call('POST', '/bulk-acts/preview', { body: { kind: 'move-visits', day: stormDay, toDay: stormDay, reason: 'x' } })).status).toBe(422);
    expect((await api.call('GET', '/bulk-acts', { as: 'nurse' })).status).toBe(403);
  });
  it('carries out each visit by its own command once, and a call tells the patient', async () => {
    const applied = (await api.call('POST', `/bulk-acts/${act.actId}/apply`, { body: {} })).body as Detail;
    expect(applied.visits.map(({ state }) => state)).toEqual(['applied']);
    await api.call('POST', `/bulk-acts/${act.actId}/apply`, { body: {} });
    await relay(near);
    expect(await slotOf(near)).toBe(atLocal(nextDay, '10:00', zone));
    expect(await slotOf(other)).toBe(atLocal(stormDay, '10:00', zone));
    expect(await api.sql`select count(*)::int as n from inbox where kind = 'visit-moved'`).toEqual([{ n: 1 }]);
    expect(await tellTasks()).toMatchObject([{ status: 'ready', instruction: expect.stringContaining('台风') as string }]);
  });
  it('is taken back where nobody has changed it since, and nobody is phoned in vain', async () => {
    const undone = (await api.call('POST', `/bulk-acts/${act.actId}/undo`, { body: {} })).body as Detail;
    await relay(near);
    expect(undone.visits.map(({ state }) => state)).toEqual(['undone']);
    expect(await slotOf(near)).toBe(atLocal(stormDay, '10:00', zone));
    expect((await tellTasks()).map(({ status }) => status)).toEqual(['cancelled']);
    expect(await api.call('POST', `/bulk-acts/${act.actId}/apply`, { body: {} })).toMatchObject({ status: 409, body: { reason: 'undone' } });
  });
  it('leaves alone what was changed between preview and click, and what is left out by hand', async () => {
    const both = await preview({ toDay: nextDay, district: undefined });
    expect(both.visits).toHaveLength(2);
    await api.call('POST', `/episodes/${near.episodeId}/visits/dressing/1/move`, { body: { from: atLocal(stormDay, '14:00', zone), until: atLocal(stormDay, '15:00', zone), reason: 'asked', override: true } });
    await relay(near);
    const applied = (await api.call('POST', `/bulk-acts/${both.actId}/apply`, { body: { leave: [`${other.episodeId}/dressing/1`] } })).body as Detail;
    expect(Object.fromEntries(applied.visits.map(({ episodeId, state, detail }) => [episodeId, [state, detail]]))).toEqual({ [near.episodeId]: ['refused', 'changed-since'], [other.episodeId]: ['left', null] });
  });
});

describe('A sick nurse', () => {
  it('is previewed with who takes each visit, or that the search goes on', async () => {
    const [nurse] = await api.sql<{ id: string }[]>`select id from account where login = 'test-nurse' and hospital_id = ${api.hospitalId}`;
    await api.sql`update visit_assignment set state = 'assigned', account_id = ${nurse?.id ?? ''} where occurrence = ${`${other.episodeId}/dressing/1`}`;
    const { status, body } = await api.call('POST', '/bulk-acts/preview', { body: { kind: 'reassign-visits', day: stormDay, accountId: nurse?.id, reason: '发烧' } });
    expect(status).toBe(201);
    const act = body as Detail;
    expect(act.visits).toMatchObject([{ occurrence: `${other.episodeId}/dressing/1`, before: { accountId: nurse?.id } }]);
    const applied = (await api.call('POST', `/bulk-acts/${act.actId}/apply`, { body: {} })).body as Detail;
    expect(applied.visits.map(({ state }) => state)).toEqual(['applied']);
    expect(await api.sql`select state from visit_assignment where occurrence = ${`${other.episodeId}/dressing/1`} and account_id = ${nurse?.id ?? ''}`).toEqual([]);
    expect((await api.call('POST', '/bulk-acts/preview', { body: { kind: 'reassign-visits', day: stormDay, reason: 'x' } })).status).toBe(422);
  });
});
