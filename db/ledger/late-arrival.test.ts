/** A message that was given up as never taken and reached the person after all, while another attempt at it was under way or waiting. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EpisodeEvent } from '../../pathways/engine/events.js';
import { transact } from '../client.js';
import { projectObligations } from '../read-models/obligations.js';
import { startAnew } from '../testing/fake-channel.js';
import { morning, plantObligation, wallTimePasses } from '../testing/obligation.js';
import { createSetting, type TestSetting } from '../testing/setting.js';
import { createPatient, createWorld, launchEpisode, type World } from '../testing/world.js';
import { deliverObligations } from './deliver.js';
import { applyReceipt } from './receipts.js';
import { sweep } from './sweep.js';

let setting: TestSetting;
let world: World;
let episodeId: string;
beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql);
});
afterAll(() => setting.close());
beforeEach(async () => {
  Object.assign(world, await createPatient(setting.sql, world.hospitalId));
  episodeId = await launchEpisode(setting.sql, world);
  startAnew(setting.vendors);
});

const deliver = (obligation: string) => deliverObligations(setting.deps, { hospitalId: world.hospitalId, episodeId, obligations: [obligation], episodeNow: morning });
const attempts = async (obligation: string) => [...(await setting.sql`select n, state, verdict, possibly_doubled from attempt where obligation_id = ${obligation} order by n`)];
const row = async (id: string) => (await setting.sql`select state, reason, told from obligation where id = ${id}`)[0];

/** Its sender sleeps in the middle of the POST; the vendor knows of nothing, so it is tried again; then the sleeper wakes and its message arrives. */
async function sentLate(second: 'ambiguous' | 'throttled'): Promise<string> {
  const id = await plantObligation(setting.sql, episodeId, { class: 'visit', channels: ['wechat'] });
  let wake: () => void = () => {};
  setting.vendors.wechat.script = [
    () => new Promise((resolve) => { wake = () => resolve({ outcome: 'accepted', providerMessageId: `late-${id}` }); }),
    second === 'ambiguous' ? { outcome: 'ambiguous', detail: 'no answer' } : { outcome: 'throttled', retryAfterMs: 30_000 },
  ];
  const sleeper = deliver(id);
  await vi.waitFor(() => expect(setting.vendors.wechat.posts).toBe(1), { timeout: 30_000 });
  await wallTimePasses(setting.sql, 60);
  setting.vendors.wechat.lookups = [{ found: 'no' }];
  expect((await deliver(id)).outcomes).toEqual([]);
  wake();
  await sleeper;
  await applyReceipt(setting.sql, 'wx', { providerMessageId: `late-${id}`, status: 'delivered', dedupeKey: `delivered-${id}` });
  return id;
}

describe('A message that arrives late', () => {
  it('has been sent, also when the vendor then says that the other attempt never was: nobody is told of a failure, and nothing more is posted', async () => {
    const id = await sentLate('ambiguous');
    setting.vendors.wechat.lookups = [{ found: 'no' }];
    await wallTimePasses(setting.sql, 60);
    expect((await deliver(id)).outcomes).toMatchObject([{ obligation: id, outcome: 'sent' }]);
    expect(await attempts(id)).toEqual([{ n: 1, state: 'delivered', verdict: 'done', possiblyDoubled: true }, { n: 2, state: 'absent', verdict: 'next', possiblyDoubled: false }]);
    expect([await row(id), setting.vendors.wechat.posts]).toMatchObject([{ state: 'sent', reason: null }, 2]);
  });

  it('is not sent again while the next try waits for its turn', async () => {
    const id = await sentLate('throttled');
    await wallTimePasses(setting.sql, 60);
    expect((await deliver(id)).outcomes).toMatchObject([{ obligation: id, outcome: 'sent' }]);
    expect(setting.vendors.wechat.posts).toBe(2);
  });

  it('is not sent again either when its sender never woke and only the vendor reports it', async () => {
    const id = await plantObligation(setting.sql, episodeId, { class: 'visit', channels: ['wechat'] });
    setting.vendors.wechat.script = [{ outcome: 'ambiguous', detail: 'no answer' }, { outcome: 'throttled', retryAfterMs: 30_000 }];
    await deliver(id);
    await wallTimePasses(setting.sql, 60);
    setting.vendors.wechat.lookups = [{ found: 'no' }];
    await deliver(id);
    expect(await row(id)).toMatchObject({ state: 'released' });
    const [first] = await setting.sql<{ id: string }[]>`select id from attempt where obligation_id = ${id} and n = 1`;
    await applyReceipt(setting.sql, 'wx', { providerMessageId: `late-${id}`, attemptId: first?.id ?? '', status: 'delivered', dedupeKey: `delivered-${id}` });
    await wallTimePasses(setting.sql, 60);
    expect((await deliver(id)).outcomes).toMatchObject([{ obligation: id, outcome: 'sent' }]);
    expect(setting.vendors.wechat.posts).toBe(2);
  });

  it('fails like any other when the vendor later says that it did not arrive, and the other attempt never was', async () => {
    const id = await sentLate('ambiguous');
    setting.vendors.wechat.lookups = [{ found: 'no' }];
    await wallTimePasses(setting.sql, 60);
    await deliver(id);
    await setting.sql`update attempt set state = 'sent' where obligation_id = ${id} and n = 1`;
    expect((await applyReceipt(setting.sql, 'wx', { providerMessageId: `late-${id}`, status: 'failed', dedupeKey: `failed-${id}` })).nudge).toEqual({ episodeId, obligations: [id] });
    expect((await deliver(id)).outcomes).toMatchObject([{ obligation: id, outcome: 'failed' }]);
  });
});

describe('An episode that was told "sent" of a message that has failed since', () => {
  it('counts as not told: the sweep wakes it', async () => {
    const id = await plantObligation(setting.sql, episodeId);
    await setting.sql`update obligation set state = 'failed', reason = 'all-channels-failed', settled_at = now(), told = false where id = ${id}`;
    const closed: EpisodeEvent = { type: 'ObligationClosed', obligation: id, outcome: 'sent', reason: null, channel: 'sms', at: morning, semantics: 1, cause: { kind: 'delivery', obligation: id } } as never;
    const [clock] = await setting.sql`select clock, patient_id from episode where id = ${episodeId}`;
    await transact(setting.sql, (tx) => projectObligations({ tx, hospitalId: world.hospitalId, episodeId, ...clock } as never, { events: [closed] } as never));
    expect(await row(id)).toMatchObject({ state: 'failed', told: false });
    await wallTimePasses(setting.sql, 331);
    const nudged: string[] = [];
    await sweep(setting.deps, { nudge: async (_, ids) => nudged.push(...ids) > 0 });
    expect(nudged).toContain(id);
  });
});
