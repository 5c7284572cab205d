/** One patient over HTTP against the real Temporal server and real PostgreSQL: launch, answer, case, act, refuse, late. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromMs, localDateOf } from '../pathways/time.js';
import { dischargeOf, testApi } from '../test/support/api.js';
import type { TestApi } from '../test/support/api.js';
import { liveCare } from '../test/support/live-care.js';
import type { LiveCare } from '../test/support/live-care.js';

let live: LiveCare;
let api: TestApi;
let worker: Awaited<ReturnType<LiveCare['work']>>;
let episodeId: string;

beforeAll(async () => {
  live = await liveCare();
  api = await testApi({ care: live.care });
  worker = await live.work(api.sql);
  const { body } = await api.call('POST', '/discharges', { body: dischargeOf('circle', localDateOf(fromMs(Date.now()), 'Asia/Shanghai')) });
  const launch = await api.call('POST', '/episodes', { body: { dischargeId: (body as { dischargeId: string }).dischargeId, packageId: 'discharge-follow-up', orderNo: 'C-1' } });
  episodeId = (launch.body as { episodeId: string }).episodeId;
});
afterAll(async () => {
  await worker.stop();
  await api.close();
  await live.close();
});

const post = (path: string, body: object, key?: string) => api.call('POST', `/episodes/${episodeId}/${path}`, { body, ...(key ? { key } : {}) });
const items = async (path: string) => ((await api.call('GET', path)).body as { items: Record<string, unknown>[] }).items;

describe('One patient over HTTP', () => {
  it('has a running workflow, a plan for the next thirty days, and no open case', async () => {
    await expect.poll(async () => ((await api.call('GET', `/episodes/${episodeId}`)).body as { status: string }).status, { timeout: 60_000 }).toBe('active');
    const { body } = await api.call('GET', `/episodes/${episodeId}/next-thirty-days`);
    expect((body as { firm: unknown[] }).firm.length).toBeGreaterThan(0);
    expect(await items(`/escalations?episodeId=${episodeId}`)).toEqual([]);
  });
  it('refuses what the workflow refuses, with its words', async () => {
    expect(await post('resume', {})).toMatchObject({ status: 409, body: { code: 'refused', reason: 'wrong-state', detail: expect.stringContaining('paused') as string } });
  });
  it('raises a RED case from a volunteered answer and texts her at once', async () => {
    const answered = await post('answers', { answers: { core: { chestPain: true } }, answeredBy: 'patient' }, 'chest-1');
    expect(answered).toMatchObject({ status: 200, body: { state: 'recorded', duplicate: false } });
    const [open] = await items(`/escalations?episodeId=${episodeId}`);
    expect(open).toMatchObject({ level: 'red', status: 'open', rules: ['CORE-1'] });
    await expect.poll(async () => (await items(`/messages?episodeId=${episodeId}&state=sent`)).map((m) => m['recipient']), { timeout: 60_000 }).toContain('patient');
  });
  it('takes the same command once', async () => {
    const again = await post('answers', { answers: { core: { chestPain: true } }, answeredBy: 'patient' }, 'chest-1');
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await api.sql`select count(*)::int as n from answer where episode_id = ${episodeId}`).toEqual([{ n: 1 }]);
  });
  it('is acknowledged, contacted, resolved, and says why', async () => {
    for (const [act, body] of [['acknowledge', {}], ['contacted', {}], ['resolve', { resolution: 'seen in the emergency department' }]] as const) {
      expect([act, (await post(`escalations/1/${act}`, body)).status]).toEqual([act, 200]);
    }
    expect(await post('escalations/1/resolve', { resolution: 'again' })).toMatchObject({ status: 409, body: { reason: 'no-open-escalation' } });
    const why = await api.call('GET', `/episodes/${episodeId}/why?id=${encodeURIComponent(`${episodeId}/escalation/1`)}&lang=en`);
    expect(why).toMatchObject({ status: 200, body: { verified: true, text: expect.stringContaining('CORE-1') as string } });
  });
  it('refuses a number out of range in the words of the engine', async () => {
    expect(await post('answers', { answers: { fever: { celsius: '99' } }, answeredBy: 'patient' })).toMatchObject({ status: 409, body: { reason: 'bad-answers', detail: expect.stringContaining('fever.celsius') as string } });
  });
  it('stops, and an answer after the end is still triaged in a late run', async () => {
    expect((await post('stop', { reason: 'withdrawn' })).status).toBe(200);
    await expect.poll(async () => ((await api.call('GET', `/episodes/${episodeId}`)).body as { status: string }).status, { timeout: 60_000 }).toBe('stopped');
    expect(await post('answers', { answers: { core: { bleeding: 'not-stopped' } }, answeredBy: 'family' })).toMatchObject({ status: 202 });
    await expect.poll(async () => { await worker.relay(); return (await items(`/escalations?episodeId=${episodeId}`)).map((e) => e['level']); }, { timeout: 60_000 }).toEqual(['red']);
  });
});
