/** A message that counted as sent, and of which the vendor says only at night, or when it is of no use any more, that it failed. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Obligation } from '../../pathways/engine/events.js';
import { conservation } from '../audit/conservation.js';
import { startAnew } from '../testing/fake-channel.js';
import { plantObligation, wallTimePasses } from '../testing/obligation.js';
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
  await clockAt(evening);
  startAnew(setting.vendors);
});

/** D3 in Shanghai: 18:00, 22:00, and 08:05 of the next day. */
const [evening, night, morning] = ['2026-03-05T10:00:00.000Z', '2026-03-05T14:00:00.000Z', '2026-03-06T00:05:00.000Z'];
const clockAt = (at: string) => setting.sql`update episode set clock = jsonb_build_object('wallAnchor', to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'episodeAnchor', ${at}::text, 'pace', 1) where id = ${episodeId}`;
const deliverAt = (at: string, ...obligations: string[]) => deliverObligations(setting.deps, { hospitalId: world.hospitalId, episodeId, obligations, episodeNow: at });

/** Sent at 18:00 by the first of its channels, which reports now that it never arrived. */
async function failedAfterAll(differs: Partial<Obligation>): Promise<string> {
  const id = await plantObligation(setting.sql, episodeId, { dueAt: evening, expiresAt: '2026-03-07T10:00:00.000Z', ...differs });
  expect((await deliverAt(evening, id)).outcomes).toMatchObject([{ outcome: 'sent' }]);
  const by = differs.channels?.[0] === 'wechat' ? { vendor: setting.vendors.wechat, provider: 'wx' } : { vendor: setting.vendors.sms, provider: 'tw' };
  const { nudge } = await applyReceipt(setting.sql, by.provider, { providerMessageId: by.vendor.taken.at(-1)?.providerMessageId ?? '', status: 'failed', code: '30003', dedupeKey: `failed-${id}` });
  expect(nudge).toEqual({ episodeId, obligations: [id] });
  return id;
}

/** To be of use until midnight. */
const eve: Partial<Obligation> = {
  class: 'visit', purpose: 'eve', text: 'visit.eve', channels: ['sms'], expiresAt: '2026-03-05T16:00:00.000Z',
  params: { date: '2026-03-06', slotFrom: '2026-03-06T02:00:00.000Z', slotUntil: '2026-03-06T03:00:00.000Z' },
};

describe('The text on the eve of a visit', () => {
  it.each([
    ['before the quiet hours', '2026-03-05T12:55:00.000Z'], ['in the quiet hours', '2026-03-05T13:05:00.000Z'], ['when it is of no use any more', morning],
  ])('that failed is a failure when it is heard of %s: a person tells the patient', async (_, at) => {
    const id = await failedAfterAll(eve);
    expect((await deliverAt(at, id)).outcomes).toMatchObject([{ outcome: 'failed', reason: 'all-channels-failed' }]);
  });

  it('has failed too when another channel would be left, but only tomorrow', async () => {
    const id = await failedAfterAll({ ...eve, channels: ['wechat', 'sms'] });
    expect((await deliverAt(night, id)).outcomes).toMatchObject([{ outcome: 'failed' }]);
    expect(setting.vendors.sms.posts).toBe(0);
  });

  it('has failed when she has opted out since', async () => {
    const id = await failedAfterAll(eve);
    await setting.sql`update patient set opted_out_at = ${evening} where id = ${world.patientId}`;
    expect((await deliverAt('2026-03-05T10:30:00.000Z', id)).outcomes).toMatchObject([{ outcome: 'failed' }]);
  });

  it('that its vendor never took has failed once it has expired', async () => {
    setting.vendors.sms.script = [{ outcome: 'throttled', retryAfterMs: 30_000 }];
    const id = await plantObligation(setting.sql, episodeId, eve);
    await deliverAt(evening, id);
    await wallTimePasses(setting.sql, 31);
    expect((await deliverAt(morning, id)).outcomes).toMatchObject([{ outcome: 'failed', reason: 'all-channels-failed' }]);
  });

  it('that was never tried is suppressed as expired', async () => {
    const id = await plantObligation(setting.sql, episodeId, eve);
    expect((await deliverAt(morning, id)).outcomes).toMatchObject([{ outcome: 'suppressed', reason: 'expired' }]);
  });
});

describe('An invitation that failed at night', () => {
  it('with no way left is handed over at once', async () => {
    const id = await failedAfterAll({ channels: ['sms'] });
    expect((await deliverAt(night, id)).outcomes).toMatchObject([{ outcome: 'failed', reason: 'all-channels-failed' }]);
  });

  it('goes out by the next channel in the morning; until then nobody is woken, and it does not count as forgotten', async () => {
    const id = await failedAfterAll({ channels: ['wechat', 'sms'] });
    await clockAt(night);
    const { outcomes, unsettled } = await deliverAt(night, id);
    const [clock] = await setting.sql<{ wall: string }[]>`select wall_of(clock, '2026-03-06T00:00:00.000Z')::timestamptz(3) as wall from episode where id = ${episodeId}`;
    expect([outcomes, unsettled]).toEqual([[], [{ obligation: id, checkAt: clock?.wall }]]);
    let woken = 0;
    const nudge = async (_: string, ids: string[]): Promise<boolean> => {
      woken += ids.filter((one) => one === id).length;
      return true;
    };
    for (let hour = 0; hour < 9; hour += 1) {
      await wallTimePasses(setting.sql, 3_600);
      await sweep(setting.deps, { nudge });
    }
    expect([woken, setting.vendors.sms.posts]).toEqual([0, 0]);
    const { breaches } = await conservation({ sql: setting.sql, since: null, graceSeconds: 600 } as Parameters<typeof conservation>[0]);
    expect(breaches.filter(({ ref }) => ref === id)).toEqual([]);
    await wallTimePasses(setting.sql, 3_700);
    await sweep(setting.deps, { nudge });
    expect(woken).toBe(1);
    expect((await deliverAt(morning, id)).outcomes).toMatchObject([{ outcome: 'sent', channel: 'sms' }]);
  });
});
