import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SendResult } from '../../channels/channel.js';
import { startAnew } from '../testing/fake-channel.js';
import { createSetting, type TestSetting } from '../testing/setting.js';
import { morning, plantObligation, wallTimePasses } from '../testing/obligation.js';
import { createPatient, createWorld, launchEpisode, type World } from '../testing/world.js';
import { deliverObligations } from './deliver.js';
import { mostAttempts } from './limits.js';

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
  await setting.sql`delete from alarm`;
});

const deliver = (id: string, episodeNow = morning) => deliverObligations(setting.deps, { hospitalId: world.hospitalId, episodeId, obligations: [id], episodeNow });
const wait = (seconds: number): SendResult => ({ outcome: 'throttled', retryAfterMs: seconds * 1_000 });
const times = (n: number, result: SendResult): SendResult[] => Array.from({ length: n }, () => result);
const refused: SendResult = { outcome: 'rejected', reason: 'credentials', code: '401', scope: 'account' };
const blocked: SendResult = { outcome: 'rejected', reason: 'blocked', code: '21408', scope: 'recipient' };
const sentBy = (channel: string) => [{ outcome: 'sent', channel }];
/** Asks until something is settled, each time once any wait is over. */
async function deliverPatiently(id: string, rounds: number) {
  for (let round = 1; ; round += 1) {
    const result = await deliver(id);
    if (result.outcomes.length > 0 || round >= rounds) return result;
    await wallTimePasses(setting.sql, 301);
  }
}

describe('A message that its vendor does not take for now', () => {
  it('uses up no attempt while it is throttled, and goes out once the vendor takes it', async () => {
    setting.vendors.wechat.script = times(mostAttempts + 5, wait(1));
    const id = await plantObligation(setting.sql, episodeId);
    expect((await deliverPatiently(id, mostAttempts + 6)).outcomes).toMatchObject(sentBy('wechat'));
    expect(setting.vendors.sms.posts).toBe(0);
  });

  it('nor while the account is refused', async () => {
    setting.vendors.wechat.script = times(mostAttempts + 5, refused);
    const id = await plantObligation(setting.sql, episodeId, { channels: ['wechat'] });
    expect((await deliverPatiently(id, mostAttempts + 6)).outcomes).toMatchObject(sentBy('wechat'));
  });

  it('has failed, so that a person hears of it, when it expires before the vendor takes anything', async () => {
    setting.vendors.wechat.script = [wait(30), refused];
    const [throttled, unpaid] = [await plantObligation(setting.sql, episodeId, { channels: ['wechat'] }), await plantObligation(setting.sql, episodeId, { channels: ['wechat'], params: { day: 9, date: '2026-03-06' } })];
    await deliver(throttled);
    await deliver(unpaid);
    await wallTimePasses(setting.sql, 61);
    for (const id of [throttled, unpaid]) expect((await deliver(id, '2026-03-07T02:00:00.000Z')).outcomes).toMatchObject([{ outcome: 'failed', reason: 'all-channels-failed' }]);
  });

  it('is asked about ever more rarely', async () => {
    setting.vendors.wechat.script = times(12, wait(1));
    const id = await plantObligation(setting.sql, episodeId);
    await deliverPatiently(id, 12);
    const waits = await setting.sql<{ s: number }[]>`select round(extract(epoch from check_at - settled_at))::int as s from attempt where obligation_id = ${id} order by n`;
    expect(waits.map(({ s }) => s)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
  });

  it.each(['dose', 'visit'] as const)('takes the next channel after some minutes, if it is a %s', async (messageClass) => {
    setting.vendors.wechat.script = times(9, wait(30));
    const id = await plantObligation(setting.sql, episodeId, { class: messageClass });
    let minutes = 0;
    while ((await deliver(id)).outcomes.length === 0) {
      await wallTimePasses(setting.sql, 60);
      minutes += 1;
      expect(minutes).toBeLessThanOrEqual(11);
    }
    expect(setting.vendors.sms.posts).toBe(1);
  });
});

describe('While a vendor refuses everybody, of those that wait', () => {
  const later = '2026-03-07T02:00:00.000Z';
  let day = 10;
  const planted = (differs: Parameters<typeof plantObligation>[2]) => plantObligation(setting.sql, episodeId, { channels: ['sms'], params: { day: (day += 1), date: '2026-03-05' }, ...differs });
  const dose = (differs: Parameters<typeof plantObligation>[2] = {}) => planted({ class: 'dose', purpose: 'remind', ...differs });

  it('each fails when it expires, whichever of them had the turn to try, and a person hears of it', async () => {
    setting.vendors.sms.script = times(20, refused);
    const ids = [await dose(), await dose(), await dose(), await planted({ class: 'visit' })];
    for (let minute = 0; minute < 3; minute += 1) {
      for (const id of ids) expect((await deliver(id)).outcomes).toEqual([]);
      await wallTimePasses(setting.sql, 61);
    }
    const tries = await setting.sql<{ id: string }[]>`select distinct obligation_id as id from attempt where obligation_id = any(${ids})`;
    expect(tries.length).toBeLessThan(ids.length);
    await setting.sql`update alarm set cleared_at = now()`; // also when the account is mended at that moment
    for (const id of ids) expect((await deliver(id, later)).outcomes).toMatchObject([{ obligation: id, outcome: 'failed', reason: 'all-channels-failed' }]);
    expect([...(await setting.sql`select code, ref from alarm`)]).toEqual([{ code: 'credentials', ref: 'tw' }]);
  });

  it('so does an alert, which climbs at once', async () => {
    setting.vendors.wecom.script = [refused];
    const alert = () => planted({ class: 'staff-alert', recipient: 'duty-doctor', purpose: 'alert', text: 'staff.alert', channels: ['wecom'], ignoresQuietHours: true, params: { level: 'red', instruction: 'do.stale-reading', case: 'x/escalation/1' } });
    const ids = [await alert(), await alert()];
    for (const id of ids) await deliver(id);
    for (const id of ids) expect((await deliver(id, later)).outcomes).toMatchObject([{ outcome: 'failed', reason: 'all-channels-failed' }]);
  });

  it('what expires for another reason, or waits for nothing, is as silent as before', async () => {
    const id = await dose();
    expect((await deliver(id, later)).outcomes).toMatchObject([{ outcome: 'suppressed', reason: 'expired' }]);
  });

  it('the next try is that of the most urgent class, and there of what expires first', async () => {
    setting.vendors.sms.script = [refused];
    const [visit, long, short] = [await planted({ class: 'visit' }), await dose({ expiresAt: '2026-03-05T12:00:00.000Z' }), await dose({ expiresAt: '2026-03-05T08:00:00.000Z' })];
    for (const id of [visit, long, short]) await deliver(id);
    await wallTimePasses(setting.sql, 61);
    for (const id of [visit, long]) expect((await deliver(id)).outcomes).toEqual([]);
    expect(setting.vendors.sms.posts).toBe(1);
    expect((await deliver(short)).outcomes).toMatchObject(sentBy('sms'));
    // The account is well again: nobody waits for anybody.
    expect((await deliver(long)).outcomes).toMatchObject(sentBy('sms'));
  });

  it('it is anybody\'s after another minute: the most urgent may have a run that asks no more', async () => {
    setting.vendors.sms.script = [refused];
    const [visit, silent] = [await planted({ class: 'visit' }), await dose()];
    for (const id of [visit, silent]) await deliver(id);
    await wallTimePasses(setting.sql, 121);
    expect((await deliver(visit)).outcomes).toMatchObject(sentBy('sms'));
  });
});

describe('An alert to staff', () => {
  const red = { class: 'staff-alert' as const, recipient: 'duty-doctor' as const, purpose: 'alert' as const, text: 'staff.alert', channels: ['wecom' as const, 'sms' as const], ignoresQuietHours: true, params: { level: 'red', instruction: 'do.stale-reading', case: 'x/escalation/1' } };

  it('takes the next channel in the same call when the first one cannot be reached', async () => {
    setting.vendors.wecom.script = [wait(30)];
    const id = await plantObligation(setting.sql, episodeId, red);
    expect((await deliver(id)).outcomes).toMatchObject(sentBy('sms'));
    expect([setting.vendors.wecom.posts, setting.vendors.sms.posts]).toEqual([1, 1]);
  });

  it('waits a second for a channel that asks for one, and no longer than ten in all', async () => {
    setting.vendors.wecom.script = times(10, wait(1));
    const id = await plantObligation(setting.sql, episodeId, red);
    for (const seconds of [1, 2, 4]) {
      expect((await deliver(id)).outcomes).toEqual([]);
      await wallTimePasses(setting.sql, seconds + 0.5);
    }
    expect((await deliver(id)).outcomes).toMatchObject(sentBy('sms'));
  });

  it('comes back to the first channel when the next one refuses it', async () => {
    setting.vendors.wecom.script = [wait(30)];
    setting.vendors.sms.script = [blocked];
    const id = await plantObligation(setting.sql, episodeId, red);
    const first = await deliver(id);
    expect([first.outcomes, first.unsettled]).toMatchObject([[], [{ obligation: id }]]);
    const [held] = await setting.sql<{ checkAt: string }[]>`select check_at from attempt where obligation_id = ${id} and channel = 'wecom'`;
    expect(first.unsettled[0]?.checkAt).toBe(held?.checkAt);
    await wallTimePasses(setting.sql, 31);
    expect((await deliver(id)).outcomes).toMatchObject(sentBy('wecom'));
  });

  it('goes to whichever channel is due first when all ask to wait, and fails when it expires', async () => {
    setting.vendors.wecom.script = [wait(30), wait(30)];
    setting.vendors.sms.script = [wait(3_600)];
    const id = await plantObligation(setting.sql, episodeId, red);
    expect((await deliver(id)).outcomes).toEqual([]);
    await wallTimePasses(setting.sql, 31);
    expect((await deliver(id)).outcomes).toEqual([]);
    expect([setting.vendors.wecom.posts, setting.vendors.sms.posts]).toEqual([2, 1]);
    expect((await deliver(id, '2026-03-07T02:00:00.000Z')).outcomes).toMatchObject([{ outcome: 'failed', reason: 'all-channels-failed' }]);
  });

  it('whose reader has gone off duty meanwhile fails as such', async () => {
    setting.vendors.wecom.script = [wait(30)];
    setting.vendors.sms.script = [wait(30)];
    const id = await plantObligation(setting.sql, episodeId, red);
    await deliver(id);
    await setting.sql`update roster_shift set ends_at = now() - interval '1 minute' where role = 'duty-doctor'`;
    await wallTimePasses(setting.sql, 31);
    expect((await deliver(id)).outcomes).toMatchObject([{ outcome: 'failed', reason: 'nobody-on-duty' }]);
    await setting.sql`update roster_shift set ends_at = now() + interval '1 day'`;
  });
});
